"""Somebody who writes."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.models.author import Author, PublishedByline
from articles.pages import readers_page
from articles.structured_data import author_profile, breadcrumbs
from articles.views.lists import listed, with_cards


def author_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """List what an author is credited on; nobody is shown before something of theirs was published."""
    author = get_object_or_404(Author.objects.select_related("photo"), slug=slug)
    page = listed(request, with_cards(PublishedByline.objects.filter(author=author), "story"), "story_id")
    if not page.rows:
        raise Http404("Nothing published yet.")
    context = {
        "author": author,
        "page": page,
        "stories": [byline.story for byline in page.rows],
        "description": author.bio or f"Stories by {author.name} in {settings.SITE_NAME}.",
        "structured": [
            author_profile(author),
            breadcrumbs(("Masthead", reverse("articles:masthead")), (author.name, author.get_absolute_url())),
        ],
    }
    return readers_page(request, "articles/author_detail.html", context)
