"""Log lines for machines: one line of JSON an event, without anything secret in it."""

import json
import logging
import re
import secrets
import traceback
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

_request_name: ContextVar[str] = ContextVar("request_name", default="")


class RequestNames:
    """Middleware: give each request a name, by which its log lines are found.

    Answers of the desk and answers that report a failure bear it as X-Request-ID. A reader's page does
    not: a cache in front would hand on somebody else's.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        name = secrets.token_hex(8)
        # Not taken back at the end: Django logs an answer after the last middleware has let go of it,
        # and the thread's next request brings its own.
        _request_name.set(name)
        response = self.get_response(request)
        if response.status_code >= 500 or request.path_info.startswith(settings.DESK_PATH):
            response.headers["X-Request-ID"] = name
        return response


def request_name() -> str:
    """Return the name of the request that is being answered; empty outside of one."""
    return _request_name.get()


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON.

    Only the message and where an exception came from are kept: not the exception's own words, which
    may quote what somebody typed, and nothing of the request but its path, without the secret part of a
    share link's.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": _without_tokens(record.getMessage()),
        }
        if name := request_name():
            line["request"] = name
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["where"] = [
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(record.exc_info[2])[-8:]
            ]
        return json.dumps(line, ensure_ascii=False, default=str)


def _without_tokens(message: str) -> str:
    return re.sub(rf"({re.escape(settings.SHARED_PATH)})[^/\s]+", r"\1…", message)
