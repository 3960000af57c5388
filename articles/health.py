"""How late the newsroom runs: what should be done by now and is not. For a page of the desk and for a machine that watches."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django_tasks_db.models import DBTaskResult

from articles.clock import clock
from articles.models import Story
from articles.models.story import GRACE
from articles.schedule import in_words

# A mail that waits longer than this says that no worker runs, or too few.
PATIENCE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Lateness:
    """Since when the oldest thing of a kind has waited, at one moment; None when nothing waits."""

    now: datetime
    since: datetime | None
    # So long is as it should be.
    allowed: timedelta

    @property
    def span(self) -> timedelta:
        """How long it has waited."""
        return max(self.now - self.since, timedelta(0)) if self.since else timedelta(0)

    @property
    def seconds(self) -> int:
        """How long it has waited, in whole seconds."""
        return int(self.span.total_seconds())

    @property
    def is_late(self) -> bool:
        """Whether somebody should look."""
        return self.span > self.allowed

    @property
    def in_words(self) -> str:
        """How long it has waited: “6 hours 5 minutes”."""
        return in_words(self.span) or "less than a minute"


@dataclass(frozen=True, slots=True)
class Health:
    """What waits longest of each kind."""

    publishing: Lateness
    expiring: Lateness
    tasks: Lateness

    @property
    def is_late(self) -> bool:
        """Whether anything is later than it should be."""
        return self.publishing.is_late or self.expiring.is_late or self.tasks.is_late


def health(*, now: datetime | None = None) -> Health:
    """Return how late the newsroom runs, by the clock that all its workers share: three look-ups by index.

    Stories that failed count as well, also while they rest before they are tried again.
    """
    moment = now or clock()
    return Health(
        Lateness(moment, unpublished(moment).values_list("publish_at", flat=True).first(), GRACE),
        Lateness(moment, not_taken_off(moment).values_list("expire_at", flat=True).first(), GRACE),
        Lateness(moment, waiting_tasks().values_list("enqueued_at", flat=True).first(), PATIENCE),
    )


def unpublished(now: datetime) -> QuerySet[Story]:
    """Return the stories that should be with readers by now and are not, oldest first."""
    return Story.objects.scheduled().filter(publish_at__lte=now).order_by("publish_at", "pk")


def not_taken_off(now: datetime) -> QuerySet[Story]:
    """Return the stories that readers should not see any more and do, oldest first."""
    return Story.objects.live().filter(expire_at__lte=now).order_by("expire_at", "pk")


def waiting_tasks() -> QuerySet[DBTaskResult]:
    """Return the tasks that a worker could do at once, oldest first."""
    return DBTaskResult.objects.ready().order_by("enqueued_at")
