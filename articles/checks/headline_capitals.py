"""A headline that shouts."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding

# NATO and EU alone are no shouting.
FEWEST_LETTERS = 12


class HeadlineCapitals(Check):
    """A headline in nothing but capitals."""

    name = "headline-capitals"
    label = "The headline is not all in capitals"
    place = "headline"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Look for one small letter."""
        headline = draft.story.headline
        if headline.isupper() and sum(map(str.isalpha, headline)) >= FEWEST_LETTERS:
            yield Finding("The headline is all in capitals.", "Write it as a sentence.")
