"""How many of the found texts each section, tag, author … has: counted in the rows that readers' pages read, by one query.

Only among what was found, which is bounded; so a tag that was merged or a person who was renamed is right
at once, and nothing has to be followed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from articles.models.content import Kind
from articles.search_filters import FACETS, MOST_CHOSEN, PERIODS, SEVERAL, values_of

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to narrow a search down by, and how many of the found texts have it."""

    value: str
    name: str
    times: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One question that a search can be narrowed down by."""

    name: str
    label: str
    choices: list[Choice] = field(default_factory=list)


_GIVEN = {
    "sqlite": "SELECT value AS id FROM json_each(%s)",
    "postgresql": "SELECT value::bigint AS id FROM json_array_elements_text(%s::json)",
}
# Each found text with its story, of which most is asked.
_OF_STORIES = "{name} AS (SELECT id, id AS story_id FROM ({given}) given)"
_OF_QUOTES = (
    "{name} AS (SELECT given.id, quote.story_id"
    " FROM ({given}) given JOIN articles_publishedquote quote ON quote.id = given.id)"
)
_COUNTED = {
    "section": (
        "section.slug, section.name",
        (
            "JOIN articles_publishedstory story ON story.story_id = found.story_id"
            " JOIN articles_section section ON section.id = story.section_id"
        ),
    ),
    "kind": (
        "story.kind, story.kind",
        "JOIN articles_publishedstory story ON story.story_id = found.story_id",
    ),
    "tag": (
        "tag.slug, tag.name",
        (
            "JOIN articles_taggedpublishedstory tagged ON tagged.content_object_id = found.story_id"
            " JOIN articles_tag tag ON tag.id = tagged.tag_id"
        ),
    ),
    "person": (
        "person.slug, person.name",
        "JOIN articles_publishedquote quote ON quote.{of} JOIN articles_person person ON person.id = quote.speaker_id",
    ),
    "author": (
        "author.slug, author.name",
        (
            "JOIN articles_publishedbyline byline ON byline.story_id = found.story_id"
            " JOIN articles_author author ON author.id = byline.author_id"
        ),
    ),
}
_ONE = """
    SELECT * FROM (
        SELECT '{facet}' AS facet, {names}, COUNT({counted}) AS times
        FROM {found} found {joined} GROUP BY {names}
        ORDER BY CASE WHEN {value} IN ({chosen}) THEN 0 ELSE 1 END, times DESC, {names} LIMIT {shown}
    ) AS counted_{facet}
"""


def facets(
    keys: Sequence[int],
    beside: Mapping[str, Sequence[int]],
    ages: Sequence[float],
    chosen: Mapping[str, str],
    *,
    quotes: bool,
) -> list[Facet]:
    """Return what the found texts can be told apart by, in one query: their keys, and how many seconds old each is.

    `beside` holds, for each facet of which something was chosen, the keys of what would be found otherwise.
    """
    counted: dict[str, list[Choice]] = {name: [] for name in FACETS}
    query, values = _query({"found": keys, **beside}, chosen, quotes=quotes)
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        for facet, value, name, times in cursor.fetchall():
            is_chosen = value in _chosen(chosen, facet)
            counted[facet].append(Choice(value, _shown(facet, name), times, is_chosen=is_chosen))
    offered = {name: _offered(name, counted[name], _chosen(chosen, name)) for name in SEVERAL}
    offered["when"] = _periods(ages, chosen.get("when", ""))
    return [Facet(name, label, offered[name]) for name, label in FACETS.items() if offered[name]]


def chosen_alone(chosen: Mapping[str, str]) -> list[Facet]:
    """Return what was chosen, by itself: where nothing was found, each of it can still be taken back."""
    made = {name: _offered(name, [], _chosen(chosen, name)) for name in SEVERAL}
    if period := chosen.get("when"):
        made["when"] = [Choice(period, PERIODS[period][0], 0, is_chosen=True)]
    return [Facet(name, label, made[name]) for name, label in FACETS.items() if made.get(name)]


def _query(
    found: Mapping[str, Sequence[int]], chosen: Mapping[str, str], *, quotes: bool
) -> tuple[str, list[str]]:
    given, of = _GIVEN[connection.vendor], _OF_QUOTES if quotes else _OF_STORIES
    parts, values = [], [json.dumps(list(keys)) for keys in found.values()]
    for facet, (names, joined) in _COUNTED.items():
        wanted = _chosen(chosen, facet) or [""]
        values += wanted
        parts.append(
            _ONE.format(
                facet=facet,
                names=names,
                # A story may quote one person several times; it has one section, and each tag once.
                counted="DISTINCT found.id" if facet in {"person", "author"} else "*",
                found=f"found_{facet}" if facet in found else "found_found",
                value=names.partition(",")[0],
                chosen=", ".join(["%s"] * len(wanted)),
                joined=joined.format(of="id = found.id" if quotes else "story_id = found.story_id"),
                shown=SHOWN,
            )
        )
    tables = ", ".join(of.format(name=f"found_{name}", given=given) for name in found)
    return f"WITH {tables} {' UNION ALL '.join(parts)}", values


def _chosen(chosen: Mapping[str, str], facet: str) -> list[str]:
    return values_of(chosen[facet]) if facet in chosen else []


def _shown(facet: str, name: str) -> str:
    return Kind(name).label if facet == "kind" and name in Kind.values else name


def _offered(facet: str, counted: list[Choice], wanted: list[str]) -> list[Choice]:
    """Return what was chosen, then what else there is while more may be chosen.

    What was chosen and not found stands by its address: its name may be known to nobody but the desk.
    """
    known = {choice.value for choice in counted}
    lost = [
        Choice(value, _shown(facet, value.replace("-", " ")), 0, is_chosen=True)
        for value in wanted
        if value not in known
    ]
    made = [choice for choice in counted if choice.is_chosen]
    others = [choice for choice in counted if not choice.is_chosen] if len(wanted) < MOST_CHOSEN else []
    return [*made, *lost, *others][:SHOWN]


def _periods(ages: Sequence[float], chosen: str) -> list[Choice]:
    """Return the periods that something was found in; where one was chosen, that alone: each lies in the next."""
    return [
        Choice(period, label, times, is_chosen=period == chosen)
        for period, (label, length) in PERIODS.items()
        if (times := sum(age <= length.total_seconds() for age in ages)) and chosen in ("", period)
    ]
