"""A story without words."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding
from articles.models.check_level import Level


class BodyEmpty(Check):
    """A body with nothing in it."""

    name = "body-empty"
    label = "The body has words"
    place = "body"
    level = Level.REQUIRED
    is_fixed = True

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Look for a word."""
        if not draft.text.strip():
            yield Finding("The body is empty.", "Write it.")
