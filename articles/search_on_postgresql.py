"""The search index on PostgreSQL: two columns of terms, each with a GIN index.

To look whether one text holds a term costs a hundred times what an entry of the index costs, and the planner
does not know that. So a common word is looked for among the newest texts first, one by one; only when too few
of them hold it, and it is thus not common, all that hold it are taken from the index.
"""

import json
from collections.abc import Sequence

from articles.search_request import FEW, HEADLINE, MOST, MOST_HEADLINES, Query, Request

# So many of the newest texts are looked at one by one: enough of a word that every fifth text holds.
NEWEST = 3000

_FOUND = """
    WITH newest AS MATERIALIZED (
        SELECT place FROM (
            SELECT place, vector FROM {table} WHERE place >= %s AND place < %s {one_of_newest}
            ORDER BY place DESC LIMIT {looked_at}
        ) first WHERE vector @@ %s::tsquery
    ){hits}{headed}, found AS ({found})
    SELECT {columns} FROM {table} kept WHERE kept.place = ANY (ARRAY(SELECT place FROM found))
"""
_HITS = """, hits AS MATERIALIZED (
        SELECT place FROM {table}
        WHERE (SELECT COUNT(*) FROM newest) < {most} AND vector @@ %s::tsquery AND place >= %s AND place < %s {one_of_all}
    )"""
_HEADED_HITS = """, headlines AS MATERIALIZED (
        SELECT place, {key} FROM {table}
        WHERE heading @@ %s::tsquery {but_not} AND place >= %s AND place < %s
    ), headed AS MATERIALIZED (SELECT place FROM headlines WHERE TRUE {one_of_all})"""
_FIRST = "(SELECT place FROM {name} ORDER BY place DESC LIMIT {most})"
# Keys or places that are handed over in one piece; what is planned does not grow with them.
GIVEN = "SELECT value::bigint FROM json_array_elements_text(%s::json)"
_ONE_OF_KEYS = f"AND {{key}} IN ({GIVEN})"
_AT = """
    SELECT kept.place, kept.{key}, kept.marks, kept.lead, {words} FROM {table} kept
    WHERE kept.place IN (SELECT value::bigint FROM json_array_elements_text(%s::json))
"""
_HEADED = """
    WITH hits AS MATERIALIZED (
        SELECT place, story_id FROM articles_publishedwords WHERE heading @@ %s::tsquery
    )
    SELECT story_id FROM hits ORDER BY place DESC LIMIT %s
"""


def candidates(request: Request) -> Query:
    """Return the query for the newest texts that hold all the words."""
    columns = f"kept.place, kept.{request.kept.key}, kept.marks, kept.lead, {request.words}"
    return _found(request, columns, MOST, MOST_HEADLINES)


def places(request: Request) -> Query:
    """Return the query for the keys and places alone, of more texts."""
    return _found(request, f"kept.{request.kept.key}, kept.place", FEW, FEW // 3)


def _found(request: Request, columns: str, most: int, most_headlines: int) -> Query:
    kept, asked = request.kept, request.asked
    between = [request.lowest, request.highest]
    among = [json.dumps(list(request.keys))] if request.keys is not None else []
    one_of_keys = _ONE_OF_KEYS.format(key=kept.key) if among else ""
    one_of_all, all_keys = one_of_keys, among
    if request.query_of_all:
        one_of_all, all_keys = f"AND {kept.key} IN ({request.query_of_all})", list(request.values_of_all)
    question = _question(request)
    # Of few, all are looked at.
    is_whole = bool(among) and not request.query_of_all
    sources, values = [("newest", most)], [*between, *among, question]
    hits = headed = ""
    if not is_whole:
        hits = _HITS.format(table=kept.table, most=MOST, one_of_all=one_of_all)
        sources.append(("hits", most))
        values += [question, *between, *all_keys]
    if kept.has_headlines:
        unwanted = [_any_of(word) for word in asked.unwanted_words]
        headed = _HEADED_HITS.format(
            table=kept.table,
            key=kept.key,
            one_of_all=one_of_all,
            but_not="AND NOT vector @@ %s::tsquery" if unwanted else "",
        )
        sources.append(("headed", most_headlines))
        values.append(" & ".join(_any_of(word, HEADLINE) for word in asked.words))
        values += [" | ".join(unwanted)] if unwanted else []
        values += [*between, *all_keys]
    query = _FOUND.format(
        table=kept.table,
        columns=columns,
        one_of_newest=one_of_keys,
        looked_at=len(request.keys) + 1 if request.keys is not None else NEWEST,
        hits=hits,
        headed=headed,
        found=" UNION ".join(_FIRST.format(name=name, most=number) for name, number in sources),
    )
    return query, values


def at(request: Request, places: Sequence[int]) -> Query:
    """Return the query for the texts at places that somebody else has found."""
    return _AT.format(table=request.kept.table, key=request.kept.key, words=request.words), [
        json.dumps(list(places))
    ]


def headed(words: list[tuple[str, ...]], most: int) -> Query:
    """Return the query for the newest stories whose headline holds words, the last being the beginning of one."""
    *whole, begun = words
    beginnings = " | ".join(f"'{HEADLINE}{form}':*" for form in begun)
    question = " & ".join([*(_any_of(word, HEADLINE) for word in whole), f"({beginnings})"])
    return _HEADED, [question, most]


def _question(request: Request) -> str:
    wanted = [_any_of(word) for word in request.asked.words]
    return " & ".join([*wanted, *(f"!{_any_of(word)}" for word in request.asked.unwanted_words)])


def _any_of(word: tuple[str, ...], prefix: str = "") -> str:
    # Terms are letters, digits and underscores: nothing in them means anything to a database.
    return "(" + " | ".join(f"'{prefix}{form}'" for form in word) + ")"
