"""The index by which readers find what is published, and what is asked of it.

It holds published texts only: a row belongs to a row of the published copy, is written in the transaction
of the publish, and goes with it. What both databases do is the same: they find the newest texts that hold
all the words, and `search_ranking` puts those in order. So a common word costs no more than a rare one.
"""

import json
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import DatabaseError, OperationalError, connection, transaction
from django.db.models import Prefetch, prefetch_related_objects

from articles import search_on_postgresql, search_on_sqlite
from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.search_entry import PublishedWords, QuoteWords, UntoldStory
from articles.search_entries import (
    AFTER_ALL,
    AROUND,
    entry_of_quote,
    entry_of_story,
    facets_of,
    facets_of_quote,
    place_of,
)
from articles.search_request import MOST, QUOTES, STORIES, Kept, Query, Request
from articles.search_terms import Asked

if TYPE_CHECKING:
    from articles.search_engine import Answer

# So many headlines are suggested.
MOST_HEADED = 4


class Candidate(NamedTuple):
    """A text that holds all the words: whose it is, and what it is ranked by."""

    place: int
    key: int
    marks: str
    lead: str
    facets: str
    # Empty unless the order of words was asked for.
    words: str


class Found(NamedTuple):
    """Texts that hold all the words."""

    texts: list[Candidate]
    # Whether there may be more, older ones, that were not looked at.
    has_more: bool


# --- Keeping -----------------------------------------------------------------------------------------


def keep(stories: Iterable[PublishedStory]) -> None:
    """Let published stories, and the quotations in them, be found by what they say now."""
    stories = list(stories)
    keys = [story.pk for story in stories]
    prefetch_related_objects(stories, *AROUND)
    quotes = [quote for story in stories for quote in story.quotes.all()]
    PublishedWords.objects.filter(story__in=keys).delete()
    QuoteWords.objects.filter(quote__story__in=keys).delete()
    PublishedWords.objects.bulk_create([entry_of_story(story, facets_of(story)) for story in stories])
    QuoteWords.objects.bulk_create([entry_of_quote(quote, facets_of_quote(quote)) for quote in quotes])
    has_changed(keys)


def keep_facets(keys: Sequence[int]) -> None:
    """Let published stories, given by their keys, be narrowed down by their tags and people of now; their words stay.

    Call it where nobody else writes those, see `tag_lock`.
    """
    stories = PublishedStory.objects.filter(pk__in=keys).defer("body", "head_html", "article_html")
    found: list[tuple[PublishedStory | PublishedQuote, str]] = []
    for story in stories.select_related("search_entry").prefetch_related(
        "bylines", "tagged", Prefetch("quotes", PublishedQuote.objects.select_related("search_entry"))
    ):
        found.append((story, facets_of(story)))
        found += [(quote, facets_of_quote(quote)) for quote in story.quotes.all()]
    changed: list[PublishedWords | QuoteWords] = []
    for row, facets in found:
        # What was published around the desk has no entry yet.
        entry = getattr(row, "search_entry", None)
        if entry is not None and entry.facets != facets:
            entry.facets = facets
            changed.append(entry)
    if changed:
        of_stories = [entry for entry in changed if isinstance(entry, PublishedWords)]
        of_quotes = [entry for entry in changed if isinstance(entry, QuoteWords)]
        PublishedWords.objects.bulk_update(of_stories, ["facets"], batch_size=100)
        QuoteWords.objects.bulk_update(of_quotes, ["facets"], batch_size=100)
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


# --- Finding -----------------------------------------------------------------------------------------


def candidates(
    kept: Kept,
    asked: Asked,
    narrowings: Sequence[Collection[Collection[str]]] = ((),),
    *,
    since: datetime | None = None,
    until: datetime | None = None,
) -> list[Found]:
    """Return the newest texts that hold all the words and none of the unwanted ones, for each narrowing, in one query.

    A narrowing is met by what has one term at least of each of its parts. Phrases are not looked at here.
    """
    requests = [
        Request(
            kept,
            asked,
            lowest=place_of(since, 0) if since else 0,
            highest=place_of(until, 0) if until else AFTER_ALL,
            facets=[sorted(part) for part in narrowing],
        )
        for narrowing in narrowings
    ]
    # Where nobody is called as was asked, nothing is found.
    possible = [request if all(request.facets) else None for request in requests]
    answers = beside.answers(possible) if (beside := engine()) else [None] * len(requests)
    queries = [
        None if request is None else _query(request, answer)
        for request, answer in zip(possible, answers, strict=True)
    ]
    return [
        Found([Candidate(*row) for row in rows], has_more=len(rows) >= MOST)
        for rows in _rows_of_each(queries)
    ]


def _query(request: Request, answer: "Answer | None") -> Query:
    """Return the query for what the engine found and has not been told of; without an answer, for everything."""
    if answer is None:
        return _database().candidates(request)
    query, values = _database().at(request, answer.places)
    if not answer.untold:
        return query, values
    untold, more = _database().among(request, answer.untold)
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
