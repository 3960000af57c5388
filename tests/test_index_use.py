"""Every list is read along an index: no table is gone through, and nothing is sorted.

With a handful of rows both databases would rather go through a table; so they are asked what they would
do if they could help it. A query that no index serves has no choice, and is found.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Count, Model, QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.keyset import Cursor
from articles.models import PublishedByline, PublishedQuote, PublishedStory, TaggedPublishedStory
from bench.made_up.fill import fill

STORIES = 40
# Those that grow with the archive; the others are small, and stay so.
LARGE = re.compile(
    r"articles_(story|publishedstory|revision|transition|(published)?(byline|quote)|tagged(published)?story)\b"
)


@pytest.fixture
def filled(db: None) -> None:
    fill(STORIES)


@contextmanager
def reluctant() -> Iterator[None]:
    """Let PostgreSQL go through a table, or sort, only where there is no other way."""
    settings = (
        "enable_seqscan",
        "enable_sort",
        "enable_bitmapscan",
        "enable_hashjoin",
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for setting in settings:
                cursor.execute(f"SET LOCAL {setting} = off")
        yield
        if connection.vendor == "postgresql":
            for setting in settings:
                cursor.execute(f"SET LOCAL {setting} = on")


def plan(query: str) -> list[str]:
    """Return the steps in which the database would answer."""
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"
    with reluctant(), connection.cursor() as cursor:
        cursor.execute(f"{explain} {query}")
        return [str(row[-1]) for row in cursor.fetchall()]


def costly(steps: list[str]) -> list[str]:
    """Return the steps that go through a large table or sort."""
    found = []
    for step in steps:
        scans = re.search(r"Seq Scan on (\S+)|^SCAN (\S+)(?! USING)$", step)
        if scans and LARGE.search(step):
            found.append(step)
        # Rows that an index brings almost in order are put right a few at a time: "Incremental Sort".
        if re.search(r"(?<!Incremental )\bSort\b(?! Key)|TEMP B-TREE FOR ORDER BY", step):
            found.append(step)
    return found


def lists_in(asked: CaptureQueriesContext) -> list[str]:
    """Return the queries that cut a page out of a long list; what belongs to known rows is short anyway."""
    return [
        query["sql"]
        for query in asked
        if LARGE.search(query["sql"])
        and " LIMIT " in query["sql"]
        and not re.search(r" IN \(\d", query["sql"])
    ]


def look(browser: Client, address: str) -> None:
    """Ask for a page, and for the plan of each list on it."""
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    queries = lists_in(asked)
    assert queries
    for query in queries:
        assert not costly(plan(query)), f"{address}\n{query}\n" + "\n".join(plan(query))


def most_used(rows: QuerySet, name: str) -> Model:
    """Return what the most of these rows point to."""
    return getattr(
        rows.filter(**{name: rows.values(name).annotate(n=Count("pk")).order_by("-n", name)[0][name]})[0],
        name,
    )


def place_in(rows: QuerySet, key: str) -> str:
    """Return a cursor in the middle of a list."""
    middle = list(rows.order_by("published_at"))[rows.count() // 2]
    return str(Cursor(middle.published_at, getattr(middle, key)))


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("side", ["", "?before=", "?after="])
@pytest.mark.thorough
def test_every_list_for_readers_is_a_range_of_an_index(reader: Client, side: str) -> None:
    everything = PublishedStory.objects.all()
    look(reader, f"/{side}{place_in(everything, 'pk')}" if side else "/")
    for model, name, key in (
        (PublishedStory, "section", "pk"),
        (TaggedPublishedStory, "tag", "content_object_id"),
        (PublishedByline, "author", "story_id"),
        (PublishedQuote, "speaker", "id"),
    ):
        noun = most_used(model.objects.all(), name)
        rows = model.objects.filter(**{name: noun})
        look(reader, noun.get_absolute_url() + (f"{side}{place_in(rows, key)}" if side else ""))


@pytest.mark.usefixtures("filled")
@pytest.mark.thorough
def test_feeds_and_days_are_ranges_of_an_index(reader: Client) -> None:
    look(reader, "/feed.json")
    for model, name in (
        (PublishedStory, "section"),
        (TaggedPublishedStory, "tag"),
        (PublishedByline, "author"),
    ):
        look(reader, most_used(model.objects.all(), name).get_absolute_url() + "feed/")
    look(reader, most_used(PublishedQuote.objects.all(), "speaker").get_absolute_url() + "feed/atom/")
    day = PublishedStory.objects.newest_first()[0].published_at
    look(reader, f"/archive/{day:%Y/%m/%d}/")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("view", ["", "review", "live", "scheduled"])
@pytest.mark.thorough
def test_every_view_of_the_list_of_stories_is_a_range_of_an_index(
    desk: Callable[[User], Client], editor: User, view: str
) -> None:
    look(desk(editor), f"/admin/articles/story/?view={view}")


@pytest.mark.usefixtures("filled")
@pytest.mark.thorough
def test_the_front_page_of_the_desk_goes_through_no_archive(
    desk: Callable[[User], Client], editor: User
) -> None:
    look(desk(editor), "/admin/")
