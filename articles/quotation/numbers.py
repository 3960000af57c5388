"""Reads the numbers among the words of a text, however they are written: two and a half million, 2.5 million and 2½m are one.

    >>> words = [Token("2", Kind.SPELLED), Token("and"), Token("a"), Token("half"), Token("1000000", Kind.SPELLED)]
    >>> list(find_amounts(words, "en"))
    [Amount(first=0, end=5, keys=('2500000',))]

A number word comes with the figure it stands for as its key, third as 3th; what the words of each language mean stands in `wordlists`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import IntEnum
from typing import NamedTuple

from articles.quotation.number_words import (
    CURRENCIES,
    DECIMAL_POINTS,
    DOZENS,
    HALVES,
    HALVES_BEHIND,
    NUMBER_ARTICLES,
    NUMBER_JOINERS,
    PARTS,
    PARTS_OF_ONE,
    PERCENTS,
    RANGE_WORDS,
)

# No number has more words; beyond them lies only what somebody wrote to keep us busy.
_MOST_PARTS = 24
_ROUND = frozenset({"100", "1000", "1000000", "1000000000", "1000000000000"})
_GREAT = _ROUND - {"100"}
_CURRENCY_SIGNS = {
    "$": "dollar",
    "us$": "us dollar",
    "usd": "dollar",
    "€": "euro",
    "eur": "euro",
    "£": "pound",
    "gbp": "pound",
    "¥": "yen",
}
_CURRENCY_NAMES = frozenset({"dollar", "euro", "pound", "yen"})
_CENTURIES = [[str(century)] for century in range(11, 21)]
_MONTH_LETTERS = 3
_MINUS = "minus"  # in every language that we read
_CARDINAL = re.compile(r"\d+(?:\.\d+)?")


class Kind(IntEnum):
    """How a word is written; only a number word may go on with another."""

    SPELLED = 1
    FIGURE = 2
    FRACTION = 3
    MONTH = 4
    RANGE = 5


class Token(NamedTuple):
    """A word by its key, how it is written, and which phrase it belongs to: no number reaches from one phrase into the next."""

    key: str
    kind: Kind = Kind.SPELLED
    phrase: int = 0


class Amount(NamedTuple):
    """The words from `first` up to `end`, and the keys they are compared by: the number, for $5 million with its currency behind."""

    first: int
    end: int
    keys: tuple[str, ...]


def find_amounts(tokens: Sequence[Token], language: str) -> Iterator[Amount]:
    """Yield the numbers that are written otherwise than by one figure, and the currencies and per cents behind numbers, in order."""
    reader = _Reader(tokens, language)
    at = 0
    while at < len(tokens):
        amounts = reader.amounts(at) if reader.may_begin(at) else []
        yield from amounts
        at = amounts[-1].end if amounts else at + 1


def is_number(key: str) -> bool:
    """Is this a figure, or was it a number word? Both have the same key."""
    return key[0].isdigit() or (key[0] == "-" and key[1:2].isdigit())


def is_currency(key: str) -> bool:
    """Is this what a currency is compared by?"""
    return key in _CURRENCY_NAMES


def value_of(keys: Sequence[str]) -> float | None:
    """Return the number that several cardinals make together, 23 for ["20", "3"] and 2000000 for ["2", "1000000"], or None for no number."""
    total = part = 0.0
    for key in keys:
        if not _CARDINAL.fullmatch(key):
            return None
        number = float(key)
        if number >= 1000 and part:
            total, part = total + part * number, 0.0
        elif number == 100 and part:
            part *= number
        elif part == 0 or (part % 100 == 0 and number < 100) or (part % 10 == 0 and number < 10):
            part += number
        else:
            return None
    return total + part


def german_value(word: str, values: Mapping[str, str]) -> str | None:
    """Return the figure that a German number word of several parts stands for, in small letters; dreiundzwanzig is 23."""
    if word in values:
        return values[word]
    if word.endswith("einhalb") and (whole := german_value(word.removesuffix("einhalb"), values)):
        return figure_of(float(whole) + 0.5)
    for scale, factor in (("tausend", 1000), ("hundert", 100)):
        if scale in word:
            before, _, behind = word.partition(scale)
            times = german_value(before, values) if before else "1"
            rest = german_value(behind.removeprefix("und"), values) if behind else "0"
            return figure_of(float(times) * factor + float(rest)) if times and rest else None
    ones, joiner, tens = word.partition("und")
    if joiner and ones in values and tens in values and len(values[ones]) == 1 and len(values[tens]) == 2:
        return figure_of(float(values[ones]) + float(values[tens]))
    return None


class _Number(NamedTuple):
    value: float
    end: int
    ordinal: bool = False

    @property
    def key(self) -> str:
        return figure_of(self.value) + ("th" if self.ordinal else "")


def figure_of(value: float) -> str:
    """Return a number as it is compared."""
    return f"{value:.15g}"


class _Reader:
    """The numbers of some words: each question is about the words from a place on, and answers None where they are no such thing."""

    def __init__(self, tokens: Sequence[Token], language: str) -> None:
        self._tokens, self._language = tokens, language
        self._articles = NUMBER_ARTICLES.get(language, frozenset())
        self._joiners = NUMBER_JOINERS.get(language, frozenset())
        self._halves = HALVES.get(language, frozenset())
        self._behind = HALVES_BEHIND.get(language, frozenset()) | self._halves
        self._dozens = DOZENS.get(language, frozenset())
        self._parts, self._parts_of_one = PARTS.get(language, {}), PARTS_OF_ONE.get(language, {})
        self._points = DECIMAL_POINTS.get(language, frozenset())
        self._percents = PERCENTS.get(language, frozenset())
        self._currencies = {**_CURRENCY_SIGNS, **CURRENCIES.get(language, {})}
        self._range = RANGE_WORDS.get(language, "to")
        self._begins = self._articles | self._halves | self._dozens | frozenset({*_CURRENCY_SIGNS, _MINUS})

    def may_begin(self, at: int) -> bool:
        """Tell most words quickly that no number begins with them."""
        key = self._tokens[at].key
        return key in self._begins or is_number(key) or self._tokens[at].kind >= Kind.MONTH

    def amounts(self, at: int) -> list[Amount]:
        """Return the number that begins here, with the sign before it, or what stands for a unit behind it."""
        token = self._tokens[at]
        if token.kind == Kind.RANGE:
            return [Amount(at, at + 1, (self._range,))]
        if token.kind == Kind.MONTH:
            return self._date(at, at + 1, at)
        if token.key in _CURRENCY_SIGNS:
            return self._money(at)
        if token.key == _MINUS and self._key(at + 1, at) and (number := self._number(at + 1)):
            return [Amount(at, number.end, (f"-{self._as_written(at + 1, number)}",))]
        number = self._number(at)
        if number is None:
            return []
        if date := self._date(number.end + 1 if self._key(number.end, at) == "of" else number.end, at, at):
            return date
        found = [Amount(at, number.end, (self._as_written(at, number),))]
        return [*found, *self._unit(number.end)]

    def _as_written(self, at: int, number: _Number) -> str:
        """Return the key of a number: of one written as a figure its own."""
        is_whole = number.end > at + 1 or self._tokens[at].key in self._begins
        return number.key if is_whole else self._tokens[at].key

    def _date(self, month: int, day: int, first: int) -> list[Amount]:
        """Read March 11th, 11 March and the 11th of March as one, if a month and a day stand here."""
        if not self._key(month, first) or self._tokens[month].kind != Kind.MONTH or not self._key(day, first):
            return []
        number = self._cardinal(day) if is_number(self._tokens[day].key) else None
        if number is None or not 1 <= number.value <= 31:
            return []
        keys = (number.key.removesuffix("th"), self._tokens[month].key[:_MONTH_LETTERS])
        return [Amount(first, max(month + 1, number.end), keys)]

    def _money(self, at: int) -> list[Amount]:
        """Read $5 million, and $2-3 million, with the currency behind."""
        number = self._number(at + 1) if self._key(at + 1, at) else None
        if number is None:
            return []
        keys = [self._as_written(at + 1, number)]
        end = number.end
        if self._key(end, at) and self._tokens[end].kind == Kind.RANGE:
            upper = end + 2 if self._key(end + 1, at) == self._tokens[at].key else end + 1
            if self._key(upper, at) and (number := self._number(upper)):
                keys += [self._range, self._as_written(upper, number)]
                end = number.end
        return [Amount(at, end, (*keys, *_CURRENCY_SIGNS[self._tokens[at].key].split()))]

    def _unit(self, at: int) -> list[Amount]:
        """Read the currency or the per cent behind a number."""
        key = self._key(at, at - 1)
        if key == "us" and self._key(at + 1, at - 1) in self._currencies:
            return self._unit(at + 1)
        if key in self._currencies:
            return [Amount(at, at + 1, (self._currencies[key],))]
        if (key,) in self._percents:
            return [Amount(at, at + 1, ("percent",))]
        if (key, self._key(at + 1, at - 1)) in self._percents:
            return [Amount(at, at + 2, ("percent",))]
        return []

    def _number(self, at: int) -> _Number | None:
        """Read a number from here."""
        key = self._key(at, at)
        if key in self._articles:
            return self._after_article(at + 1)
        if key in self._halves:
            behind = at + 2 if self._key(at + 1, at) in self._articles else at + 1
            return self._times(_Number(0.5, behind)) or _Number(0.5, at + 1)
        if key in self._dozens:
            return _Number(12, at + 1)
        if self._tokens[at].kind == Kind.FRACTION:
            fraction = _Number(float(key), at + 1)
            return self._times(fraction) or fraction
        return self._cardinal(at) if is_number(key) else None

    def _after_article(self, at: int) -> _Number | None:
        """Read a million, a dozen, a quarter of, a half million; a third alone is one of a row."""
        key = self._key(at, at - 1)
        if key in self._dozens:
            return _Number(12, at + 1)
        if key in _ROUND and self._tokens[at].kind == Kind.SPELLED:
            return self._cardinal(at)
        if part := self._parts_of_one.get(key):
            number = _Number(1 / part, at + 1)
            return self._times(number) or (number if self._key(at + 1, at) in {"of", ""} else None)
        return None

    def _cardinal(self, at: int) -> _Number | None:
        """Read two million five hundred thousand, twenty-first, two dozen, two-thirds, two and a half million, two point five, twenty ten."""
        if year := self._year(at):
            return year
        keys, end = self._run(at)
        ordinal = keys[-1].endswith("th")
        value = value_of([key.removesuffix("th") for key in keys])
        if value is None or ordinal:
            return _Number(value or 0.0, end, ordinal)
        number = _Number(value, end)
        key = self._key(end, at)
        if key in self._dozens:
            number = _Number(value * 12, end + 1)
        elif part := self._parts.get(key) or (self._parts_of_one.get(key) if value == 1 else None):
            number = _Number(value / part, end + 1)
            return self._times(number) or number
        if mixed := self._with_part(number, keys[-1]) or self._with_decimals(at, number):
            number = self._times(mixed) or mixed
        return number

    def _run(self, at: int) -> tuple[list[str], int]:
        """Return the cardinals, at last perhaps an ordinal, that make one number from here, and where it ends."""
        keys, end = [self._tokens[at].key], at + 1
        spelled = self._tokens[at].kind == Kind.SPELLED
        while len(keys) < _MOST_PARTS and not keys[-1].endswith("th"):
            place = end
            if self._key(place, at) in self._joiners and spelled and self._may_join(keys[-1], place, at):
                place += 1
            key = self._key(place, at)
            if not key or not is_number(key) or self._tokens[place].kind != Kind.SPELLED:
                break
            if value_of([*keys, key.removesuffix("th")]) is None:
                break
            keys.append(key)
            end = place + 1
        return keys, end

    def _year(self, at: int) -> _Number | None:
        """Read nineteen ninety-nine, and twenty twenty-four: two numbers in a row, the first of them a century."""
        century, end = self._run(at)
        if self._language != "en" or self._tokens[at].kind != Kind.SPELLED or century not in _CENTURIES:
            return None
        key = self._key(end, at)
        if not key or not is_number(key) or self._tokens[end].kind != Kind.SPELLED:
            return None
        rest, until = self._run(end)
        value = value_of(rest)
        if value is None or not 10 <= value < 100 or self._key(until, at) in {"year", "years"}:
            return None
        return _Number(float(century[0]) * 100 + value, until)

    def _may_join(self, last: str, at: int, first: int) -> bool:
        """May the "and" that stands here go on with the number? In English only after hundreds and more: twenty and three are two.

        And between one hundred and two hundred stand two numbers.
        """
        if not last.isdigit():
            return False
        after_next = self._key(at + 2, first)
        if after_next == last and after_next in _ROUND:
            return False
        return self._language != "en" or int(last) >= 100

    def _with_part(self, number: _Number, last: str) -> _Number | None:
        """Read on: and a half, and three quarters, 1/2. A million and a half is half a million more."""
        at = number.end
        if self._key(at, at - 1) and self._tokens[at].kind == Kind.FRACTION and number.value.is_integer():
            return _Number(number.value + float(self._tokens[at].key), at + 1)
        if self._key(at, at - 1) not in self._joiners:
            return None
        whole = float(last) if last in _GREAT else 12.0 if self._key(at - 1, at - 1) in self._dozens else 1.0
        place = at + 2 if self._key(at + 1, at) in self._articles else at + 1
        key = self._key(place, at)
        if key in self._behind:
            return _Number(number.value + whole / 2, place + 1)
        if part := self._parts_of_one.get(key) if place == at + 2 else None:
            return _Number(number.value + whole / part, place + 1)
        part = self._parts.get(self._key(at + 2, at))
        if part and place == at + 1 and key.isdigit() and int(key) < part:
            return _Number(number.value + whole * int(key) / part, at + 3)
        return None

    def _with_decimals(self, at: int, number: _Number) -> _Number | None:
        """Read on: point two five. Not at one point."""
        end = number.end
        if self._key(end, at) not in self._points or (at and self._tokens[at - 1].key == "at"):
            return None
        digits = ""
        place = end + 1
        while (key := self._key(place, at)).isdigit() and len(key) == 1:
            digits += key
            place += 1
        if not digits or not number.value.is_integer():
            return None
        return _Number(float(f"{number.value:.0f}.{digits}"), place)

    def _times(self, number: _Number) -> _Number | None:
        """Multiply what is not a whole number by the million that follows, perhaps as "of a million"."""
        at = number.end
        if self._key(at, at - 1) == "of" and self._key(at + 1, at - 1) in self._articles:
            at += 2
        key = self._key(at, number.end - 1)
        if key in self._dozens:
            return _Number(number.value * 12, at + 1)
        if key in _ROUND and self._tokens[at].kind == Kind.SPELLED:
            return _Number(number.value * float(key), at + 1)
        return None

    def _key(self, at: int, first: int) -> str:
        """Return the word at a place, "" where the phrase that holds the word `first` is over."""
        if at >= len(self._tokens) or self._tokens[at].phrase != self._tokens[first].phrase:
            return ""
        return self._tokens[at].key
