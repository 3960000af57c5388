"""A story."""

from functools import lru_cache
from typing import NamedTuple

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import get_template
from django.urls import reverse

from articles.models.address import Address
from articles.pages import readers_page
from articles.rendering import TagLink, as_shown

# By hand, because it is most of what a newsroom serves: the ORM costs ten times the query. The story, its
# tags, the stories related to it and the next older of its section, told apart by the first column: one
# question, and nothing is sent twice. What is withdrawn has no row to be joined.
_STORY, _TAG, _RELATED, _NEXT = range(4)
_READ = """
    SELECT 0, language, head_html, article_html, 0
    FROM articles_publishedstory WHERE slug = %s
    UNION ALL
    SELECT 1, '', t.name, t.slug, t.id
    FROM articles_publishedstory s
    JOIN articles_taggedpublishedstory p ON p.content_object_id = s.story_id
    JOIN articles_tag t ON t.id = p.tag_id
    WHERE s.slug = %s
    UNION ALL
    SELECT 2, o.language, o.headline, o.slug, r.weight
    FROM articles_publishedstory s
    JOIN articles_relatedstory r ON r.story_id = s.story_id
    JOIN articles_publishedstory o ON o.story_id = r.to_id
    WHERE s.slug = %s
    UNION ALL
    SELECT 3, o.language, o.headline, o.slug, 0
    FROM articles_publishedstory s
    JOIN articles_publishedstory o ON o.story_id = (
        SELECT n.story_id FROM articles_publishedstory n
        WHERE n.section_id = s.section_id AND (n.published_at, n.story_id) < (s.published_at, s.story_id)
        ORDER BY n.published_at DESC, n.story_id DESC LIMIT 1
    )
    WHERE s.slug = %s
"""
RELATED = 4


class StoryLink(NamedTuple):
    """A story that another leads to."""

    language: str
    headline: str
    slug: str


def story_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a story; or lead to where it is now; or say that it was withdrawn, and why."""
    with connection.cursor() as cursor:
        cursor.execute(_READ, [slug, slug, slug, slug])
        rows = cursor.fetchall()
    story = next((row for row in rows if row[0] == _STORY), None)
    if story is None:
        return old_address(request, slug)
    _, language, head_html, article_html, _ = story
    tags = sorted((row[2], row[4], row[3]) for row in rows if row[0] == _TAG)
    around = tuple(row for row in rows if row[0] >= _RELATED)
    context = as_shown(
        language=language,
        head_html=head_html,
        article_html=article_html,
        tags=[TagLink(name, slug) for name, _, slug in tags],
    )
    context["onward"] = _onward(around) if around else ""
    return readers_page(request, "articles/story_detail.html", context)


@lru_cache(maxsize=2048)
def _onward(rows: tuple[tuple, ...]) -> str:
    """Return where a reader may go from a story: the related ones, the nearest first, and the next of its section.

    Remembered under all that it shows, because it would be a good part of the work of the page.
    """
    following = [StoryLink(*row[1:4]) for row in rows if row[0] == _NEXT]
    nearest = sorted((row for row in rows if row[0] == _RELATED), key=lambda row: -row[4])
    related = [link for link in (StoryLink(*row[1:4]) for row in nearest) if link not in following]
    context = {"related": related[:RELATED], "next": following[0] if following else None}
    return get_template("articles/_onward.html").render(context)


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
