"""What somebody sends when it cannot be saved is not lost: session renewed or ended, database away."""

import re
from urllib.parse import parse_qsl

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse

# Never written into a page again. The identity is that of a sealed source.
_SECRET = ("password", "csrfmiddlewaretoken", "identity")
# What the page says to itself; nobody copies it.
_NOT_TYPED = re.compile(
    r"_page|_save|_form_key|_as_opened|version|seen|tags_seen|uuid|\w+-\d+-(id|key|story)|\w+-\w+_FORMS"
)
# Of what is too much to be taken, so much is shown.
_MOST_SHOWN = 64 * 1024 * 1024


def keep_what_had_no_token(request: HttpRequest) -> HttpResponse | None:
    """Answer a form whose token is not the one of this session; None when it is not ours.

    That happens to honest people: they logged in again in another tab. If the form came from a page
    of ours, they see what they sent and can send it again.
    """
    login = reverse("admin:login")
    if request.path == login and _came_from_here(request):
        return redirect(login)
    user = getattr(request, "user", AnonymousUser())
    return keep_what_was_sent(request, reason="renewed" if user.is_authenticated else "logged-out")


def keep_what_was_sent(
    request: HttpRequest, *, reason: str, status: int = 403, explanation: str = ""
) -> HttpResponse | None:
    """Return a page that holds all that was posted and can send it again; None when it is not ours.

    A form posted from another site is never held: pressing "Send again" would do its will. The status
    tells whoever speaks HTTP that nothing was done.
    """
    if not _is_form_of_the_desk(request) or not (_token_was_right(request) or _came_from_here(request)):
        return None
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    context = {
        "explanation": explanation,
        "fields": _without_secrets(fields),
        "had_files": bool(request.FILES),
        "had_identity": "identity" in request.POST,
        "token": get_token(request),
        "path": request.get_full_path(),
    }
    return _page(reason, status, context)


class TooMuch(SuspiciousOperation):
    """A form holds more of something than is taken; the person is shown all that was sent."""


def keep_what_was_too_much(request: HttpRequest) -> HttpResponse | None:
    """Return a page that shows what was posted as text, to be copied; None when it is not ours."""
    if not _is_form_of_the_desk(request) or not request.user.is_authenticated:
        return None
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    if not fields and request.content_type == "application/x-www-form-urlencoded":
        # More than Django reads into fields.
        try:
            sent = request.body
        except RequestDataTooBig:
            sent = request.read(_MOST_SHOWN)
        fields = parse_qsl(sent.decode(errors="replace"), errors="replace")
    return _page("too-much", 413, {"fields": _without_secrets(fields)}) if fields else None


def _page(reason: str, status: int, context: dict) -> HttpResponse:
    context["typed"] = [
        field for field in context["fields"] if field[1] and not _NOT_TYPED.fullmatch(field[0])
    ]
    context |= {"reason": reason, "site_header": settings.SITE_NAME, "login": reverse("admin:login")}
    headers = {"Cache-Control": "no-store"} | ({"Retry-After": "10"} if status == 503 else {})
    return HttpResponse(render_to_string("admin/kept.html", context), status=status, headers=headers)


def _without_secrets(fields: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in fields if not any(word in name.lower() for word in _SECRET)]


def _is_form_of_the_desk(request: HttpRequest) -> bool:
    ours = request.method == "POST" and request.path.startswith(settings.DESK_PATH)
    return ours and request.path != reverse("admin:login")


def _token_was_right(request: HttpRequest) -> bool:
    """Whether Django has accepted the form already, and something failed afterwards."""
    return getattr(request, "csrf_processing_done", False)


def _came_from_here(request: HttpRequest) -> bool:
    """Whether the browser says that the form stood on a page of this very site."""
    origin = request.headers.get("Origin")
    here = f"{request.scheme}://{request.get_host()}"
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return False
    return origin == here
