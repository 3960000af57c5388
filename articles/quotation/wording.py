"""Reads a text as the words that count when two wordings are held against each other.

What is left out is style: the shape of marks and dashes, spaces, capitals, commas and full stops, the dots of U.S., "30" for "thirty".
What is kept besides the words: where the speaker's clauses end, what stands in [brackets], and where an ellipsis says that words are missing.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from articles.quotation.wordlists import (
    DENIALS,
    FILLERS,
    NEGATING_PREFIXES,
    NEGATIONS,
    NUMBER_ARTICLES,
    NUMBER_JOINERS,
    NUMBERS,
)
from articles.quotation.words import latin

_DIGITS = r"(?:\d{1,3}(?:[.,\u00a0\u2009\u202f '’]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?"
# A unit may be written close to its figure: 5km, 5.30pm.
_TOKEN = re.compile(
    r"(?P<cut>…|\.(?:\s?\.){2,})"
    r"|(?P<open>\[)|(?P<close>\])"
    r"|(?P<time>\d{1,2}(?::[0-5]\d(?!\d)|\.[0-5]\d(?=\s?(?i:[ap]\.?m)\b)))"
    rf"|(?P<number>(?:(?<![\w-])[-−](?=\d))?{_DIGITS}(?:(?i:st|nd|rd|th|k|m|mn|bn)?(?![^\W_])|(?=[^\W\d_]{{2}})))"
    r"|(?P<word>(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?|[^\W_]+(?:['’][^\W_]+)*|[%‰$€£¥&§])"
    r"|(?P<stop>[,;:.!?—–()]|(?<=\s)-+(?=\s)|--)"
)
_FIGURE = re.compile(r"([-−]?)(\d[\d.,\u00a0\u2009\u202f '’]*)(st|nd|rd|th|k|m|mn|bn)?")
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u2009\u202f '’](?=\d{3})")
_TIMES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}
# No number has more words; beyond them lies only what somebody wrote to keep us busy.
_MOST_PARTS = 24
_ROUND = frozenset({"12", "100", "1000", "1000000", "1000000000", "1000000000000"})
_SIGNS = {"&": "and", "%": "percent", "‰": "permille"}


class Word(NamedTuple):
    """A word as it is compared, and its place in the text (code points).

    `clause` counts the clauses of the text up to here; `after_cut` says that an ellipsis stands before the word.
    """

    key: str
    start: int
    end: int
    clause: int = 0
    bracketed: bool = False
    after_cut: bool = False


def read_words(text: str, language: str = "en") -> tuple[Word, ...]:
    """Return the words of a text, in order."""
    primary = primary_language(language)
    words: list[Word] = []
    clause, bracketed, cut = 0, False, False
    number = _SpelledNumber(primary)
    # The modifier letter that looks like an apostrophe is a letter to Python, at the end of a word too.
    matches = list(_TOKEN.finditer(text.replace("ʼ", "’")))
    for place, match in enumerate(matches):
        kind = match.lastgroup
        if kind in {"word", "number", "time"}:
            key = _clock(match.group()) if kind == "time" else key_of(match.group(), primary)
            ahead = matches[place + 2] if place + 2 < len(matches) else None
            after_next = key_of(ahead.group(), primary) if ahead and ahead.lastgroup == "word" else ""
            value, replaced = number.take(key, is_word=kind == "word", after_next=after_next)
            word = Word(value or key, match.start(), match.end(), clause, bracketed, cut)
            if replaced:
                first = words[-replaced]
                word = first._replace(key=word.key, end=word.end)
                del words[-replaced:]
            words.append(word)
            cut = False
        elif kind in {"open", "close"}:
            bracketed = kind == "open"
            number = _SpelledNumber(primary)
        else:
            clause += 1
            cut = cut or kind == "cut"
            number = _SpelledNumber(primary)
    return tuple(words)


class _SpelledNumber:
    """The number that the words read last make together: two million five hundred thousand, a hundred and twenty, twenty-first."""

    def __init__(self, language: str) -> None:
        self._joiners, self._articles = (
            NUMBER_JOINERS.get(language, frozenset()),
            NUMBER_ARTICLES.get(language, frozenset()),
        )
        self._is_english = language == "en"
        self._parts: list[str] = []
        # What hangs on to the parts until the next word: "a" before them, or "and" behind.
        self._article = self._joiner = False
        self._is_spelled = False

    def take(self, key: str, *, is_word: bool, after_next: str = "") -> tuple[str, int]:
        """Read one word on; return the number that it makes with those before it, and how many of them that replaces.

        `after_next` is the word after the next: between one hundred and two hundred stand two numbers.
        """
        if not is_number(key):
            self._joiner = not self._joiner and key in self._joiners and self._may_be_joined(after_next)
            self._article = key in self._articles
            self._parts = self._parts if self._joiner else []
            return "", 0
        goes_on = is_word and 0 < len(self._parts) < _MOST_PARTS
        if goes_on and (value := value_of([*self._parts, key])):
            self._parts.append(key)
            replaced, self._joiner = 2 if self._joiner else 1, False
            return value, replaced
        replaced = 1 if self._article and is_word and key in _ROUND else 0
        self._parts, self._is_spelled, self._article, self._joiner = [key], is_word, False, False
        return key, replaced

    def _may_be_joined(self, after_next: str) -> bool:
        """May "and" go on with the number? In English only after hundreds and more: twenty and three are two numbers."""
        if not self._parts or not self._is_spelled or not self._parts[-1].isdigit():
            return False
        if after_next == self._parts[-1] and after_next in _ROUND:
            return False
        return not self._is_english or int(self._parts[-1]) >= 100


@lru_cache(maxsize=1 << 16)
def key_of(word: str, language: str) -> str:
    """Return what a word is compared by: small letters, straight apostrophes, figures for numbers, no accents in English."""
    key = unicodedata.normalize("NFKC", word).casefold().replace("’", "'")
    if figure := _FIGURE.fullmatch(key):
        return _figure(figure, language)
    if "." in key:
        key = key.replace(".", "")
    if language == "en":
        key = "".join(c for c in unicodedata.normalize("NFD", key) if not unicodedata.combining(c))
    elif language in {"sr", "mk"}:
        key = latin(key)
    return NUMBERS.get(language, {}).get(key) or _SIGNS.get(key, key)


def is_number(key: str) -> bool:
    """Is this a figure, or was it a number word? Both have the same key."""
    return key[0].isdigit() or (key[0] == "-" and key[1:2].isdigit())


def is_negation(key: str, language: str) -> bool:
    """Does the word turn a sentence round: not, n't, never, no, without, hardly?"""
    primary = primary_language(language)
    return (
        key in NEGATIONS.get(primary, NEGATIONS["en"])
        or key.endswith("n't")
        or (primary == "sq" and key.startswith("s'"))
    )


