"""Lists that may grow for ever: nothing skipped, nothing twice, and page 5,000 costs what page 1 costs."""

from datetime import UTC, datetime, timedelta
from itertools import product
from typing import NamedTuple

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import workflow
from articles.keyset import BadCursor, Cursor, page_of
from articles.models import Image, PublishedStory, Section
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
LISTS = ("/sections/world/", "/authors/arben-kelmendi/", "/tags/bridges/", "/people/vjosa-dema/")

# What people and machines have put into such places.
HOSTILE = [
    *"0 1 -1 +1 1.0 1e9 0x10 1_000 ٣ ２ ½ ∞ NaN Infinity -0 00 None null true [] {} 1;2 % %zz - --".split(),
    *"2147483648 9223372036854775807 9223372036854775808 zzzzzzzzzzzz-1 1-zzzzzzzzzzzzz".split(),
    *"a-b-c 1- -1-1 01-1 1-01 A-1 1-A %00 1-1%00 1-1%0a 1-1%20 %FF %ED%A0%80 %C0%AE 1-1%E2%80%8B".split(),
    *"';-- 1-1'OR'1'='1 <script> ../../etc/passwd".split(),
    *("1" * 40, "9" * 400, "z" * 12, "z" * 13, "a" * 10_000),
]

# Known elsewhere, unknown here.
PARAMETERS = [
    "page=2",
    "utm_source=x&fbclid=1",
    "status=draft",
    "state=draft&is_published=false",
    "published_at__gt=2099",
    "preview=1",
    "version=latest",
    "static=1&order=asc",
    "status=published&status=draft",
    "author__password__startswith=p",
    "_connector=OR&pk__in=1",
    "before=",
    "before&after",
    "%00=1",
    "&&&",
    "x" * 5000,
    "&".join(f"a{number}=1" for number in range(25_000)),
]


def at_once(number: int, *, by: User, writer: User) -> None:
    """Publish so many stories in the same microsecond, as an import does."""
    for _ in range(number):
        story = stories.write(by=writer)
        for verb in (workflow.submit, workflow.approve, workflow.publish):
            verb(story, by=by, now=NOON)


class Seen(NamedTuple):
    """A page of a list: where it is, and the stories on it."""

    address: str
    links: list[str]


def walk(reader: Client, address: str, rel: str) -> list[Seen]:
    """Follow a list in one direction to its end."""
    pages = []
    while True:
        response = reader.get(address)
        pages.append(Seen(address, site.story_links(response)))
        query = neighbour(response, rel)
        if not query:
            return pages
        address = address.partition("?")[0] + query


def neighbour(response: HttpResponse, rel: str) -> str:
    """Return the query of the page before or after this one, if there is one."""
    return site.text(response).partition(f'rel="{rel}" href="')[2].split('"')[0]


@pytest.mark.thorough
def test_both_ways_every_story_is_there_once(reader: Client, editor: User, other_editor: User) -> None:
    """To the oldest and back to the newest, also through stories of one moment."""
    site.publish(12, by=editor)
    at_once(33, by=editor, writer=other_editor)
    expected = [story.get_absolute_url() for story in PublishedStory.objects.newest_first()]

    for address in LISTS:
        down = walk(reader, address, "next")
        up = walk(reader, down[-1].address, "prev")

        assert [link for page in down for link in page.links] == expected
        assert [page.links for page in reversed(up)] == [page.links for page in down]
        assert len(down) == 3


@pytest.mark.thorough
def test_a_story_published_meanwhile_moves_nothing(reader: Client, editor: User) -> None:
    """The page that follows is the one that followed before."""
    site.publish(21, by=editor)
    query = neighbour(reader.get("/tags/bridges/"), "next")
    before = site.story_links(reader.get("/tags/bridges/" + query))

    site.publish(3, by=editor)

    assert site.story_links(reader.get("/tags/bridges/" + query)) == before


