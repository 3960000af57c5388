"""The search index on PostgreSQL: two columns of terms, each with a GIN index.

To look whether one text holds a term costs a hundred times what an entry of the index costs, and the planner
does not know that. So a common word is looked for among the newest texts first, one by one, until enough are
found; only when too few of them hold it, and it is thus not common, all that hold it are taken from the index.
"""

import json
from collections.abc import Sequence

from articles.search_request import HEADLINE, MOST, MOST_HEADLINES, QUOTES, STORIES, Kept, Query, Request

# So many of the newest texts are looked at one by one: enough of a word that every fifth story or every twelfth
# quotation holds. Those are short, and sooner looked at.
NEWEST = {STORIES: 3000, QUOTES: 8000}

# The newest by one column of terms; and, if those are too few, all others by its index.
_NEWEST = """
    {name}_newest AS MATERIALIZED (
        SELECT place FROM (
            SELECT place, vector, heading FROM {table} WHERE place >= %s AND place < %s
            ORDER BY place DESC LIMIT {looked_at}
        ) newest WHERE {first} {column} @@ %s::tsquery {unless} ORDER BY place DESC LIMIT {most}
    ), {name}_others AS MATERIALIZED (
        SELECT place FROM {table}
        WHERE (SELECT COUNT(*) FROM {name}_newest) < {most} AND {column} @@ %s::tsquery
        AND place >= %s AND place < %s
    ), {name} AS (
        SELECT place FROM {name}_newest
        UNION (
            SELECT place FROM (SELECT place FROM {name}_others ORDER BY place DESC) others
            {unless_there} LIMIT {most}
        )
    )"""
# A heading is in the row itself and soon looked at; a vector lies elsewhere.
_FIRST = "heading @@ %s::tsquery AND"
# Looked for in one text after the other, newest first, until there are enough.
_UNLESS_THERE = "WHERE NOT (SELECT vector @@ %s::tsquery FROM {table} text WHERE text.place = others.place)"
_FOUND = """
    WITH {parts}, found AS ({united})
    SELECT {columns} FROM {table} kept WHERE kept.place = ANY (ARRAY(SELECT place FROM found))
"""
# Keys or places that are handed over in one piece; what is planned does not grow with them.
_GIVEN = "SELECT value::bigint FROM json_array_elements_text(%s::json)"
_AT = f"SELECT {{columns}} FROM {{table}} kept WHERE kept.place IN ({_GIVEN})"  # noqa: S608  (a query of our own)
_AMONG = f"""
    SELECT {{columns}} FROM {{table}} kept
    WHERE kept.{{key}} IN ({_GIVEN}) AND kept.vector @@ %s::tsquery AND kept.place >= %s AND kept.place < %s
"""  # noqa: S608  (a query of our own)
_HEADED = """
    WITH hits AS MATERIALIZED (
        SELECT place, story_id FROM articles_publishedwords WHERE heading @@ %s::tsquery
    )
    SELECT story_id FROM hits ORDER BY place DESC LIMIT %s
"""


def candidates(request: Request) -> Query:
    """Return the query for the newest texts that hold all the words."""
    kept, between, question = request.kept, [request.lowest, request.highest], _question(request)
    facets = [" & ".join(_any_of(facet) for facet in request.facets)] if request.facets else []
    parts = {"held": _newest("held", "vector", kept, MOST, first=_FIRST if facets else "")}
    values = [*between, *facets, question, question, *between]
    if kept.has_headlines:
        unwanted = [_any_of(word) for word in request.asked.unwanted_words]
        without = [" | ".join(unwanted)] if unwanted else []
        headline = _all_of(request, HEADLINE)
        parts["headed"] = _newest(
            "headed",
            "heading",
            kept,
            MOST_HEADLINES,
            unless="AND NOT vector @@ %s::tsquery" if unwanted else "",
            unless_there=_UNLESS_THERE.format(table=kept.table) if unwanted else "",
        )
        values += [*between, headline, *without, headline, *between, *without]
    query = _FOUND.format(
        parts=", ".join(parts.values()),
        united=" UNION ".join(f"SELECT place FROM {name}" for name in parts),  # noqa: S608  (names of our own)
        columns=_columns(request),
        table=kept.table,
    )
    return query, values


def _newest(name: str, column: str, kept: Kept, most: int, **more: str) -> str:
    parts = {"first": "", "unless": "", "unless_there": "", **more}
    return _NEWEST.format(
        name=name, column=column, table=kept.table, looked_at=NEWEST[kept], most=most, **parts
    )


def at(request: Request, places: Sequence[int]) -> Query:
    """Return the query for the texts at places that somebody else has found."""
    return _AT.format(columns=_columns(request), table=request.kept.table), [json.dumps(list(places))]


def among(request: Request, keys: Sequence[int]) -> Query:
    """Return the query for those of a few texts that hold all the words."""
    query = _AMONG.format(columns=_columns(request), table=request.kept.table, key=request.kept.key)
    return query, [json.dumps(list(keys)), _question(request), request.lowest, request.highest]


def headed(words: list[tuple[str, ...]], most: int) -> Query:
    """Return the query for the newest stories whose headline holds words, the last being the beginning of one."""
    *whole, begun = words
    beginnings = " | ".join(f"'{HEADLINE}{form}':*" for form in begun)
    question = " & ".join([*(_any_of(word, HEADLINE) for word in whole), f"({beginnings})"])
    return _HEADED, [question, most]


def _columns(request: Request) -> str:
    return f"kept.place, kept.{request.kept.key}, kept.marks, kept.lead, kept.facets, {request.words}"


def _question(request: Request) -> str:
    unwanted = [f"!{_any_of(word)}" for word in request.asked.unwanted_words]
    return " & ".join([_all_of(request), *unwanted])


def _all_of(request: Request, prefix: str = "") -> str:
    wanted = [_any_of(word, prefix) for word in request.asked.words]
    return " & ".join([*wanted, *(_any_of(facet) for facet in request.facets)])


def _any_of(word: Sequence[str], prefix: str = "") -> str:
    # Terms are letters, digits and underscores: nothing in them means anything to a database.
    return "(" + " | ".join(f"'{prefix}{form}'" for form in word) + ")"
