"""The length of the standfirst."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding

LONGEST = 300


class StandfirstLength(Check):
    """A standfirst that is missing, or that is a paragraph."""

    name = "standfirst-length"
    label = f"There is a standfirst, of up to {LONGEST} characters"
    place = "standfirst"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Count its characters."""
        length = len(draft.story.standfirst.strip())
        if not length:
            yield Finding(
                "The standfirst is empty.", "Say in a sentence or two why one should read on: lists show it."
            )
        elif length > LONGEST:
            yield Finding(f"The standfirst has {length} characters.", f"Shorten it to {LONGEST} or fewer.")
