"""Requests as this newsroom reads them."""

from typing import Any

from django.core.exceptions import TooManyFieldsSent
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest


class Request(WSGIRequest):
    """A request; an encoding that no text can be read in counts as none that was said.

    Python knows codecs by names that anybody may send ("hex", "idna"), and Django tries the one it is told
    before any of our middleware could answer.
    """

    def _set_content_type_params(self, meta: dict[str, Any]) -> None:
        try:
            super()._set_content_type_params(meta)  # type: ignore[misc]  # the stubs do not know it
        # A parameter that cannot be read is reported as one too many.
        except (LookupError, TooManyFieldsSent, UnicodeError):
            self._encoding = None


class Door(WSGIHandler):
    """What a web server calls."""

    request_class = Request
