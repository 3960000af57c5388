"""The same words in other stories: from the same person with a difference, from two people, or nearly the same."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import nsmallest
from typing import NamedTuple

from django.db import connection

from articles.models import Person, Quote, Story
from articles.quotation.similar import Kind, Likeness, liken, probes

# So many quotes that share the most are looked at.
CANDIDATES = 24
# So many numbers are asked for by one query.
CHUNK = 2000
# By hand, because they are asked for every quotation while somebody writes: the ORM costs more than the query.
_CARRIERS = "SELECT band, quote_id FROM articles_quotekey WHERE band IN ({marks})"
_TEXTS = "SELECT id, story_id, text FROM articles_quote WHERE id IN ({marks})"
# What is shown of a quote that is alike, and of its source.
_SHOWN = ("uuid", "text", "said_on", "source_url", "verification", "story__headline", "speaker__name")


class Relation(StrEnum):
    """What two quotations that are alike are to each other."""

    REPEATED = "the same words"
    DIFFERENT_WORDS = "the same person, with a difference"
    TWO_PEOPLE = "the same words from two people"
    NEAR = "nearly the same words"
    PART = "one is part of the other"


class Said(NamedTuple):
    """Words, and who may have spoken them: nobody is named (None), or one of these, nobody known among them."""

    words: str
    who: tuple[Person, ...] | None = None


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
    """Return the stored quotes that are like these words, most alike first.

    `speaker` is who spoke them now, as far as known; quotes of the story `outside` are left out.
    """
    return alike_each([Said(words, (speaker,) if speaker else None)], outside=outside)[0]


def alike_quotes(quote: Quote) -> list[AlikeQuote]:
    """Return the quotes of other stories that are like this one."""
    return alike(quote.text, speaker=quote.speaker, outside=quote.story)


def alike_each(said: Sequence[Said], *, outside: Story | None = None) -> list[list[AlikeQuote]]:
    """Return for each of these the stored quotes like it, most alike first; three queries, however many they are."""
    candidates = _candidates([probes(one.words) for one in said])
    texts = _texts({pk for found in candidates for pk in found}, outside)
    likenesses = [
        {pk: likeness for pk in found if pk in texts and (likeness := liken(one.words, texts[pk]))}
        for one, found in zip(said, candidates, strict=True)
    ]
    wanted = {pk for found in likenesses for pk in found}
    rows = Quote.objects.filter(pk__in=wanted).select_related("story", "speaker").only(*_SHOWN)
    quotes = {quote.pk: quote for quote in rows} if wanted else {}
    return [
        _alike(one, [(quotes[pk], likeness) for pk, likeness in found.items() if pk in quotes])
        for one, found in zip(said, likenesses, strict=True)
    ]


def _candidates(asked: Sequence[Sequence[int]]) -> list[list[int]]:
    """Return for each list of numbers the quotes stored under most of them."""
    bands = sorted({band for numbers in asked for band in numbers})
    carriers: dict[int, list[int]] = {band: [] for band in bands}
    for band, quote in _rows(_CARRIERS, bands):
        carriers[band].append(quote)
    return [_most(Counter(quote for band in numbers for quote in carriers[band])) for numbers in asked]


def _most(counts: Counter[int]) -> list[int]:
    return nsmallest(CANDIDATES, counts, key=lambda pk: (-counts[pk], pk))


def _texts(pks: Iterable[int], outside: Story | None) -> dict[int, str]:
    own = outside.pk if outside is not None else None
    return {pk: text for pk, story, text in _rows(_TEXTS, sorted(pks)) if story != own}


def _rows(sql: str, numbers: Sequence[int]) -> Iterator[tuple]:
    with connection.cursor() as cursor:
        for first in range(0, len(numbers), CHUNK):
            some = numbers[first : first + CHUNK]
            cursor.execute(sql.format(marks=", ".join(["%s"] * len(some))), some)
            yield from cursor.fetchall()


def _alike(said: Said, likely: Iterable[tuple[Quote, Likeness]]) -> list[AlikeQuote]:
    found = [AlikeQuote(quote, _relation(likeness, said.who, quote), likeness) for quote, likeness in likely]
    return sorted(found, key=lambda each: (-each.likeness.score, each.quote.pk))


def _relation(likeness: Likeness, who: tuple[Person, ...] | None, quote: Quote) -> Relation:
    if likeness.kind == Kind.PART:
        return Relation.PART
    if who is not None and quote.speaker is not None and quote.speaker not in who:
        return Relation.TWO_PEOPLE
    if likeness.kind == Kind.SAME:
        return Relation.REPEATED
    return Relation.DIFFERENT_WORDS if who == (quote.speaker,) else Relation.NEAR
