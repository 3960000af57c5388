"""Quotes that are no longer in the text."""

from collections.abc import Iterator

from articles.checks.base import Check, Draft, Finding, counted


class QuotesInText(Check):
    """A quote whose words do not stand in the body."""

    name = "quotes-in-text"
    label = "The words of every quote stand in the body"
    place = "quotes"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Look for the words."""
        elsewhere = [quote for quote in draft.quotes if quote.text not in draft.text]
        if elsewhere:
            which = counted(len(elsewhere), "One quote has", "{} quotes have")
            yield Finding(
                f"{which} words that are not in the body: “{elsewhere[0]}”.",
                "Bring quote and body in line, or remove the quote.",
            )