def is_denial(key: str, language: str) -> bool:
    """Does the word say no to what follows, in whatever way a reporter may put it: does not, rejects, rules out?"""
    primary = primary_language(language)
    return is_negation(key, language) or key in DENIALS.get(primary, DENIALS["en"])


def are_opposites(key: str, other: str, language: str) -> bool:
    """Is one of two words the other with a negating prefix: legal and illegal, moguće and nemoguće?"""
    shorter, longer = sorted((key, other), key=len)
    prefixes = NEGATING_PREFIXES.get(primary_language(language), ())
    return len(shorter) >= 4 and longer.endswith(shorter) and longer[: -len(shorter)] in prefixes


def is_filler(key: str, language: str) -> bool:
    """Is this a sound that a transcript keeps and a quotation leaves out?"""
    return key in FILLERS.get(primary_language(language), FILLERS["en"])


def value_of(keys: list[str]) -> str | None:
    """Return the number that several figures make together, 23 for ["20", "3"] and 2000000 for ["2", "1000000"], or None for no number.

    The last may be an ordinal: 21th for ["20", "1th"].
    """
    total = part = 0.0
    *_, last = keys
    for key in [*keys[:-1], last.removesuffix("th")]:
        if not re.fullmatch(r"\d+(?:\.\d+)?", key):
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
    return f"{total + part:.15g}{'th' if last.endswith('th') else ''}"


def _clock(time: str) -> str:
    hours, minutes = re.split("[:.]", time)
    return f"{int(hours)}:{minutes}"


def primary_language(language: str) -> str:
    """Return "sr" for "sr-Cyrl"."""
    return language.lower().replace("_", "-").partition("-")[0]


def _figure(figure: re.Match[str], language: str) -> str:
    """Write a figure without the marks between its thousands, and with a point before its decimals.

    1.000 is a thousand where the comma is the decimal mark, and one in English: it is read by the language of the text.
    """
    sign, digits, ending = figure.groups(default="")
    thousands, decimal = (",", ".") if language == "en" else (".", ",")
    digits = re.sub(rf"(?<=\d){re.escape(thousands)}(?=\d{{3}}(?!\d))", "", _GROUPED.sub("", digits))
    digits = digits.replace(decimal, ".").replace(",", ".")
    if digits.count(".") > 1:
        digits = digits.replace(".", "")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if ending in _TIMES:
        digits = f"{float(digits) * _TIMES[ending]:.15g}"
    return ("-" if sign else "") + digits + ("th" if ending and ending not in _TIMES else "")
