"""Quotations are checked as much as their section asks for."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding
from articles.models.check_level import Level
from articles.models.quote import Verification

# So many are named one by one; of a whole transcript the number says more.
MOST_NAMED = 5


class QuotesVerified(Check):
    """A quotation that was checked less than its section asks for; the section says how much."""

    name = "quotes-verified"
    label = "Quotations are checked as much as their section asks for"
    place = "quotes"
    level = Level.REQUIRED
    is_fixed = True

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Ask each quote for its rung."""
        section = draft.story.section
        least = Verification(section.least_verification) if section else Verification.UNVERIFIED
        if least == Verification.UNVERIFIED:
            return
        lower = [quote for quote in draft.quotes if Verification(quote.verification).height < least.height]
        for quote in lower[:MOST_NAMED]:
            rung = Verification(quote.verification)
            yield Finding(
                f"“{quote}” is “{rung.label}”; {section} asks for “{least.label}” or more.",
                words=quote.text,
            )
        if more := len(lower[MOST_NAMED:]):
            yield Finding(f"So it is with {more} more quotation{'s' if more > 1 else ''}.")
