"""Who gets quoted, for editors: a table with bars, and the same as CSV."""

from collections import Counter
from datetime import date, timedelta
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from articles import permissions
from articles.admin.base import DATE
from articles.admin.desk_page import desk_page
from articles.models import Quote
from articles.spreadsheets import UNICODE
from articles.who_is_quoted import Share, who_is_quoted, write_csv

MOST_PEOPLE = 50


class PeriodForm(forms.Form):
    """From which day to which."""

    since = forms.DateField(label="Published from", required=False, widget=DATE)
    until = forms.DateField(label="to", required=False, widget=DATE)


def who(request: HttpRequest) -> HttpResponse:
    """Show how often whom, per section and month; the last twelve months unless other days are asked for."""
    if not permissions.can_edit_any_story(request.user):
        raise permissions.NotAllowed("Only editors see who is quoted how often.")
    form = PeriodForm(request.GET or None, label_suffix="", initial={"since": _a_year_ago()})
    days = form.cleaned_data if form.is_bound and form.is_valid() else {"since": _a_year_ago(), "until": None}
    shares = list(who_is_quoted(since=days["since"], until=days["until"]))
    if request.GET.get("as") == "csv":
        answer = HttpResponse(UNICODE, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="who-is-quoted.csv"'
        write_csv(shares, answer)
        return answer
    by_month, by_person = _counted(shares)
    return desk_page(
        request,
        "admin/articles/quote/who_is_quoted.html",
        Quote,
        title="Who is quoted",
        form=form,
        by_month=by_month,
        most_in_month=max((count for *_, count in by_month), default=1),
        by_person=by_person[:MOST_PEOPLE],
        most_of_person=by_person[0][1] if by_person else 1,
        total=sum(share.quotes for share in shares),
        is_last_year=not form.is_bound,
        # The same days, also where nobody chose them.
        csv=urlencode({name: day for name, day in [*days.items(), ("as", "csv")] if day}),
    )


def _counted(shares: list[Share]) -> tuple[list[tuple[str, str, int]], list[tuple[str, int]]]:
    months: Counter[tuple[str, str]] = Counter()
    people: Counter[str] = Counter()
    for share in shares:
        months[share.month, share.section] += share.quotes
        people[share.person or "Nobody by name"] += share.quotes
    newest_first = sorted(months.items(), key=lambda item: (item[0][0], item[1]), reverse=True)
    return [(month, section, count) for (month, section), count in newest_first], people.most_common()


def _a_year_ago() -> date:
    return timezone.localdate() - timedelta(days=365)
