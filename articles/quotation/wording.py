"""Reads a text as the words that count when two wordings are held against each other.

What is left out is style: the shape of marks and dashes, spaces, capitals, commas and full stops, the dots of U.S., "30" for "thirty".
What is kept besides the words: where the speaker's clauses end, what stands in [brackets], and where an ellipsis says that words are missing.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from articles.quotation.number_words import MONTHS, NUMBERS
from articles.quotation.numbers import Kind, Token, figure_of, find_amounts, german_value
from articles.quotation.sense import primary_language
from articles.quotation.wordlists import FILLERS
from articles.quotation.words import latin

_DIGITS = r"(?:\d{1,3}(?:[.,\u00a0\u2009\u202f '’]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?"
# A unit may be written close to its figure: 5km, 5.30pm.
_TOKEN = re.compile(
    r"(?P<cut>…|\.(?:\s?\.){2,})"
    r"|(?P<cased>\[[^\W\d_]\][^\W\d_]+(?:['’][^\W_]+)*)"
    r"|(?P<open>\[)|(?P<close>\])"
    r"|(?P<numero>\b[Nn]o\.\s?(?=\d)|\bNo\s(?=\d)|№)"
    r"|(?P<fraction>(?:\d+\s?)?[¼-¾⅐-⅞]|(?<![\w/])(?:\d+[ -])?[1-9][/⁄](?:[2-9]|10)(?![\w/⁄]))"
    r"|(?P<range>(?<=[\d%])[-‐‑–—−](?=[$€£¥]?\d))"
    r"|(?P<time>\d{1,2}(?::[0-5]\d(?!\d)|\.[0-5]\d(?=\s?(?i:[ap]\.?m)\b)))"
    rf"|(?P<number>(?:(?<![\w-])[-−](?=\d))?{_DIGITS}(?:(?i:st|nd|rd|th|k|m|mn|bn)?(?![^\W_])|(?=[^\W\d_]{{2}})))"
    r"|(?P<word>\bUS\$|(?i:mio|mrd|mln|mlrd|mld)\."
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.(?=\s\d)"
    r"|(?:[^\W\d_]\.)+[^\W\d_](?![^\W_])\.?|[^\W_]+(?:['’][^\W_]+)*|[%‰$€£¥&§])"
    r"|(?P<stop>[,;:.!?—–()]|(?<=\s)-+(?=\s)|--)"
)
_FIGURE = re.compile(r"([-−]?)(\d[\d.,\u00a0\u2009\u202f '’]*)(st|nd|rd|th|k|m|mn|bn)?")
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u2009\u202f '’](?=\d{3})")
_TIMES = {"k": 1_000, "m": 1_000_000, "mn": 1_000_000, "bn": 1_000_000_000}
_NO_BRACKETS = str.maketrans("", "", "[]")
_SIGNS = {"&": "and", "%": "percent", "‰": "permille"}


# What counts as a word, and how the numbers among them are written.
_KINDS = {
    "word": Kind.SPELLED,
    "cased": Kind.SPELLED,
    "numero": Kind.SPELLED,
    "number": Kind.FIGURE,
    "time": Kind.FIGURE,
    "fraction": Kind.FRACTION,
    "range": Kind.RANGE,
}


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
    tokens: list[Token] = []
    clause, phrase, bracketed, cut = 0, 0, False, False
    # The modifier letter that looks like an apostrophe is a letter to Python, at the end of a word too.
    for match in _TOKEN.finditer(text.replace("ʼ", "’")):
        kind = match.lastgroup or ""
        if kind in _KINDS:
            key = _KEYS.get(kind, key_of)(match.group(), primary)
            is_month = kind == "word" and primary == "en" and _is_month(match.group())
            tokens.append(Token(key, Kind.MONTH if is_month else _KINDS[kind], phrase))
            words.append(Word(key, match.start(), match.end(), clause, bracketed, cut))
            cut = False
        elif kind in {"open", "close"}:
            bracketed = kind == "open"
            phrase += 1
        else:
            clause += 1
            phrase += 1
            cut = cut or kind == "cut"
    return tuple(_with_amounts(words, tokens, primary))


def _with_amounts(words: list[Word], tokens: list[Token], language: str) -> Iterator[Word]:
    """Yield the words, those that make one number together as one; of a number with its currency each stands for the whole."""
    at = 0
    for amount in find_amounts(tokens, language):
        yield from words[at : amount.first]
        whole = words[amount.first]._replace(end=words[amount.end - 1].end)
        yield from (
            whole._replace(key=key, after_cut=whole.after_cut and not place)
            for place, key in enumerate(amount.keys)
        )
        at = amount.end
    yield from words[at:]


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
    numbers = NUMBERS.get(language, {})
    if language == "de" and (value := german_value(key, numbers)):
        return value
    return numbers.get(key) or _SIGNS.get(key, key)


def _is_month(word: str) -> bool:
    """Is this a month? What may be, and who march, are not."""
    return word.title().removesuffix(".") in MONTHS and (
        word[0].isupper() or word not in {"may", "mar", "march"}
    )


def is_filler(key: str, language: str) -> bool:
    """Is this a sound that a transcript keeps and a quotation leaves out?"""
    return key in FILLERS.get(primary_language(language), FILLERS["en"])


def _clock(time: str, _language: str) -> str:
    hours, minutes = re.split("[:.]", time)
    return f"{int(hours)}:{minutes}"


def _fraction(written: str, _language: str) -> str:
    """Read 2/3, ⅔, 2⅔ and 2 2/3."""
    *whole, part = re.findall(r"\d+[/⁄]\d+|\d+|[¼-¾⅐-⅞]", written)
    above, _, below = part.replace("⁄", "/").partition("/")
    value = int(above) / int(below) if below else unicodedata.numeric(above)
    return figure_of(sum(map(int, whole)) + value)


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
        digits = figure_of(float(digits) * _TIMES[ending])
    return ("-" if sign else "") + digits + ("th" if ending and ending not in _TIMES else "")


# Those that are not read as words are.
_KEYS = {
    "time": _clock,
    "fraction": _fraction,
    "cased": lambda written, language: key_of(written.translate(_NO_BRACKETS), language),
    "numero": lambda _written, _language: "number",
    "range": lambda _written, _language: "to",
}
