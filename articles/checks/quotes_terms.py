"""What was agreed with those who spoke."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding
from articles.models.check_level import Level
from articles.models.quote import Terms


class QuotesTerms(Check):
    """Words that were given on other terms than they are used on."""

    name = "quotes-terms"
    label = "What was said off the record or on background is kept so"
    place = "quotes"
    level = Level.REQUIRED
    is_fixed = True

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Ask each quote for its terms."""
        for quote in draft.quotes:
            if quote.terms == Terms.OFF_RECORD:
                yield Finding(f"“{quote}” is off the record: take it out of the story.", words=quote.text)
            elif quote.terms == Terms.BACKGROUND and quote.speaker_id:
                yield Finding(f"“{quote}” was given on background: it cannot bear a name.", words=quote.text)
