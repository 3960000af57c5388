"""Subjects that stories are about: each with its stories, its neighbours and its voices, and all of them from A to Z."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from articles.feeds.tag import TagFeed
from articles.models.published import PublishedStory
from articles.models.tag import Tag, TagAddress, TaggedPublishedStory
from articles.page_cache import asked
from articles.pages import readers_page
from articles.structured_data import breadcrumbs
from articles.views.lists import listed, with_cards

# Neighbours and voices are looked for in so many of the newest stories; so many are shown.
LOOKED_AT = 100
RELATED, MOST_QUOTED, FAMILY = 8, 6, 40
# A tag is related when so many of these stories carry it, too.
TOGETHER = 2
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "0-9"
NAMES = 120
IN_THE_NEWS, NEWEST = 24, 60
# By hand, because it is asked for every tag's page: the ORM costs more than the query. Counted are keys, and only
# what is left is given its name.
_NEAR = """
WITH newest AS (
    SELECT content_object_id FROM articles_taggedpublishedstory
    WHERE tag_id = %(tag)s ORDER BY published_at DESC, content_object_id DESC LIMIT %(looked_at)s
), family AS (
    SELECT 'parents' AS kind, to_tag_id AS tag_id FROM articles_tag_parents WHERE from_tag_id = %(tag)s
    UNION ALL
    SELECT 'children', from_tag_id FROM articles_tag_parents WHERE to_tag_id = %(tag)s
), together AS (
    SELECT tag_id, COUNT(*) AS times FROM articles_taggedpublishedstory
    WHERE content_object_id IN (SELECT content_object_id FROM newest) AND tag_id <> %(tag)s
    AND tag_id NOT IN (SELECT tag_id FROM family)
    GROUP BY tag_id HAVING COUNT(*) >= %(together)s
), spoken AS (
    SELECT speaker_id, COUNT(*) AS times FROM articles_publishedquote
    WHERE story_id IN (SELECT content_object_id FROM newest) AND speaker_id IS NOT NULL GROUP BY speaker_id
)
SELECT family.kind, tag.name, tag.slug, 0 FROM family JOIN articles_tag tag ON tag.id = family.tag_id
WHERE EXISTS (SELECT 1 FROM articles_taggedpublishedstory WHERE tag_id = tag.id)
UNION ALL
SELECT 'related', tag.name, tag.slug, times FROM together JOIN articles_tag tag ON tag.id = together.tag_id
UNION ALL
SELECT 'voices', person.name, person.slug, times FROM spoken JOIN articles_person person ON person.id = speaker_id
"""
_SLUG = re.compile(r"[\w-]{1,100}")


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A tag near a tag, and on how many of its newest stories; or a person, and how often they are quoted there."""

    name: str
    slug: str
    times: int


def tag_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """List the stories that carry a tag; a tag that no published story carries is the desk's own.

    The first page shows who and what is near: one query for parents, children, related tags and voices.
    """
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None or tag.merged_into_id:
        return _moved(tag, slug, "articles:tag-detail")
    tagged = with_cards(TaggedPublishedStory.objects.filter(tag=tag), "content_object")
    page = listed(request, tagged, "content_object_id")
    if not page.rows:
        raise Http404("Nothing published yet.")
    context = {
        "tag": tag,
        "page": page,
        "stories": [row.content_object for row in page.rows],
        "description": tag.description or f"Stories about {tag.name} in {settings.SITE_NAME}.",
        "structured": [
            breadcrumbs(("Tags", reverse("articles:tag-index")), (tag.name, tag.get_absolute_url()))
        ],
    }
    if page.is_first:
        context |= _around(tag)
    return readers_page(request, "articles/tag_detail.html", context)


