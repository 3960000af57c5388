"""Readers' pages, kept whole: answered before anything else is asked, and never out of date.

A page is kept under the generation of the public state that was read before it was rendered
(`public_state`). Publishing changes the generation, so an old page cannot be found again, also not
one whose rendering began before the publish and ended after it.
"""

import gzip
import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlencode

from django.conf import settings
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response, patch_vary_headers

from articles import public_state

# What a CDN in front may do: keep a page for so many seconds, serve it while asking again, and
# serve it while this server is down. Together they bound how long a withdrawn story can linger.
CACHE_CONTROL = "public, max-age=0, s-maxage=30, stale-while-revalidate=30, stale-if-error=600"
NOT_KEPT = "no-store"

# The only query parameters any reader's page looks at; all others neither change nor multiply pages.
PARAMETERS = ("after", "before")
# What a page at one address looks at besides.
MORE_PARAMETERS = {
    "/search/": ("q", "tab", "page", "section", "kind", "tag", "person", "author", "when", "from", "to"),
    "/search/suggest/": ("q",),
    "/quotes/": ("q",),
}
KEPT_STATUSES = frozenset({200, 301, 410})
KEPT_SECONDS = 24 * 3600
# So many pages each process has at hand; some 5 MB.
AT_HAND = 200

# Packed once, for all who ask. There is no secret on a reader's page that its length could give away.
PACKED_TYPES = (
    *("text/", "application/xml", "application/json", "application/manifest+json"),
    *("application/rss+xml", "application/atom+xml", "application/feed+json"),
)
LEAST_PACKED = 500
# Two hundredths more bytes than the most there is, in four fifths of the time.
PACKING_LEVEL = 4
_TAKES_PACKED = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")

CONDITIONS = frozenset({"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_UNMODIFIED_SINCE"})

RENDERING_SECONDS = 10
WAIT_SECONDS = 0.02
# After it did not answer, the database is left alone for so long: not every reader waits for it.
REST_SECONDS = 3


@dataclass(slots=True)
class Page:
    """A finished answer: status, headers and bytes."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    etag: str = field(default="")
    # The body packed by gzip, if that makes it shorter.
    packed: bytes = field(default=b"")

    @classmethod
    def of(cls, response: HttpResponse) -> "Page":
        """Take a response's bytes, with a checksum of them as ETag, and packed."""
        body = response.content
        etag = f'"{hashlib.blake2b(body, digest_size=12).hexdigest()}"'
        response.headers["ETag"] = etag
        packed = b""
        if len(body) >= LEAST_PACKED and response.headers.get("Content-Type", "").startswith(PACKED_TYPES):
            packed = gzip.compress(body, PACKING_LEVEL, mtime=0)
            patch_vary_headers(response, ["Accept-Encoding"])
        return cls(response.status_code, list(response.items()), body, etag, packed)

    def answer(self, request: HttpRequest) -> HttpResponse:
        """Return the page as a response, or 304 when the reader has these very bytes."""
        headers, body = dict(self.headers), self.body
        if self.packed and _TAKES_PACKED.search(request.META.get("HTTP_ACCEPT_ENCODING", "")):
            body = self.packed
            # The same page in other bytes: what is the same in meaning has a weak ETag.
            changed = {"ETag": f"W/{self.etag}", "Content-Encoding": "gzip", "Content-Length": f"{len(body)}"}
            headers |= changed
        response = HttpResponse(body, status=self.status, headers=headers)
        # Only a page that is there can be unchanged, and few readers ask whether it is.
        if self.status != 200 or request.META.keys().isdisjoint(CONDITIONS):
            return response
        return get_conditional_response(request, etag=headers["ETag"], response=response) or response


