"""The audit trail: who did what and when, of one story, one person or everybody; as a page or as CSV."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from articles import permissions
from articles.admin.base import DATE
from articles.admin.desk_page import desk_page
from articles.admin.fields import Colleague
from articles.audit import DEEDS, Asked, Entry, page_of_trail, whole_trail
from articles.keyset import BadCursor
from articles.models import Story, Transition
from articles.spreadsheets import UNICODE, csv_lines

# Further off, no clock of ours can tell when a day begins.
SENSIBLE = [MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2200, 1, 1))]
HEAD = ("when", "who", "what", "about", "story", "from", "to", "revision", "note")


class TrailForm(forms.Form):
    """What somebody looks for."""

    story = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1, widget=forms.HiddenInput)
    person = Colleague(User.objects.none(), label="Who", required=False, empty_label="Everybody")
    deed = forms.ChoiceField(label="What", required=False, choices=[("", "Everything"), *DEEDS.items()])
    since = forms.DateField(label="From", required=False, widget=DATE, validators=SENSIBLE)
    until = forms.DateField(label="to", required=False, widget=DATE, validators=SENSIBLE)

    def __init__(self, *args: Any, for_all: bool, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        if for_all:
            self.fields["person"].queryset = User.objects.order_by("first_name", "last_name", "username")
        else:
            del self.fields["person"]


def urls(wrap: object) -> list[URLPattern]:
    """Return the address of the page."""
    return [path("trail/", wrap(audit), name="audit")]


def audit(request: HttpRequest) -> HttpResponse:
    """Show what was asked for, newest first, or hand all of it out as CSV."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("Only people who may read stories see what was done with them.")
    for_all = permissions.can_see_whole_trail(request.user)
    form = TrailForm(request.GET, for_all=for_all)
    asked = _asked(request, form, for_all=for_all)
    if request.GET.get("as") == "csv" and form.is_valid():
        return _as_csv(asked)
    try:
        entries, older = page_of_trail(asked, before=request.GET.get("before", ""))
    except BadCursor:
        raise Http404("No such page of the trail.") from None
    kept = request.GET.copy()
    kept.pop("before", None)
    return desk_page(
        request,
        "admin/audit.html",
        Transition,
        title="Audit trail",
        form=form,
        entries=entries if form.is_valid() else [],
        older=older,
        query=kept.urlencode(),
        story=asked.story,
        is_own=not for_all and asked.story is None,
        is_first=not request.GET.get("before"),
    )


def _asked(request: HttpRequest, form: TrailForm, *, for_all: bool) -> Asked:
    sent = form.cleaned_data if form.is_valid() else {}
    story = None
    if sent.get("story"):
        story = Story.objects.filter(pk=sent["story"]).defer("body").first()
        if story is None:
            raise Http404("No such story.")
    # Whoever may not see everybody's sees a story's trail, or their own.
    person = sent.get("person") if for_all else (None if story else request.user)
    until = sent.get("until")
    return Asked(
        story=story,
        person=person,
        deed=sent.get("deed", ""),
        since=_midnight(sent.get("since")),
        until=_midnight(until + timedelta(days=1)) if until else None,
        with_logins=request.user.is_superuser,
    )


def _midnight(day: Any) -> datetime | None:
    """Return when a day begins, by the newsroom's clock."""
    return timezone.make_aware(datetime(day.year, day.month, day.day)) if day else None  # noqa: DTZ001  (made aware)


def _as_csv(asked: Asked) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(
        chain([UNICODE], csv_lines(HEAD, _cells(whole_trail(asked)))), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="audit-trail.csv"'
    return answer


def _cells(entries: Iterator[Entry]) -> Iterator[tuple[object, ...]]:
    for entry in entries:
        yield (
            entry.at.isoformat(timespec="seconds"),
            entry.by_name,
            entry.deed,
            entry.about,
            entry.story_id or "",
            entry.from_status,
            entry.to_status,
            entry.revision or "",
            entry.note,
        )
