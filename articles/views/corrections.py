"""Where we were wrong: all corrections, and what changed in one story."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from articles.models.public_change import LISTED_KINDS, PublicChange
from articles.pages import readers_page
from articles.structured_data import breadcrumbs
from articles.views.lists import listed
from articles.views.stories import old_address

# What a page of changes does not need of a story: all its text.
PAGES = ("published__body", "published__head_html", "published__article_html")


def correction_index(request: HttpRequest) -> HttpResponse:
    """List corrections and clarifications, the newest first."""
    rows = PublicChange.objects.filter(kind__in=LISTED_KINDS, published__isnull=False)
    page = listed(request, rows.select_related("published").defer(*PAGES, "comparison"))
    entries = [(change, change.published, change.address(change.published.slug)) for change in page.rows]
    context = {
        "page": page,
        "entries": entries,
        "description": f"Where {settings.SITE_NAME} was wrong, or could be misunderstood, and what was changed.",
        "structured": [breadcrumbs(("Corrections", reverse("articles:correction-index")))],
    }
    return readers_page(request, "articles/correction_index.html", context)


def story_change(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Show what changed in a story at one time; where that was redacted, the stub that says so.

    Raises:
        Http404: when readers know no such change.
    """
    changes = PublicChange.objects.select_related("published").defer(*PAGES)
    change = changes.filter(published__slug=slug, number=number).first()
    if change is None:
        return old_address(request, slug)
    if change.published is None:
        raise Http404("No such change.")
    context = {"change": change, "story": change.published, "language": change.published.language}
    return readers_page(request, "articles/story_change.html", context)
