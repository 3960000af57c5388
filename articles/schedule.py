"""What the newsroom's clock does: publishing what is due, taking off what has expired. Any number of workers may do it at once."""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import OperationalError, connection, models, transaction
from django.utils import timezone

from articles import permissions, workflow
from articles.clock import clock
from articles.models import Notice, NoticeKind, Story
from articles.models.story import GRACE
from articles.notices import tell

logger = logging.getLogger(__name__)

# How long a story that failed is left alone: doubled each time, up to the longest.
FIRST_REST = timedelta(minutes=1)
LONGEST_REST = timedelta(hours=1)
# So often in a row a worker waits its full time for SQLite's one writer before it gives up for this round.
MOST_IN_VAIN = 5


@dataclass(frozen=True, slots=True)
class Release:
    """What became of one story whose time had come: published or taken off, or why not."""

    story: Story
    due_at: datetime
    verb: str = "publish"
    problem: str = ""
    late_by: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class _Duty:
    """One thing that is done when a time has come."""

    verb: str
    field: str
    due: Callable[[datetime], models.QuerySet[Story]]
    do: Callable[[Story, datetime, str], object]


_DUTIES = (
    _Duty(
        "publish",
        "publish_at",
        Story.objects.due,
        lambda story, now, note: workflow.publish(story, by=None, note=note, now=now),
    ),
    _Duty(
        "withdraw",
        "expire_at",
        Story.objects.expired,
        lambda story, now, note: workflow.withdraw(story, by=None, note=note, now=now),
    ),
)


def release_due(*, now: datetime | None = None) -> Iterator[Release]:
    """Publish every story whose time has come, then take off what has expired; oldest first, each in a transaction of its own.

    Safe when several run at once: on PostgreSQL a story another worker holds is skipped, on SQLite
    one writer waits for the other, and on both the story's version decides who published it. A
    story that fails keeps its time, says why, and is tried again later and later; it does not hold
    up the next. What is late because nothing ran is caught up, and says how late it is.
    """
    moment = now or clock()
    for duty in _DUTIES:
        failed: list[int] = []
        in_vain = 0
        # A look without a lock first: where nothing is due, no writer waits for this one.
        while duty.due(moment).exclude(pk__in=failed).exists():
            try:
                release = _release_next(duty, moment, failed)
            except OperationalError:
                # SQLite has one writer, and another worker was quicker each time: what is left is seen in the
                # next round. On PostgreSQL, or again and again, it is the database that does not answer.
                in_vain += 1
                if connection.vendor != "sqlite" or in_vain == MOST_IN_VAIN:
                    raise
                continue
            if release is None:
                break
            in_vain = 0
            if release.problem:
                failed.append(release.story.pk)
            yield release


def _release_next(duty: _Duty, moment: datetime, failed: list[int]) -> Release | None:
    story: Story | None = None
    try:
        with transaction.atomic():
            waiting = duty.due(moment).exclude(pk__in=failed)
            story = waiting.select_for_update(
                skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",)
            ).first()
            if story is None:
                return None
            due_at = getattr(story, duty.field)
            scheduled_by = _scheduled_by(story)
            late_by = moment - due_at
            duty.do(story, moment, _note(duty, due_at, late_by))
            if duty.verb == "publish" and late_by > GRACE:
                _tell_missed(story, due_at, scheduled_by, f"It is out now, {in_words(late_by)} late.", moment)
            return Release(story, due_at, duty.verb, late_by=late_by)
    # Whatever is wrong with one story, the next must go out.
    except Exception as error:
        if story is None:
            raise
        logger.exception("Story %s was due at %s and was not done: %s", story.pk, due_at, duty.verb)
        problem = str(error) or type(error).__name__
        _rest(story.pk, duty, due_at, problem, moment)
        return Release(story, due_at, duty.verb, problem=problem, late_by=late_by)


def remind_of_reviews(*, now: datetime | None = None) -> int:
    """Tell those whose review is due, of each time once; return how many stories were told of."""
    moment = now or clock()
    told = Notice.objects.filter(
        story=models.OuterRef("pk"), kind=NoticeKind.REVIEW_DUE, at__gte=models.OuterRef("review_due_at")
    )
    due = Story.objects.waiting_for_review().filter(~models.Exists(told), review_due_at__lte=moment)
    number = 0
    for story in due.select_related("assigned_to").order_by("review_due_at", "pk"):
        to = [story.assigned_to] if story.assigned_to else [*permissions.who_can_review()]
        occasion = f"due {story.review_due_at}"
        number += bool(tell(NoticeKind.REVIEW_DUE, story, to=to, by=None, occasion=occasion[:60], now=moment))
    return number


@transaction.atomic
def _rest(pk: int, duty: _Duty, due_at: datetime, problem: str, moment: datetime) -> None:
    """Keep why a story failed and when it is tried again; whoever has its form open is not disturbed."""
    story = Story.objects.select_for_update(of=("self",)).filter(pk=pk, **{duty.field: due_at}).first()
    if story is None:
        # Somebody has moved it meanwhile: its time is not that any more.
        return
    rest = min(FIRST_REST * 2 ** min(story.failures, 10), LONGEST_REST)
    Story.objects.filter(pk=pk).update(
        failures=min(story.failures + 1, 1000), problem=problem, try_again_at=moment + rest
    )
    _tell_missed(story, due_at, _scheduled_by(story), problem, moment)


def _tell_missed(
    story: Story, due_at: datetime, to: list[AbstractBaseUser | None], note: str, moment: datetime
) -> None:
    """Tell those who count on it; of one time once, however often it is tried."""
    tell(
        "schedule_missed", story, to=to, by=None, note=note, occasion=f"due {due_at.isoformat()}", now=moment
    )


def _scheduled_by(story: Story) -> list[AbstractBaseUser | None]:
    last = story.transitions.filter(verb__in=("schedule", "set_expiry")).select_related("by").last()
    return [story.created_by, last.by if last else None]


def _note(duty: _Duty, due_at: datetime, late_by: timedelta) -> str:
    if duty.verb == "withdraw":
        return f"This story was available until {timezone.localtime(due_at):%-d %B %Y}."
    return "Scheduled." if late_by <= GRACE else f"Scheduled. It went out {in_words(late_by)} late."


def in_words(time: timedelta) -> str:
    """Return a span of time in its largest two parts: “6 hours 5 minutes”."""
    minutes = int(time.total_seconds() // 60)
    parts = [(minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute")]
    told = [f"{number} {unit}{'' if number == 1 else 's'}" for number, unit in parts if number]
    return " ".join(told[:2])
