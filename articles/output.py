"""How much the newsroom puts out, and how long that takes: numbers for its front page."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.formats import date_format

from articles.models import PublishedStory

DAYS = 14
# Up to how long it took from the first line to readers, and how that is said.
SPANS = (
    ("1 hour", timedelta(hours=1)),
    ("4 hours", timedelta(hours=4)),
    ("1 day", timedelta(days=1)),
    ("3 days", timedelta(days=3)),
    ("1 week", timedelta(days=7)),
    ("longer", None),
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart."""

    label: str
    count: int
    # In full, where there is room.
    name: str = ""


def begin_of(day: date) -> datetime:
    """Return when a day begins, by the newsroom's clock."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001  (made aware)


def per_day(*, today: date | None = None) -> list[Bar]:
    """Return how many stories that are live now came out on each of the last days, today last."""
    today = today or timezone.localdate()
    days = [today - timedelta(days=back) for back in range(DAYS - 1, -1, -1)]
    rows = PublishedStory.objects.filter(published_at__gte=begin_of(days[0])).order_by()
    counts = dict(rows.annotate(day=TruncDate("published_at")).values_list("day").annotate(count=Count("pk")))
    return [Bar(str(day.day), counts.get(day, 0), date_format(day, "D j M")) for day in days]


def draft_to_live(*, today: date | None = None) -> list[Bar]:
    """Return how many of these took how long from their first line to readers: of each span, not more."""
    since = begin_of((today or timezone.localdate()) - timedelta(days=DAYS - 1))
    took = F("working_copy__created_at")
    bounds = {
        f"up_to_{place}": Count("pk", filter=Q(published_at__lte=took + span))
        for place, (_, span) in enumerate(SPANS)
        if span is not None
    }
    rows = PublishedStory.objects.filter(published_at__gte=since).order_by()
    found = rows.aggregate(everything=Count("pk"), **bounds)
    ups = [found.get(f"up_to_{place}", found["everything"]) for place in range(len(SPANS))]
    return [
        Bar(label, up - before) for (label, _), up, before in zip(SPANS, ups, [0, *ups[:-1]], strict=True)
    ]
