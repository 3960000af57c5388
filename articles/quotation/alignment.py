"""Finds the quotations of a story in a pasted transcript: where the words stand, how exactly, who says them, and when.

Labels and times of the transcript do not count as words; an "er" that the quotation leaves out is no difference.
"""

from collections.abc import Sequence
from typing import NamedTuple

from articles.quotation.comparison import Comparison, Truth
from articles.quotation.differences import Verdict
from articles.quotation.pasted_transcript import Transcript
from articles.quotation.wording import Word, read_words


class Place(NamedTuple):
    """Where a quotation stands in a transcript: its span (code points), the words there, and how the quotation compares with them.

    `speakers` are those named for the stretch, in order; `seconds` is the last time given before it, None if there was none.
    The second spans of the comparison's differences are counted in the transcript.
    """

    start: int
    end: int
    words: str
    comparison: Comparison
    speakers: tuple[str, ...] = ()
    seconds: float | None = None

    @property
    def verdict(self) -> Verdict:
        """How faithful the quotation is to the transcript."""
        return self.comparison.verdict


def align_quotes(
    quotes: Sequence[str], transcript: str, *, around: Sequence[str] = (), language: str = "en"
) -> list[Place | None]:
    """Return for each quotation where it stands in the transcript, None where it does not.

    `around` may give for each quotation the sentence it stands in: a "not" said there is not missing in the quotation.
    """
    read = Transcript(transcript)
    words = _with_walls(read, read_words(read.speech, language))
    truth = Truth(words, [0] * len(words), [read.speech], language)
    known = [*around, *[None] * len(quotes)]
    return [
        _place(read, truth.compare(quote, sentence)) for quote, sentence in zip(quotes, known, strict=False)
    ]


def _with_walls(transcript: Transcript, words: Sequence[Word]) -> list[Word]:
    """Put an empty word wherever another speaker begins: no quotation runs from one to the other unnoticed."""
    walled: list[Word] = []
    speaker = ""
    for word in words:
        now = transcript.turn_at(word.start).speaker
        if now != speaker:
            walled.append(Word("", word.start, word.start, clause=-1))
            speaker = now
        walled.append(word)
    return walled


def _place(transcript: Transcript, comparison: Comparison) -> Place | None:
    if comparison.verdict == Verdict.NOT_IN_STORY or not comparison.quotes:
        return None
    start, end = comparison.start, comparison.end
    turns = [turn for turn in transcript.turns if start < turn.start < end]
    first = transcript.turn_at(start)
    return Place(
        start,
        end,
        " ".join(comparison.true_words.split()),
        comparison,
        speakers=tuple(dict.fromkeys(turn.speaker for turn in (first, *turns) if turn.speaker)),
        seconds=first.seconds,
    )