class ReadersFirst:
    """Middleware: answer a reader's GET from the page cache, else render it once for everybody.

    Stands before sessions and logins, which a reader's page never touches: what is kept for one is
    right for all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse], pages: BaseCache = cache) -> None:
        self.get_response = get_response
        self.pages = pages
        self.resting_until = 0.0
        # Pages of `pages`, unpacked: taking one out of any cache costs more than all else about a hit.
        # A key names its generation, so what is at hand is right or is not asked for.
        self.at_hand: dict[str, Page] = {}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD") or not is_readers_path(request.path_info):
            return self.get_response(request)
        if time.monotonic() < self.resting_until:
            return self._without_database(request)
        try:
            request.public_state = public_state.read()
        except (DatabaseError, InterfaceError):
            self.resting_until = time.monotonic() + REST_SECONDS
            return self._without_database(request)
        key = _key(request, request.public_state.generation)
        page = self.at_hand.get(key) or self._kept(key)
        if page is None:
            return self._render(request, key)
        return page.answer(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a reader whose page was being made when the database went away."""
        is_gone = isinstance(exception, (OperationalError, InterfaceError))
        return unavailable() if is_gone and is_readers_path(request.path_info) else None

    def _kept(self, key: str) -> Page | None:
        """Return the page from the cache, and put it at hand; None when it is ours to render."""
        page: Page | None = self.pages.get(key) or self._rendered_by_another(key)
        if page is not None:
            if len(self.at_hand) >= AT_HAND:
                self.at_hand.clear()
            self.at_hand[key] = page
        return page

    def _render(self, request: HttpRequest, key: str) -> HttpResponse:
        # Before the page is made, which may take longer than it takes somebody else to publish.
        self.pages.set(public_state.LAST_GENERATION_KEY, request.public_state.generation, None)
        try:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return response
            response.headers["Cache-Control"] = CACHE_CONTROL
            page = Page.of(response)
            self.pages.set(key, page, KEPT_SECONDS)
            return page.answer(request)
        finally:
            self.pages.delete(f"{key}:rendering")

    def _rendered_by_another(self, key: str) -> Page | None:
        """Wait while somebody else renders this page; None when it is ours to render."""
        lock = f"{key}:rendering"
        until = time.monotonic() + RENDERING_SECONDS
        is_taken = not self.pages.add(lock, 1, RENDERING_SECONDS)
        if not is_taken and (page := self.pages.get(key)):
            # It was finished between the first look and the lock.
            self.pages.delete(lock)
            return page
        while is_taken and time.monotonic() < until:
            time.sleep(WAIT_SECONDS)
            # Asked before the page is: whoever renders keeps the page first and then lets go.
            is_taken = lock in self.pages
            if page := self.pages.get(key):
                return page
        # Also when what was rendered may not be kept, as a page that is not there: nobody waits in line.
        return None

    def _without_database(self, request: HttpRequest) -> HttpResponse:
        """Answer from what was public when the database last answered, and say so."""
        generation = self.pages.get(public_state.LAST_GENERATION_KEY, "")
        page = self.pages.get(_key(request, generation))
        if page is None:
            return unavailable()
        response = page.answer(request)
        response.headers["Warning"] = '110 - "Response is stale: the database does not answer"'
        response.headers["Cache-Control"] = "public, max-age=0, s-maxage=5"
        return response


def is_readers_path(path: str) -> bool:
    """Whether an address belongs to all readers, not to the desk, to files, or to whoever was given a link."""
    return path != settings.HEALTH_PATH and not path.startswith(
        (settings.DESK_PATH, settings.STATIC_URL, settings.MEDIA_URL, settings.SHARED_PATH)
    )


def asked(request: HttpRequest) -> dict[str, str]:
    """Return the query parameters that a reader's page looks at, in the one reading there is.

    Views ask here as well: what a page shows and the key under which it is kept cannot differ.
    """
    query = request.META.get("QUERY_STRING")
    given = parse_qs(query, max_num_fields=None) if query else {}
    known = (*PARAMETERS, *MORE_PARAMETERS.get(request.path_info, ()))
    return {name: given[name][-1] for name in known if name in given}


def unavailable() -> HttpResponse:
    """Return the page for when the database does not answer: try again in a moment."""
    body = render_to_string("503.html", {"site_name": settings.SITE_NAME})
    return HttpResponse(body, status=503, headers={"Retry-After": "10", "Cache-Control": NOT_KEPT})


def _key(request: HttpRequest, generation: str) -> str:
    address = f"{request.path_info}?{urlencode(asked(request)) if request.META.get('QUERY_STRING') else ''}"
    # Counted up whenever a page is kept in another shape.
    return f"page2:{generation}:{hashlib.blake2b(address.encode(), digest_size=16).hexdigest()}"


def _may_be_kept(response: HttpResponse) -> bool:
    return (
        response.status_code in KEPT_STATUSES
        and not response.streaming
        and not response.cookies
        # A redirect that repeats what was asked repeats more than its key says.
        and "?" not in response.headers.get("Location", "")
        and NOT_KEPT not in response.headers.get("Cache-Control", "")
    )
