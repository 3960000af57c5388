"""Scores whom “he” and “she” stand for in found quotations, against names written down by somebody who read the stories.

The names are JSON Lines, `{"id", "start", "end", "name"}`, one a quotation. Several spellings of a name are parted by "|", null is
somebody whom the story leaves without a name, and "unclear" is left out.
"""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from articles.quotation import FoundQuote

from .quote_scores import names_agree

Wanted = dict[str, list[dict[str, Any]]]


def read_names(path: Path) -> Wanted:
    """Return the names by story."""
    wanted: Wanted = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        quote = json.loads(line)
        if quote["name"] != "unclear":
            wanted[quote["id"]].append(quote)
    return wanted


@dataclass
class NameTally:
    """Counts over many stories."""

    counts: Counter[str] = field(default_factory=Counter)

    def add(self, found: list[FoundQuote], wanted: list[dict[str, Any]]) -> None:
        """Count one story."""
        quotes = [quote for quote in found if quote.type != "indirect"]
        for gold in wanted:
            quote = next((q for q in quotes if q.start < gold["end"] and gold["start"] < q.end), None)
            self.counts["wanted"] += 1
            self.counts["found"] += quote is not None
            self.counts["right"] += quote is not None and _is_right(quote.speaker_name, gold["name"])

    def __str__(self) -> str:
        count = self.counts
        return (
            f"he and she: {count['right']} right of {count['found']} found ({count['right'] / max(1, count['found']):.3f})"
            f" and of {count['wanted']} there are ({count['right'] / max(1, count['wanted']):.3f})"
        )


def _is_right(name: str | None, wanted: str | None) -> bool:
    if not name or not wanted:
        return not name and not wanted
    return any(names_agree(name, spelling) for spelling in wanted.split("|"))
