"""What a published text is found and narrowed down by: the terms that `search_index` keeps of it."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.search_entry import PublishedWords, QuoteWords
from articles.search_request import HEADLINE, facet_term
from articles.search_terms import OFTEN, terms
from articles.text import plain_text

# The rows around a published story that say who and what it is about.
AROUND = ("bylines", "tagged", "quotes")
_KEYS_OF_ONE_SECOND = 1 << 30
# In the year 2242; more does not fit into 64 bits.
_LAST_SECOND = (1 << 33) - 2
# Where no text stands.
AFTER_ALL = (_LAST_SECOND + 1) * _KEYS_OF_ONE_SECOND


def place_of(moment: datetime, key: int) -> int:
    """Return where a text stands among all others: by its date, then by its key."""
    second = min(max(int(moment.timestamp()), 0), _LAST_SECOND)
    return second * _KEYS_OF_ONE_SECOND + key % _KEYS_OF_ONE_SECOND


def moment_of(place: int) -> int:
    """Return the second at which a text was published, as `place_of` kept it."""
    return place // _KEYS_OF_ONE_SECOND


# --- Facets ------------------------------------------------------------------------------------------


def facets_of(story: PublishedStory) -> str:
    """Return what a published story is narrowed down by; asks for the rows `AROUND` it, unless they are there."""
    return _facets(story, {quote.speaker_id for quote in story.quotes.all()})


def facets_of_quote(quote: PublishedQuote) -> str:
    """Return what a published quotation is narrowed down by: what its story is, and who said it."""
    return _facets(quote.story, {quote.speaker_id})


def _facets(story: PublishedStory, people: set[int | None]) -> str:
    values: dict[str, set[Any]] = {
        "section": {story.section_id},
        "kind": {story.kind},
        "tag": {row.tag_id for row in story.tagged.all()},
        "author": {row.author_id for row in story.bylines.all()},
        "person": people,
    }
    return facet_terms(values)


def facet_terms(values: Mapping[str, Collection[Any]]) -> str:
    """Return the terms of the values that each facet has, as an entry keeps them."""
    return " ".join(
        sorted(
            facet_term(facet, value) for facet, many in values.items() for value in many if value is not None
        )
    )


# --- Words -------------------------------------------------------------------------------------------


def entry_of_story(story: PublishedStory, facets: str = "") -> PublishedWords:
    """Return what a published story is found by."""
    headline = terms(story.headline, story.language)
    standfirst = terms(story.standfirst, story.language)
    around = terms(f"{story.dateline}\n{story.lead_caption}\n{story.source}", story.language)
    body = terms(plain_text(story.body), story.language)
    often = [term for term, times in Counter(body).items() if times >= OFTEN]
    return PublishedWords(
        place=place_of(story.published_at, story.pk),
        story_id=story.pk,
        marks=" ".join(f"{HEADLINE}{term}" for term in dict.fromkeys(headline)),
        lead=" ".join(dict.fromkeys([*standfirst, *often])),
        facets=facets,
        words=" ".join([*headline, *standfirst, *around, *body]),
    )


def entry_of_quote(quote: PublishedQuote, facets: str = "") -> QuoteWords:
    """Return what a published quotation is found by."""
    language = quote.story.language
    said = terms(quote.text, language)
    around = terms(f"{quote.role}\n{quote.occasion}\n{quote.place}", language)
    original = terms(quote.original_text, quote.original_language or "und")
    return QuoteWords(
        place=place_of(quote.published_at, quote.pk),
        quote_id=quote.pk,
        lead=" ".join(dict.fromkeys(said)),
        facets=facets,
        words=" ".join([*said, *original, *around]),
    )
