"""Everything ever published, by year, month and day of the newsroom's own calendar.

Nothing is kept for it: a year, a month or a day is a range of the index by date, and ranges of an index are
counted fast.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, IntegerField, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import dateformat, timezone

from articles.models.published import PublishedStory
from articles.pages import readers_page
from articles.structured_data import breadcrumbs
from articles.views.lists import listed

MONTHS = 12
# So many ranges are counted at once; SQLite takes no more than 500.
MOST_YEARS = 200
# Of the newspaper of a town; an archive from before is in books.
EARLIEST, LATEST = 1800, 9998


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a month or day of it; what is 0 is not said. All of them, when nothing is."""

    year: int = 0
    month: int = 0
    day: int = 0

    @property
    def first_day(self) -> date:
        """The day it begins."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def day_after(self) -> date:
        """The day after its last."""
        if self.day:
            return self.first_day + timedelta(days=1)
        if self.month:
            return date(self.year + self.month // MONTHS, self.month % MONTHS + 1, 1)
        return date(self.year + 1, 1, 1)

    @property
    def path(self) -> str:
        """The address of its page."""
        given = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"][: self.depth]
        return reverse(f"articles:archive{['', '-year', '-month', '-day'][self.depth]}", args=given)

    @property
    def depth(self) -> int:
        """How closely it is named: 0 is everything, 3 is a day."""
        return sum(map(bool, (self.year, self.month, self.day)))

    @property
    def name(self) -> str:
        """What it is called."""
        return (
            dateformat.format(self.first_day, ["", "Y", "F Y", "j F Y"][self.depth])
            if self.year
            else "Archive"
        )

    @property
    def short_name(self) -> str:
        """What it is called beside the others of its kind."""
        return (
            dateformat.format(self.first_day, ["", "Y", "F", "l j"][self.depth]) if self.year else "Archive"
        )

    @property
    def above(self) -> list["Period"]:
        """What it is part of, widest first."""
        return [Period(), Period(self.year), Period(self.year, self.month)][: self.depth]

    def parts(self) -> Iterator["Period"]:
        """Yield its months, or its days."""
        if not self.month:
            yield from (Period(self.year, month) for month in range(1, MONTHS + 1))
        else:
            days = (self.day_after - self.first_day).days
            yield from (Period(self.year, self.month, day) for day in range(1, days + 1))

    def stories(self) -> Any:
        """Return what was published in it."""
        return PublishedStory.objects.filter(
            published_at__gte=_midnight(self.first_day), published_at__lt=_midnight(self.day_after)
        )

    @classmethod
    def of(cls, moment: datetime, depth: int) -> "Period":
        """Return the period that a moment belongs to on the newsroom's calendar."""
        day = timezone.localdate(moment)
        return cls(*(day.year, day.month, day.day)[:depth])


def archive(request: HttpRequest) -> HttpResponse:
    """List the years."""
    ends = [PublishedStory.objects.order_by(*order).values("published_at")[:1] for order in _ENDS]
    first, last = (Period.of(end[0]["published_at"], 1).year if end else 0 for end in ends)
    if not first:
        return _page(request, Period(), parts=[])
    years = [Period(year) for year in range(last, max(first, last - MOST_YEARS) - 1, -1)]
    return _page(request, Period(), parts=_counted(years))


def archive_year(request: HttpRequest, year: str) -> HttpResponse:
    """List the months of a year in which something was published."""
    return _parts_of(request, _period(year))


def archive_month(request: HttpRequest, year: str, month: str) -> HttpResponse:
    """List the days of a month on which something was published."""
    return _parts_of(request, _period(year, month))


def archive_day(request: HttpRequest, year: str, month: str, day: str) -> HttpResponse:
    """List the stories of a day."""
    period = _period(year, month, day)
    page = listed(request, period.stories().as_cards())
    if not page.rows:
        raise Http404("Nothing was published on that day.")
    return _page(request, period, page=page, stories=page.rows)


_ENDS = (("published_at", "working_copy_id"), ("-published_at", "-working_copy_id"))


def _period(*named: str) -> Period:
    """Return the period that an address names.

    Raises:
        Http404: when there is no such day.
    """
    period = Period(*map(int, named))
    try:
        in_time = EARLIEST <= period.first_day.year <= LATEST
    except ValueError:
        in_time = False
    if not in_time:
        raise Http404("No such day.")
    return period


def _parts_of(request: HttpRequest, period: Period) -> HttpResponse:
    parts = _counted(list(period.parts()))
    if not parts:
        raise Http404("Nothing was published then.")
    return _page(request, period, parts=parts)


def _counted(periods: list[Period]) -> list[tuple[Period, int]]:
    """Return those in which something was published, with how much: one query, a range of the index each."""
    counts = [
        period.stories()
        .order_by()
        .annotate(place=Value(place, IntegerField()))
        .values("place")
        .annotate(stories=Count("pk"))
        .values_list("place", "stories")
        for place, period in enumerate(periods)
    ]
    found = counts[0].union(*counts[1:], all=True)
    return [(periods[place], stories) for place, stories in sorted(found) if stories]


def _page(request: HttpRequest, period: Period, **context: object) -> HttpResponse:
    earlier, later = _neighbours(period) if period.year else (None, None)
    steps = [*period.above, period]
    when = f" of {period.name}" if period.year else ", by year, month and day"
    context |= {
        "period": period,
        "earlier": earlier,
        "later": later,
        "description": f"Stories from {settings.SITE_NAME}{when}.",
        "structured": [breadcrumbs(*((step.name, step.path) for step in steps))],
    }
    return readers_page(request, "articles/archive.html", context)


def _neighbours(period: Period) -> tuple[Period | None, Period | None]:
    """Return the nearest periods of the same length, before and after, in which something was published."""
    before = PublishedStory.objects.filter(published_at__lt=_midnight(period.first_day)).order_by(*_ENDS[1])
    after = PublishedStory.objects.filter(published_at__gte=_midnight(period.day_after)).order_by(*_ENDS[0])
    found = [rows.values_list("published_at", flat=True).first() for rows in (before, after)]
    earlier, later = (Period.of(moment, period.depth) if moment else None for moment in found)
    return earlier, later


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
