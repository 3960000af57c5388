"""Says what differs between the words of a passage and the words they were taken from, and how grave each difference is."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from enum import StrEnum
from typing import NamedTuple

from articles.quotation.numbers import is_currency, is_number
from articles.quotation.sense import are_opposites, differ_in_force, is_negation
from articles.quotation.word_alignment import Step
from articles.quotation.wording import Word, is_filler

# From this share of common letters on, two wordings are one in another form.
_NEAR = 0.7


class Verdict(StrEnum):
    """How faithful a passage is, the gravest last."""

    EXACT = "exact"
    MARKED_CUT = "marked cut"
    IN_BODY = "in the story, but in nobody's mouth"
    UNMARKED_CUT = "unmarked cut"
    CHANGED_WORD = "changed word"
    CHANGED_NUMBER = "changed number"
    CHANGED_SENSE = "changed sense"
    NOT_IN_STORY = "not in the story"

    @property
    def gravity(self) -> int:
        """A number to sort by: 0 for exact."""
        return list(Verdict).index(self)

    @property
    def is_misquotation(self) -> bool:
        """Must this be cleared, or overridden with a reason, before the story is published?"""
        return self.gravity >= Verdict.CHANGED_NUMBER.gravity


class Stretch(NamedTuple):
    """A stretch where a passage leaves the true words: `rows` of the passage stand for `places` of the truth; one of them may be empty.

    `at_row` and `at_place` are where each goes on from; `marked` says that an ellipsis owns up to the cut.
    """

    rows: tuple[int, ...]
    places: tuple[int, ...]
    at_row: int
    at_place: int
    marked: bool = False


def find_stretches(
    passage: Sequence[Word], truth: Sequence[Word], steps: Iterable[Step]
) -> Iterator[Stretch]:
    """Yield the stretches of an alignment where the words are not the same, in order."""
    rows: list[int] = []
    places: list[int] = []
    at_row = at_place = cut = 0  # `cut` counts the places since the last row
    for row, place in steps:
        if row is not None and cut and passage[row].after_cut:
            if rows:
                yield Stretch(tuple(rows), tuple(places[:-cut]), at_row, at_place)
            yield Stretch((), tuple(places[-cut:]), row, places[-cut], marked=True)
            rows, places, cut = [], [], 0
        if row is not None and place is not None and passage[row].key == truth[place].key:
            if rows or places:
                yield Stretch(tuple(rows), tuple(places), at_row, at_place)
            rows, places, cut = [], [], 0
            at_row, at_place = row + 1, place + 1
            continue
        if row is not None:
            rows.append(row)
        if place is not None:
            places.append(place)
        cut = cut + 1 if row is None else 0
    if rows or places:
        yield Stretch(tuple(rows), tuple(places), at_row, at_place)


def judge(
    passage: Sequence[Word], truth: Sequence[Word], stretch: Stretch, kept_clauses: set[int], language: str
) -> Verdict:
    """Return how grave a stretch is; EXACT if it is a matter of style.

    `kept_clauses` are the clauses of which the passage keeps some words: a "not" that goes together with its whole clause changes no sense.
    """
    said = [passage[row] for row in stretch.rows]
    true = [truth[place] for place in stretch.places if truth[place].key]
    if _is_style(said, true, language):
        return _judge_join(truth, stretch)
    lost = sum(is_negation(word.key, language) for word in true if word.clause in kept_clauses)
    come = sum(is_negation(word.key, language) for word in said)
    if lost != come or any(are_opposites(a.key, b.key, language) for a in said for b in true):
        return Verdict.CHANGED_SENSE
    if not said:
        return Verdict.MARKED_CUT if stretch.marked else Verdict.UNMARKED_CUT
    if all(word.bracketed for word in said) and not (true and all(word.bracketed for word in true)):
        return Verdict.MARKED_CUT if true else Verdict.EXACT
    if differ_in_force([word.key for word in said], [word.key for word in true], language):
        return Verdict.CHANGED_SENSE
    return Verdict.CHANGED_NUMBER if _are_other_numbers(said, true) else Verdict.CHANGED_WORD


def _is_style(said: list[Word], true: list[Word], language: str) -> bool:
    """Is it the same written otherwise: co-operate for cooperate, an "er" or the quotation's own [insertion] left out?"""
    if not said:
        return all(word.bracketed or is_filler(word.key, language) for word in true)
    return spell_alike(said, true)


def spell_alike(said: Sequence[Word], true: Sequence[Word]) -> bool:
    """Do the words have the same letters in a row, co-operate and cooperate? Of figures, 2 5 is not 25."""
    mine, theirs = "".join(word.key for word in said), "".join(word.key for word in true)
    return mine == theirs and not any(is_number(word.key) for word in said)


def are_near(said: Sequence[Word], true: Sequence[Word]) -> bool:
    """Have the words most of their letters in common, in order: organise and organize, I've and I have? They are changed, but not invented."""
    mine, theirs = ("".join(word.key for word in words).replace("'", "") for words in (said, true))
    return SequenceMatcher(None, mine, theirs, autojunk=False).ratio() >= _NEAR


def _judge_join(truth: Sequence[Word], stretch: Stretch) -> Verdict:
    """Two quotations may be joined where the second goes on with the sentence of the first (no full stop: clause 0 between them)."""
    for place in stretch.places:
        if not truth[place].key and truth[place].clause < 0:
            return Verdict.MARKED_CUT if stretch.marked else Verdict.UNMARKED_CUT
    return Verdict.EXACT


def _are_other_numbers(said: list[Word], true: list[Word]) -> bool:
    """Do the numbers differ, or what they are counted in: 5 for 15, three for third, euros for dollars?

    A "one" or "first" that has become another word, or has come, counts nothing: it is hardly ever meant as a number.
    """
    mine, theirs = ({word.key for word in words if is_currency(word.key)} for words in (said, true))
    if mine and theirs and mine != theirs:
        return True
    figures, true_figures = (
        sorted(word.key for word in words if is_number(word.key)) for words in (said, true)
    )
    if figures == true_figures:
        return False
    return bool(figures and true_figures) or not {*figures, *true_figures} <= {"1", "1th"}
