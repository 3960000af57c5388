"""Bar charts, drawn by the server: an SVG for the eye, and the same numbers in a table."""

from dataclasses import dataclass

from articles.output import Bar

# In the units of the drawing.
STEP, WIDTH, HEIGHT, HEAD, FOOT = 40, 26, 100, 16, 18


@dataclass(frozen=True, slots=True)
class Column:
    """One bar, where it is drawn."""

    bar: Bar
    x: int
    y: float
    width: int
    height: float
    middle: int


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
    columns = [
        Column(
            bar,
            x=place * STEP + (STEP - WIDTH) // 2,
            y=round(HEAD + HEIGHT - HEIGHT * bar.count / most, 1),
            width=WIDTH,
            height=round(HEIGHT * bar.count / most, 1),
            middle=place * STEP + STEP // 2,
        )
        for place, bar in enumerate(bars)
    ]
    return Chart(name, title, says, head, columns, STEP * len(bars), HEAD + HEIGHT + FOOT, HEAD + HEIGHT)
