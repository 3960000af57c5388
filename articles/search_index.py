"""The index by which readers find what is published, and the query of each database.

It holds published texts only: a row belongs to a row of the published copy, is written in the transaction
of the publish, and goes with it. What both databases do is the same: they find the newest texts that hold
all the words, and `search_ranking` puts those in order. So a common word costs no more than a rare one.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet

from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.search_entry import PublishedWords, QuoteWords, SearchEntry
from articles.search_terms import OFTEN, Asked, terms
from articles.text import plain_text

# So many texts are ranked, the newest; and so many more that hold all the words in the headline.
MOST, MOST_HEADLINES = 600, 200
# Fewer texts than this are handed to the query one by one; of more, each hit is asked whether it is one.
FEW = 5000
# Of a text so much is read to see whether words stand side by side.
MOST_READ = 40_000
# No term of a text has an underscore but as its first letter.
HEADLINE = "h_"
_KEYS_OF_ONE_SECOND = 1 << 30
# In the year 2242; more does not fit into 64 bits.
_LAST_SECOND = (1 << 33) - 2


@dataclass(frozen=True, slots=True)
class Kept:
    """One of the two indexes: its table and the column that says whose row it is."""

    model: type[SearchEntry]
    table: str
    key: str
    has_headlines: bool


STORIES = Kept(PublishedWords, "articles_publishedwords", "story_id", has_headlines=True)
QUOTES = Kept(QuoteWords, "articles_quotewords", "quote_id", has_headlines=False)


class Candidate(NamedTuple):
    """A text that holds all the words: whose it is, and what it is ranked by."""

    place: int
    key: int
    marks: str
    lead: str
    # Empty unless the order of words was asked for.
    words: str


def place_of(moment: datetime, key: int) -> int:
    """Return where a text stands among all others: by its date, then by its key."""
    second = min(max(int(moment.timestamp()), 0), _LAST_SECOND)
    return second * _KEYS_OF_ONE_SECOND + key % _KEYS_OF_ONE_SECOND


def moment_of(place: int) -> int:
    """Return the second at which a text was published, as `place_of` kept it."""
    return place // _KEYS_OF_ONE_SECOND


# --- Keeping -----------------------------------------------------------------------------------------


def keep(stories: Iterable[PublishedStory]) -> None:
    """Let published stories, and the quotations in them, be found by what they say now."""
    stories = list(stories)
    keys = [story.pk for story in stories]
    quotes = list(PublishedQuote.objects.filter(story__in=keys).select_related("story").defer("story__body"))
    PublishedWords.objects.filter(story__in=keys).delete()
    QuoteWords.objects.filter(quote__story__in=keys).delete()
    PublishedWords.objects.bulk_create([entry_of_story(story) for story in stories])
    QuoteWords.objects.bulk_create([entry_of_quote(quote) for quote in quotes])


def entry_of_story(story: PublishedStory, plain: str | None = None) -> PublishedWords:
    """Return what a published story is found by; `plain` is its body without markup, if that is known."""
    headline = terms(story.headline, story.language)
    standfirst = terms(story.standfirst, story.language)
    around = terms(f"{story.dateline}\n{story.lead_caption}\n{story.source}", story.language)
    body = terms(plain_text(story.body) if plain is None else plain, story.language)
    often = [term for term, times in Counter(body).items() if times >= OFTEN]
    return PublishedWords(
        place=place_of(story.published_at, story.pk),
        story_id=story.pk,
        marks=" ".join(f"{HEADLINE}{term}" for term in dict.fromkeys(headline)),
        lead=" ".join(dict.fromkeys([*standfirst, *often])),
        words=" ".join([*headline, *standfirst, *around, *body]),
    )


def entry_of_quote(quote: PublishedQuote) -> QuoteWords:
    """Return what a published quotation is found by."""
    language = quote.story.language
    said = terms(quote.text, language)
    around = terms(f"{quote.role}\n{quote.occasion}\n{quote.place}", language)
    original = terms(quote.original_text, quote.original_language or "und")
    return QuoteWords(
        place=place_of(quote.published_at, quote.pk),
        quote_id=quote.pk,
        lead=" ".join(dict.fromkeys(said)),
        words=" ".join([*said, *original, *around]),
    )


# --- Finding -----------------------------------------------------------------------------------------

_ON_SQLITE = """
    WITH found(place) AS ({found})
    SELECT kept.place, kept.{key}, kept.marks, kept.lead, {words}
    FROM found CROSS JOIN {table} kept ON kept.place = found.place
