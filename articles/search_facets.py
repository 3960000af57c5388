"""How many of the found texts each section, tag, author … has: counted in the rows that readers' pages read, by one query.

Only among what was found, which is bounded; so a tag that was merged or a person who was renamed is right
at once, and nothing has to be followed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import connection

from articles.models.content import Kind
from articles.search_filters import FACETS, PERIODS

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


_FOUND = {
    "sqlite": "SELECT value AS id FROM json_each(%s)",
    "postgresql": "SELECT value::bigint AS id FROM json_array_elements_text(%s::json)",
}
_OF_STORIES = "SELECT id, id AS story_id FROM given"
_OF_QUOTES = (
    "SELECT given.id, quote.story_id FROM given JOIN articles_publishedquote quote ON quote.id = given.id"
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
        FROM found {joined} GROUP BY {names}
        ORDER BY CASE WHEN {value} = %s THEN 0 ELSE 1 END, times DESC, {names} LIMIT {shown}
    ) AS counted_{facet}
"""


def facets(
    keys: Sequence[int], ages: Sequence[float], chosen: Mapping[str, str], *, quotes: bool
) -> list[Facet]:
    """Return what the found texts can be told apart by, in one query: their keys, and how many seconds old each is."""
    counted: dict[str, list[Choice]] = {name: [] for name in FACETS}
    if keys:
        query, values = _query(chosen, quotes=quotes)
        with connection.cursor() as cursor:
            cursor.execute(query, [json.dumps(list(keys)), *values])
            for facet, value, name, times in cursor.fetchall():
                shown = Kind(name).label if facet == "kind" and name in Kind.values else name
                counted[facet].append(Choice(value, shown, times, is_chosen=chosen.get(facet) == value))
    counted["when"] = [
        Choice(
            period,
            label,
            sum(age <= length.total_seconds() for age in ages),
            is_chosen=chosen.get("when") == period,
        )
        for period, (label, length) in PERIODS.items()
    ]
    return [
        Facet(name, label, offered)
        for name, label in FACETS.items()
        if (offered := _offered(counted[name], is_chosen=name in chosen))
    ]


def _query(chosen: Mapping[str, str], *, quotes: bool) -> tuple[str, list[str]]:
    given = _FOUND[connection.vendor]
    parts = [
        _ONE.format(
            facet=facet,
            names=names,
            # A story may quote one person several times; it has one section, and each tag once.
            counted="DISTINCT found.id" if facet in {"person", "author"} else "*",
            value=names.partition(",")[0],
            joined=joined.format(of="id = found.id" if quotes else "story_id = found.story_id"),
            shown=SHOWN,
        )
        for facet, (names, joined) in _COUNTED.items()
    ]
    found = _OF_QUOTES if quotes else _OF_STORIES
    query = f"WITH given AS ({given}), found AS ({found}) {' UNION ALL '.join(parts)}"
    return query, [chosen.get(facet, "") for facet in _COUNTED]


def _offered(choices: list[Choice], *, is_chosen: bool) -> list[Choice]:
    """Return the choices that something was found for; where one is made, that alone."""
    return [choice for choice in choices if (choice.is_chosen if is_chosen else choice.times)]
