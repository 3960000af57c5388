"""Finds the stretches of a text that stand between quotation marks.

One walk over the marks, a small stack, no look-back: the time taken grows with the length of the text and with nothing else.
Every kind of mark is understood, and every mixture of them, because real copy is pasted together from many sources:
what decides between opening and closing is first the mark, then the characters on either side of it.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

_MARK = re.compile(
    r"([“”„‟«»\"＂])\1{3,}"  # a row of four or more is decoration
    r"|<[A-Za-z/!][^<>]*>"  # a tag: the marks inside it belong to its attributes
    r'|=\s?"[^"\n<>]*"'  # an attribute that has lost its tag
    r"|'''|''|``|,,(?=\w)"
    r'|["“”„‟«»＂]'
    r"|\n"
)
_SINGLE = re.compile(r"['‘’‚‛‹›]|\n")
_ELISION = re.compile(
    r"['’‘](?:\d|em\b|til\b|tis\b|twas\b|twere\b|cause\b|bout\b|round\b|n\b|cuz\b|neath\b|cos\b)",
    re.IGNORECASE,
)

_ALWAYS_OPENS = frozenset({"„", ",,"})
_STRAIGHT = frozenset({'"', "''", "＂"})
_OPENING_SURROUNDINGS = frozenset("([{—–-/‘'“„«‹‚\u200b")
_ENDINGS = frozenset(",.!?…—–")


@dataclass(slots=True)
class Passage:
    """A stretch between quotation marks, the marks included; `inner_…` leaves them out."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True
    continues: bool = False


def find_passages(text: str) -> list[Passage]:
    """Return the outermost quoted passages of a text, in order, none of them crossing the end of a paragraph.

    Single marks count only where the text quotes in the British way, that is, uses them for more speech than double marks;
    elsewhere they are apostrophes, headlines, or quotations within a quotation.
    """
    doubles = _find_double(text)
    singles = _find_single(text)
    speeches = [p for p in singles if _reads_like_speech(text, p)]
    if speeches and len(speeches) >= len(_outside(doubles, singles)):
        passages = sorted(singles + _outside(doubles, singles), key=lambda p: p.start)
        passages = _without_overlap(passages)
    else:
        passages = doubles
    passages = [p for p in passages if any(c.isalnum() for c in text[p.inner_start : p.inner_end])]
    _join_paragraphs(text, passages)
    return passages