"""
_NEWEST_ON_SQLITE = """
    SELECT * FROM (
        SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s AND rowid >= %s AND rowid < %s {filter}
        ORDER BY rowid DESC LIMIT %s
    )
"""
_ON_POSTGRESQL = """
    WITH found(place) AS ({found})
    SELECT kept.place, kept.{key}, kept.marks, kept.lead, {words}
    FROM found JOIN {table} kept ON kept.place = found.place
"""
# Materialised, or the planner goes through the newest texts one by one, unpacking the terms of each.
_NEWEST_ON_POSTGRESQL = """
    (
        WITH hits AS MATERIALIZED (
            SELECT place FROM {table} WHERE vector @@ %s::tsquery AND place >= %s AND place < %s {filter}
        )
        SELECT place FROM hits ORDER BY place DESC LIMIT %s
    )
"""
# The plus keeps SQLite from asking the full-text table once for each of them.
_ONE_OF_FEW_ON_SQLITE = (
    "AND +rowid IN (SELECT place FROM {table} WHERE {key} IN (SELECT value FROM json_each(%s)))"
)
_ONE_OF_FEW_ON_POSTGRESQL = "AND {key} IN (SELECT value::bigint FROM json_array_elements_text(%s::json))"
_ONE_OF_MANY_ON_SQLITE = """
    AND EXISTS (
        SELECT 1 FROM {table} own JOIN ({chosen}) chosen ON chosen.pk = own.{key}
        WHERE own.place = {table}_fts.rowid
    )
"""
_ONE_OF_MANY_ON_POSTGRESQL = "AND {key} IN ({chosen})"


def candidates(
    kept: Kept,
    asked: Asked,
    *,
    only: QuerySet | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Candidate]:
    """Return the newest texts that hold all the words and none of the unwanted ones, in one query.

    `only` are the keys of those that may be found at all; they cost one query more. Phrases are not looked
    at here.
    """
    on_postgresql = connection.vendor == "postgresql"
    newest, whole = (
        (_NEWEST_ON_POSTGRESQL, _ON_POSTGRESQL) if on_postgresql else (_NEWEST_ON_SQLITE, _ON_SQLITE)
    )
    lowest = place_of(since, 0) if since else 0
    highest = place_of(until, 0) if until else (_LAST_SECOND + 1) * _KEYS_OF_ONE_SECOND
    narrowed, chosen = _narrowed(kept, only) if only is not None else ("", [])
    if narrowed is None:
        return []
    parts, values = [], []
    for prefix, most in (("", MOST), (HEADLINE, MOST_HEADLINES))[: 2 if kept.has_headlines else 1]:
        parts.append(newest.format(table=kept.table, filter=narrowed))
        asks = _for_postgresql(asked, prefix) if on_postgresql else _for_sqlite(asked, prefix)
        values += [asks, lowest, highest, *chosen, most]
    query = whole.format(
        found=" UNION ".join(parts),
        key=kept.key,
        table=kept.table,
        words=f"substr(kept.words, 1, {MOST_READ})" if asked.has_phrases else "''",
    )
    return [Candidate(*row) for row in _rows(query, values)]


def _narrowed(kept: Kept, only: QuerySet) -> tuple[str | None, list[Any]]:
    """Return the condition that a text is one of those chosen, with its values, by one query; None when there are none."""
    on_postgresql = connection.vendor == "postgresql"
    keys = list(only.values_list("pk", flat=True)[: FEW + 1])
    if not keys:
        return None, []
    if len(keys) <= FEW:
        few = _ONE_OF_FEW_ON_POSTGRESQL if on_postgresql else _ONE_OF_FEW_ON_SQLITE
        return few.format(table=kept.table, key=kept.key), [json.dumps(keys)]
    many = _ONE_OF_MANY_ON_POSTGRESQL if on_postgresql else _ONE_OF_MANY_ON_SQLITE
    chosen, values = only.query.sql_with_params()
    return many.format(table=kept.table, key=kept.key, chosen=chosen), list(values)


def _rows(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def _for_sqlite(asked: Asked, prefix: str) -> str:
    wanted = " AND ".join(_either(word, prefix) for word in asked.words)
    unwanted = " OR ".join(_either(word) for word in asked.unwanted_words)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _either(word: tuple[str, ...], prefix: str = "") -> str:
    # Terms are letters, digits and underscores: nothing in them means anything to a database.
    return "(" + " OR ".join(f'"{prefix}{form}"' for form in word) + ")"


def _for_postgresql(asked: Asked, prefix: str) -> str:
    wanted = [_any_of(word, prefix) for word in asked.words]
    return " & ".join([*wanted, *(f"!{_any_of(word)}" for word in asked.unwanted_words)])


def _any_of(word: tuple[str, ...], prefix: str = "") -> str:
    return "(" + " | ".join(f"'{prefix}{form}'" for form in word) + ")"


_HEADED_ON_SQLITE = """
    SELECT story_id FROM articles_publishedwords WHERE place IN (
        SELECT rowid FROM articles_publishedwords_fts WHERE articles_publishedwords_fts MATCH %s
        ORDER BY rowid DESC LIMIT %s
    )
