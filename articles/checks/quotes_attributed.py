"""Words that nobody said."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding, counted
from articles.models.quote import Terms


class QuotesAttributed(Check):
    """A quote without a speaker. What was given on other terms bears no name: `QuotesTerms`."""

    name = "quotes-attributed"
    label = "Every quote has a speaker"
    place = "quotes"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Look for the speakers."""
        silent = [
            quote for quote in draft.quotes if quote.speaker_id is None and quote.terms == Terms.ON_RECORD
        ]
        if silent:
            which = counted(len(silent), "One quote has", "{} quotes have")
            yield Finding(f"{which} no speaker: “{silent[0]}”.", "Say who said it.", silent[0].text)