def find_nested(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the quotations inside a quotation whose words run from start to end."""
    inside = text[start:end]
    found = _find_double(inside) + _find_single(inside)
    found = _without_overlap(sorted((p for p in found if p.closed), key=lambda p: (p.start, -p.end)))
    return [(start + p.start, start + p.end) for p in found]


def _find_double(text: str) -> list[Passage]:
    """Pair double marks (and what stands for them) by a stack that is emptied at each paragraph's end."""
    found: list[Passage] = []
    stack: list[str] = []
    start = inner = 0
    marks = [(m.start(), m.end(), m.group()) for m in _MARK.finditer(text)]
    marks.append((len(text), len(text), "\n"))
    for number, (at, after, found_mark) in enumerate(marks):
        # Three straight ones: a quotation within a quotation begins or ends together with it.
        mark = "''" if found_mark == "'''" else found_mark
        if mark == "\n":
            if stack:
                end = _trimmed_end(text, inner, at)
                found.append(Passage(start, end, inner, end, closed=False))
                stack.clear()
            continue
        if mark[0] in "<=" or len(mark) > 3:
            continue
        before = text[at - 1] if at else " "
        behind = text[after] if after < len(text) else " "
        turn = _direction(mark, before, behind, stack[-1] if stack else "")
        if turn == "opens":
            if not stack:
                start, inner = at, at + len(mark)
                stack.append(mark)
            elif mark != stack[-1] or _closes_twice(marks, number):
                stack.append(mark)
            else:  # the mark that should have closed the last passage is missing
                end = _trimmed_end(text, inner, at)
                found.append(Passage(start, end, inner, end, closed=False))
                stack[:] = [mark]
                start, inner = at, after
        elif turn == "closes" and stack:
            stack.pop()
            if stack and not _any_mark_left(marks, number):
                stack.clear()
            if not stack:
                found.append(Passage(start, after, inner, at))
    return found


def _direction(mark: str, before: str, behind: str, opened: str) -> str:
    """Say whether a mark opens, closes or is stray, from its shape, its neighbours and the mark that is open."""
    leaning_right = (before.isspace() or before in _OPENING_SURROUNDINGS) and not behind.isspace()
    leaning_left = not before.isspace() and not behind.isalnum()
    if mark in _ALWAYS_OPENS:
        return "opens"
    if mark == "“":
        if opened in _ALWAYS_OPENS and not leaning_right:
            return "closes"
        return "closes" if opened and leaning_left and before not in _OPENING_SURROUNDINGS else "opens"
    if mark == "”":
        if opened:
            return "closes"
        return "opens" if leaning_right else "stray"
    if mark == "``":
        return "closes" if opened and leaning_left else "opens"
    if mark in "«»":
        other_way = opened == ("»" if mark == "«" else "«")
        if opened and (other_way or (mark == "»" and not leaning_right)):
            return "closes"
        if mark == "«":
            return (
                "stray"
                if not opened and leaning_left and not leaning_right and behind.isspace() and before != "("
                else "opens"
            )
        return "opens" if leaning_right else "stray"
    if mark == "''" and before.isalnum() and behind.isalnum():
        return "stray"
    if opened:
        return "opens" if before.isspace() and behind.isalnum() else "closes"
    if before.isdigit() and not behind.isalnum():
        return "stray"  # inches
    return (
        "stray"
        if leaning_left and not leaning_right and (before.isalnum() or before in _ENDINGS - set("—–"))
        else "opens"
    )


def _closes_twice(marks: list[tuple[int, int, str]], number: int) -> bool:
    """Are the next two marks of this paragraph closing ones? Then the mark at hand opens a quotation within a quotation."""
    following = [mark for _, _, mark in marks[number + 1 : number + 3]]
    return len(following) == 2 and all(mark in "”»" for mark in following)


def _any_mark_left(marks: list[tuple[int, int, str]], number: int) -> bool:
    """Does another mark follow in this paragraph? If none does, the one at hand closes everything that is open."""
    return marks[number + 1][2] != "\n" if number + 1 < len(marks) else False


def _find_single(text: str) -> list[Passage]:
    """Pair single marks, telling them from apostrophes and from the possessive of a plural."""
    found: list[Passage] = []
    opened = -1
    possible_end = -1
    for match in _SINGLE.finditer(text):
        at, mark = match.start(), match.group()
        before = text[at - 1] if at else " "
        behind = text[at + 1] if at + 1 < len(text) else " "
        if mark == "\n":
            if opened >= 0:
                if possible_end >= 0:
                    found.append(Passage(opened, possible_end + 1, opened + 1, possible_end))
                elif _begins_with_single(text, at + 1):
                    end = _trimmed_end(text, opened + 1, at)
                    found.append(Passage(opened, end, opened + 1, end, closed=False))
            opened = possible_end = -1
            continue
        leans_right = (before.isspace() or before in '([—–-"“') and (
            behind.isalnum() or behind in '[“"…$£€¿¡'
        )
        leans_left = not before.isspace() and not behind.isalnum()
        may_open = leans_right and mark != "›" and not _ELISION.match(text, at)
        if mark == "’" and may_open:
            may_open = opened < 0 and "‘" not in text[max(0, at - 200) : at + 200]
        if may_open:
            if opened >= 0 and possible_end >= 0:
                found.append(Passage(opened, possible_end + 1, opened + 1, possible_end))
            opened, possible_end = at, -1
        elif opened >= 0 and leans_left:
            if before in "sS" and behind == " " and mark in "'’":
                possible_end = at if possible_end < 0 else possible_end
            else:
                found.append(Passage(opened, at + 1, opened + 1, at))
                opened = possible_end = -1
    if opened >= 0 and possible_end >= 0:
        found.append(Passage(opened, possible_end + 1, opened + 1, possible_end))
    return found


def _begins_with_single(text: str, at: int) -> bool:
    following = text[at : at + 8].lstrip()
    return following[:1] in ("'", "‘") and bool(following[1:2].isalnum())


def _reads_like_speech(text: str, passage: Passage) -> bool:
    """Is this a sentence or the beginning of one, rather than a word in inverted commas?"""
    words = text[passage.inner_start : passage.inner_end]
    if len(words) < 6 or " " not in words:
        return False
    return words[-1] in _ENDINGS or not passage.closed or text[passage.end : passage.end + 1] in (",", ".")


def _outside(passages: list[Passage], others: list[Passage]) -> list[Passage]:
    """Return the passages that do not lie inside one of the others (both in order)."""
    kept, number = [], 0
    for passage in passages:
        while number < len(others) and others[number].end <= passage.start:
            number += 1
        if number == len(others) or not others[number].start < passage.start < others[number].end:
            kept.append(passage)
    return kept


def _without_overlap(passages: list[Passage]) -> list[Passage]:
    kept: list[Passage] = []
    for passage in passages:
        if not kept or passage.start >= kept[-1].end:
            kept.append(passage)
    return kept


def _trimmed_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _join_paragraphs(text: str, passages: list[Passage]) -> None:
    """Mark each passage that was left open because the speaker goes on in the next paragraph, which opens anew."""
    for passage, following in pairwise(passages):
        if not passage.closed:
            between = text[passage.end : following.start]
            passage.continues = "\n" in between and between.isspace()