"""
_HEADED_ON_POSTGRESQL = """
    WITH hits AS MATERIALIZED (
        SELECT place, story_id FROM articles_publishedwords WHERE vector @@ %s::tsquery
    )
    SELECT story_id FROM hits ORDER BY place DESC LIMIT %s
"""
MOST_HEADED = 4


def headed(words: list[tuple[str, ...]]) -> list[int]:
    """Return the newest stories whose headline holds these words, the last of which is the beginning of one."""
    *whole, begun = words
    if connection.vendor == "postgresql":
        beginnings = " | ".join(f"'{HEADLINE}{form}':*" for form in begun)
        question = " & ".join([*(_any_of(word, HEADLINE) for word in whole), f"({beginnings})"])
        query = _HEADED_ON_POSTGRESQL
    else:
        beginnings = " OR ".join(f'"{HEADLINE}{form}"*' for form in begun)
        question = " AND ".join([*(_either(word, HEADLINE) for word in whole), f"({beginnings})"])
        query = _HEADED_ON_SQLITE
    return [key for (key,) in _rows(query, [question, MOST_HEADED])]


# --- Whether it is right -----------------------------------------------------------------------------


def mend() -> bool:
    """Make the database's own index anew from its rows where it does not fit them; return whether that was so.

    Only SQLite can be asked, and only there somebody could have changed a row without its index: the table
    is locked for writers meanwhile, so nothing is done when all is well.
    """
    if connection.vendor != "sqlite":
        return False
    broken = [kept for kept in (STORIES, QUOTES) if not _fits(kept)]
    for kept in broken:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {kept.table}_fts({kept.table}_fts) VALUES ('rebuild')")  # noqa: S608  (names of our own)
    return bool(broken)


def _fits(kept: Kept) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {kept.table}_fts({kept.table}_fts, rank) VALUES ('integrity-check', 1)"  # noqa: S608  (names of our own)
            )
    except DatabaseError:
        return False
    return True


def lost(kept: Kept, places: Sequence[int]) -> set[int]:
    """Return those rows to which the database's own index does not lead, by one query.

    On PostgreSQL there can be none: there the index is a column that nobody writes.
    """
    if connection.vendor != "sqlite":
        return set()
    query = f"""
        SELECT kept.place FROM {kept.table} kept
        WHERE kept.place IN (SELECT value FROM json_each(%s)) AND kept.words <> '' AND NOT EXISTS (
            SELECT 1 FROM {kept.table}_fts
            WHERE {kept.table}_fts MATCH '"' || substr(kept.words, 1, instr(kept.words || ' ', ' ') - 1) || '"'
            AND {kept.table}_fts.rowid = kept.place
        )
    """  # noqa: S608  (names of our own)
    return {place for (place,) in _rows(query, [json.dumps(list(places))])}
