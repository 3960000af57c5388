"""The index by which readers find what is published, and what is asked of it.

It holds published texts only: a row belongs to a row of the published copy, is written in the transaction
of the publish, and goes with it. What both databases do is the same: they find the newest texts that hold
all the words, and `search_ranking` puts those in order. So a common word costs no more than a rare one.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from articles import search_on_postgresql, search_on_sqlite
from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.search_entry import PublishedWords, QuoteWords, UntoldStory
from articles.search_request import FEW, HEADLINE, MOST, QUOTES, STORIES, Kept, Query, Request
from articles.search_terms import OFTEN, Asked, terms
from articles.text import plain_text

if TYPE_CHECKING:
    from articles.search_engine import Answer

# So many headlines are suggested.
MOST_HEADED = 4
_KEYS_OF_ONE_SECOND = 1 << 30
# In the year 2242; more does not fit into 64 bits.
_LAST_SECOND = (1 << 33) - 2


class Condition(NamedTuple):
    """What one facet asks: the keys of what meets it, newest first, and the same to be asked of one text at a time."""

    newest: QuerySet
    each: Callable[[], QuerySet]


# All of these have to be met.
Narrowing = Sequence[Condition]


class Candidate(NamedTuple):
    """A text that holds all the words: whose it is, and what it is ranked by."""

    place: int
    key: int
    marks: str
    lead: str
    # Empty unless the order of words was asked for.
    words: str


class Found(NamedTuple):
    """Texts that hold all the words."""

    texts: list[Candidate]
    # Whether there may be more, older ones, that were not looked at.
    has_more: bool


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
    has_changed(keys)


def has_changed(keys: Iterable[int]) -> None:
    """Note that the search engine has to be told of stories that were published or taken away."""
    if settings.SEARCH_ENGINE:
        UntoldStory.objects.bulk_create([UntoldStory(story_key=key) for key in keys])


def engine() -> ModuleType | None:
    """Return `search_engine`, where there is one: what it speaks with is an extra, and not always installed."""
    if not settings.SEARCH_ENGINE:
        return None
    from articles import search_engine  # noqa: PLC0415  (see above)

    return search_engine


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


def candidates(
    kept: Kept,
    asked: Asked,
    narrowings: Sequence[Narrowing] = ((),),
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Found]:
    """Return the newest texts that hold all the words and none of the unwanted ones, for each narrowing, in one query.

    To ask what a narrowing lets through takes up to three queries more. Phrases are not looked at here.
    """
    request = Request(
        kept,
        asked,
        lowest=place_of(since, 0) if since else 0,
        highest=place_of(until, 0) if until else (_LAST_SECOND + 1) * _KEYS_OF_ONE_SECOND,
    )
    requests = [_narrowed(request, narrowing) for narrowing in narrowings]
    unknown = [None if request is None or request.places is not None else request for request in requests]
    answers = beside.answers(unknown) if (beside := engine()) else [None] * len(requests)
    queries = [
        None if request is None else _query(request, answer)
        for request, answer in zip(requests, answers, strict=True)
    ]
    return [
        Found(
            [Candidate(*row) for row in rows],
            has_more=len(rows) >= MOST or (request is not None and request.is_of_newest),
        )
        for request, rows in zip(requests, _rows_of_each(queries), strict=True)
    ]


def among(keys: Sequence[int], narrowing: Narrowing) -> list[set[int]]:
    """Return which of a few keys meet each condition, in one query."""
    given = RawSQL(_database().GIVEN, [json.dumps(list(keys))])  # noqa: S611  (a query of our own)
    rows = _rows_of_each(
        [one.each().filter(pk__in=given).query.sql_with_params() if keys else None for one in narrowing]
    )
    return [{key for (key,) in met} for met in rows]


def _narrowed(request: Request, narrowing: Narrowing) -> Request | None:
    """Return a request for what a narrowing lets through, or None: for nothing.

    Where one of its conditions is met by few, those are all that is looked at. A single one that many meet is
    asked of the newest, then of each text; several such, of the newest texts that hold the words: no index
    tells who meets them all.
    """
    if not narrowing:
        return request
    if len(narrowing) > 1:
        return _narrowed_by_several(request, narrowing)
    ((newest, each),) = narrowing
    keys = _keys(newest[: FEW + 1])
    if len(keys) <= FEW:
        return replace(request, keys=keys) if keys else None
    query, values = each().query.sql_with_params()
    return replace(request, keys=keys[:FEW], query_of_all=query, values_of_all=values)


def _narrowed_by_several(request: Request, narrowing: Narrowing) -> Request | None:
    met = _rows_of_each([one.newest.order_by()[: FEW + 1].query.sql_with_params() for one in narrowing])
    whole = [{key for (key,) in rows} for rows in met if len(rows) <= FEW]
    common = [one for one, rows in zip(narrowing, met, strict=True) if len(rows) > FEW]
    if whole:
        keys = set.intersection(*whole)
        keys = keys.intersection(*among([*keys], common))
        return replace(request, keys=[*keys]) if keys else None
    places: dict[int, int] = dict(_rows(*_database().places(request)))
    keys = set.intersection(*among([*places], common))
    # They hold the words: nothing has to be looked for again.
    newest = sorted((places[key] for key in keys), reverse=True)[:MOST]
    return replace(request, places=newest, is_of_newest=len(places) >= MOST) if keys else None


def _keys(rows: QuerySet) -> list[int]:
    return [key for (key,) in _rows(*rows.query.sql_with_params())]


def _query(request: Request, answer: "Answer | None") -> Query:
    """Return the query for what the engine found and has not been told of; without an answer, for everything."""
    if request.places is not None:
        return _database().at(request, request.places)
    if answer is None:
        return _database().candidates(request)
    query, values = _database().at(request, answer.places)
    if not answer.untold:
        return query, values
    untold, more = _database().candidates(replace(request, keys=answer.untold))
    return f"SELECT * FROM ({query}) told UNION ALL SELECT * FROM ({untold}) untold", [*values, *more]  # noqa: S608  (queries of our own)


def _rows_of_each(queries: Sequence[Query | None]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of several queries of one shape, asked as one; of what is no query, none."""
    asked = [(number, *query) for number, query in enumerate(queries) if query is not None]
    found: list[list[tuple[Any, ...]]] = [[] for _ in queries]
    if asked:
        whole = " UNION ALL ".join(
            f"SELECT {number}, part.* FROM ({query}) part"  # noqa: S608  (queries of our own)
            for number, query, _ in asked
        )
        for number, *row in _rows(whole, [value for _, _, values in asked for value in values]):
            found[number].append(tuple(row))
    return found


def headed(words: list[tuple[str, ...]]) -> list[int]:
    """Return the newest stories whose headline holds these words, the last of which is the beginning of one."""
    return [key for (key,) in _rows(*_database().headed(words, MOST_HEADED))]


def _database() -> ModuleType:
    return search_on_postgresql if connection.vendor == "postgresql" else search_on_sqlite


def _rows(query: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


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
    except OperationalError:
        # Others write without a pause; it is asked another time.
        return True
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
