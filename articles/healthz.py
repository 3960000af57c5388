"""Whether the newsroom works, for a machine that watches it: numbers alone, nothing of any story.

It answers 200 as long as the database does. That the schedule is late is said in the answer, not by its status:
a balancer must not take away the servers because a worker stands still.
"""

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from articles.health import health

HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say whether the database answers, and how many seconds the oldest thing of each kind has waited."""
    try:
        found = health()
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "down", "database": "does not answer"}, status=503, headers=HEADERS)
    return JsonResponse(
        {
            "status": "late" if found.is_late else "ok",
            "database": "ok",
            "publishing_late_seconds": found.publishing.seconds,
            "expiring_late_seconds": found.expiring.seconds,
            "oldest_task_seconds": found.tasks.seconds,
        },
        headers=HEADERS,
    )