def tag_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Answer with the newest stories; whoever follows a tag goes on following it under its new address."""
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None or tag.merged_into_id:
        return _moved(tag, slug, f"articles:tag-feed-{form}")
    return TagFeed(form)(request, tag=tag)


def tag_index(request: HttpRequest) -> HttpResponse:
    """Lead to every tag by its first letter, and show what is in the news."""
    newest = PublishedStory.objects.newest_first().values("pk")[:NEWEST]
    counted = TaggedPublishedStory.objects.filter(content_object__in=newest).values("tag__name", "tag__slug")
    tags = counted.annotate(stories=Count("pk")).order_by("-stories", "tag__name")[:IN_THE_NEWS]
    names = [(row["tag__name"], row["tag__slug"]) for row in tags]
    context = {
        "letters": [DIGITS, *LETTERS],
        "tags": sorted(names, key=_in_alphabet),
        "description": _about(),
    }
    return readers_page(request, "articles/tag_index.html", context)


def tag_letters(request: HttpRequest, letters: str) -> HttpResponse:
    """List the tags that begin with a letter, by their addresses, which any script is written in Latin letters in.

    The next page begins after the last address of this one: nothing is counted or skipped.
    """
    if letters == DIGITS:
        beginning = Tag.objects.filter(slug__lt="a")
    elif letters in set(LETTERS):
        beginning = Tag.objects.filter(slug__gte=letters, slug__lt=f"{letters}~")
    else:
        raise Http404("No such part of the index.")
    after = asked(request).get("after", "")
    if after:
        if not _SLUG.fullmatch(after):
            raise Http404("No such page of this list.")
        beginning = beginning.filter(slug__gt=after)
    public = beginning.filter(_in_public()).order_by("slug")
    rows = list(public.values_list("name", "slug")[: NAMES + 1])
    if after and not rows:
        raise Http404("This list has no more pages.")
    context = {
        "letters": [DIGITS, *LETTERS],
        "chosen": letters,
        "tags": rows[:NAMES],
        "after": after,
        "next": rows[NAMES - 1][1] if len(rows) > NAMES else "",
        # The address of this part, for the page's head.
        "page": {"query": f"?after={quote(after)}" if after else ""},
        "description": _about(),
    }
    return readers_page(request, "articles/tag_index.html", context)


def _in_alphabet(name_and_slug: tuple[str, str]) -> str:
    """Return what a name is sorted by: its address, as in the parts of the index."""
    return name_and_slug[1]


def _about() -> str:
    return f"Everything {settings.SITE_NAME} writes about, from A to Z."


def _in_public() -> Exists:
    """Return the condition that a published story carries the tag."""
    return Exists(TaggedPublishedStory.objects.filter(tag=OuterRef("pk")))


def _moved(tag: Tag | None, slug: str, view: str) -> HttpResponse:
    """Lead from an address a tag had before it was renamed or merged, if readers know the tag.

    Raises:
        Http404: when no tag had it, or none that readers see.
    """
    if tag is None:
        address = TagAddress.objects.filter(slug=slug).select_related("tag").first()
        tag = address.tag if address else None
    now = tag.became() if tag else None
    if now is None or not TaggedPublishedStory.objects.filter(tag=now).exists():
        raise Http404("Nothing published yet.")
    return HttpResponsePermanentRedirect(reverse(view, args=[now.slug]))


def _around(tag: Tag) -> dict[str, list[Neighbour]]:
    """Return the parents, children, related tags and voices of a tag, in one query: kinds of rows."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, {"tag": tag.pk, "looked_at": LOOKED_AT, "together": TOGETHER})
        near = cursor.fetchall()
    found: dict[str, list[Neighbour]] = {"parents": [], "children": [], "related": [], "voices": []}
    for kind, *neighbour in near:
        found[kind].append(Neighbour(*neighbour))
    for kind in ("parents", "children"):
        found[kind] = sorted(found[kind], key=lambda near: near.slug)[:FAMILY]
    for kind, most in (("related", RELATED), ("voices", MOST_QUOTED)):
        found[kind] = sorted(found[kind], key=lambda near: (-near.times, near.slug))[:most]
    return found
