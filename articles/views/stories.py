"""A story."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.models.address import Address
from articles.pages import readers_page
from articles.rendering import TagLink, as_shown

# By hand, because it is most of what a newsroom serves: the ORM costs ten times the query.
_READ = "SELECT story_id, language, head_html, article_html FROM articles_publishedstory WHERE slug = %s"
_TAGS = (
    "SELECT t.name, t.slug FROM articles_taggedpublishedstory p JOIN articles_tag t ON t.id = p.tag_id"
    " WHERE p.content_object_id = %s ORDER BY t.name, t.id"
)


def story_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a story; or lead to where it is now; or say that it was withdrawn, and why."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [slug])
        row = cursor.fetchone()
        if row is None:
            return _old_address(request, slug)
        pk, language, head_html, article_html = row
        cursor.execute(_TAGS, [pk])
        tags = [TagLink(*tag) for tag in cursor.fetchall()]
    context = as_shown(language=language, head_html=head_html, article_html=article_html, tags=tags)
    return readers_page(request, "articles/story_detail.html", context)


def _old_address(request: HttpRequest, slug: str) -> HttpResponse:
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