@pytest.mark.thorough
def test_a_cursor_nobody_gave_out_is_not_found(reader: Client, editor: User) -> None:
    """Never an error, and never some page that looks as if it were right."""
    site.publish(1, by=editor)

    for address, name, value in product(("/", *LISTS), ("before", "after"), HOSTILE):
        asked = f"{address}?{name}={value}"
        assert reader.get(asked).status_code == 404, asked[:80]


def test_nobody_is_led_past_the_ends(reader: Client, editor: User) -> None:
    """A place before the first or after the last story has no page."""
    site.publish(2, by=editor)

    assert reader.get(f"/tags/bridges/?before={Cursor(NOON - timedelta(days=99), 1)}").status_code == 404
    assert (
        reader.get(f"/tags/bridges/?after={Cursor(datetime(9999, 1, 1, tzinfo=UTC), 1)}").status_code == 404
    )


def test_one_page_has_one_direction(reader: Client, editor: User) -> None:
    """Before one place and after another at once is nothing we offer."""
    site.publish(2, by=editor)
    cursor = Cursor(NOON, 1)

    assert reader.get(f"/tags/bridges/?after={cursor}").status_code == 200
    assert reader.get(f"/tags/bridges/?after={cursor}&before={cursor}").status_code == 404


@pytest.mark.thorough
def test_a_parameter_we_do_not_know_changes_nothing(reader: Client, editor: User) -> None:
    """Not a byte, whatever it is called elsewhere."""
    site.publish(2, by=editor)
    stories.bring_to("draft", stories.write("Never to be seen", by=editor), by=editor)

    for address in ("/", *LISTS):
        plain = reader.get(address).content
        for query in PARAMETERS:
            assert reader.get(f"{address}?{query}").content == plain, (address, query[:80])


def test_the_last_of_two_cursors_counts_in_page_and_cache(reader: Client, editor: User) -> None:
    """What is kept under an address is what that address shows."""
    site.publish(3, by=editor)
    first = f"before={Cursor(datetime.now(UTC) + timedelta(days=1), 1)}"
    plain = reader.get("/tags/bridges/").content

    assert reader.get(f"/tags/bridges/?{first}&before=").content != plain
    assert reader.get(f"/tags/bridges/?{first}").content != plain
    assert reader.get("/tags/bridges/").content == plain


def test_a_list_costs_at_most_five_queries(reader: Client, editor: User, a_picture: Image) -> None:
    """With pictures, bylines and people on every row, on the first page and a later one."""
    site.publish(23, by=editor, lead_image=a_picture)

    for address in ("/", *LISTS):
        older = address + neighbour(reader.get(address), "next")
        cache.clear()
        for page in (address, older):
            with CaptureQueriesContext(connection) as queries:
                reader.get(page)
            assert 2 <= len(queries) <= 5, page


def test_a_cursor_is_written_in_one_way_only() -> None:
    """Reading what was written gives the same place back; anything else is refused."""
    for at in (datetime(1, 1, 1, tzinfo=UTC), NOON, datetime.max.replace(tzinfo=UTC)):
        for key in (0, 1, 2**63 - 1):
            cursor = Cursor(at, key)
            assert Cursor.read(str(cursor)) == cursor
            with pytest.raises(BadCursor):
                Cursor.read(f"0{cursor}")


@pytest.mark.parametrize("asked", ["", "before", "after"])
@pytest.mark.thorough
def test_a_page_is_one_range_of_an_index(asked: str, editor: User) -> None:
    """No sorting, no counting, no skipping."""
    site.publish(5, by=editor)
    rows = PublishedStory.objects.filter(section=Section.objects.get()).as_cards()

    with CaptureQueriesContext(connection) as queries:
        page_of(rows, "pk", {asked: str(Cursor(NOON, 1))} if asked else {})
    (query,) = (query["sql"] for query in queries)

    assert "OFFSET" not in query
    assert "COUNT" not in query
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plan = "\n".join(row[3] for row in cursor.fetchall())
        assert "published_section_newest" in plan
        assert "TEMP B-TREE" not in plan
