"""Unsaved work: what somebody has typed, kept as their browser sends it every few seconds. No revision comes of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from articles import permissions
from articles.models import Scratch, Story

# So much unsaved work is offered to its writer at once, the newest first.
MOST_OFFERED = 5


def keep(
    page: UUID,
    story_uuid: UUID,
    fields: Iterable[tuple[str, str]],
    *,
    by: User,
    now: datetime | None = None,
) -> Scratch:
    """Keep the fields of a form as this person's unsaved work on a story, in place of what this page kept before.

    The story itself, its status, its approval and its history stay untouched.

    Raises:
        NotAllowed: when this person writes no stories.
    """
    if not permissions.can_write_stories(by):
        raise permissions.NotAllowed("Only reporters and editors write stories.")
    # PostgreSQL's JSON holds no NUL; no story holds one either.
    plain = [[name, value.replace("\0", "")] for name, value in fields]
    scratch = Scratch(page=page, story_uuid=story_uuid, by=by, saved_at=now or timezone.now(), fields=plain)
    Scratch.objects.bulk_create(
        [scratch],
        update_conflicts=True,
        unique_fields=["by", "page"],
        update_fields=["story_uuid", "saved_at", "fields"],
    )
    return scratch


def drop(page: UUID, *, by: User) -> None:
    """Forget what this person's page has kept."""
    Scratch.objects.filter(page=page, by=by).delete()


def unsaved(page: UUID, *, by: User) -> Scratch | None:
    """Return what this person's page has kept."""
    return Scratch.objects.filter(page=page, by=by).first()


def of_story(story_uuid: UUID, *, by: User) -> list[Scratch]:
    """Return this person's unsaved work on a story, the newest first."""
    return list(Scratch.objects.filter(story_uuid=story_uuid, by=by).order_by("-saved_at")[:MOST_OFFERED])


def left_behind(*, before: datetime) -> QuerySet[Scratch]:
    """Return the unsaved work that no page has sent again since a moment, oldest first."""
    return Scratch.objects.filter(saved_at__lt=before).order_by("pk")


def clear_out(*, before: datetime, portion: int = 500) -> Iterator[int]:
    """Delete what `left_behind` names, portion by portion, and yield how many went each time.

    What somebody's page sends again meanwhile is young again, and stays.
    """
    last = 0
    while keys := list(left_behind(before=before).filter(pk__gt=last).values_list("pk", flat=True)[:portion]):
        yield left_behind(before=before).filter(pk__in=keys).order_by().delete()[0]
        last = keys[-1]


def of_new_stories(by: User) -> list[Scratch]:
    """Return this person's unsaved work on stories that were never saved, the newest first."""
    begun = Story.objects.order_by().values("uuid")
    return list(
        Scratch.objects.filter(by=by).exclude(story_uuid__in=begun).order_by("-saved_at")[:MOST_OFFERED]
    )
