"""What readers are told when something is not there or went wrong."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from articles.models.published import PublishedStory
from articles.pages import readers_page

LATEST = 4


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Offer ways on. The same bytes for every address, so that nothing can be learnt from them."""
    try:
        latest = list(PublishedStory.objects.newest_first().as_cards()[:LATEST])
        return readers_page(request, "404.html", {"latest": latest}, status=404)
    except DatabaseError:
        return _static_page("404.html", 404)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request made no sense, or was more than can be taken."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        return _static_page("413.html", 413)
    return _static_page("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why this person may not do this, in the words of whoever refused."""
    return _static_page("403.html", 403, reason=str(exception))


def server_error(request: HttpRequest, number: str = "") -> HttpResponse:
    """Say that it is our fault, without the database and, if need be, without templates.

    `number` is what the record of the failure is found by.
    """
    try:
        return _static_page("500.html", 500, number=number)
    # Whatever broke the page may break this one as well.
    except Exception:  # noqa: BLE001
        return HttpResponse("Something went wrong here. Please try again in a minute.", "text/plain", 500)


def _static_page(template: str, status: int, **context: str) -> HttpResponse:
    site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    return HttpResponse(render_to_string(template, {**site, **context}), status=status)
