"""Which of the texts that hold all the words comes first. No Django: rows in, rows out.

A word in the headline counts for more than one in the standfirst, that for more than one in the text; of
two texts that hold the words alike, the newer comes first. A text loses half of its worth with age and
no more, so an old story with the word in its headline still stands before a new one that mentions it.
"""

import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from articles.search_terms import Asked, Phrase

IN_HEADLINE, IN_LEAD, IN_TEXT = 8.0, 3.0, 1.0
# For all the words in the headline, on top.
ALL_IN_HEADLINE = 2.0
HALF_LIFE_SECONDS = 180 * 24 * 3600


class Text(Protocol):
    """What has to be known of a text: see `search_index.Candidate`."""

    @property
    def place(self) -> int:
        """The newer, the higher."""

    @property
    def marks(self) -> str:
        """The terms of the headline, each behind its mark."""

    @property
    def lead(self) -> str:
        """What it is about."""

    @property
    def words(self) -> str:
        """Every term in its order."""


SomeText = TypeVar("SomeText", bound=Text)


def answering(texts: Sequence[SomeText], asked: Asked) -> list[SomeText]:
    """Return those of the texts in which the words stand side by side, where that was asked for."""
    return [text for text in texts if _answers(text, asked)] if asked.has_phrases else list(texts)


def ranked(
    texts: Sequence[SomeText], asked: Asked, *, mark: str, age: Callable[[SomeText], float]
) -> list[SomeText]:
    """Return texts that answer a question, best first: `age` tells how many seconds old one is."""
    words = [({f"{mark}{form}" for form in forms}, set(forms)) for forms in asked.words]
    return sorted(texts, key=lambda text: (_worth(text, words, age(text)), text.place), reverse=True)


def _worth(text: Text, words: list[tuple[set[str], set[str]]], age: float) -> float:
    marks, lead = text.marks.split(), text.lead.split()
    worth, missing = 0.0, False
    for in_headline, in_text in words:
        if not in_headline.isdisjoint(marks):
            worth += IN_HEADLINE
            continue
        missing = True
        worth += IN_TEXT if in_text.isdisjoint(lead) else IN_LEAD
    worth = worth / max(len(words), 1) + (0.0 if missing else ALL_IN_HEADLINE)
    return worth * (0.5 + 0.5 * 0.5 ** (max(age, 0.0) / HALF_LIFE_SECONDS))


def _answers(text: Text, asked: Asked) -> bool:
    words = f" {text.words} "
    return all(_side_by_side(phrase).search(words) for phrase in asked.wanted if len(phrase) > 1) and not any(
        _side_by_side(phrase).search(words) for phrase in asked.unwanted if len(phrase) > 1
    )


def _side_by_side(phrase: Phrase) -> re.Pattern[str]:
    # Python keeps the last few hundred patterns compiled.
    return re.compile("".join(f" (?:{'|'.join(forms)})(?= )" for forms in phrase))
