"""Care of all tags together: how they are used, what may be one, what has gone quiet; all of them as a file and back."""

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import permissions, tag_care, tag_exchange
from articles.admin.desk_page import desk_page
from articles.admin.refused import refuse
from articles.models import Tag
from articles.spreadsheets import UNICODE
from articles.tag_decisions import DecisionNotPossible

# A larger file is for the command line, where one sees how far it is.
MOST_ROWS, MOST_BYTES, SHOWN = 1000, 4_000_000, 300


class FileForm(forms.Form):
    """A file of tags; looked at first, and sent once more with the button that does it."""

    file = forms.FileField(label="CSV or JSON file", required=False)
    text = forms.CharField(required=False, widget=forms.HiddenInput)


def care(request: HttpRequest) -> HttpResponse:
    """Show how tags are used."""
    permissions.check_look_after_tags(request.user)
    return desk_page(
        request,
        "admin/articles/tag/care.html",
        Tag,
        title="Care of tags",
        used=tag_care.most_used(),
        together=tag_care.together(),
        quiet=tag_care.gone_quiet(),
    )


def export(request: HttpRequest, form: str) -> HttpResponse:
    """Answer with all tags as a file."""
    permissions.check_look_after_tags(request.user)
    if form == "json":
        answer = HttpResponse(tag_exchange.as_json(tag_exchange.records()), content_type="application/json")
    else:
        text = UNICODE + tag_exchange.as_csv(tag_exchange.records())
        answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tags.{"json" if form == "json" else "csv"}"'
    return answer


def take_in(request: HttpRequest) -> HttpResponse:
    """Show what a file would change, line by line; and change it."""
    permissions.check_look_after_tags(request.user)
    form = FileForm(request.POST or None, request.FILES or None, label_suffix="")
    changes, text = None, ""
    if request.method == "POST" and form.is_valid():
        try:
            text = _text(form)
            rows = tag_exchange.news(tag_exchange.read(text))
            _check_number(rows)
            if request.POST.get("do") == "import":
                done = tag_exchange.carry_out(rows, by=request.user)
                messages.success(request, f"{len(done)} {'tag' if len(done) == 1 else 'tags'} taken over.")
                return HttpResponseRedirect(reverse("admin:articles_tag_care"))
            changes = tag_exchange.plan(rows)
        except (tag_exchange.NotReadable, DecisionNotPossible) as problem:
            refuse(request, problem)
        except IntegrityError:
            messages.error(
                request, "Somebody changed the same tags just now. Nothing was changed; look once more."
            )
    return desk_page(
        request,
        "admin/articles/tag/import.html",
        Tag,
        title="Take in tags from a file",
        form=form,
        text=text,
        changes=changes[:SHOWN] if changes is not None else None,
        more=max(0, len(changes or []) - SHOWN),
        problems=sum(1 for change in changes or [] if change.problems),
    )


def _check_number(rows: list[tag_exchange.TagRecord]) -> None:
    if len(rows) > MOST_ROWS:
        raise tag_exchange.NotReadable(
            f"{len(rows):,} rows would change something: that is too much for a page. Use manage.py import_tags."
        )


def _text(form: FileForm) -> str:
    """Return the text of the file, or what was looked at before."""
    file = form.cleaned_data["file"]
    if file is None:
        text = form.cleaned_data["text"]
        if not text:
            raise tag_exchange.NotReadable("Choose a file first.")
        return text
    if file.size > MOST_BYTES:
        raise tag_exchange.NotReadable("The file is larger than 4 MB: use manage.py import_tags.")
    try:
        return file.read().decode()
    except UnicodeDecodeError:
        raise tag_exchange.NotReadable(
            "The file is not in UTF-8. Save it as “CSV UTF-8”, and send it again."
        ) from None
