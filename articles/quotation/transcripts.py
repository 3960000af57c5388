"""Turns of an interview or transcript: lines such as "WALLACE: Do you …", which need no quotation marks."""

import re
from collections import Counter
from dataclasses import dataclass

_TURN = re.compile(
    r"^(?P<label>[A-ZČĆŽŠĐÇËÄÖÜА-Ш][\w.'’-]*(?: [A-ZČĆŽŠĐÇËÄÖÜА-Ш][\w.'’-]*){0,4})(?: \([^)\n]{1,40}\))?:[ \t]+(?P<words>\S[^\n]*)$",
    re.MULTILINE,
)
_FEWEST = 3
_OPENING = "\"“„«'‘‹"


@dataclass(slots=True)
class Turn:
    """What one person says in one line of a transcript."""

    start: int
    end: int
    label_start: int
    label_end: int


def find_turns(text: str) -> list[Turn]:
    """Return the turns of a text that is, at least in part, a transcript.

    It is one if at least two labels take turns, three turns in all, and they are in capitals or come again.
    A line whose words stand in quotation marks is left to the marks.
    """
    matches = list(_TURN.finditer(text))
    counts = Counter(match["label"] for match in matches)
    taking_part = {label for label, count in counts.items() if count > 1 or _in_capitals(label)}
    if len(matches) < _FEWEST or len(taking_part) < 2 or max(counts[label] for label in taking_part) < 2:
        return []
    return [
        Turn(match.start("words"), match.end("words"), match.start("label"), match.end("label"))
        for match in matches
        if match["label"] in taking_part and match["words"][0] not in _OPENING
    ]


def _in_capitals(label: str) -> bool:
    return label.isupper() and sum(c.isalpha() for c in label) > 2
