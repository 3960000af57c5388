"""The ways to the same bytes that are compared; a request says in a header which one it takes.

cached      the newsroom as it is
uncached    the same, with a page cache that keeps nothing
bare        a view that has the bytes in memory, behind all middleware but the page cache
naked       the same view without any middleware at all
"""

import os
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.urls import resolve

from articles import page_cache
from bench.place import BODIES

_WAY = "HTTP_X_WAY"

GetResponse = Callable[[HttpRequest], HttpResponse]


@cache
def _body(kind: str, number: int) -> bytes:
    return (Path(settings.DATA_DIR) / BODIES / kind / f"{number}.html").read_bytes()


def bare(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Give back the bytes of a page."""
    body = _body(kind, number)
    # What Django's CommonMiddleware would add; without it the server sends the page in chunks.
    return HttpResponse(body, headers={"Content-Length": str(len(body))})


class WithoutMiddleware:
    """Stands first, takes the `naked` way past all the others, and says which process it is."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.META.get(_WAY) == "naked":
            view, args, kwargs = resolve(request.path_info)
            response = view(request, *args, **kwargs)
        else:
            response = self.get_response(request)
        response.headers["X-Process"] = str(os.getpid())
        return response


class ReadersFirst:
    """Stands where the page cache stands, and leaves it out where that was asked for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.ways = {
            "cached": page_cache.ReadersFirst(get_response),
            "uncached": page_cache.ReadersFirst(get_response, caches["nothing"]),
            "bare": get_response,
        }

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.ways[request.META.get(_WAY, "cached")](request)
