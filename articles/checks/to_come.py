"""Words that were to come."""

import re
from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding
from articles.models.check_level import Level

_TO_COME = re.compile(r"\b(?:TK)+\b")
AROUND = 30


class ToCome(Check):
    """“TK”, the mark for what a writer meant to fill in."""

    name = "to-come"
    label = "No “TK” is left in the text"
    place = "body"
    level = Level.REQUIRED

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Look for the mark wherever readers would see it."""
        for place, text in draft.shown.items():
            for found in _TO_COME.finditer(text):
                around = " ".join(text[max(0, found.start() - AROUND) : found.end() + AROUND].split())
                yield Finding(
                    f"“{found[0]}” is left in the {place}: “… {around} …”.",
                    "Fill in what was to come, or take it out.",
                    found[0],
                )
