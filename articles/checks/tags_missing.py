"""A story that nobody finds by what it is about."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding


class TagsMissing(Check):
    """No tags."""

    name = "tags-missing"
    label = "It has tags"
    place = "tag_names"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Ask whether there is one."""
        if not draft.story.tagged.exists():
            yield Finding("It has no tags.", "Add what it is about: readers find it on the pages of tags.")
