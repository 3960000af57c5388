"""Middleware that works for the desk only: a reader's page has no session, no login and no messages."""

from collections.abc import Callable
from typing import Any

from axes.middleware import AxesMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, QueryDict
from django.middleware.csrf import CsrfViewMiddleware


class DeskOnly:
    """Mix into a middleware to leave readers' requests alone."""

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith(settings.DESK_PATH):
            return super().__call__(request)
        return self.get_response(request)


class DeskSessionMiddleware(DeskOnly, SessionMiddleware):
    """Sessions, below the desk's path."""


class DeskCsrfMiddleware(DeskOnly, CsrfViewMiddleware):
    """Refuse forms that were not made here, below the desk's path."""


class DeskAuthenticationMiddleware(DeskOnly, AuthenticationMiddleware):
    """Who is asking, below the desk's path."""


class DeskMessageMiddleware(DeskOnly, MessageMiddleware):
    """Messages to the person, below the desk's path."""


class DeskAxesMiddleware(DeskOnly, AxesMiddleware):
    """Too many wrong passwords, below the desk's path."""


class DeskTextMiddleware:
    """Take NUL out of what is asked and sent at the desk: nobody types one, and PostgreSQL keeps none.

    Stands after the check where a form was made, which is what reads the form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Hand the view a form without it."""
        if request.path_info.startswith(settings.DESK_PATH):
            # The stubs have a class of their own for a form that cannot be changed.
            request.GET, request.POST = _without_nul(request.GET), _without_nul(request.POST)  # type: ignore[assignment]


def _without_nul(sent: QueryDict) -> QueryDict:
    if not any("\0" in text for name, values in sent.lists() for text in (name, *values)):
        return sent
    # Only a NUL is written so: in "%00" the percent sign would be, too.
    return QueryDict(sent.urlencode().replace("%00", ""), encoding=sent.encoding)
