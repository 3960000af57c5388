"""Weighs clues: the sum of the weights of what speaks for a possibility and against it.

The weights are in `weights.txt`, one clue a line, and can be read and argued with; `bench/fit_quotes.py` made them.
"""

from functools import cache
from pathlib import Path


@cache
def weights() -> dict[str, float]:
    """Return the weight of each clue."""
    lines = (Path(__file__).parent / "weights.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.rpartition(" ") for line in lines if line.strip() and not line.startswith("#"))
    return {clue: float(weight) for clue, _, weight in pairs}


def weigh(clues: list[str]) -> float:
    """Return the sum of the weights of some clues; a clue without a weight counts nothing."""
    known = weights()
    return sum(known.get(clue, 0.0) for clue in clues)
