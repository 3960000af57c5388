"""A reader's page is made once for everybody, is never older than what is public, and outlives the database."""

import gzip
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotFound,
    HttpResponsePermanentRedirect,
    HttpResponseServerError,
    StreamingHttpResponse,
)
from django.test import Client

from articles import page_cache, public_state, workflow
from articles.models import Story
from tests import stories
from tests.at_once import at_once
from tests.one_view import Site

pytestmark = pytest.mark.django_db


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


def a_long_page() -> Site:
    return Site(lambda request: HttpResponse("bridge " * 200))


@pytest.mark.parametrize("accepted", ["gzip", "br, gzip;q=0.5", "deflate, gzip, br, zstd"])
def test_who_takes_it_packed_gets_the_same_page_packed(accepted: str) -> None:
    site = a_long_page()
    plain, packed = site.get("/a/"), site.get("/a/", **{"accept-encoding": accepted})

    assert site.made == 1
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    for etag in (plain.headers["ETag"], packed.headers["ETag"]):
        answer = site.get("/a/", **{"accept-encoding": accepted, "if-none-match": etag})
        assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("accepted", ["", "identity", "gzip;q=0", "gzip; q=0.0, br", "xgzip"])
def test_who_does_not_take_it_packed_gets_it_plain(accepted: str) -> None:
    answer = a_long_page().get("/a/", **{"accept-encoding": accepted})

    assert answer.content == b"bridge " * 200
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "response", [HttpResponse("short"), HttpResponse(b"\x89PNG" * 500, content_type="image/png")]
)
def test_what_packing_does_not_serve_is_not_packed(response: HttpResponse) -> None:
    answer = Site(lambda request: response).get("/a/", **{"accept-encoding": "gzip"})

    assert "Content-Encoding" not in answer.headers


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
