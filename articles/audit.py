"""Who did what, when and why: every move, every save, every other change at the desk and what was refused, newest first.

Four tables hold it, each with an index in order of time; a page takes the newest of each and lays them
together, so that it costs the same in a new newsroom and in an old one.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils import timezone

from articles.keyset import Cursor, rows_before
from articles.models import Refusal, Revision, Status, Story, Transition
from articles.models.transition import name_of
from articles.moves import TRANSITIONS

SAVE, OTHER, REFUSED = "save", "other", "refused"
# What can be asked for: every move, a save, and what is done to anything but stories.
DEEDS: dict[str, str] = {
    **{verb: move.label for verb, move in TRANSITIONS.items() if verb != "record_edit"},
    "record_edit": "Approval ended by a change",
    SAVE: "Save",
    OTHER: "Anything but stories",
    REFUSED: "Refused",
}
_LOGGED = {ADDITION: "Added", CHANGE: "Changed", DELETION: "Deleted"}
# So many rows are read at once when all are read.
PORTION = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody looks for; what is None is not asked for."""

    story: Story | None = None
    person: User | None = None
    deed: str = ""
    since: datetime | None = None
    until: datetime | None = None
    # Logins and what people may do are the superusers' business.
    with_logins: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail."""

    at: datetime
    # Tells lines of one moment apart, over all the tables.
    key: int
    by_name: str
    deed: str
    about: str
    story_id: int | None = None
    from_status: str = ""
    to_status: str = ""
    note: str = ""
    revision: int | None = None
    by_id: int | None = None

    @property
    def from_label(self) -> str:
        """The status before, in words."""
        return str(dict(Status.choices).get(self.from_status, ""))

    @property
    def to_label(self) -> str:
        """The status after, in words."""
        return str(dict(Status.choices).get(self.to_status, ""))


@dataclass(frozen=True, slots=True)
class _Source:
    """A table that holds a part of the trail."""

    at: str
    rows: Callable[[Asked], QuerySet[Any] | None]
    entry: Callable[[Any, int], Entry]


def page_of_trail(asked: Asked, *, before: str = "", size: int = 50) -> tuple[list[Entry], str]:
    """Return the newest entries before a place, and the place at which the next page begins; "" at the end.

    Raises:
        BadCursor: when it is no place of ours.
    """
    place = Cursor.read(before) if before else None
    found = list(islice(_merged(asked, place, size + 1), size + 1))
    page = found[:size]
    return page, str(Cursor(page[-1].at, page[-1].key)) if len(found) > size else ""


def whole_trail(asked: Asked) -> Iterator[Entry]:
    """Yield every entry, newest first, without holding more than a few at once."""
    return _merged(asked, None, None)


def _merged(asked: Asked, place: Cursor | None, size: int | None) -> Iterator[Entry]:
    streams = [_stream(number, asked, place, size) for number in range(len(_SOURCES))]
    return heapq.merge(*streams, key=lambda entry: (entry.at, entry.key), reverse=True)


def _stream(number: int, asked: Asked, place: Cursor | None, size: int | None) -> Iterator[Entry]:
    source = _SOURCES[number]
    rows = source.rows(asked)
    if rows is None:
        return
    if asked.person:
        rows = rows.filter(**{"user" if source.at == "action_time" else "by": asked.person})
    if asked.since:
        rows = rows.filter(**{f"{source.at}__gte": asked.since})
    if asked.until:
        rows = rows.filter(**{f"{source.at}__lt": asked.until})
    rows = rows.order_by(f"-{source.at}", "-pk")
    if place:
        # Keys are laid out as `key = pk * sources + number`: these are the rows of this table below it.
        below = -((number - place.key) // len(_SOURCES))
        rows = rows_before(rows, Cursor(place.at, below), "pk", at=source.at)
    found = rows[:size] if size else rows.iterator(PORTION)
    for row in found:
        yield source.entry(row, row.pk * len(_SOURCES) + number)


# --- The tables ------------------------------------------------------------------------------------


def _moves(asked: Asked) -> QuerySet[Transition] | None:
    if asked.deed in (SAVE, OTHER, REFUSED):
        return None
    rows = Transition.objects.select_related("story", "revision")
    rows = rows.only(
        *("at", "verb", "by", "by_name", "from_status", "to_status", "note"),
        *("story__headline", "revision__number"),
    )
    if asked.story:
        rows = rows.filter(story=asked.story)
    return rows.filter(verb=asked.deed) if asked.deed else rows


def _move(row: Transition, key: int) -> Entry:
    return Entry(
        row.at,
        key,
        row.by_name,
        DEEDS.get(row.verb, row.verb),
        row.story.headline,
        row.story_id,
        row.from_status,
        row.to_status,
        row.note,
        row.revision.number if row.revision else None,
        row.by_id,
    )


def _saves(asked: Asked) -> QuerySet[Revision] | None:
    if asked.deed not in ("", SAVE):
        return None
    rows = Revision.objects.select_related("story")
    rows = rows.only("created_at", "by", "by_name", "note", "number", "story__headline")
    return rows.filter(story=asked.story) if asked.story else rows


def _save(row: Revision, key: int) -> Entry:
    return Entry(
        row.created_at,
        key,
        row.by_name,
        DEEDS[SAVE],
        row.story.headline,
        row.story_id,
        note=row.note,
        revision=row.number,
        by_id=row.by_id,
    )


def _others(asked: Asked) -> QuerySet[LogEntry] | None:
    if asked.story or asked.deed not in ("", OTHER):
        return None
    rows = LogEntry.objects.select_related("user", "content_type")
    return rows if asked.with_logins else rows.filter(content_type__app_label="articles")


def _other(row: LogEntry, key: int) -> Entry:
    noun = row.content_type.name if row.content_type else ""
    return Entry(
        row.action_time,
        key,
        name_of(row.user),
        _LOGGED.get(row.action_flag, ""),
        f"{noun.capitalize()} “{row.object_repr}”",
        note="" if row.is_deletion() else row.get_change_message(),
        by_id=row.user_id,
    )


def _refusals(asked: Asked) -> QuerySet[Refusal] | None:
    if asked.deed not in ("", REFUSED):
        return None
    rows = Refusal.objects.select_related("story").defer("story__body")
    return rows.filter(story=asked.story) if asked.story else rows


def _refused(row: Refusal, key: int) -> Entry:
    again = ""
    if row.tries > 1:
        again = f" {row.tries} times until {timezone.localtime(row.last_at):%H:%M}."
    return Entry(
        row.at,
        key,
        row.by_name,
        f"{DEEDS[REFUSED]}: {row.asked}" if row.asked else DEEDS[REFUSED],
        row.story.headline if row.story else row.door,
        row.story_id,
        note=row.reason + again,
        by_id=row.by_id,
    )


_SOURCES = (
    _Source("at", _moves, _move),
    _Source("created_at", _saves, _save),
    _Source("action_time", _others, _other),
    _Source("at", _refusals, _refused),
)
