"""A story's past: every move, every save, each text as it was, and how any two differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_aware

from articles import permissions, restoring, revisions, workflow
from articles.admin.comparison import changes
from articles.admin.content_words import in_words, label_of
from articles.admin.refused import refuse
from articles.admin.story_moves import sent_version
from articles.admin.tag_words import in_plain_words
from articles.keys import sent_key
from articles.models import STORY_FIELDS, Revision, Status, Story, TagDecision, Transition
from articles.sanitising import clean_body
from articles.workflow import TRANSITIONS

# So many moves and saves are shown on one page, the newest first.
MOST = 200
# Saves by one person that follow each other within this time are one run.
RUN = timedelta(minutes=30)
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
    merged_with: int | None = None
    # The other saves of a run, the newest first; this entry is the last of them.
    earlier: list["Entry"] = field(default_factory=list)

    @property
    def status_label(self) -> str:
        """The status the move led to, in words."""
        return str(dict(Status.choices).get(self.to_status, self.to_status))

    @property
    def saves(self) -> int:
        """How many saves this line stands for."""
        return len(self.earlier) + 1

    @property
    def began(self) -> "Entry":
        """The first save of the run."""
        return self.earlier[-1]

    @property
    def before(self) -> int:
        """The number of the revision that the run began from; 0 if there was none."""
        return (self.began.number or 1) - 1


def timeline(request: HttpRequest, story: Story) -> HttpResponse:
    """Show every move and every save, the newest first."""
    if not permissions.can_read_stories(request.user):
        raise PermissionDenied
    until = _moment(request.GET.get("before", ""))
    moves = story.transitions.select_related("revision").defer("revision__content").order_by("-at", "-pk")
    saves = story.revisions.select_related("merged_with").defer("content", "merged_with__content")
    saves = saves.order_by("-number")
    decisions = TagDecision.objects.filter(changes__story=story).select_related("undoes").distinct()
    if until:
        moves, saves = moves.filter(at__lt=until), saves.filter(created_at__lt=until)
        decisions = decisions.filter(at__lt=until)
    entries = [_of_move(move) for move in moves[: MOST + 1]]
    entries += [_of_save(save) for save in saves[: MOST + 1]]
    entries += [_of_decision(decision) for decision in decisions[: MOST + 1]]
    entries.sort(key=lambda entry: (entry.at, entry.number or 0, bool(entry.to_status)), reverse=True)
    return _page(
        request,
        "history",
        story,
        title="History",
        entries=list(_collapsed(entries[:MOST])),
        older=entries[MOST - 1].at.isoformat() if len(entries) > MOST else "",
        revisions=story.revisions.defer("content").order_by("-number")[:MOST],
        live=story.live_revision_id,
    )


def revision(request: HttpRequest, story_id: int, number: int) -> HttpResponse:
    """Show one text as it was, and what changed in it; or bring it back."""
    if not permissions.can_read_stories(request.user):
        raise PermissionDenied
    found = _revision(story_id, number)
    if request.method == "POST":
        return _bring_back(request, story_id, number)
    before = found.story.revisions.filter(number__lt=number).order_by("-number").first()
    content = revisions.opened(found)
    return _page(
        request,
        "revision",
        found.story,
        title=f"Revision {number}",
        revision=found,
        before=before,
        after=found.story.revisions.filter(number__gt=number).order_by("number").defer("content").first(),
        newest=found.story.revision_id == found.pk,
        body=clean_body(content["body"] or ""),
        content=content,
        fields=[
            (label_of(name), in_words(name, content.get(name))) for name in _FIELDS if name not in _SHOWN
        ],
        changes=changes(revisions.opened(before), content) if before else [],
        may_bring_back=permissions.can_edit(request.user, found.story),
    )


def compare(request: HttpRequest, story_id: int) -> HttpResponse:
    """Show how any two revisions of a story differ."""
    if not permissions.can_read_stories(request.user):
        raise PermissionDenied
    newer = _revision(story_id, _number(request, "to"))
    older = _revision(story_id, _number(request, "from"))
    return _page(
        request,
        "compare",
        newer.story,
        title=f"Revisions {older.number} and {newer.number}",
        older=older,
        newer=newer,
        changes=changes(revisions.opened(older), revisions.opened(newer)),
        revisions=newer.story.revisions.defer("content").order_by("-number")[:MOST],
    )


# These stand at the top of the page as they would in the paper.
_SHOWN = {"headline", "standfirst", "body"}


def _bring_back(request: HttpRequest, story_id: int, number: int) -> HttpResponse:
    try:
        with transaction.atomic():
            story = Story.objects.select_for_update(of=("self",)).get(pk=story_id)
            seen = sent_version(request)
            is_stale = seen is not None and seen != story.version
            fresh, lost = restoring.bring_back(story, _revision(story_id, number), by=request.user)
            # Pressed twice, the second time changes nothing and is no conflict.
            if is_stale and fresh:
                raise workflow.StaleStory(
                    f"“{story}” was changed after you opened this page. Nothing was brought back; look at what "
                    "it says now, and press again if this text should stand."
                )
    except (workflow.WorkflowError, permissions.NotAllowed) as problem:
        refuse(request, problem)
        return HttpResponseRedirect(reverse("admin:articles_story_revision", args=[story_id, number]))
    for one in lost:
        messages.warning(request, one)
    if fresh is None:
        messages.info(request, f"The story says what revision {number} says already. Nothing was changed.")
    else:
        live = " Readers go on seeing what was published." if story.is_live else ""
        messages.success(
            request,
            f"Revision {number} is back, as revision {fresh.number}. What was there before is kept.{live}",
        )
    return HttpResponseRedirect(reverse("admin:articles_story_change", args=[story_id]))


def _revision(story_id: int, number: int) -> Revision:
    return get_object_or_404(Revision.objects.select_related("story"), story=story_id, number=number)


def _number(request: HttpRequest, name: str) -> int:
    return sent_key(request.GET.get(name, ""))


def _moment(sent: str) -> datetime | None:
    try:
        found = parse_datetime(sent)
    except ValueError:
        return None
    return found if found and is_aware(found) else None


def _collapsed(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Yield the entries with each run of small saves as one: by one person, without a note, soon one after the other."""
    run: Entry | None = None
    for entry in entries:
        if run and _is_small_save(entry) and _follows(run, entry):
            run.earlier.append(entry)
            continue
        if run:
            yield run
        run = entry
    if run:
        yield run


def _follows(run: Entry, entry: Entry) -> bool:
    """Whether a run goes on, back in time, with this entry."""
    soon = (run.earlier[-1] if run.earlier else run).at - entry.at <= RUN
    return _is_small_save(run) and run.by_name == entry.by_name and soon


def _is_small_save(entry: Entry) -> bool:
    return not entry.to_status and not entry.note and entry.merged_with is None and entry.what == "Saved"


def _of_move(move: Transition) -> Entry:
    done = (
        TRANSITIONS[move.verb].done if move.verb in TRANSITIONS else move.verb.replace("_", " ").capitalize()
    )
    what = "Back to draft" if move.verb == "record_edit" else done.split(". ")[0].rstrip(".")
    number = move.revision.number if move.revision else None
    return Entry(move.at, move.by_name, what, move.note, number, move.to_status)


def _of_save(save: Revision) -> Entry:
    merged_with = save.merged_with.number if save.merged_with else None
    return Entry(save.created_at, save.by_name, "Saved", save.note, save.number, merged_with=merged_with)


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
