"""Quotations that are set off in a block of their own and need no marks: a blockquote without any is somebody's words, whole."""

from itertools import groupby
from operator import attrgetter

from articles.blocks import RunningText
from articles.quotation.fidelity import quoted_passages

DASHES = ("—", "–", "-")


def set_off_quotations(running: RunningText) -> list[tuple[int, int]]:
    """Return where in a running text the words of each blockquote without marks stand; a line that begins with a dash says whose they are."""
    found = []
    for number, group in groupby(running.blocks, attrgetter("blockquote")):
        blocks = list(group)
        if not number or any(quoted_passages(block.text) for block in blocks):
            continue
        words = [block for block in blocks if not block.text.startswith(DASHES)]
        if words:
            found.append((running.at(words[0].start), running.at(words[-1].end)))
    return found
