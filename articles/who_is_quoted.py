"""Who gets quoted: how often, in which section and month, for editors."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date
from typing import Any, Protocol

from django.db.models import Count
from django.db.models.functions import TruncMonth

from articles.models.quote import PublishedQuote
from articles.spreadsheets import csv_lines


class SupportsWrite(Protocol):
    """Whatever takes text: a file, an answer, a command's standard output."""

    def write(self, text: str, /) -> Any:
        """Take some text."""


@dataclass(frozen=True, slots=True)
class Share:
    """How often one person was quoted in one section in one month, and in how many stories."""

    month: str
    section: str
    person: str
    quotes: int
    stories: int


def who_is_quoted(*, since: date | None = None, until: date | None = None) -> Iterator[Share]:
    """Yield the shares of everybody quoted in public, month by month, section by section, the most quoted first.

    `since` and `until` are days on which a story was published, both included. Quotations without a
    name are counted under none.
    """
    quotes = PublishedQuote.objects.all()
    if since:
        quotes = quotes.filter(published_at__date__gte=since)
    if until:
        quotes = quotes.filter(published_at__date__lte=until)
    rows = (
        quotes.annotate(month=TruncMonth("published_at"))
        .values("month", "story__section__name", "speaker", "speaker__name")
        .annotate(quotes=Count("pk"), stories=Count("story", distinct=True))
        .order_by("month", "story__section__name", "-quotes", "speaker__name")
    )
    for row in rows.iterator():
        yield Share(
            f"{row['month']:%Y-%m}",
            row["story__section__name"],
            row["speaker__name"] or "",
            row["quotes"],
            row["stories"],
        )


def write_csv(shares: Iterable[Share], out: SupportsWrite) -> int:
    """Write shares as CSV that no spreadsheet takes for formulas; return how many."""
    count = -1
    for line in csv_lines([field.name for field in fields(Share)], map(astuple, shares)):
        out.write(line)
        count += 1
    return count
