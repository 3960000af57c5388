"""A story's body as a row of blocks: what each is for, where its words stand in the plain text and in the markup.

No Django here: markup in, values out. The blocks' texts, joined by line breaks, are `text.plain_text`.
"""

import html
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from articles.text import BLOCK_TAGS

RUNNING, SUBHEAD, CAPTION, PULL_QUOTE = "text", "subhead", "caption", "pull_quote"
# What stands in these is shown to be seen at a glance; it is no part of the running text.
_DISPLAY = {"h2": SUBHEAD, "h3": SUBHEAD, "figcaption": CAPTION, "aside": PULL_QUOTE}
# A word, a character written as a reference, a line end, other space.
_PIECE = re.compile(r"([^\s&]+)|(&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);?)|\n|[^\S\n]+|(&)")


@dataclass(slots=True)
class Block:
    """One line of a body's plain text."""

    kind: str
    # Where the line begins in the plain text.
    start: int
    text: str = ""
    # Which of the body's blockquotes it stands in, counted from 1.
    blockquote: int = 0
    # For each character, where it begins and ends in the markup.
    begins: array = field(default_factory=lambda: array("I"), repr=False)
    ends: array = field(default_factory=lambda: array("I"), repr=False)

    @property
    def end(self) -> int:
        """Where the line ends in the plain text."""
        return self.start + len(self.text)

    def markup_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where some characters of this block, counted from its own beginning, stand in the markup."""
        return self.begins[start], self.ends[end - 1]


class _Reader(HTMLParser):
    """Collect the blocks of an HTML fragment."""

    def __init__(self, body: str) -> None:
        super().__init__(convert_charrefs=False)
        self.blocks: list[Block] = []
        self._body = body
        self._line_starts = [0]
        for line in body.split("\n")[:-1]:
            self._line_starts.append(self._line_starts[-1] + len(line) + 1)
        self._open: list[str] = []
        self._blockquotes = self._depth = 0
        self._letters: list[str] = []
        self._begins, self._ends = array("I"), array("I")
        self._space: tuple[int, int] | None = None
        # The parser would hand over one reference at a time, and a text may hold 400,000: it is shown none.
        self.feed(body.replace("&", "+"))
        self.close()
        self._break()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCK_TAGS:
            self._break()
        if tag in _DISPLAY:
            self._open.append(tag)
        if tag == "blockquote":
            self._blockquotes += not self._depth
            self._depth += 1

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self._break()
        if self._open and self._open[-1] == tag:
            self._open.pop()
        if tag == "blockquote":
            self._depth = max(0, self._depth - 1)

    def handle_data(self, data: str) -> None:
        at = self._at()
        for found in _PIECE.finditer(self._body, at, at + len(data)):
            begin, end = found.span()
            if word := found[1] or found[3]:
                self._put(word, range(begin, end), range(begin + 1, end + 1))
            elif found[2]:
                self._put_reference(found[2], begin, end)
            else:
                self._put_space(found[0], begin, end)

    def _put_reference(self, written: str, begin: int, end: int) -> None:
        for letter in _meant(written):
            if letter.isspace():
                self._put_space(letter, begin, end)
            else:
                self._put(letter, (begin,), (end,))

    def _at(self) -> int:
        line, column = self.getpos()
        return self._line_starts[line - 1] + column

    def _put_space(self, letter: str, begin: int, end: int) -> None:
        if letter == "\n":
            self._break()
        else:
            self._space = self._space or (begin, end)

    def _put(self, letters: str, begins: Iterable[int], ends: Iterable[int]) -> None:
        if self._space and self._letters:
            self._letters.append(" ")
            self._begins.append(self._space[0])
            self._ends.append(self._space[1])
        self._space = None
        self._letters.append(letters)
        self._begins.extend(begins)
        self._ends.extend(ends)

    def _break(self) -> None:
        if self._letters:
            kind = _DISPLAY[self._open[0]] if self._open else RUNNING
            start = self.blocks[-1].end + 1 if self.blocks else 0
            blockquote = self._blockquotes if self._depth else 0
            self.blocks.append(
                Block(kind, start, "".join(self._letters), blockquote, self._begins, self._ends)
            )
        self._letters, self._begins, self._ends, self._space = [], array("I"), array("I"), None


def blocks_of(body: str) -> list[Block]:
    """Return the blocks of an HTML body, in order, none of them empty; others share them, so nobody changes one."""
    return [*_read(body)]


_meant = lru_cache(maxsize=256)(html.unescape)


# A save asks for the blocks of one body, before and after, several times.
@lru_cache(maxsize=4)
def _read(body: str) -> tuple[Block, ...]:
    return tuple(_Reader(body).blocks)


class RunningText:
    """The words of a body without its subheads, captions and pull quotes: where quotations are looked for."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = [block for block in blocks if block.kind == RUNNING]
        self.text = "\n".join(block.text for block in self.blocks)
        self._starts = []
        at = 0
        for block in self.blocks:
            self._starts.append(at)
            at += len(block.text) + 1

    def position(self, at: int) -> int:
        """Return where a character of the running text stands in the body's whole plain text."""
        number = bisect_right(self._starts, at) - 1
        return self.blocks[number].start + at - self._starts[number]

    def at(self, position: int) -> int:
        """Return the character of the running text that stands at a place of the plain text, or the next one after it."""
        number = bisect_right([block.start for block in self.blocks], position) - 1
        if number < 0:
            return 0
        return self._starts[number] + min(position - self.blocks[number].start, len(self.blocks[number].text))

    def pieces(self, start: int, end: int) -> list[tuple[Block, int, int]]:
        """Return the parts of blocks that a span of the running text covers, each counted from its block's beginning."""
        found = []
        number = max(bisect_right(self._starts, start) - 1, 0)
        for block, begin in zip(self.blocks[number:], self._starts[number:], strict=True):
            if begin >= end:
                break
            piece = max(start - begin, 0), min(end - begin, len(block.text))
            if piece[0] < piece[1]:
                found.append((block, *piece))
        return found


def running_text(body: str) -> RunningText:
    """Return the running text of an HTML body."""
    return RunningText(blocks_of(body))
