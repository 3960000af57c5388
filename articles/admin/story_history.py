"""A story's past: every move, every save, and each text as it was."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from articles import permissions
from articles.admin.content_words import in_words, label_of
from articles.admin.tag_words import in_plain_words
from articles.comparing import Piece, differences
from articles.models import STORY_FIELDS, Revision, Status, Story, TagDecision, Transition
from articles.sanitising import clean_body
from articles.workflow import TRANSITIONS

# So many of each are shown, the newest first.
MOST = 200
_FIELDS = [*STORY_FIELDS, "bylines", "quotes", "tags"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a story's past."""

    at: datetime
    by_name: str
    what: str
    note: str
    number: int | None = None
    to_status: str = ""

    @property
    def status_label(self) -> str:
        """The status the move led to, in words."""
        return str(dict(Status.choices).get(self.to_status, self.to_status))


def timeline(request: HttpRequest, story: Story) -> HttpResponse:
    """Show every move and every save, the newest first."""
    if not permissions.can_read_stories(request.user):
        raise PermissionDenied
    moves = (
        story.transitions.select_related("revision").defer("revision__content").order_by("-at", "-pk")[:MOST]
    )
    saves = story.revisions.defer("content").order_by("-number")[:MOST]
    decisions = TagDecision.objects.filter(changes__story=story).select_related("undoes").distinct()[:MOST]
    entries = [
        *(_of_move(move) for move in moves),
        *(_of_save(save) for save in saves),
        *(_of_decision(decision) for decision in decisions),
    ]
    return _page(
        request,
        "history",
        story,
        title="History",
        entries=sorted(entries, key=lambda entry: (entry.at, entry.number or 0), reverse=True)[:MOST],
    )


def revision(request: HttpRequest, story_id: int, number: int) -> HttpResponse:
    """Show one text as it was, and what changed in it."""
    if not permissions.can_read_stories(request.user):
        raise PermissionDenied
    try:
        found = Revision.objects.select_related("story").filter(story=story_id, number=number).first()
    except OverflowError:
        found = None
    if found is None:
        raise Http404("No such revision.")
    before = Revision.objects.filter(story=found.story, number__lt=number).order_by("-number").first()
    content = found.content
    return _page(
        request,
        "revision",
        found.story,
        title=f"Revision {number}",
        revision=found,
        before=before,
        body=clean_body(content.get("body", "")),
        content=content,
        fields=[
            (label_of(name), in_words(name, content.get(name))) for name in _FIELDS if name not in _SHOWN
        ],
        changes=_changes(before.content, content) if before else [],
    )


# These stand at the top of the page as they would in the paper.
_SHOWN = {"headline", "standfirst", "body"}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, list[Piece]]]:
    pairs = ((name, in_words(name, before.get(name)), in_words(name, after.get(name))) for name in _FIELDS)
    return [(label_of(name), differences(was, now)) for name, was, now in pairs if was != now]


def _of_move(move: Transition) -> Entry:
    done = (
        TRANSITIONS[move.verb].done if move.verb in TRANSITIONS else move.verb.replace("_", " ").capitalize()
    )
    what = "Back to draft" if move.verb == "record_edit" else done.split(". ")[0].rstrip(".")
    number = move.revision.number if move.revision else None
    return Entry(move.at, move.by_name, what, move.note, number, move.to_status)


def _of_save(save: Revision) -> Entry:
    return Entry(save.created_at, save.by_name, "Saved", save.note, save.number)


def _of_decision(decision: TagDecision) -> Entry:
    return Entry(decision.at, decision.by_name, in_plain_words(decision), decision.note)


def _page(request: HttpRequest, name: str, story: Story, *, title: str, **context: Any) -> HttpResponse:
    return TemplateResponse(
        request,
        f"admin/articles/story/{name}.html",
        {
            **admin.site.each_context(request),
            "opts": Story._meta,
            "original": story,
            "story": story,
            "title": title,
            "subtitle": str(story),
            **context,
        },
    )
