"""Scores found quotations against annotated ones: spans, speakers, both together, and cues.

Spans are cut at line breaks and trimmed of marks and edge punctuation, so keeping a final comma or not makes no difference.
A speaker is right if the mention overlaps the annotated one or the names agree.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from articles.quotation import FoundQuote
from articles.quotation.names import fold

EDGES = " \t\r\n\u00a0\"“”„‟«»‹›‘’‚'`,.;:!?…-–—()[]"
PRONOUNS = frozenset("he she they i we it who you him her them his their that which".split())
SUFFIXES = frozenset("jr sr ii iii iv".split())
OVERLAP = 0.5

Piece = tuple[int, int]


@dataclass
class Tally:
    """Counts over many stories; `report` turns them into figures."""

    min_words: int = 0
    counts: Counter[str] = field(default_factory=Counter)

    def add(self, text: str, found: list[FoundQuote], gold: list[dict[str, Any]]) -> None:
        """Count one story."""
        wanted = [
            (p, q) for q in gold if q["type"] != "indirect" for p in self._pieces(text, q["start"], q["end"])
        ]
        ignored = [p for q in gold if q["type"] != "indirect" for p in pieces(text, q["start"], q["end"])]
        offered = [(p, q) for q in found if q.type != "indirect" for p in self._pieces(text, q.start, q.end)]
        offered = [
            (p, q)
            for p, q in offered
            if any(_overlap(p, w) > 0 for w, _ in wanted)
            or not any(_overlap(p, w) >= OVERLAP for w in ignored)
        ]
        self.counts["wanted"] += len(wanted)
        self.counts["offered"] += len(offered)
        exact = {p for p, _ in wanted}
        self.counts["exact"] += sum(p in exact for p, _ in offered)
        pairs = sorted(
            ((_overlap(p, w), i, j) for i, (p, _) in enumerate(offered) for j, (w, _) in enumerate(wanted)),
            reverse=True,
        )
        used: tuple[set[int], set[int]] = (set(), set())
        for overlap, i, j in pairs:
            if overlap < OVERLAP:
                break
            if i in used[0] or j in used[1]:
                continue
            used[0].add(i)
            used[1].add(j)
            self._compare(offered[i][1], wanted[j][1])

    def _pieces(self, text: str, start: int, end: int) -> list[Piece]:
        return [p for p in pieces(text, start, end) if len(text[p[0] : p[1]].split()) >= self.min_words]

    def _compare(self, quote: FoundQuote, gold: dict[str, Any]) -> None:
        if gold.get("cue") is not None:
            self.counts["with cue"] += 1
            overlaps = (
                quote.cue_start is not None
                and quote.cue_start < gold["cue_end"]
                and gold["cue_start"] < (quote.cue_end or 0)
            )
            self.counts["cue"] += overlaps or (quote.cue or "-").lower() in gold["cue"].lower().split()
        if gold.get("speaker") is None:
            self.counts["joint"] += quote.speaker is None
            return
        self.counts["with speaker"] += 1
        right = speaker_is_right(quote, gold)
        self.counts["speaker"] += right
        self.counts["joint"] += right

    def report(self) -> dict[str, float]:
        """Return the figures by name."""
        count = self.counts
        both = max(1, count["wanted"] + count["offered"])
        return {
            "exact span F1": 2 * count["exact"] / both,
            "speaker correct": count["speaker"] / max(1, count["with speaker"]),
            "joint F1": 2 * count["joint"] / both,
            "cue": count["cue"] / max(1, count["with cue"]),
        }


def speaker_is_right(quote: FoundQuote, gold: dict[str, Any]) -> bool:
    """Does the found mention overlap the annotated one, or do the names agree?"""
    if (
        quote.speaker_start is not None
        and quote.speaker_end is not None
        and quote.speaker_start < gold["speaker_end"]
        and gold["speaker_start"] < quote.speaker_end
    ):
        return True
    for offered in (quote.speaker, quote.speaker_name):
        for wanted in (gold["speaker"], gold.get("speaker_name")):
            if (
                offered
                and wanted
                and not {offered.lower(), wanted.lower()} & PRONOUNS
                and names_agree(offered, wanted)
            ):
                return gold.get("speaker_name_src") != "dcoref" or wanted == gold["speaker"]
    return False


def names_agree(one: str, other: str) -> bool:
    """Do two names share the surname, and the given name or its initial where both have one?"""
    a, b = (_words_of_name(name) for name in (one, other))
    if not a or not b or a[-1] != b[-1]:
        return False
    return len(a) == 1 or len(b) == 1 or a[0][0] == b[0][0] or len(set(a) & set(b)) > 1


def _words_of_name(name: str) -> list[str]:
    words = re.findall(r"[^\W\d_]+", re.sub(r"['’]s\b", "", fold(name)))
    return [word for word in words if word not in SUFFIXES]


def pieces(text: str, start: int, end: int) -> list[Piece]:
    """Cut a span at line breaks and trim each piece."""
    found = []
    for match in re.finditer(r"[^\n]+", text[start:end]):
        first, last = start + match.start(), start + match.end()
        while first < last and text[first] in EDGES:
            first += 1
        while last > first and text[last - 1] in EDGES:
            last -= 1
        if last > first:
            found.append((first, last))
    return found


def _overlap(a: Piece, b: Piece) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared / (a[1] - a[0] + b[1] - b[0] - shared) if shared > 0 else 0.0
