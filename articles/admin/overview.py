"""The desk's front page: what waits, what goes out, what went wrong, each with the way to it."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from articles import answering, permissions
from articles.admin.charts import Chart, chart
from articles.admin.desk_views import LABELS, in_view, up_to
from articles.models import CorrectionTask, PublishedStory, Status, Story, Tag, TagStatus, Transition
from articles.output import DAYS, draft_to_live, per_day

SHOWN = 8
# Published recently enough that everybody at work should know.
JUST = 8
# What should always be nothing.
ALARMS = ("missed", "emergencies")


@dataclass(frozen=True, slots=True)
class Tile:
    """A number, and the list it leads to."""

    label: str
    count: str
    view: str
    # Something that should be nothing.
    is_alarm: bool = False


def overview_for(user: AbstractBaseUser) -> dict[str, Any]:
    """Return what the front page shows this person."""
    if not permissions.can_read_stories(user):
        return {}
    stories = Story.objects.select_related("section", "updated_by", "assigned_to").defer("body", "standfirst")
    context = {
        "can_write": permissions.can_write_stories(user),
        "tiles": _tiles(user),
        "just_published": _just_published(),
        "scheduled": list(stories.scheduled().order_by("publish_at", "pk")[:SHOWN]),
        "charts": _charts(),
    }
    if permissions.can_edit_any_story(user):
        context["sees_health"] = True
        context["emergencies"] = _emergencies(stories)
        context["beyond_rights"] = list(in_view(stories, "rights", user)[:SHOWN])
        reports = answering.waiting()
        context["reports"] = list(reports.select_related("story").defer("story__body")[:SHOWN])
        context["reports_count"] = up_to(reports) if context["reports"] else ""
        context["missed"] = list(in_view(stories, "missed", user)[:SHOWN])
    if context["can_write"]:
        context["mine"] = _mine(stories, user)
        context["corrections"] = _to_put_right(user)
    if permissions.can_edit_any_story(user):
        context["to_review"] = list(stories.waiting_for_review().most_pressing_first()[:SHOWN])
        context["approved"] = list(
            stories.filter(status=Status.APPROVED, publish_at=None, live_revision=None)[:SHOWN]
        )
    if permissions.can_tag(user):
        context["proposed_tags"] = list(
            Tag.objects.current().filter(status=TagStatus.PROPOSED).order_by("-pk")[:SHOWN]
        )
    return context


def _to_put_right(user: AbstractBaseUser) -> list[CorrectionTask]:
    """Return the newest places that carry corrected words: an editor's all, a reporter's own."""
    tasks = CorrectionTask.objects.filter(done_at=None).select_related("story").defer("story__body")
    if not permissions.can_edit_any_story(user):
        tasks = tasks.filter(story__in=Story.objects.of(user).order_by().values("pk"))
    return list(tasks.order_by("-pk")[:SHOWN])


def _tiles(user: AbstractBaseUser) -> list[Tile]:
    """Return the numbers at the top: every one is the length of the list that it leads to."""
    names = ["review", "scheduled_today", "published_today", "missed"]
    if permissions.can_write_stories(user):
        names.insert(0, "waiting")
    if permissions.can_edit_any_story(user):
        names.append("emergencies")
    tiles = []
    for name in names:
        count = up_to(in_view(Story.objects.all(), name, user))
        tiles.append(Tile(LABELS[name], count, name, name in ALARMS and count != "0"))
    return tiles


def _just_published() -> list[Story]:
    """Return what readers saw last, found from the published side: its index has that order."""
    newest = PublishedStory.objects.newest_first().select_related(
        "working_copy__section", "working_copy__updated_by", "working_copy__assigned_to"
    )
    texts = ("body", "head_html", "article_html", "working_copy__body")
    return [published.working_copy for published in newest.defer(*texts)[:JUST]]


def _mine(stories: QuerySet[Story], user: AbstractBaseUser) -> list[Story]:
    """Return what waits for this person: drafts sent back first, each with why, then reviews and drafts."""
    mine = list(in_view(stories, "waiting", user)[:SHOWN])
    sent_back: dict[int, Transition] = {}
    for move in Transition.objects.filter(story__in=mine).exclude(verb="record_edit").order_by("at", "pk"):
        sent_back[move.story_id] = move
    for story in mine:
        last = sent_back.get(story.pk)
        story.sent_back = last if last and last.verb == "request_changes" else None
    return sorted(mine, key=lambda story: story.sent_back is None)


def _emergencies(stories: QuerySet[Story]) -> list[Story]:
    """Return the stories published on one person's word, each with the reason that was given."""
    found = list(stories.with_open_emergency().select_related("emergency_by")[:SHOWN])
    moves = Transition.objects.filter(story__in=found, verb="publish_in_emergency").order_by("at", "pk")
    reasons = {move.story_id: move.note for move in moves}
    for story in found:
        story.reason = reasons.get(story.pk, "")
    return found


def _charts() -> list[Chart]:
    days, spans = per_day(), draft_to_live()
    total = sum(bar.count for bar in days)
    if not total:
        return []
    busiest = max(days, key=lambda bar: bar.count)
    commonest = max(spans, key=lambda bar: bar.count)
    stories = "story" if total == 1 else "stories"
    how_long = "More than a week" if commonest.label == "longer" else f"Up to {commonest.label}"
    return [
        chart(
            "output",
            "Published a day",
            f"{total} {stories} in {DAYS} days; most on {busiest.name}: {busiest.count}.",
            "Day",
            days,
        ),
        chart(
            "draft-to-live",
            "From first draft to readers",
            f"{how_long} for {commonest.count} of {total} {stories}, more than for any other span.",
            "Took up to",
            spans,
        ),
    ]
