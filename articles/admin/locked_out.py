"""What somebody is told whose user name was tried with too many wrong passwords."""

import math

from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

LONGEST_NAME = 150


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """Say for how long; the same words whether there is somebody of this name or not."""
    username = (credentials or {}).get("username") or ""
    last = AccessAttempt.objects.filter(username=username).aggregate(at=Max("attempt_time"))["at"]
    seconds = ((last or timezone.now()) + settings.AXES_COOLOFF_TIME - timezone.now()).total_seconds()
    minutes = max(1, math.ceil(seconds / 60))
    page = render_to_string("admin/locked_out.html", {"minutes": minutes, "site_header": settings.SITE_NAME})
    headers = {"Retry-After": str(minutes * 60), "Cache-Control": "no-store"}
    return HttpResponse(page, status=settings.AXES_HTTP_RESPONSE_CODE, headers=headers)


def name_tried(request: HttpRequest, credentials: dict[str, str] | None = None) -> str:
    """Return the user name that was tried, no longer than one can be: the database keeps no more of it."""
    tried = credentials or request.POST
    return str(tried.get("username") or "")[:LONGEST_NAME]
