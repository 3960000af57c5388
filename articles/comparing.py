"""How two texts differ, word by word. No Django here: text in, values out."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import takewhile

# Comparing costs the product of two lengths. Beyond this, passages are shown whole: the page must come in time.
MOST_COMPARISONS = 1_000_000
_WORD = re.compile(r"\s+|\w+|[^\w\s]")

SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that both texts have, or only the old one, or only the new one."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Return what differs between two texts, word by word; an ellipsis stands for lines that are the same."""
    old, new = before.split("\n"), after.split("\n")
    start = _common(old, new)
    end = _common(old[start:][::-1], new[start:][::-1])
    old, new = old[start : len(old) - end], new[start : len(new) - end]
    pieces = [Piece(SAME, "… ")] if start else []
    for was, now in _passages(old, new):
        pieces += [Piece(SAME, " … ")] if was == now else list(_by_words(was, now))
    return [*pieces, Piece(SAME, " …")] if end else pieces


def in_full(before: str, after: str) -> list[Piece]:
    """Return two texts as one, word by word, with nothing left out: for passages that stand side by side."""
    return list(_by_words(before, after))


def _common(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _passages(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Pair the lines of two texts, runs of equal ones and runs that differ."""
    if len(old) * len(new) > MOST_COMPARISONS:
        yield "\n".join(old), "\n".join(new)
        return
    for _, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield "\n".join(old[i1:i2]), "\n".join(new[j1:j2])


def _by_words(was: str, now: str) -> Iterator[Piece]:
    old, new = _WORD.findall(was), _WORD.findall(now)
    if len(old) * len(new) > MOST_COMPARISONS:
        yield from (Piece(kind, text) for kind, text in ((GONE, was), (NEW, now)) if text)
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield Piece(SAME, "".join(old[i1:i2]))
            continue
        if i1 != i2:
            yield Piece(GONE, "".join(old[i1:i2]))
        if j1 != j2:
            yield Piece(NEW, "".join(new[j1:j2]))
