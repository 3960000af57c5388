"""A reader's page is made once for everybody, is never older than what is public, and outlives the database."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.db import OperationalError, connection
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
    StreamingHttpResponse,
)
from django.test import Client, RequestFactory

from articles import page_cache, public_state, workflow
from articles.models import PublishedStory, Story
from articles.page_cache import ReadersFirst
from tests import stories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


class Site:
    """A site of one view, behind the page cache, that counts how often a page is made."""

    def __init__(self, view: Callable[[HttpRequest], HttpResponse], **options: Any) -> None:
        self.made = 0
        self.view = view
        self.readers_first = ReadersFirst(self._make, **options)

    def _make(self, request: HttpRequest) -> HttpResponse:
        self.made += 1
        return self.view(request)

    def get(self, path: str = "/", method: str = "GET", **headers: str) -> HttpResponse:
        return self.readers_first(RequestFactory().generic(method, path, headers=headers))


@pytest.fixture
def site() -> Site:
    return Site(lambda request: HttpResponse(f"page {request.path}"))


# --- One page for everybody ------------------------------------------------------------------------


def test_a_page_is_made_once(site: Site) -> None:
    pages = [site.get("/a/") for _ in range(3)]

    assert {page.content for page in pages} == {b"page /a/"}
    assert site.made == 1


def test_parameters_that_no_page_looks_at_make_no_new_page(site: Site) -> None:
    for query in (
        "",
        "?",
        "?utm_source=x",
        "?status=draft",
        "?preview=1&x=%ff",
        "?after",
        "?" + "a=1&" * 5000,
    ):
        site.get(f"/a/{query}")

    assert site.made == 1


def test_parameters_that_a_page_looks_at_make_one_page_each(site: Site) -> None:
    for query in ("", "?after=1", "?after=2", "?before=1", "?before=1&after=1"):
        site.get(f"/a/{query}")
    assert site.made == 5

    for query in ("?after=1&utm=x", "?x=y&after=1", "?after=2&after=1", "?after=1&before=1"):
        site.get(f"/a/{query}")
    assert site.made == 5


@pytest.mark.parametrize(
    "headers",
    [
        {"cookie": "sessionid=x"},
        {"x-forwarded-host": "evil.example"},
        {"user-agent": "x"},
        {"accept-language": "sq"},
    ],
)
def test_headers_make_no_new_page(site: Site, headers: dict[str, str]) -> None:
    site.get("/a/")

    assert site.get("/a/", **headers).content == b"page /a/"
    assert site.made == 1


def test_a_head_request_is_answered_from_the_same_page(site: Site) -> None:
    of_head = site.get("/a/", "HEAD")
    of_get = site.get("/a/")

    assert site.made == 1
    assert of_get.content == b"page /a/"
    assert of_head.headers == of_get.headers


def test_a_page_says_how_long_others_may_keep_it(site: Site) -> None:
    first, kept = site.get("/a/"), site.get("/a/")

    assert first.headers == kept.headers
    assert kept.headers["Cache-Control"] == page_cache.CACHE_CONTROL
    assert kept.headers["ETag"]


# --- What is kept, and what is not -----------------------------------------------------------------


def with_cookie() -> HttpResponse:
    response = HttpResponse("a")
    response.set_cookie("name", "value")
    return response


NOT_KEPT: dict[str, Callable[[], HttpResponse]] = {
    "not found": HttpResponseNotFound,
    "an error": HttpResponseServerError,
    "a cookie": with_cookie,
    "marked so": lambda: HttpResponse("a", headers={"Cache-Control": "no-store"}),
    "a stream": lambda: StreamingHttpResponse(iter([b"a"])),
    "a redirect that repeats the query": lambda: HttpResponsePermanentRedirect("/b/?utm=evil"),
    "moved for a while": lambda: HttpResponse(status=302, headers={"Location": "/b/"}),
}
KEPT: dict[str, Callable[[], HttpResponse]] = {
    "a page": HttpResponse,
    "moved for good": lambda: HttpResponsePermanentRedirect("/b/"),
    "withdrawn": lambda: HttpResponse("Why.", status=410),
}


@pytest.mark.parametrize("answer", NOT_KEPT.values(), ids=NOT_KEPT)
def test_what_is_not_kept(answer: Callable[[], HttpResponse]) -> None:
    site = Site(lambda _: answer())

    for _ in range(2):
        response = site.get("/a/")
        assert "s-maxage" not in response.headers.get("Cache-Control", "")
    assert site.made == 2


@pytest.mark.parametrize("answer", KEPT.values(), ids=KEPT)
def test_what_is_kept(answer: Callable[[], HttpResponse]) -> None:
    site = Site(lambda _: answer())

    first, kept = site.get("/a/"), site.get("/a/")

    assert site.made == 1
    assert (kept.status_code, kept.content, kept.headers) == (first.status_code, first.content, first.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_reading_is_answered_from_kept_pages(site: Site, method: str) -> None:
    site.get("/a/")
    site.get("/a/", method)

    assert site.made == 2


@pytest.mark.parametrize("path", ["/admin/", "/admin/articles/story/", "/static/site.css", "/media/a.jpg"])
def test_the_desk_and_files_are_left_alone(site: Site, path: str) -> None:
    site.get(path)
    site.get(path)

    assert site.made == 2


def test_a_view_that_fails_lets_the_next_reader_try() -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        raise ValueError("broken")

    site = Site(fail)
    with pytest.raises(ValueError, match="broken"):
        site.get("/a/")
    site.view = lambda _: HttpResponse("mended")

    assert site.get("/a/").content == b"mended"


# --- Unchanged -------------------------------------------------------------------------------------


@pytest.mark.parametrize("of", ["first", "kept"])
@pytest.mark.parametrize("asked", ["{etag}", "W/{etag}", '"other", {etag}', "*"])
def test_a_reader_who_has_the_page_is_told_that_it_is_unchanged(site: Site, asked: str, of: str) -> None:
    etag = site.get("/a/").headers["ETag"]
    if of == "first":
        cache.clear()

    answer = site.get("/a/", **{"if-none-match": asked.format(etag=etag)})

    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert answer.headers["Cache-Control"] == page_cache.CACHE_CONTROL


@pytest.mark.parametrize("asked", ['"other"', "nonsense", '"'])
def test_a_reader_who_has_another_page_gets_this_one(site: Site, asked: str) -> None:
    site.get("/a/")

    assert site.get("/a/", **{"if-none-match": asked}).status_code == 200


def test_only_a_page_that_is_there_can_be_unchanged() -> None:
    site = Site(lambda _: HttpResponse("Why.", status=410))
    etag = site.get("/a/").headers["ETag"]

    assert site.get("/a/", **{"if-none-match": etag}).status_code == 410


# --- Never older than what is public ---------------------------------------------------------------


def test_publishing_changes_every_page_at_once(
    story_at: Callable[..., Story], editor: User, reader: Client
) -> None:
    story = story_at("live", "Bridge opens")
    path = story.published.get_absolute_url()
    first = reader.get(path)
    assert reader.get(path, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    stories.edit(story, by=editor, headline="Bridge closes")
    assert reader.get(path).content == first.content

    stories.bring_to("live", story, by=editor)

    changed = reader.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert changed.status_code == 200
    assert b"Bridge closes" in changed.content


@pytest.mark.parametrize("verb", ["publish", "withdraw"])
def test_only_what_readers_see_makes_pages_anew(
    story_at: Callable[..., Story], editor: User, verb: str
) -> None:
    story = story_at("live")
    before = public_state.read().generation
    stories.edit(story, by=editor, headline="Another")
    stories.bring_to("approved", story, by=editor)
    assert public_state.read().generation == before

    kind = {"kind": "update", "public_note": "There is news."} if verb == "publish" else {}
    getattr(workflow, verb)(story, by=editor, note="Wrong bridge.", **kind)

    assert public_state.read().generation != before


def test_a_page_whose_making_began_before_a_publish_is_never_shown_after_it(site: Site) -> None:
    def somebody_publishes_meanwhile(request: HttpRequest) -> HttpResponse:
        public_state.refresh()
        return HttpResponse("old")

    site.view = somebody_publishes_meanwhile
    assert site.get("/a/").content == b"old"
    site.view = lambda _: HttpResponse("new")

    assert site.get("/a/").content == b"new"


# --- Many readers at once --------------------------------------------------------------------------


class CountedCache(LocMemCache):
    """A cache that tells how many readers have asked to make a page."""

    def __init__(self) -> None:
        super().__init__("counted", {})
        self.clear()
        self.everybody_has_asked = threading.Event()
        self.asked = 0
        self.expected = 0

    def add(self, key: str, value: Any, timeout: float | None = None, version: int | None = None) -> bool:
        added = super().add(key, value, timeout, version)
        self.asked += 1
        if self.asked == self.expected:
            self.everybody_has_asked.set()
        return added


READERS = 8


@pytest.fixture
def crowd() -> CountedCache:
    pages = CountedCache()
    pages.expected = READERS
    return pages


@pytest.mark.django_db(transaction=True)
def test_readers_who_come_at_once_have_the_page_made_once(crowd: CountedCache) -> None:
    public_state.refresh()

    def slow(request: HttpRequest) -> HttpResponse:
        assert crowd.everybody_has_asked.wait(10)
        return HttpResponse("page")

    site = Site(slow, pages=crowd)

    answers = at_once(*[lambda: site.get("/a/")] * READERS)

    assert [answer.content for answer in answers] == [b"page"] * READERS
    assert site.made == 1


@pytest.mark.django_db(transaction=True)
def test_readers_of_what_is_not_kept_do_not_wait_in_line(crowd: CountedCache) -> None:
    public_state.refresh()
    together = threading.Barrier(READERS - 1)

    def not_there(request: HttpRequest) -> HttpResponse:
        assert crowd.everybody_has_asked.wait(10)
        if threading.current_thread() is not first[0]:
            # Passes only if all the others are here at the same time.
            together.wait(10)
        return HttpResponseNotFound()

    first: list[threading.Thread] = []

    def remember_first(request: HttpRequest) -> HttpResponse:
        if not first:
            first.append(threading.current_thread())
        return not_there(request)

    site = Site(remember_first, pages=crowd)

    answers = at_once(*[lambda: site.get("/a/")] * READERS)

    assert [answer.status_code for answer in answers] == [404] * READERS


def test_a_page_finished_between_the_look_and_the_lock_is_not_made_again(site: Site) -> None:
    class QuickOthers(LocMemCache):
        """Somebody else finishes the page just before this reader takes the lock."""

        def add(self, *args: Any, **options: Any) -> bool:
            if not others.made:
                others.get("/a/")
            return super().add(*args, **options)

    pages = QuickOthers("quick", {})
    pages.clear()
    others = Site(lambda _: HttpResponse("theirs"), pages=LocMemCache("quick", {}))
    site.readers_first.pages = pages

    assert site.get("/a/").content == b"theirs"
    assert (others.made, site.made) == (1, 0)
    # And the lock is let go.
    public_state.refresh()
    assert site.get("/a/").content == b"page /a/"


# --- When the database does not answer -------------------------------------------------------------


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
