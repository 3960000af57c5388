"""Pages that were asked for lately are not even taken out of the cache again."""

from collections import Counter
from typing import Any

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from articles import public_state
from articles.page_cache import AT_HAND, ReadersFirst


class Counting(LocMemCache):
    """A cache that counts how often each page was taken out of it."""

    def __init__(self) -> None:
        super().__init__("pages at hand", {})
        self.clear()
        self.taken: Counter[str] = Counter()

    def get(self, key: str, *args: Any, **kwargs: Any) -> Any:
        self.taken[key] += 1
        return super().get(key, *args, **kwargs)


@pytest.fixture
def pages(db: None) -> Counting:
    return Counting()


@pytest.fixture
def site(pages: Counting) -> ReadersFirst:
    return ReadersFirst(page, pages)


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"<p>{request.path}</p>")


def ask(site: ReadersFirst, path: str) -> bytes:
    return site(RequestFactory().get(path)).content


def test_a_page_is_taken_out_of_the_cache_once(site: ReadersFirst, pages: Counting) -> None:
    for _ in range(2):
        ask(site, "/stories/bridge/")
    pages.taken.clear()
    assert ask(site, "/stories/bridge/") == b"<p>/stories/bridge/</p>"
    assert not pages.taken


def test_after_a_publish_no_page_at_hand_is_right(site: ReadersFirst, pages: Counting) -> None:
    for _ in range(2):
        ask(site, "/stories/bridge/")
    public_state.refresh()
    pages.taken.clear()
    ask(site, "/stories/bridge/")
    assert pages.taken


def test_only_so_many_pages_are_at_hand(site: ReadersFirst) -> None:
    for number in range(AT_HAND + 10):
        for _ in range(2):
            ask(site, f"/stories/{number}/")
        assert len(site.at_hand) <= AT_HAND
