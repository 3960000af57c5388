"""Finding in a finished page where each word came from, so that the page can be filled again.

A page is rendered once with tokens: words, moments and uuids that occur nowhere else. Each is then
found in the result, whatever the template did around it, and becomes a slot.
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote
from uuid import UUID

from django.utils import timezone

# The ways in which a template may write a moment. Django's own formatter takes several times as long.
WAYS: dict[str, Callable[[datetime], str]] = {
    "ISO": datetime.isoformat,
    "ISO seconds": lambda moment: moment.isoformat(timespec="seconds"),
    "j F Y, H:i T": lambda moment: f"{moment.day} {moment:%B %Y, %H:%M %Z}",
    "j F Y, H:i": lambda moment: f"{moment.day} {moment:%B %Y, %H:%M}",
    "j F Y": lambda moment: f"{moment.day} {moment:%B %Y}",
    "j M Y": lambda moment: f"{moment.day} {moment:%b %Y}",
    "Y-m-d": lambda moment: f"{moment:%Y-%m-%d}",
    "H:i": lambda moment: f"{moment:%H:%M}",
}
MOMENTS = {
    "published": datetime(1987, 11, 23, 17, 48, 39, 654321, tzinfo=UTC),
    "updated": datetime(1988, 10, 26, 19, 57, 28, 543216, tzinfo=UTC),
}
_TOKEN = re.compile(r"zq([a-z0-9]+?)zq((?:(?: |%20)xv)*)")
_UUIDS = re.compile(r"7a710000-0000-4000-8000-0000000(\d{5})")


def token(slot: str, words: int = 1) -> str:
    """Return so many words that stand for what will be in the slot."""
    return f"zq{slot}zq" + " xv" * (words - 1)


def uuid_token(number: int) -> UUID:
    """Return a uuid that stands for the one in slot `u<number>`."""
    return UUID(f"7a710000-0000-4000-8000-0000000{number:05}")


class Slotted:
    """A page that was rendered with tokens, to be filled with other words."""

    def __init__(self, page: str) -> None:
        # A character that no page holds stands on both sides of each slot's name.
        page = _TOKEN.sub(lambda found: f"\0{found[1]}{':address' if '%20' in found[2] else ''}\0", page)
        page = _UUIDS.sub(lambda found: f"\0u{int(found[1])}\0", page)
        for name, moment in MOMENTS.items():
            ways = ((written(moment, way), f"\0{name}:{way}\0") for way in WAYS)
            # Longest first, because some are part of others.
            for text, slot in sorted(ways, key=lambda way: -len(way[0])):
                page = page.replace(text, slot)
        # Text, slot, text, slot, …, text.
        self._pieces = page.split("\0")
        self.slots = self._pieces[1::2]

    def filled(self, values: dict[str, str]) -> str:
        """Return the page with these words in it."""
        pieces = self._pieces.copy()
        pieces[1::2] = map(values.__getitem__, self.slots)
        return "".join(pieces)


def derive(slot: str, values: dict[str, str], moments: dict[str, datetime]) -> str:
    """Return what goes into a slot that is worked out: a moment, or words as part of an address."""
    name, how = slot.split(":", 1)
    return quote(values[name]) if how == "address" else written(moments[name], how)


# Most stories were never changed, so that each of their moments is written twice.
@lru_cache(maxsize=16)
def written(moment: datetime, way: str) -> str:
    """Return a moment as a template writes it."""
    return WAYS[way](moment.astimezone(timezone.get_default_timezone()))
