"""The length of the headline."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding

LONGEST = 100


class HeadlineLength(Check):
    """A headline that is cut off in lists and shares."""

    name = "headline-length"
    label = f"The headline has up to {LONGEST} characters"
    place = "headline"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Count its characters."""
        if (length := len(draft.story.headline)) > LONGEST:
            yield Finding(
                f"The headline has {length} characters.",
                f"Shorten it to {LONGEST} or fewer: lists and shares cut off the rest.",
            )
