"""Fill a newsroom and measure its pages: `python -m bench --stories 10000`."""

import argparse
import json
import subprocess
import sys
from contextlib import ExitStack
from typing import Any
from urllib.parse import quote

from bench.measure import Contender, measure
from bench.place import KNOWN, Place
from bench.progress import Progress
from bench.report import report, report_scale
from bench.server import free_ports, running

SMALL, LARGE = 1_000, 100_000
SCALE_KINDS = ("story", "front page", "section", "section, deep", "tag", "tag, deep", "author", "person")


def main() -> None:
    """Do what the command line says."""
    asked = _arguments()
    sizes = [SMALL, LARGE] if asked.scale else [asked.stories]
    places = [Place(size, port) for size, port in zip(sizes, free_ports(len(sizes)), strict=True)]
    for place in places:
        if not (asked.again and (place.folder / KNOWN).exists()):
            _prepare(place)
    if asked.only_fill:
        return
    with ExitStack() as servers:
        contenders = []
        for place in places:
            pid = servers.enter_context(running(place))
            contenders += _contenders(
                place, pid, ("uncached",) if asked.scale else ("cached", "uncached", "bare", "naked")
            )
        with Progress(len(contenders) * asked.rounds, "rounds") as progress:
            speeds = measure(
                contenders, rounds=asked.rounds, seconds=asked.seconds, on_progress=progress.advance
            )
    known = [json.loads((place.folder / KNOWN).read_text()) for place in places]
    met = report_scale(speeds) if asked.scale else report(speeds, known[0])
    sys.exit(0 if met else 1)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--stories", type=int, default=10_000, help="How many; default 10,000.")
    parser.add_argument(
        "--scale",
        action="store_true",
        help=f"Compare {SMALL:,} with {LARGE:,} stories, both servers in turns.",
    )
    parser.add_argument("--again", action="store_true", help="Measure what was filled before, if it was.")
    parser.add_argument("--only-fill", action="store_true", help="Fill and stop.")
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--seconds", type=float, default=0.25, help="How long a round takes.")
    return parser.parse_args()


def _prepare(place: Place) -> None:
    place.folder.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "manage.py", "prepare_bench", str(place.stories)]
    done = subprocess.run(command, env=place.environment, check=False)  # noqa: S603  (our own words)
    if done.returncode:
        sys.exit(done.returncode)


def _contenders(place: Place, pid: int, ways: tuple[str, ...]) -> list[Contender]:
    pages: dict[str, Any] = json.loads((place.folder / KNOWN).read_text())["pages"]
    contenders = []
    for kind, page in pages.items():
        hot = range(page["hot"])
        paths = {
            "uncached": page["paths"],
            "cached": page["paths"][: page["hot"]],
            "bare": [f"/bare/{quote(kind)}/{number}/" for number in hot],
            "naked": [f"/bare/{quote(kind)}/{number}/" for number in hot],
        }
        contenders += [
            Contender(str(place.stories), kind, way, place.port, pid, place.processes, tuple(paths[way]))
            for way in ways
        ]
    return contenders


if __name__ == "__main__":
    main()
