"""A story."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.models.address import Address
from articles.pages import readers_page
from articles.rendering import TagLink, as_shown

# By hand, because it is most of what a newsroom serves: the ORM costs ten times the query. The story comes
# first, then its tags: one question, and nothing is sent twice.
_READ = """
    SELECT 0 AS place, language, head_html, article_html, 0 AS number
    FROM articles_publishedstory WHERE slug = %s
    UNION ALL
    SELECT 1, '', t.name, t.slug, t.id
    FROM articles_publishedstory s
    JOIN articles_taggedpublishedstory p ON p.content_object_id = s.story_id
    JOIN articles_tag t ON t.id = p.tag_id
    WHERE s.slug = %s
    ORDER BY 1, 3, 5
"""


def story_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a story; or lead to where it is now; or say that it was withdrawn, and why."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [slug, slug])
        found = cursor.fetchall()
    if not found:
        return old_address(request, slug)
    (_, language, head_html, article_html, _), *rows = found
    tags = [TagLink(name, slug) for _, _, name, slug, _ in rows]
    context = as_shown(language=language, head_html=head_html, article_html=article_html, tags=tags)
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
