"""When the database does not answer, readers get the pages that are kept, and nothing that was taken away."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
)
from django.test import Client, RequestFactory

from articles import page_cache, public_state, workflow
from articles.models import PublishedStory, Story
from articles.page_cache import ReadersFirst
from tests.one_view import Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site() -> Site:
    return Site(lambda request: HttpResponse(f"page {request.path}"))


@pytest.fixture
def database() -> Iterator["Database"]:
    switch = Database()
    yield switch
    switch.up()


class Database:
    """Takes the database away, as a network or a disk does, and brings it back."""

    def __init__(self) -> None:
        self.where = {name: connection.settings_dict[name] for name in ("NAME", "PORT")}

    def _move(self, **where: Any) -> None:
        connection.close()
        connection.settings_dict.update(where)

    def down(self) -> None:
        # Nobody listens at port 1.
        self._move(**{"NAME": "/nowhere/at/all.sqlite3"} if connection.vendor == "sqlite" else {"PORT": "1"})

    def up(self) -> None:
        self._move(**self.where)


@pytest.mark.django_db(transaction=True)
def test_without_a_database_known_pages_are_shown_as_old_ones(site: Site, database: Database) -> None:
    fresh = site.get("/a/")
    database.down()

    stale = site.get("/a/?utm=x")

    assert (stale.status_code, stale.content) == (200, fresh.content)
    assert "stale" in stale.headers["Warning"]
    assert stale.headers["Cache-Control"] == "public, max-age=0, s-maxage=5"
    assert site.get("/a/", **{"if-none-match": fresh.headers["ETag"]}).status_code == 304


@pytest.mark.django_db(transaction=True)
def test_without_a_database_other_pages_say_to_come_back(site: Site, database: Database) -> None:
    database.down()

    answer = site.get("/b/")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert answer.headers["Cache-Control"] == "no-store"
    assert site.made == 0


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_back_is_asked_again(
    site: Site, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.down()
    assert site.get("/b/").status_code == 503
    database.up()

    # Not at once: not every reader waits for a database that is gone.
    assert site.get("/b/").status_code == 503
    site.readers_first.resting_until -= page_cache.REST_SECONDS
    answer = site.get("/b/")

    assert (answer.status_code, answer.content) == (200, b"page /b/")
    assert "Warning" not in answer.headers


@pytest.mark.django_db(transaction=True)
def test_a_story_that_was_withdrawn_does_not_come_back_when_the_database_goes(
    story_at: Callable[..., Story], editor: User, database: Database, site: Site
) -> None:
    site.view = lambda _: HttpResponse(PublishedStory.objects.get().headline)
    story = story_at("live", "Bridge opens")
    assert site.get("/a/").content == b"Bridge opens"
    workflow.withdraw(story, by=editor, note="Wrong bridge.")
    database.down()

    assert site.get("/a/").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_a_page_that_was_overtaken_by_a_publish_does_not_come_back_when_the_database_goes(
    site: Site, database: Database
) -> None:
    def somebody_publishes_meanwhile(request: HttpRequest) -> HttpResponse:
        public_state.refresh()
        return HttpResponse("old")

    site.view = somebody_publishes_meanwhile
    site.get("/a/")
    database.down()

    assert site.get("/a/").status_code == 503


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_away_while_a_page_is_made_is_no_error_page(
    story_at: Callable[..., Story], reader: Client, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    path = story_at("live").published.get_absolute_url()
    read = public_state.read

    def read_just_in_time() -> public_state.Snapshot:
        state = read()
        database.down()
        return state

    monkeypatch.setattr(public_state, "read", read_just_in_time)

    assert reader.get(path).status_code == 503


def test_a_mistake_in_a_query_is_an_error_and_no_outage() -> None:
    readers_first = ReadersFirst(lambda _: HttpResponse())

    request = RequestFactory().get("/a/")
    assert readers_first.process_exception(request, ValueError()) is None
    assert readers_first.process_exception(RequestFactory().get("/admin/"), OperationalError()) is None
