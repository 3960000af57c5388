"""A story that nobody wrote."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding


class BylineMissing(Check):
    """No byline."""

    name = "byline-missing"
    label = "Somebody is credited"
    place = "bylines"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Ask whether there is one."""
        if not draft.story.bylines.exists():
            yield Finding("Nobody is credited.", "Add a byline.")
