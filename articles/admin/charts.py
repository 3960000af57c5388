"""Bar charts, drawn by the server: an SVG for the eye, and the same numbers in a table."""

from dataclasses import dataclass

from articles.output import Bar

# In the units of the drawing: as wide as a telephone, so that letters keep their size.
WIDTH, HEIGHT, HEAD, FOOT = 336, 100, 16, 18
# How much of its room a bar takes.
FILLED = 0.65


@dataclass(frozen=True, slots=True)
class Column:
    """One bar, where it is drawn."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float
    middle: float


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart, its name, and what it says in one sentence."""

    name: str
    title: str
    says: str
    head: str
    columns: list[Column]
    width: int
    height: int
    foot: int


def chart(name: str, title: str, says: str, head: str, bars: list[Bar]) -> Chart:
    """Lay a chart out; the highest bar fills the height."""
    most = max((bar.count for bar in bars), default=0) or 1
    step = WIDTH / max(len(bars), 1)
    columns = [
        Column(
            bar,
            x=round((place + (1 - FILLED) / 2) * step, 1),
            y=round(HEAD + HEIGHT - HEIGHT * bar.count / most, 1),
            width=round(step * FILLED, 1),
            height=round(HEIGHT * bar.count / most, 1),
            middle=round((place + 0.5) * step, 1),
        )
        for place, bar in enumerate(bars)
    ]
    return Chart(name, title, says, head, columns, WIDTH, HEAD + HEIGHT + FOOT, HEAD + HEIGHT)
