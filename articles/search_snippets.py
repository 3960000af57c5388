"""Which words of a found text are marked, and which passage of it is shown. No Django: text in, pieces out."""

import html
import re
import unicodedata
from collections.abc import Collection
from typing import NamedTuple

from articles.search_terms import Place, places
from articles.text import BLOCK_TAGS

# So many words of a text are shown, looked for in so many of its first letters.
SHOWN = 34
LOOKED_AT, MOST_LOOKED_AT = 4_000, 30_000
# What stands before the first word that is marked.
BEFORE = 8
# As in `text.plain_text`: words of two blocks are two, and markup within one stands between no letters.
_BLOCK = re.compile(rf"</?(?:{'|'.join(sorted(BLOCK_TAGS))})\b[^>]*>")
_TAG = re.compile("<[^>]*>")


class Piece(NamedTuple):
    """Some words, and whether they are what was looked for."""

    words: str
    is_found: bool


def marked(text: str, language: str, wanted: Collection[str]) -> list[Piece]:
    """Return a short text, cut where what was looked for begins and ends.

    >>> marked("Bridges of Paris", "en", {"bridg"})
    [Piece(words='Bridges', is_found=True), Piece(words=' of Paris', is_found=False)]
    """
    text = unicodedata.normalize("NFC", text)
    return _pieces(text, list(places(text, language)), wanted, 0, len(text))


def passage(body: str, language: str, wanted: Collection[str]) -> list[Piece]:
    """Return the passage of a sanitised body that holds most of what was looked for, or nothing."""
    beginning = _passage(body[:LOOKED_AT], language, wanted)
    return beginning or (_passage(body[:MOST_LOOKED_AT], language, wanted) if len(body) > LOOKED_AT else [])


def _passage(body: str, language: str, wanted: Collection[str]) -> list[Piece]:
    # Without a parser, which would take most of the time of a page of results: a body was sanitised.
    lines = _TAG.sub("", _BLOCK.sub("\n", body.rpartition("<")[0] or body))
    text = unicodedata.normalize("NFC", html.unescape(lines))
    found = list(places(text, language))
    hits = [number for number, place in enumerate(found) if place.term in wanted]
    if not hits:
        return []
    first = max(hits, key=lambda hit: (_told(found, hits, hit), -hit))
    begin = max(first - BEFORE, 0)
    end = min(begin + SHOWN, len(found))
    pieces = _pieces(text, found[begin:end], wanted, found[begin].start, found[end - 1].end)
    if begin:
        pieces.insert(0, Piece("… ", is_found=False))
    if end < len(found):
        pieces.append(Piece(" …", is_found=False))
    return pieces


def _told(found: list[Place], hits: list[int], first: int) -> int:
    """Return how many different words that were looked for a passage holds that begins here."""
    return len({found[hit].term for hit in hits if first <= hit < first + SHOWN - BEFORE})


def _pieces(text: str, shown: list[Place], wanted: Collection[str], start: int, end: int) -> list[Piece]:
    pieces: list[Piece] = []
    at = start
    for place in shown:
        if place.term in wanted:
            if place.start > at:
                pieces.append(Piece(" ".join(text[at : place.start].split(" ")), is_found=False))
            pieces.append(Piece(text[place.start : place.end], is_found=True))
            at = place.end
    if end > at:
        pieces.append(Piece(text[at:end], is_found=False))
    return pieces
