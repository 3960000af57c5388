"""A section of the paper."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from articles.front_layout import pinned_now, rest_of, rows_of, section_page_of, size_of
from articles.models.section import Section
from articles.page_cache import asked
from articles.pages import readers_page
from articles.structured_data import breadcrumbs
from articles.views.lists import listed


def section_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a section's front, and its older stories; one that is neither in the menu nor has any is not there yet."""
    section = get_object_or_404(Section, slug=slug)
    if asked(request):
        page = listed(request, rows_of(section), size=size_of(section))
        context = {"section": section, "current_section": slug, "page": page, "stories": page.rows}
    else:
        top = pinned_now(section)
        page = listed(request, rest_of(section, top), size=size_of(section) - len(top))
        context = section_page_of(section, top, page)
        if context["lead"] is None and not section.in_navigation:
            raise Http404("Nothing published here yet.")
    said = {
        "description": section.description or f"{section.name}: stories from {settings.SITE_NAME}.",
        "structured": [breadcrumbs((section.name, section.get_absolute_url()))],
    }
    return readers_page(request, "articles/section_detail.html", context | said)
