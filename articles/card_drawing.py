"""A headline as a picture: what social networks show of a story that has none.

No Django here: words in, a PNG out.
"""

import io
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
PAPER, INK, ACCENT = "#fdfcf9", "#1b1a18", "#8c2318"
MARGIN = 80
# The headline takes the largest of these in which it fits; in the last one it is cut.
SIZES = (84, 76, 68, 60, 54, 48, 42)
LEADING = 1.16
TOP, BOTTOM = 190, 540
_PACKAGE = find_spec("font_source_serif_pro")
# No character of any language: what the font draws for it, it draws for all that it lacks.
_NOTHING = "\uffff"


class CannotBeDrawn(ValueError):
    """The headline holds letters that our font lacks."""


def draw(headline: str, site_name: str) -> bytes:
    """Return the card of a headline as PNG.

    Raises:
        CannotBeDrawn: when it would show empty boxes.
    """
    if lacking := {letter for letter in {*headline, *site_name} if not _is_known(letter)}:
        raise CannotBeDrawn(f"The font lacks {sorted(lacking)!r}.")
    # Few colours and no photograph: a palette is a third of the size, and is written in half the time.
    card = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(card)
    width, height = SIZE
    pen.rectangle((0, 0, width, 16), fill=ACCENT)
    pen.text((MARGIN, 70), _within(site_name, _font(44), width - 2 * MARGIN), font=_font(44), fill=ACCENT)
    pen.line((MARGIN, 150, width - MARGIN, 150), fill=INK, width=2)
    size, lines = _set(headline)
    for number, line in enumerate(lines):
        pen.text((MARGIN, TOP + number * size * LEADING), line, font=_font(size), fill=INK)
    pen.line((MARGIN, height - 62, width - MARGIN, height - 62), fill=INK, width=1)
    pen.line((MARGIN, height - 56, width - MARGIN, height - 56), fill=INK, width=1)
    out = io.BytesIO()
    few = card.quantize(32, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _set(headline: str) -> tuple[int, list[str]]:
    """Return the size in which a headline fits, and its lines."""
    for size in SIZES:
        lines = _lines(headline, size)
        most = int((BOTTOM - TOP) / (size * LEADING))
        if len(lines) <= most and all(_font(size).getlength(line) <= SIZE[0] - 2 * MARGIN for line in lines):
            return size, lines
    kept = [_within(line, _font(size), SIZE[0] - 2 * MARGIN) for line in lines[:most]]
    if len(lines) > most:
        kept[-1] = _within(f"{kept[-1].rstrip(' …')} …", _font(size), SIZE[0] - 2 * MARGIN)
    return size, kept


def _lines(headline: str, size: int) -> list[str]:
    font, room = _font(size), SIZE[0] - 2 * MARGIN
    lines = [""]
    for word in headline.split():
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _within(text: str, font: ImageFont.FreeTypeFont, room: int) -> str:
    """Return a text that fits on one line, cut where it does not."""
    if font.getlength(text) <= room:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if font.getlength(f"{text[:middle]}…") <= room else (low, middle - 1)
    return f"{text[:low].rstrip()}…"


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    # Found and not imported: the package looks through its whole folder at import.
    assert _PACKAGE is not None
    assert _PACKAGE.origin is not None
    folder = Path(_PACKAGE.origin).parent / "files"
    return ImageFont.truetype(folder / "SourceSerifPro-Bold.ttf", size)


@lru_cache(maxsize=4096)
def _is_known(letter: str) -> bool:
    if letter.isspace():
        return True
    font = _font(24)
    drawn, nothing = font.getmask(letter), font.getmask(_NOTHING)
    return (drawn.size, bytes(drawn)) != (nothing.size, bytes(nothing))
