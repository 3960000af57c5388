"""Finds the same words in other stories: quotations that are stored already, word for word, nearly so, or one within the other.

A quotation is stored under its `signature`, some small integers in an indexed table, and looked for with `probes` of the new one:

    SELECT quote_id FROM quote_signature WHERE gram IN (…) GROUP BY quote_id ORDER BY COUNT(*) DESC LIMIT 20

What comes back are candidates; `liken` says which of them are alike. Nothing is kept in memory, and the database needs no extension.

Each integer stands for three words in a row. Two quotations of which four words in five are the same must share such a triple, whatever
the other words are (pigeonhole: n changes leave n + 1 stretches). Of a long quotation not all are stored, but the least of every
WINDOW neighbours (S. Schleimer, D. Wilkerson and A. Aiken, "Winnowing: local algorithms for document fingerprinting", 2003), which never
misses a common stretch of WINDOW + 2 words.
"""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

from articles.quotation.wordlists import COMMON, STOCK_PHRASES
from articles.quotation.words import latin

# From this share of words in common, in order, two quotations are shown side by side.
ALIKE = 0.8
# And so much of them besides their stock phrases.
_ALIKE_BESIDES = 0.6
# A triple that so many quotations have is a stock phrase: do not store it again. It bounds the time of a look-up.
CROWDED = 25
WINDOW = 3

_GRAM = 3
_SHORT = 24  # up to so many words everything is stored
_FEWEST_WORDS = 5
_FEWEST_GRAMS = 3
_PART_WORDS = 6
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_OTHER_SIGNS = str.maketrans("’ʼ‘`", "''''", "\u00ad\u200b\u2060\ufeff")


class Kind(StrEnum):
    """How two quotations are alike."""

    SAME = "the same words"
    ALIKE = "nearly the same words"
    PART = "one is part of the other"


class Likeness(NamedTuple):
    """How two quotations are alike, and the share of their words that they have in common, in order: 0 to 1."""

    kind: Kind
    score: float


def signature(text: str) -> list[int]:
    """Return the integers to store for a quotation: distinct, in order, from -2**31 to 2**31 - 1; none for a stock phrase.

    Leave out those that CROWDED quotations have already.
    """
    keys = _keys(text)
    grams = _telling_grams(keys)
    if len(keys) > _SHORT:
        grams = _winnowed(grams)
    return sorted({gram for gram in grams if gram is not None})


def probes(text: str) -> list[int]:
    """Return the integers under which quotations like this one may be stored; none for a stock phrase."""
    return sorted({gram for gram in _telling_grams(_keys(text)) if gram is not None})


def similarity(text: str, other: str) -> float:
    """Return the share of words that two texts have in common in the same order, 0 to 1: twice those in common, by those of both."""
    return _share(_keys(text), _keys(other))


def liken(text: str, other: str) -> Likeness | None:
    """Say whether two quotations are the same, nearly the same or one within the other; None where they are neither, or stock phrases."""
    mine, theirs = _keys(text), _keys(other)
    score = _share(mine, theirs)
    shorter, longer = sorted((mine, theirs), key=len)
    if mine == theirs:
        kind = Kind.SAME
    elif score >= ALIKE and _share(_without_stock(mine), _without_stock(theirs)) >= _ALIKE_BESIDES:
        kind = Kind.ALIKE
    elif len(shorter) >= _PART_WORDS and f" {' '.join(shorter)} " in f" {' '.join(longer)} ":
        kind = Kind.PART
    else:
        return None
    return Likeness(kind, score) if _telling_grams(shorter) else None


def _share(mine: Sequence[str], theirs: Sequence[str]) -> float:
    return 2 * _common(mine, theirs) / (len(mine) + len(theirs)) if mine or theirs else 1.0


def _without_stock(keys: list[str]) -> list[str]:
    """Leave out the words of stock phrases."""
    stock: set[int] = set()
    for at in range(len(keys) - _GRAM + 1):
        if _number(keys[at : at + _GRAM]) in _stock_grams():
            stock.update(range(at, at + _GRAM))
    return [key for at, key in enumerate(keys) if at not in stock]


def _common(mine: Sequence[str], theirs: Sequence[str]) -> int:
    """Return the length of the longest common subsequence of words, 64 and more words at a time in the bits of one integer.

    H. Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).
    """
    places: dict[str, int] = {}
    for number, word in enumerate(mine):
        places[word] = places.get(word, 0) | 1 << number
    everything = unmatched = (1 << len(mine)) - 1
    for word in theirs:
        matched = unmatched & places.get(word, 0)
        unmatched = (unmatched + matched | unmatched - matched) & everything
    return len(mine) - unmatched.bit_count()


def _telling_grams(keys: list[str]) -> list[int | None]:
    """Return a number for every three words in a row, None for those that say nothing; an empty list if hardly any is left."""
    grams = _grams(keys, _GRAM)
    if len(keys) == _FEWEST_WORDS:
        # The only length at which one changed word, the middle one, leaves no triple.
        grams += _grams(keys, _GRAM - 1)
    enough = len(keys) >= _FEWEST_WORDS and sum(gram is not None for gram in grams) >= _FEWEST_GRAMS
    return grams if enough else []


def _grams(keys: Sequence[str], length: int) -> list[int | None]:
    grams: list[int | None] = []
    for at in range(len(keys) - length + 1):
        words = keys[at : at + length]
        if _COMMON_KEYS.issuperset(words):
            grams.append(None)
        else:
            gram = _number(words)
            grams.append(None if gram in _stock_grams() else gram)
    return grams


def _winnowed(grams: Sequence[int | None]) -> list[int | None]:
    """Keep of every WINDOW neighbours the least, of equals the last."""
    kept: dict[int, int] = {}
    for at in range(max(1, len(grams) - WINDOW + 1)):
        window = [
            (gram, -place) for place, gram in enumerate(grams[at : at + WINDOW], start=at) if gram is not None
        ]
        if window:
            gram, place = min(window)
            kept[-place] = gram
    return list(kept.values())


def _number(words: Sequence[str]) -> int:
    return crc32(" ".join(words).encode()) - (1 << 31)


def _keys(text: str) -> list[str]:
    """Return the words of a text in small Latin letters without accents."""
    if text.isascii():
        return _WORD.findall(text.lower())
    return [_key(word) for word in _WORD.findall(text.casefold().translate(_OTHER_SIGNS))]


@lru_cache(maxsize=1 << 16)
def _key(word: str) -> str:
    if word.isascii():
        return word
    return "".join(
        c for c in unicodedata.normalize("NFKD", latin(word)) if not unicodedata.combining(c)
    ).replace("đ", "d")


_COMMON_KEYS = frozenset(map(_key, COMMON))


@lru_cache(maxsize=1)
def _stock_grams() -> frozenset[int]:
    return frozenset(
        _number(keys[at : at + length])
        for keys in map(_keys, STOCK_PHRASES)
        for length in (_GRAM - 1, _GRAM)
        for at in range(len(keys) - length + 1)
    )
