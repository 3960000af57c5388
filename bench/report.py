"""What was measured, as tables, and which targets are met."""

from collections.abc import Mapping
from typing import Any

from rich.console import Console
from rich.table import Table

from bench.measure import Contender, Speed

STORY_QUERIES, ANY_QUERIES = 2, 5
UNCACHED_RATIO, CACHED_RATIO, SCALE_RATIO = 0.25, 0.85, 1.3

Speeds = Mapping[Contender, Speed]


def report(speeds: Speeds, known: dict[str, Any]) -> bool:
    """Print every page by every way, and whether all targets are met."""
    console = Console(width=110)
    table = Table(title="Pages", title_justify="left")
    for heading in (
        "page",
        "way",
        "requests/s",
        "p50 ms",
        "p95 ms",
        "CPU ms",
        "of bare",
        "by CPU",
        "of naked",
        "queries",
    ):
        table.add_column(heading, justify="left" if heading in {"page", "way"} else "right")
    ratios = {}
    for contender, speed in speeds.items():
        bare, naked = (_rival(speeds, contender, way) for way in ("bare", "naked"))
        rate = speed.middle("per_second")
        ratios[contender.kind, contender.way] = rate / bare.middle("per_second")
        queries = known["pages"][contender.kind]["queries"]
        table.add_row(
            contender.kind if contender.way == "cached" else "",
            contender.way,
            f"{rate:,.0f}",
            f"{speed.middle('p50'):.2f}",
            f"{speed.middle('p95'):.2f}",
            f"{speed.cpu:.2f}",
            f"{rate / bare.middle('per_second'):.2f}",
            f"{bare.cpu / speed.cpu:.2f}",
            f"{rate / naked.middle('per_second'):.2f}",
            {"cached": "1", "uncached": str(queries)}.get(contender.way, "0"),
            end_section=contender.way == "naked",
        )
    console.print(table)
    console.print(
        "bare: the same bytes from a view that has them in memory, behind all middleware but the page cache; "
        "naked: without any middleware."
    )
    queries = {kind: page["queries"] for kind, page in known["pages"].items()}
    return _verdict(
        console,
        {
            f"story page: {queries['story']} queries, at most {STORY_QUERIES}": queries["story"]
            <= STORY_QUERIES,
            f"any page: {max(queries.values())} queries, at most {ANY_QUERIES}": max(queries.values())
            <= ANY_QUERIES,
            f"story page, not cached: {ratios['story', 'uncached']:.2f} of the bare view, at least {UNCACHED_RATIO}": ratios[
                "story", "uncached"
            ]
            >= UNCACHED_RATIO,
            f"story page, cached: {ratios['story', 'cached']:.2f} of the bare view, at least {CACHED_RATIO}": ratios[
                "story", "cached"
            ]
            >= CACHED_RATIO,
        },
    )


def report_scale(speeds: Speeds) -> bool:
    """Print what a hundred times as many stories cost, page by page."""
    console = Console(width=110)
    table = Table(title="A hundred times as many stories", title_justify="left")
    sizes = list(dict.fromkeys(contender.server for contender in speeds))
    table.add_column("page, not cached")
    for size in sizes:
        table.add_column(f"p50 ms at {int(size):,}", justify="right")
        table.add_column("requests/s", justify="right")
    table.add_column("times as long", justify="right")
    targets = {}
    for kind in dict.fromkeys(contender.kind for contender in speeds):
        small, large = (speed for contender, speed in speeds.items() if contender.kind == kind)
        longer = small.middle("per_second") / large.middle("per_second")
        cells = [f"{speed.middle(name):,.2f}" for speed in (small, large) for name in ("p50", "per_second")]
        table.add_row(kind, *cells, f"{longer:.2f}")
        targets[f"{kind}: {longer:.2f} times as long, at most {SCALE_RATIO}"] = longer <= SCALE_RATIO
    console.print(table)
    return _verdict(console, targets)


def _rival(speeds: Speeds, contender: Contender, way: str) -> Speed:
    return next(
        speed
        for other, speed in speeds.items()
        if (other.server, other.kind, other.way) == (contender.server, contender.kind, way)
    )


def _verdict(console: Console, targets: dict[str, bool]) -> bool:
    for target, is_met in targets.items():
        console.print(f"{'met   ' if is_met else 'MISSED'}  {target}", highlight=False)
    return all(targets.values())
