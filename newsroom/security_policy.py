"""Security headers that differ between what readers see and the desk."""

from collections.abc import Callable
from typing import Any

from csp.constants import HEADER
from csp.middleware import CSPMiddleware, PolicyParts
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponseBase


class SecurityPolicyMiddleware(CSPMiddleware):
    """Sends readers the public policy, and pages of the desk their own; a view may still narrow it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        # The same on every page for readers; made once, for it would be most of the work of a kept page.
        self.for_readers = build_policy()

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Add both headers on the way out."""
        if _in_the_desk(request):
            response.headers["Referrer-Policy"] = settings.DESK_REFERRER_POLICY
        elif not settings.DEBUG:
            response.headers.setdefault(HEADER, self.for_readers)
            return response
        return super().process_response(request, response)

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """Start from the desk's policy below the desk's path."""
        parts: Any = super().get_policy_parts(request, response, report_only)
        if not report_only and parts.config is None and _in_the_desk(request):
            parts.config = settings.DESK_CONTENT_SECURITY_POLICY
        return parts


def _in_the_desk(request: HttpRequest) -> bool:
    return request.path_info.startswith(settings.DESK_PATH)
