"""A misquoted passage on a story's page: what is wrong with it, and which words differ here and there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.comparing import GONE, NEW, SAME, Piece, in_full
from articles.misquotes import CAPTION, PLACES, PULL_QUOTE, SUBHEAD, CheckedPassage
from articles.quotation.differences import Verdict

IN_PLAIN_WORDS = {
    Verdict.UNMARKED_CUT: "Words are left out, and nothing shows it.",
    Verdict.CHANGED_WORD: "Not the words that were said.",
    Verdict.CHANGED_NUMBER: "Another number than the one that was said.",
    Verdict.CHANGED_SENSE: "Another sense: a “not” has gone or come, more is less, or may is will.",
    Verdict.NOT_IN_STORY: "Nobody says this in the story.",
}
_IN_BODY = frozenset({SUBHEAD, CAPTION, PULL_QUOTE})
Marked = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Misquote:
    """A passage that differs from what was said. Marked is what is held against it: no capital, no comma."""

    passage: CheckedPassage

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return PLACES[self.passage.place]

    @property
    def anchor(self) -> str:
        """The field it stands in."""
        return "id_body" if self.passage.place in _IN_BODY else f"id_{self.passage.place}"

    @property
    def problem(self) -> str:
        """What is wrong with it, in plain words."""
        return IN_PLAIN_WORDS[self.passage.verdict]

    @property
    def printed(self) -> list[Piece]:
        """The passage, what was not said marked as new."""
        if self._is_told:
            spans = ((found.start, found.end) for found in self.passage.comparison.differences)
            return list(_marked(self.passage.words, spans, NEW))
        return [piece for piece in self._pieces() if piece.kind != GONE]

    @property
    def said(self) -> list[Piece]:
        """What was said, what the passage does not have marked as gone; a "not" that it leaves behind included."""
        if not self._is_told:
            return [piece for piece in self._pieces() if piece.kind != NEW]
        compared = self.passage.comparison
        inside, before, behind = [], "", ""
        for found in compared.differences:
            if found.quote_end <= compared.start and found.quote_words:
                before = f"{found.quote_words} "
            elif found.quote_start >= compared.end and found.quote_words:
                behind = f" {found.quote_words}"
            else:
                inside.append((found.quote_start - compared.start, found.quote_end - compared.start))
        pieces = [Piece(GONE, before), *_marked(compared.true_words, inside, GONE), Piece(GONE, behind)]
        return [piece for piece in pieces if piece.text]

    @property
    def _is_told(self) -> bool:
        """Whether the comparison tells what differs: it does where the words are from one quotation."""
        return bool(self.passage.comparison.differences) and len(self.passage.comparison.quotes) == 1

    def _pieces(self) -> list[Piece]:
        return in_full(self.passage.true_words, self.passage.words)


def _marked(text: str, spans: Iterable[Marked], kind: str) -> Iterator[Piece]:
    """Cut a text into pieces, those of the spans of this kind."""
    at = 0
    for start, end in sorted(spans):
        if max(start, at) < end:
            yield Piece(SAME, text[at : max(start, at)])
            yield Piece(kind, text[max(start, at) : end])
            at = end
    yield Piece(SAME, text[at:])
