"""A story that was told already."""

import re
from collections.abc import Iterator
from datetime import timedelta

from django.utils import timezone

from articles.checks.base import Check, Draft, Finding
from articles.models.published import PublishedStory

RECENT = timedelta(days=7)
MOST_COMPARED = 500
# So much of the words of two headlines is the same.
ALIKE = 2 / 3
FEWEST_WORDS = 3
_WORD = re.compile(r"\w+")


class Duplicate(Check):
    """A recent story with nearly the same headline."""

    name = "duplicate"
    label = "No recent story has nearly the same headline"
    place = "headline"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Compare the headline with those of the last days."""
        own = _words(draft.story.headline)
        if len(own) < FEWEST_WORDS:
            return
        recent = (
            PublishedStory.objects.newest_first()
            .filter(published_at__gte=timezone.now() - RECENT)
            .exclude(pk=draft.story.pk)
        )
        for headline, slug in recent.values_list("headline", "slug")[:MOST_COMPARED]:
            words = _words(headline)
            if len(own & words) >= ALIKE * len(own | words):
                yield Finding(
                    f"“{headline}” has been published in the last days (/stories/{slug}/).",
                    "Is it the same story? Then change that one; else choose another headline.",
                )


def _words(headline: str) -> set[str]:
    return set(_WORD.findall(headline.casefold()))
