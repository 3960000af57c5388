"""Two people changed one thing at once: what both mean, put together. No Django here: values in, values out.

Everything is told from where both began (`base`): what only one of them changed is taken over, what both
changed alike stands, and what both changed differently is a `Clash` for a person to decide.

Paragraphs are followed one by one, so that neighbours changed by two people do not clash, as lines do in
tools for programs (compare Khanna, Kunal and Pierce, "A Formal Investigation of Diff3", 2007).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

V = TypeVar("V")

MINE, THEIRS, BOTH = "mine", "theirs", "both"

# Pairing rewritten paragraphs costs the product of their numbers; beyond this they are paired in order.
MOST_PAIRS = 10_000
# Finding equal paragraphs costs, at worst, the product of two lengths; beyond this the middle is one piece.
MOST_COMPARISONS = 25_000_000


@dataclass(frozen=True, slots=True)
class Clash(Generic[V]):
    """What two people changed differently: how both found it, what they made of it, what I did."""

    base: V
    theirs: V
    mine: V


@dataclass(frozen=True, slots=True)
class ParagraphClash(Clash[tuple[str, ...]]):
    """A paragraph, with its place among those that both began with; each side may have none, or several."""

    place: int


def merge_value(base: V, theirs: V, mine: V) -> V | Clash[V]:
    """Return the value that both mean, or a clash."""
    if mine in (theirs, base):
        return theirs
    return mine if theirs == base else Clash(base, theirs, mine)


def merge_names(base: Iterable[str], theirs: Iterable[str], mine: Iterable[str]) -> list[str]:
    """Return names of which each was kept, added or taken off by one of the two; this never clashes."""
    was, here = set(base), list(mine)
    gone = was - set(here)
    taken_off = was - set(theirs)
    kept = [name for name in here if name not in taken_off]
    return [*kept, *(name for name in theirs if name not in gone and name not in kept)]


def merge_paragraphs(
    base: Sequence[str], theirs: Sequence[str], mine: Sequence[str]
) -> list[str | ParagraphClash]:
    """Return the paragraphs that both mean, in order, with clashes where both changed one.

    What both put at the same place, and is not the same, stands one after the other: theirs first.
    """
    merged: list[str | ParagraphClash] = []
    theirs_at, mine_at = _Fate(base, theirs), _Fate(base, mine)
    for place in range(len(base) + 1):
        they_put, i_put = theirs_at.before[place], mine_at.before[place]
        merged += they_put if they_put == i_put else _both(they_put, i_put)
        if place == len(base):
            break
        was = (base[place],)
        found = merge_value(was, theirs_at.now[place], mine_at.now[place])
        if isinstance(found, Clash):
            merged.append(ParagraphClash(found.base, found.theirs, found.mine, place))
        else:
            merged += found
    return merged


def settle(
    merged: Iterable[str | ParagraphClash], choose: Callable[[ParagraphClash], str | None]
) -> list[str | ParagraphClash]:
    """Return the paragraphs with each clash as `choose` decides it: MINE, THEIRS, BOTH, or None to leave it."""
    settled: list[str | ParagraphClash] = []
    for one in merged:
        choice = choose(one) if isinstance(one, ParagraphClash) else None
        if not isinstance(one, ParagraphClash) or choice is None:
            settled.append(one)
        else:
            settled += one.theirs if choice in (THEIRS, BOTH) else ()
            settled += one.mine if choice in (MINE, BOTH) else ()
    return settled


def _both(theirs: Sequence[str], mine: Sequence[str]) -> list[str]:
    """Return theirs and then mine, without what stands at the end of one and the beginning of the other alike."""
    known = Counter(theirs)
    own = []
    for one in mine:
        if known[one]:
            known[one] -= 1
        else:
            own.append(one)
    return [*theirs, *own]


class _Fate:
    """What became of each paragraph, and what was put before it."""

    def __init__(self, base: Sequence[str], now: Sequence[str]) -> None:
        self.now: list[tuple[str, ...]] = [()] * len(base)
        self.before: list[list[str]] = [[] for _ in range(len(base) + 1)]
        for kind, i1, i2, j1, j2 in _steps(base, now):
            if kind == "equal":
                for place in range(i1, i2):
                    self.now[place] = (base[place],)
            elif kind == "insert":
                self.before[i1] += now[j1:j2]
            elif kind == "replace":
                self._pair(base, now, range(i1, i2), range(j1, j2))

    def _pair(self, base: Sequence[str], now: Sequence[str], old: range, new: range) -> None:
        """Let as many paragraphs as possible be rewritten ones; what is left over was put in or taken out."""
        paired = {there: here for here, there in _pairs(base, now, old, new)}
        place = old.start
        for there in new:
            if there in paired:
                self.now[paired[there]] = (now[there],)
                place = paired[there] + 1
            else:
                self.before[place].append(now[there])


def _steps(base: Sequence[str], now: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    start = _common(base, now)
    end = _common(base[start:][::-1], now[start:][::-1])
    old, new = base[start : len(base) - end], now[start : len(now) - end]
    yield "equal", 0, start, 0, start
    if len(old) * len(new) > MOST_COMPARISONS:
        yield "replace", start, start + len(old), start, start + len(new)
    else:
        for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
            yield kind, start + i1, start + i2, start + j1, start + j2
    yield "equal", len(base) - end, len(base), len(now) - end, len(now)


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    count = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        count += 1
    return count


def _pairs(base: Sequence[str], now: Sequence[str], old: range, new: range) -> list[tuple[int, int]]:
    """Pair old and new paragraphs in order: as many as can be, those that share most words."""
    if len(old) == len(new) or len(old) * len(new) > MOST_PAIRS:
        return list(zip(old, new, strict=False))
    words = [_words(base[place]) for place in old], [_words(now[place]) for place in new]
    # best[i][j]: what pairing the first i old with the first j new is worth. A pair is worth more than any
    # likeness, so that none is given up for a better one.
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i, was in enumerate(words[0], 1):
        for j, is_now in enumerate(words[1], 1):
            paired = best[i - 1][j - 1] + len(old) + len(new) + _likeness(was, is_now)
            best[i][j] = max(paired, best[i - 1][j], best[i][j - 1])
    found = []
    i, j = len(old), len(new)
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((old[i], new[j]))
    return found[::-1]


def _words(text: str) -> Counter[str]:
    return Counter(text.split())


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return how many of their words two texts share, from 0 to 1 (Dice's coefficient)."""
    return 2 * (one & other).total() / ((one.total() + other.total()) or 1)
