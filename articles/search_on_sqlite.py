"""The search index on SQLite: full-text tables (FTS5) that answer newest first and stop when they have enough."""

import json
from collections.abc import Sequence

from articles.search_request import FEW, HEADLINE, MOST, MOST_HEADLINES, Query, Request

# Keys or places that are handed over in one piece.
GIVEN = "SELECT value FROM json_each(%s)"
_WHOLE = """
    WITH found(place) AS ({found})
    SELECT {columns} FROM found CROSS JOIN {table} kept ON kept.place = found.place
"""
_NEWEST = """
    SELECT * FROM (
        SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s AND rowid >= %s AND rowid < %s {narrowed}
        ORDER BY rowid DESC LIMIT %s
    )
"""
# The plus keeps SQLite from asking the full-text table once for each of them.
_ONE_OF_FEW = "AND +rowid IN (SELECT place FROM {table} WHERE {key} IN (SELECT value FROM json_each(%s)))"
_ONE_OF_MANY = """
    AND EXISTS (
        SELECT 1 FROM {table} own JOIN ({chosen}) chosen ON chosen.pk = own.{key}
        WHERE own.place = {table}_fts.rowid
    )
"""
_HEADED = """
    SELECT story_id FROM articles_publishedwords WHERE place IN (
        SELECT rowid FROM articles_publishedwords_fts WHERE articles_publishedwords_fts MATCH %s
        ORDER BY rowid DESC LIMIT %s
    )
"""


def candidates(request: Request) -> Query:
    """Return the query for the newest texts that hold all the words."""
    return _found(request, _columns(request), MOST, MOST_HEADLINES)


def places(request: Request) -> Query:
    """Return the query for the keys and places alone, of more texts."""
    return _found(request, f"kept.{request.kept.key}, kept.place", FEW, FEW // 3)


def at(request: Request, places: Sequence[int]) -> Query:
    """Return the query for the texts at places that somebody else has found."""
    found = "SELECT value FROM json_each(%s)"
    query = _WHOLE.format(found=found, columns=_columns(request), table=request.kept.table)
    return query, [json.dumps(list(places))]


def headed(words: list[tuple[str, ...]], most: int) -> Query:
    """Return the query for the newest stories whose headline holds words, the last being the beginning of one."""
    *whole, begun = words
    beginnings = " OR ".join(f'"{HEADLINE}{form}"*' for form in begun)
    question = " AND ".join([*(_either(word, HEADLINE) for word in whole), f"({beginnings})"])
    return _HEADED, [question, most]


def _found(request: Request, columns: str, most: int, most_headlines: int) -> Query:
    kept = request.kept
    narrowed, chosen = _narrowed(request)
    parts, values = [], []
    for prefix, number in (("", most), (HEADLINE, most_headlines))[: 2 if kept.has_headlines else 1]:
        parts.append(_NEWEST.format(table=kept.table, narrowed=narrowed))
        values += [_question(request, prefix), request.lowest, request.highest, *chosen, number]
    return _WHOLE.format(found=" UNION ".join(parts), columns=columns, table=kept.table), values


def _columns(request: Request) -> str:
    return f"kept.place, kept.{request.kept.key}, kept.marks, kept.lead, {request.words}"


def _narrowed(request: Request) -> Query:
    kept = request.kept
    if request.query_of_all:
        condition = _ONE_OF_MANY.format(table=kept.table, key=kept.key, chosen=request.query_of_all)
        return condition, list(request.values_of_all)
    if request.keys is not None:
        return _ONE_OF_FEW.format(table=kept.table, key=kept.key), [json.dumps(list(request.keys))]
    return "", []


def _question(request: Request, prefix: str) -> str:
    wanted = " AND ".join(_either(word, prefix) for word in request.asked.words)
    unwanted = " OR ".join(_either(word) for word in request.asked.unwanted_words)
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _either(word: tuple[str, ...], prefix: str = "") -> str:
    # Terms are letters, digits and underscores: nothing in them means anything to a database.
    return "(" + " OR ".join(f'"{prefix}{form}"' for form in word) + ")"
