"""How late the newsroom runs: a page for editors, who are asked when a story is not out."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django_tasks_db.models import DBTaskResult

from articles import permissions
from articles.admin.desk_page import desk_page
from articles.admin.desk_views import up_to
from articles.health import health, not_taken_off, unpublished, waiting_tasks
from articles.models import Story

SHOWN = 50


def urls(wrap: object) -> list[URLPattern]:
    """Return the address of the page."""
    return [path("health/", wrap(health_page), name="health")]


def health_page(request: HttpRequest) -> HttpResponse:
    """Show what should be done by now and is not, and why."""
    if not permissions.can_edit_any_story(request.user):
        raise permissions.NotAllowed("Only editors see how late the newsroom runs.")
    found = health()
    now = found.publishing.now
    return desk_page(
        request,
        "admin/health.html",
        Story,
        title="How it runs",
        health=found,
        unpublished=list(unpublished(now).defer("body")[:SHOWN]),
        not_taken_off=list(not_taken_off(now).defer("body")[:SHOWN]),
        waiting=up_to(waiting_tasks()),
        failed=up_to(DBTaskResult.objects.failed()),
    )
