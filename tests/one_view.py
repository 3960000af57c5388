"""A site of one view, to see what the page cache does with it."""

from collections.abc import Callable
from typing import Any

from django.http import (
    HttpRequest,
    HttpResponse,
)
from django.test import RequestFactory

from articles.page_cache import ReadersFirst


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
