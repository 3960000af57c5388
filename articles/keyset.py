"""Long lists, cut where the last page ended: page 5,000 costs what page 1 costs.

A list is ordered by (moment, key), newest first, the moment being `published_at` if it is not said, and an index has the same order. The address
of a page carries the place of its neighbour's last row, never a page number: nothing is counted, no
row is skipped or shown twice when a story is published in between, and every page is one range of
the index.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Self

from django.db.models import BigIntegerField, BooleanField, DateTimeField, F, Func, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan
from django.utils.http import base36_to_int, int_to_base36

PAGE_SIZE = 20

_BEGINNING = datetime(1, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
# Base 36: the first part is never longer than the year 9999 needs, the second than 64 bits need.
_CURSOR = re.compile(r"([0-9a-z]{1,12})-([0-9a-z]{1,13})", re.ASCII)
_LARGEST_KEY = 2**63 - 1


class BadCursor(ValueError):
    """A cursor that no page of ours ever gave out."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a list: beside the row that was published at this moment under this key."""

    at: datetime
    key: int

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the place that a text from an address means.

        Raises:
            BadCursor: unless it is written exactly as `str` writes it, so that a page has one address.
        """
        found = _CURSOR.fullmatch(text)
        if not found:
            raise BadCursor(text)
        try:
            cursor = cls(_BEGINNING + base36_to_int(found[1]) * _MICROSECOND, base36_to_int(found[2]))
        except (OverflowError, ValueError):
            raise BadCursor(text) from None
        if cursor.key > _LARGEST_KEY or str(cursor) != text:
            raise BadCursor(text)
        return cursor

    def __str__(self) -> str:
        return f"{int_to_base36((self.at - _BEGINNING) // _MICROSECOND)}-{int_to_base36(self.key)}"


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some rows of a list, and the cursors of the pages on both sides; empty where there is none."""

    rows: list[Any]
    newer: str = ""
    older: str = ""
    # What follows the list's own address; empty for its first page.
    query: str = ""

    @property
    def is_first(self) -> bool:
        """Whether this is the beginning of the list, at its plain address."""
        return not self.query


def page_of(
    rows: QuerySet, key: str, asked: Mapping[str, str], *, at: str = "published_at", size: int = PAGE_SIZE
) -> ListPage:
    """Return the page of a list that was asked for by `before` or `after`, or its first.

    `key` is the column that follows `at` in the index and tells rows of one moment apart.

    Raises:
        BadCursor: when what was asked for is no place in a list, or two places at once.
    """
    before, after = asked.get("before", ""), asked.get("after", "")
    if before and after:
        raise BadCursor("A page lies before or after a place, not both.")
    if after:
        upwards = rows.filter(GreaterThan(_row(F(at), F(key)), _place(Cursor.read(after))))
        found = list(upwards.order_by(at, key)[: size + 1])
        page = found[:size][::-1]
        return ListPage(
            page,
            newer=_cursor(page[0], at, key) if len(found) > size else "",
            older=_cursor(page[-1], at, key) if page else "",
            query=f"?after={after}",
        )
    if before:
        rows = rows_before(rows, Cursor.read(before), key, at=at)
    found = list(rows.order_by(f"-{at}", f"-{key}")[: size + 1])
    page = found[:size]
    return ListPage(
        page,
        newer=_cursor(page[0], at, key) if before and page else "",
        older=_cursor(page[-1], at, key) if len(found) > size else "",
        query=f"?before={before}" if before else "",
    )


def rows_before(rows: QuerySet, place: Cursor, key: str, *, at: str) -> QuerySet:
    """Return the rows of a list that lie before a place in time."""
    return rows.filter(LessThan(_row(F(at), F(key)), _place(place)))


def _row(*parts: F | Value) -> Func:
    """Return a row value, `(a, b)`: comparing rows is what both databases turn into one index range."""
    return Func(*parts, template="(%(expressions)s)", output_field=BooleanField())


def _place(cursor: Cursor) -> Func:
    return _row(Value(cursor.at, DateTimeField()), Value(cursor.key, BigIntegerField()))


def _cursor(row: Any, at: str, key: str) -> str:
    return str(Cursor(getattr(row, at), getattr(row, key)))
