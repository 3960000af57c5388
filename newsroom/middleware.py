"""Middleware that works for the desk only: a reader's page has no session, no login and no messages."""

from axes.middleware import AxesMiddleware
from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
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
