"""Holds every quoted passage of a headline, standfirst, caption, pull quote or post against what was really said.

    >>> story = TrueWords(["NATO remains committed to security in the Western Balkans, because it is important."])
    >>> story.check("NATO is firmly committed to security in the Western Balkans").verdict
    <Verdict.CHANGED_WORD: 'changed word'>

Style is never a difference: the shape of marks and dashes, spaces, capitals, a final comma or full stop, [insertions], figures for number words.
"""

from collections.abc import Sequence
from typing import NamedTuple

from articles.quotation.comparison import Comparison, Truth
from articles.quotation.differences import Verdict
from articles.quotation.marks import find_nested, find_passages
from articles.quotation.wording import Word, read_words

# So few words in inverted commas may be held at arm's length rather than quoted.
_SCARE_WORDS = 2
_MARKS = "\"'`“”„‟«»‹›‘’‚‛＂,"
_DOUBLED = frozenset({"``", "''", ",,"})
_SENTENCE_ENDS = frozenset(".!?…")


class Passage(NamedTuple):
    """The words between two quotation marks, the marks left out: `text[start:end]`, in code points."""

    start: int
    end: int
    text: str


def quoted_passages(text: str) -> list[Passage]:
    """Return the quoted passages of a headline or other short text, in order.

    All quotation marks count, British single ones too; apostrophes do not. A passage that is never closed ends with its line.
    """
    spans = [(start, end, True) for start, end in find_nested(text, 0, len(text))]
    unclosed = [(p.start, p.end, False) for p in find_passages(text) if not p.closed]
    spans += [
        span for span in unclosed if not any(start < span[1] and span[0] < end for start, end, _ in spans)
    ]
    return [passage for span in sorted(spans) if (passage := _without_marks(text, *span)).text]


class TrueWords:
    """The true quotations of a story, read once so that many passages can be held against them.

    `quotes` are the words of its quotations, in the order of the text. `body` is its text without the passages to be checked: there a word
    or two in inverted commas may stand without anybody having said them. A quotation's number in a Comparison is its place in `quotes`.
    """

    def __init__(self, quotes: Sequence[str], *, body: str = "", language: str = "en") -> None:
        words: list[Word] = []
        owners: list[int] = []
        ended = True
        for number, quote in enumerate(quotes):
            read = read_words(quote, language)
            if not read:
                continue
            clause = words[-1].clause + 1 if words else 0  # no two quotations share one
            if words:
                words.append(Word("", 0, 0, clause=-1 if ended else 0))
                owners.append(number)
            words += [word._replace(clause=word.clause + clause) for word in read]
            owners += [number] * len(read)
            ended = quote.rstrip().rstrip(_MARKS)[-1:] in _SENTENCE_ENDS
        self._truth = Truth(words, owners, list(quotes), language)
        self._body = _line(body, language)
        self._language = language

    def check(self, passage: str, *, around: str | None = None) -> Comparison:
        """Compare a passage with the nearest true words; `around` is the rest of the headline it stands in, None where that is not known.

        A "not" right before the true words that the passage leaves behind changes their sense, unless the reporter says it around them.
        """
        comparison = self._truth.compare(passage, around)
        if comparison.verdict != Verdict.NOT_IN_STORY:
            return comparison
        line = _line(passage, self._language)
        in_body = line in self._body
        few = len(line.split()) <= _SCARE_WORDS
        return comparison._replace(
            verdict=Verdict.IN_BODY if in_body and few else comparison.verdict, in_body=in_body
        )


def compare(passage: str, quote: str, language: str = "en") -> Comparison:
    """Compare a passage with the one quotation it is said to come from."""
    return TrueWords([quote], language=language).check(passage)


def check_text(text: str, story: TrueWords) -> list[tuple[Passage, Comparison]]:
    """Check every quoted passage of a headline, standfirst, caption or post."""
    return [
        (passage, story.check(passage.text, around=f"{text[: passage.start]} {text[passage.end :]}"))
        for passage in quoted_passages(text)
    ]


def _without_marks(text: str, start: int, end: int, closed: bool) -> Passage:
    double = text[start : start + 2] in _DOUBLED
    start += 2 if double else 1
    if closed:
        end -= 2 if double and text[end - 2 : end] == "''" else 1
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    return Passage(start, start + len(words.strip()), words.strip())


def _line(text: str, language: str) -> str:
    return f" {' '.join(word.key for word in read_words(text, language))} "
