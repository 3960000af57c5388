"""What either database is asked for: which of the two indexes, which words, and who may be found at all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.search_terms import Asked

# So many texts are ranked, the newest; and so many more that hold all the words in the headline.
MOST, MOST_HEADLINES = 600, 200
# Of a text so much is read to see whether words stand side by side.
MOST_READ = 40_000
# Before the terms of a headline. No term of a text has an underscore but as its first letter.
HEADLINE = "h_"


def facet_term(facet: str, value: object) -> str:
    """Return the term by which an index knows whoever has a value of a facet: a tag by its key, a kind by its name.

    >>> facet_term("tag", 7)
    't_7'
    """
    return f"{facet[0]}_{value}"


@dataclass(frozen=True, slots=True)
class Kept:
    """One of the two indexes: its table, the column that says whose row it is, and whether there are headlines in it."""

    table: str
    key: str
    has_headlines: bool


STORIES = Kept("articles_publishedwords", "story_id", has_headlines=True)
QUOTES = Kept("articles_quotewords", "quote_id", has_headlines=False)


@dataclass(frozen=True, slots=True)
class Request:
    """One question to an index."""

    kept: Kept
    asked: Asked
    # Between which places the texts lie: from the first on, before the second.
    lowest: int
    highest: int
    # One term of each has to be there, besides the words: see `facet_term`.
    facets: Sequence[Sequence[str]] = ()

    @property
    def words(self) -> str:
        """The column of the terms in their order, which only a phrase needs."""
        return f"substr(kept.words, 1, {MOST_READ})" if self.asked.has_phrases else "''"


# A query, and what stands in its places.
Query = tuple[str, Sequence[Any]]
