"""A section of the paper."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.models.published import PublishedStory
from articles.models.section import Section
from articles.pages import readers_page
from articles.structured_data import breadcrumbs
from articles.views.lists import listed


def section_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """List a section's stories; one that is neither in the menu nor has any is not there yet."""
    section = get_object_or_404(Section, slug=slug)
    page = listed(request, PublishedStory.objects.filter(section=section).as_cards())
    if not page.rows and not section.in_navigation:
        raise Http404("Nothing published here yet.")
    context = {
        "section": section,
        "current_section": slug,
        "page": page,
        "stories": page.rows,
        "description": section.description or f"{section.name}: stories from {settings.SITE_NAME}.",
        "structured": [breadcrumbs((section.name, section.get_absolute_url()))],
    }
    return readers_page(request, "articles/section_detail.html", context)
