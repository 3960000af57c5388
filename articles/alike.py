"""The same words in other stories: from the same person with a difference, from two people, or nearly the same."""

from dataclasses import dataclass
from enum import StrEnum

from django.db import connection

from articles.models import Person, Quote, Story
from articles.quotation.similar import Kind, Likeness, liken, probes

# So many quotes that share the most are looked at.
CANDIDATES = 24
# By hand, because it is asked for every quotation while somebody writes: the ORM costs more than the query.
_CANDIDATES = """
SELECT quote.id, quote.story_id, quote.text FROM (
    SELECT quote_id FROM articles_quotekey WHERE band IN ({marks})
    GROUP BY quote_id ORDER BY COUNT(*) DESC, quote_id LIMIT %s
) found JOIN articles_quote quote ON quote.id = found.quote_id
"""


class Relation(StrEnum):
    """What two quotations that are alike are to each other."""

    REPEATED = "the same words"
    DIFFERENT_WORDS = "the same person, with a difference"
    TWO_PEOPLE = "the same words from two people"
    NEAR = "nearly the same words"
    PART = "one is part of the other"


@dataclass(frozen=True, slots=True)
class AlikeQuote:
    """A stored quote that is like the one at hand; `quote` brings its story and speaker along as the source."""

    quote: Quote
    relation: Relation
    likeness: Likeness

    @property
    def should_be_looked_at(self) -> bool:
        """Whether one of the two is probably wrong."""
        return self.relation in (Relation.DIFFERENT_WORDS, Relation.TWO_PEOPLE)


def alike(words: str, *, speaker: Person | None = None, outside: Story | None = None) -> list[AlikeQuote]:
    """Return the stored quotes that are like these words, most alike first, in two queries.

    `speaker` is who spoke them now, as far as known; quotes of the story `outside` are left out.
    """
    numbers = probes(words)
    if not numbers:
        return []
    marks = ", ".join(["%s"] * len(numbers))
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES.format(marks=marks), [*numbers, CANDIDATES])
        candidates = cursor.fetchall()
    own = outside.pk if outside is not None else None
    found = {
        pk: likeness for pk, story, text in candidates if story != own and (likeness := liken(words, text))
    }
    if not found:
        return []
    quotes = Quote.objects.filter(pk__in=found).select_related("story", "speaker").defer("story__body")
    likely = [
        AlikeQuote(quote, _relation(found[quote.pk], speaker, quote), found[quote.pk]) for quote in quotes
    ]
    return sorted(likely, key=lambda each: (-each.likeness.score, each.quote.pk))


def alike_quotes(quote: Quote) -> list[AlikeQuote]:
    """Return the quotes of other stories that are like this one."""
    return alike(quote.text, speaker=quote.speaker, outside=quote.story)


def _relation(likeness: Likeness, speaker: Person | None, quote: Quote) -> Relation:
    if likeness.kind == Kind.PART:
        return Relation.PART
    if speaker is not None and quote.speaker is not None and speaker != quote.speaker:
        return Relation.TWO_PEOPLE
    if likeness.kind == Kind.SAME:
        return Relation.REPEATED
    return Relation.DIFFERENT_WORDS if speaker is not None and speaker == quote.speaker else Relation.NEAR
