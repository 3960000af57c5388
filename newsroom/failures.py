"""What somebody is told when a request fails: readers, and people at the desk, whose words are held.

Django calls these while the exception is being handled, whichever part of a request raised it.
"""

import errno
import logging
import sys

from django.conf import settings
from django.core.exceptions import PermissionDenied, RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse

from articles.admin.kept import (
    TooMuch,
    keep_what_had_no_token,
    keep_what_was_sent,
    keep_what_was_too_much,
)
from articles.admin.refused import note_refusal
from articles.page_cache import unavailable
from articles.views import errors
from newsroom.logs import request_name

# Not a mistake of ours in talking to the database, but the database itself: gone, locked, full, read-only.
_DOWN = (OperationalError, InternalError, InterfaceError)
# What a bucket that does not answer raises; its library is there only where buckets are used.
_BUCKETS = "botocore."
_NOT_FROM_HERE = (
    "What was sent did not come from a page of this site, or that page lay open for too long. Nothing was done. "
    "Go back, load the page anew, and send it from there."
)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}


def server_error(request: HttpRequest) -> HttpResponse:
    """Say what failed; whoever had written something finds it on the page."""
    down = _what_is_down(sys.exception())
    try:
        if answer := _kept(request, down) or (unavailable() if down else None):
            return answer
    # Whatever broke the page may break these as well.
    except Exception:
        logging.getLogger(__name__).exception("The page about a failure failed")
    return errors.server_error(request, request_name())


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request made no sense; what was merely too much of it is shown once more."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooMuch)):
        return keep_what_was_too_much(request) or errors.bad_request(request, exception)
    # A session that cannot be written is reported as one that has ended.
    if down := _what_is_down(exception):
        return _kept(request, down) or unavailable()
    return errors.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why this person may not do this; at the desk it is kept for the audit trail."""
    if request.path.startswith(settings.DESK_PATH):
        note_refusal(request, str(exception))
    return errors.forbidden(request, exception)


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without the token of this session; what somebody wrote on a page of ours is held."""
    return keep_what_had_no_token(request) or errors.forbidden(request, PermissionDenied(_NOT_FROM_HERE))


def _kept(request: HttpRequest, down: str) -> HttpResponse | None:
    try:
        return keep_what_was_sent(
            request,
            reason="down" if down else "failed",
            status=503 if down else 500,
            explanation=down or f"The record of it bears the number {request_name()}.",
        )
    # What was sent may be the very thing that could not be read.
    except Exception:  # noqa: BLE001
        return None


def _what_is_down(problem: BaseException | None) -> str:
    """Return what the newsroom has to do without just now, in words; empty if it is all there."""
    while problem is not None:
        words = str(problem).lower()
        if isinstance(problem, OSError) and problem.errno in _NO_ROOM:
            return "The newsroom’s disk is full or takes no changes just now."
        if type(problem).__module__.startswith(_BUCKETS):
            return "The place where the newsroom keeps its files does not answer just now."
        if isinstance(problem, _DOWN):
            if "readonly" in words or "read-only" in words:
                return "The newsroom’s database is read-only just now and takes no changes."
            if "full" in words or "no space" in words:
                return "The newsroom’s disk is full."
            if "lock" in words:
                return (
                    "Others were writing at the same moment, and the newsroom’s database did not get to this."
                )
            return "The newsroom’s database does not answer just now."
        problem = problem.__cause__ or problem.__context__
    return ""
