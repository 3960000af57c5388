"""The rows of one made-up story, all of them, as the desk and `workflow.publish` would have left them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from uuid import UUID

from django.db.models import Model

from articles.models import (
    BYLINE_FIELDS,
    QUOTE_FIELDS,
    STORY_FIELDS,
    Byline,
    PublishedByline,
    PublishedQuote,
    PublishedStory,
    PublishedWords,
    Quote,
    QuoteWords,
    RelatedStory,
    Revision,
    Story,
    StoryWords,
    TaggedPublishedStory,
    TaggedStory,
    Transition,
)
from articles.relating import KEPT
from articles.revisions import Content
from articles.search_entries import entry_of_quote, entry_of_story, facet_terms
from articles.search_words import words_of_story
from articles.text import address_word
from bench.made_up import words
from bench.made_up.cast import ROLES, Cast, Known
from bench.made_up.desk_work import ROOM, DeskWork
from bench.made_up.insert import Row
from bench.made_up.shapes import BYLINE_ROLES, HEADLINE_WORDS, Shape
from bench.made_up.slots import derive

Rows = dict[type[Model], list[Row]]

FIRST_DAY, LAST_DAY = datetime(2012, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)


def _defaults(model: type[Model], names: Iterable[str]) -> Row:
    return {name: model._meta.get_field(name).get_default() for name in names}  # type: ignore[union-attr]


_CONTENT_DEFAULTS = _defaults(Story, STORY_FIELDS)
_QUOTE_DEFAULTS = _defaults(Quote, QUOTE_FIELDS)
_BYLINE_DEFAULTS = _defaults(Byline, BYLINE_FIELDS)


@dataclass(frozen=True, slots=True)
class Picked:
    """What one story is about, who had a hand in it, and when it appeared."""

    number: int
    shape: Shape
    section: Known
    authors: list[Known]
    speakers: list[Known]
    tags: list[Known]
    desk: DeskWork
    published_at: datetime


@dataclass(frozen=True, slots=True)
class StoryMaker:
    """Makes the stories of one newsroom; the same number gives the same story in every run."""

    shapes: Sequence[Shape]
    cast: Cast
    texts: words.Texts
    total: int

    def rows(self, number: int) -> Rows:
        """Return all rows of story `number`, counted from 1, the oldest first."""
        rng = Random(number)
        picked = self._pick(number, rng)
        values = self._words(picked, rng)
        rows = _rows(picked, values, other_headlines=[self._headline(rng) for _ in range(2)])
        return rows | {RelatedStory: self._related(number, rng)}

    def _related(self, number: int, rng: Random) -> list[Row]:
        """Return stories that stand below this one: any, as many as publishing keeps."""
        others = {1 + int(rng.random() * self.total) for _ in range(KEPT)} - {number}
        return [
            {"id": number * ROOM + place, "story_id": number, "to_id": other, "weight": float(place)}
            for place, other in enumerate(sorted(others))
        ]

    def entries(self, number: int) -> Rows:
        """Return what readers and the desk find story `number` by."""
        return _entries(self.rows(number))

    def _pick(self, number: int, rng: Random) -> Picked:
        cast, shape = self.cast, rng.choice(self.shapes)
        return Picked(
            number=number,
            shape=shape,
            section=cast.sections.pick(rng, 1)[0],
            authors=cast.authors.pick(rng, shape.bylines),
            speakers=cast.speakers.pick(rng, len({*shape.speakers})),
            # In the order in which the database gives them back.
            tags=sorted(cast.tags.pick(rng, shape.tags), key=lambda tag: tag.rank),
            desk=DeskWork(number, rng.choice(cast.reporters), rng.choice(cast.editors)),
            published_at=FIRST_DAY + (LAST_DAY - FIRST_DAY) * ((number - rng.random()) / self.total),
        )

    def _headline(self, rng: Random) -> str:
        return self.texts.of(HEADLINE_WORDS, rng).rstrip(".")

    def _words(self, picked: Picked, rng: Random) -> dict[str, str]:
        """Return what goes into each slot of the story's shape."""
        headline = self._headline(rng)
        values = {
            "headline": headline,
            "slug": f"{address_word(headline)}-{picked.number}",
            "section": picked.section.name,
            "sectionaddress": picked.section.slug,
        }
        for prefix, rows in (("a", picked.authors), ("s", picked.speakers), ("g", picked.tags)):
            for place, row in enumerate(rows):
                values[f"{prefix}{place}"] = row.name
                values[f"{prefix}address{place}"] = row.slug
        for place in range(len(picked.speakers)):
            values[f"r{place}"] = rng.choice(ROLES)
        for slot, length in picked.shape.text_slots.items():
            values[slot] = self.texts.of(length, rng)
        for place in range(len(picked.shape.speakers) + 1):
            values[f"u{place}"] = str(UUID(int=rng.getrandbits(128), version=4))
        return values


