"""The search index on SQLite: full-text tables (FTS5) that answer newest first and stop when they have enough."""

import json
from collections.abc import Sequence

from articles.search_request import HEADLINE, MOST, MOST_HEADLINES, Query, Request

_WHOLE = """
    WITH found(place) AS ({found})
    SELECT {columns} FROM found CROSS JOIN {table} kept ON kept.place = found.place
"""
_MATCHING = "SELECT rowid FROM {table}_fts WHERE {table}_fts MATCH %s AND rowid >= %s AND rowid < %s"
_NEWEST = f"SELECT * FROM ({_MATCHING} ORDER BY rowid DESC LIMIT %s)"  # noqa: S608  (a query of our own)
# Keys or places that are handed over in one piece.
_GIVEN = "SELECT value FROM json_each(%s)"
# The plus keeps SQLite from asking the full-text table once for each of them.
_AMONG = f"{_MATCHING} AND +rowid IN (SELECT place FROM {{table}} WHERE {{key}} IN ({_GIVEN}))"  # noqa: S608  (a query of our own)
_HEADED = """
    SELECT story_id FROM articles_publishedwords WHERE place IN (
        SELECT rowid FROM articles_publishedwords_fts WHERE articles_publishedwords_fts MATCH %s
        ORDER BY rowid DESC LIMIT %s
    )
"""


def candidates(request: Request) -> Query:
    """Return the query for the newest texts that hold all the words."""
    kept, parts, values = request.kept, [], []
    for prefix, most in (("", MOST), (HEADLINE, MOST_HEADLINES))[: 2 if kept.has_headlines else 1]:
        parts.append(_NEWEST.format(table=kept.table))
        values += [_question(request, prefix), request.lowest, request.highest, most]
    return _whole(request, " UNION ".join(parts)), values


def at(request: Request, places: Sequence[int]) -> Query:
    """Return the query for the texts at places that somebody else has found."""
    return _whole(request, _GIVEN), [json.dumps(list(places))]


def among(request: Request, keys: Sequence[int]) -> Query:
    """Return the query for those of a few texts that hold all the words."""
    found = _AMONG.format(table=request.kept.table, key=request.kept.key)
    values = [_question(request), request.lowest, request.highest, json.dumps(list(keys))]
    return _whole(request, found), values


def headed(words: list[tuple[str, ...]], most: int) -> Query:
    """Return the query for the newest stories whose headline holds words, the last being the beginning of one."""
    *whole, begun = words
    beginnings = " OR ".join(f'"{HEADLINE}{form}"*' for form in begun)
    question = " AND ".join([*(_any_of(word, HEADLINE) for word in whole), f"({beginnings})"])
    return _HEADED, [question, most]


def _whole(request: Request, found: str) -> str:
    columns = f"kept.place, kept.{request.kept.key}, kept.marks, kept.lead, kept.facets, {request.words}"
    return _WHOLE.format(found=found, columns=columns, table=request.kept.table)


def _question(request: Request, prefix: str = "") -> str:
    wanted = [_any_of(word, prefix) for word in request.asked.words]
    wanted += [_any_of(facet) for facet in request.facets]
    unwanted = " OR ".join(_any_of(word) for word in request.asked.unwanted_words)
    return f"({' AND '.join(wanted)}) NOT ({unwanted})" if unwanted else " AND ".join(wanted)


def _any_of(word: Sequence[str], prefix: str = "") -> str:
    # Terms are letters, digits and underscores: nothing in them means anything to a database.
    return "(" + " OR ".join(f'"{prefix}{form}"' for form in word) + ")"
