"""Measuring: every page by every way, in turns, so that a busy moment of the machine hits all alike."""

import json
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any, Self

from bench.place import HOT
from bench.server import cpu_seconds


@dataclass(frozen=True, slots=True)
class Contender:
    """One thing to compare: a kind of page, by one way, from one server."""

    server: str
    kind: str
    way: str
    port: int
    pid: int
    processes: int
    paths: tuple[str, ...]


@dataclass(slots=True)
class Speed:
    """What was seen of a contender, round by round."""

    per_second: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p95: list[float] = field(default_factory=list)
    requests: int = 0
    cpu_seconds: float = 0.0

    def add(self, result: dict[str, float], cpu: float | None) -> None:
        """Keep what one round brought."""
        self.per_second.append(result["requests"] / result["seconds"])
        self.p50.append(result["p50"] * 1000)
        self.p95.append(result["p95"] * 1000)
        self.requests += int(result["requests"])
        self.cpu_seconds += float("nan") if cpu is None else cpu

    def middle(self, name: str) -> float:
        """Return the median of all rounds."""
        return median(getattr(self, name))

    @property
    def cpu(self) -> float:
        """Milliseconds of the server's processor time a request: does not mind a busy machine."""
        # The clock for it ticks a hundred times a second: a short look may see none.
        return self.cpu_seconds / self.requests * 1000 or float("nan")


class Load:
    """The load generator, in a process of its own."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "bench.load"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()

    def put_on(self, contender: Contender, seconds: float) -> dict[str, Any]:
        """Ask for a contender's pages for so many seconds; with none, for each of them once."""
        known = {name: getattr(contender, name) for name in ("port", "processes", "way", "paths")}
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps({**known, "seconds": seconds}), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        if not answer:
            sys.exit(f"No figure for {contender.kind}, {contender.way}: see above.")
        return json.loads(answer)


def measure(
    contenders: Sequence[Contender],
    *,
    rounds: int,
    seconds: float,
    on_progress: Callable[[int], object] = lambda done: None,
) -> dict[Contender, Speed]:
    """Return the speeds; the contenders of one kind of page take turns, each round in another order."""
    speeds: dict[Contender, Speed] = {contender: Speed() for contender in contenders}
    by_kind: dict[str, list[Contender]] = defaultdict(list)
    for contender in contenders:
        by_kind[contender.kind].append(contender)
    with Load() as load:
        for rivals in by_kind.values():
            for rival in rivals:
                load.put_on(replace(rival, paths=rival.paths[:HOT]), seconds=0)
            for number in range(rounds):
                first = number % len(rivals)
                for rival in [*rivals[first:], *rivals[:first]]:
                    before = cpu_seconds(rival.pid)
                    result = load.put_on(rival, seconds)
                    after = cpu_seconds(rival.pid)
                    speeds[rival].add(result, None if before is None or after is None else after - before)
                    on_progress(1)
    return speeds
