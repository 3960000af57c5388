"""Finds, among the names that are known, those that may be the same person's: other spellings, initials, surnames alone, slips.

Everything here is a suggestion with a reason and a score. Nothing is merged: two surnames that fold alike can be two families.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from articles.quotation.folding import REMEMBERED, fold_keys, fold_name, name_words

# Below five letters one slip makes another name: Rama and Rada, Hoti and Hosi.
_LONG_ENOUGH_FOR_A_SLIP = 5


class Reason(StrEnum):
    """Why a known name is suggested, the strongest first."""

    SAME = "the same name"
    SPELLING = "another spelling"
    ORDER = "the same words in another order"
    LONGER = "one has a word more"
    INITIAL = "the given name is an initial"
    SURNAME = "the surname alone"
    SLIP = "one letter differs"


_SCORES = {
    Reason.SAME: 1.0,
    Reason.SPELLING: 0.96,
    Reason.ORDER: 0.92,
    Reason.LONGER: 0.9,
    Reason.INITIAL: 0.86,
    Reason.SURNAME: 0.82,
    Reason.SLIP: 0.9,  # times the likeness of each word
}


class NearName(NamedTuple):
    """A known name, how likely it is to be meant (0 to 1, for sorting: not a probability), and why."""

    name: str
    score: float
    reason: Reason


def near_names(name: str, known: Iterable[str], *, least: float = 0.65, most: int = 8) -> list[NearName]:
    """Return the known names that may stand for the same person, the likeliest first, at most `most` of them and none below `least`.

    Every known name is looked at: where there are tens of thousands, pass those that share a fold key or a word.
    """
    mine = name_words(name)
    found = (near for other in known if (near := _judge(mine, other)) and near.score >= least)
    return sorted(found, key=lambda near: (-near.score, near.name))[:most]


def _judge(mine: list[str], known: str) -> NearName | None:
    theirs = _words(known)
    # An early no for nearly all of a long list: some word has to begin alike.
    if not mine or not theirs or not _initials(" ".join(mine)) & _initials(known):
        return None
    if mine == theirs:
        return NearName(known, _SCORES[Reason.SAME], Reason.SAME)
    if _meet(" ".join(mine), " ".join(theirs)):
        return NearName(known, _SCORES[Reason.SPELLING], Reason.SPELLING)
    if _meet(" ".join(sorted(mine, key=fold_name)), " ".join(sorted(theirs, key=fold_name))):
        return NearName(known, _SCORES[Reason.ORDER], Reason.ORDER)
    return (
        _judge_words(mine, theirs, known) if len(mine) <= len(theirs) else _judge_words(theirs, mine, known)
    )


def _judge_words(shorter: list[str], longer: list[str], known: str) -> NearName | None:
    """Compare surname with surname, given name with given name."""
    if len(shorter) < len(longer):
        if len(shorter) == 1:
            likeness = max(_likeness(shorter[0], word) for word in longer[1:])
            return (
                NearName(known, round(_SCORES[Reason.SURNAME] * likeness, 3), Reason.SURNAME)
                if likeness
                else None
            )
        following = iter(longer)
        if all(any(_meet(word, other) for other in following) for word in shorter):
            return NearName(known, _SCORES[Reason.LONGER], Reason.LONGER)
    surname = _likeness(shorter[-1], longer[-1])
    given = _likeness(shorter[0], longer[0]) if len(shorter) > 1 else 1.0
    if surname and given:
        return NearName(known, round(_SCORES[Reason.SLIP] * surname * given, 3), Reason.SLIP)
    if surname and 1 in {len(shorter[0]), len(longer[0])} and _initials(shorter[0]) & _initials(longer[0]):
        return NearName(known, round(_SCORES[Reason.INITIAL] * surname, 3), Reason.INITIAL)
    return None


def _likeness(word: str, other: str) -> float:
    """Return 1 for words that fold alike, a little less for one slip between them, 0 for different words."""
    if _meet(word, other):
        return 1.0
    mine, theirs = fold_name(word), fold_name(other)
    if (
        min(len(mine), len(theirs)) < _LONG_ENOUGH_FOR_A_SLIP
        or not _is_one_slip(mine, theirs)
        or _are_man_and_woman(mine, theirs)
    ):
        return 0.0
    return 1 - 1 / max(len(mine), len(theirs))


def _meet(name: str, other: str) -> bool:
    return not fold_keys(name).isdisjoint(fold_keys(other))


def _is_one_slip(word: str, other: str) -> bool:
    """Is one letter too many, missing, another, or in its neighbour's place?

    F. J. Damerau, "A technique for computer detection and correction of spelling errors" (1964): four in five misspellings are.
    """
    while word and other and word[0] == other[0]:
        word, other = word[1:], other[1:]
    while word and other and word[-1] == other[-1]:
        word, other = word[:-1], other[:-1]
    return max(len(word), len(other)) <= 1 or (len(word) == 2 and word == other[::-1])


def _are_man_and_woman(word: str, other: str) -> bool:
    """Are these the two forms of a Slav surname, Ivanov and Ivanova, Šekerinski and Šekerinska? They are two people, not a slip."""
    first, second = sorted((word, other))
    if first.endswith("ska"):
        return second == f"{first[:-1]}i"
    return first.endswith(("ov", "ev", "in")) and second == f"{first}a"


@lru_cache(maxsize=REMEMBERED)
def _words(name: str) -> list[str]:
    return name_words(name)


@lru_cache(maxsize=REMEMBERED)
def _initials(name: str) -> frozenset[str]:
    return frozenset(word[0] for key in fold_keys(name) for word in key.split())
