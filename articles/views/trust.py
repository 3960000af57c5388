"""Who we are and what we promise: the masthead, and the pages that stand for years."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.models.author import Author, PublishedByline
from articles.models.published_page import PublishedPage
from articles.pages import readers_page
from articles.structured_data import breadcrumbs

# More than this are not read by anybody.
MOST = 300


def masthead(request: HttpRequest) -> HttpResponse:
    """List who works here, each with their part; those whose stories readers know lead to them."""
    people = (
        Author.objects.filter(on_masthead=True)
        .annotate(has_page=Exists(PublishedByline.objects.filter(author=OuterRef("pk"))))
        .select_related("photo")
        .order_by("masthead_order", "name", "pk")
    )
    context = {
        "people": people[:MOST],
        "description": f"Who makes {settings.SITE_NAME}.",
        "structured": [breadcrumbs(("Masthead", reverse("articles:masthead")))],
    }
    return readers_page(request, "articles/masthead.html", context)


def standing_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page such as “About us”, if it is online."""
    page = get_object_or_404(PublishedPage, slug=slug)
    context = {
        # Not `page`: that is a part of a list, for what all pages have in common.
        "standing": page,
        "description": page.summary,
        "structured": [breadcrumbs((page.title, page.get_absolute_url()))],
    }
    return readers_page(request, "articles/standing_page.html", context)