def _rows(picked: Picked, values: dict[str, str], other_headlines: list[str]) -> Rows:
    number, shape, desk = picked.number, picked.shape, picked.desk
    body = shape.page.body.filled(values)
    plain = shape.plain.filled(values)
    bylines, quotes = _bylines(picked), _quotes(picked, values, plain)
    content = _content(picked, values, body, bylines, quotes)
    # The text that is live has its own headline, every other revision another one.
    verbs = shape.history.split()
    writes = verbs.count("write")
    live = verbs[: len(verbs) - verbs[::-1].index("publish")].count("write") - 1
    headlines = [values["headline"] if n == live else other_headlines[n % 2] for n in range(writes)]
    desk.go(verbs, [{**content, "headline": headline} for headline in headlines], picked.published_at)
    updated_at = desk.state.pop("published_again_at")
    moments = {"published": picked.published_at, "updated": updated_at}
    page_values = values | {slot: derive(slot, values, moments) for slot in shape.derived}
    both = {
        "uuid": UUID(values["u0"]),
        "headline": values["headline"],
        "standfirst": values["standfirst"],
        "social_text": values.get("social", ""),
        "slug": values["slug"],
        "body": body,
        "dateline": shape.dateline,
        "section_id": picked.section.pk,
        "lead_image_id": shape.image and shape.image.pk,
        "kind": shape.kind,
    }
    published = {
        **both,
        "working_copy_id": number,
        "revision_id": desk.state["live_revision_id"],
        "published_at": picked.published_at,
        "updated_at": updated_at,
        "byline_text": shape.page.byline_text.filled(values),
        "word_count": shape.page.word_count,
        "reading_minutes": shape.page.reading_minutes,
        "head_html": shape.page.head_html.filled(page_values),
        "article_html": shape.page.article_html.filled(page_values),
    }
    tags = [
        {"id": number * ROOM + n, "content_object_id": number, "tag_id": tag.pk}
        for n, tag in enumerate(picked.tags)
    ]
    dated = {"published_at": picked.published_at}
    return {
        Story: [{**both, "id": number, "headline": headlines[-1], **desk.state}],
        Revision: desk.revisions,
        Transition: desk.transitions,
        Byline: bylines,
        Quote: quotes,
        TaggedStory: tags,
        PublishedStory: [published],
        PublishedByline: [byline | dated for byline in bylines],
        PublishedQuote: [quote | dated for quote in quotes],
        TaggedPublishedStory: [tag | dated for tag in tags],
    }


def _entries(rows: Rows) -> Rows:
    (published,), (working_copy,) = rows[PublishedStory], rows[Story]
    (latest,) = (row for row in rows[Revision] if row["id"] == working_copy["revision_id"])
    story = PublishedStory(**published)
    quotes = [PublishedQuote(**quote) for quote in rows[PublishedQuote]]
    for quote in quotes:
        quote.story = story
    people = {quote.speaker_id for quote in quotes}
    around = {
        "section": {story.section_id},
        "kind": {story.kind},
        "tag": {row["tag_id"] for row in rows[TaggedPublishedStory]},
        "author": {row["author_id"] for row in rows[PublishedByline]},
    }
    return {
        StoryWords: [
            {"story_id": story.working_copy_id, "words": words_of_story(json.loads(latest["content"]))}
        ],
        PublishedWords: [
            _found_by(entry_of_story(story, facet_terms({**around, "person": people})), "story_id")
        ],
        QuoteWords: [
            _found_by(
                entry_of_quote(quote, facet_terms({**around, "person": {quote.speaker_id}})), "quote_id"
            )
            for quote in quotes
        ],
    }


def _found_by(entry: PublishedWords | QuoteWords, owner: str) -> Row:
    return {name: getattr(entry, name) for name in ("place", "marks", "lead", "facets", "words", owner)}


def _bylines(picked: Picked) -> list[Row]:
    return [
        {
            "id": picked.number * ROOM + place,
            "story_id": picked.number,
            "author_id": author.pk,
            "order": place,
            "role": BYLINE_ROLES[place],
        }
        for place, author in enumerate(picked.authors)
    ]


def _quotes(picked: Picked, values: dict[str, str], plain: str) -> list[Row]:
    rows = []
    after = 0
    for place, speaker in enumerate(picked.shape.speakers):
        words_said = values[f"q{place}"]
        after = plain.index(f"“{words_said}”", after) + 1
        rows.append(
            {
                "id": picked.number * ROOM + place,
                "story_id": picked.number,
                "uuid": UUID(values[f"u{place + 1}"]),
                "text": words_said,
                "speaker_id": picked.speakers[speaker].pk,
                "role": values[f"r{speaker}"],
                "position": after,
                **picked.shape.quote_details,
            }
        )
    return rows


def _content(
    picked: Picked, values: dict[str, str], body: str, bylines: Iterable[Row], quotes: Iterable[Row]
) -> Content:
    """Return what a revision keeps, as `revisions.content_of` would read it from the database."""
    shape = picked.shape
    return {
        **_CONTENT_DEFAULTS,
        "headline": values["headline"],
        "standfirst": values["standfirst"],
        "social_text": values.get("social", ""),
        "slug": values["slug"],
        "body": body,
        "dateline": shape.dateline,
        "section": picked.section.reference,
        "lead_image": shape.image and {"uuid": str(shape.image.uuid), "name": str(shape.image)},
        "kind": shape.kind,
        "bylines": [
            {**_BYLINE_DEFAULTS, "author": author.reference, "order": row["order"], "role": row["role"]}
            for row, author in zip(bylines, picked.authors, strict=True)
        ],
        "quotes": [
            {
                **_QUOTE_DEFAULTS,
                **{name: row[name] for name in row.keys() & _QUOTE_DEFAULTS.keys()},
                "uuid": str(row["uuid"]),
                "speaker": picked.speakers[speaker].reference,
            }
            for row, speaker in zip(quotes, shape.speakers, strict=True)
        ],
        "tags": [tag.reference for tag in picked.tags],
    }
