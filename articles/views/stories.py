"""A story."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.models.address import Address
from articles.pages import readers_page

# By hand, because it is most of what a newsroom serves: the ORM costs ten times the query.
_READ = "SELECT language, head_html, article_html FROM articles_publishedstory WHERE slug = %s"


def story_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a story; or lead to where it is now; or say that it was withdrawn, and why."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [slug])
        row = cursor.fetchone()
    if row is None:
        return old_address(request, slug)
    language, head_html, article_html = row
    context = {"language": language, "head_html": head_html, "article_html": article_html}
    return readers_page(request, "articles/story_detail.html", context)


def old_address(request: HttpRequest, slug: str) -> HttpResponse:
    """Lead to where a story is now, or say that it was withdrawn, and why; or that it is gone.

    Raises:
        Http404: when no story was ever public there.
    """
    address = (
        Address.objects.filter(slug=slug).values("published__slug", "withdrawn_at", "explanation").first()
    )
    if address is None:
        raise Http404("No such story.")
    if address["published__slug"]:
        return HttpResponsePermanentRedirect(
            reverse("articles:story-detail", args=[address["published__slug"]])
        )
    return readers_page(request, "articles/withdrawn.html", {**address}, status=410)
