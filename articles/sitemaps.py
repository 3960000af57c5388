"""Sitemaps: every address that readers may find, for search engines, and the news of the last two days.

Long lists are cut by key: a story stays in the same part for ever, each part is one range of an index, and
nothing is counted or skipped however long the archive becomes.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from operator import itemgetter
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.db.models import (
    BigIntegerField,
    CharField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles.addresses import absolute
from articles.feeds.forms import printable
from articles.models.author import Author, PublishedByline
from articles.models.person import Person
from articles.models.published import PublishedStory
from articles.models.published_page import PublishedPage
from articles.models.section import Section
from articles.models.tag import Tag, TaggedPublishedStory
from articles.page_cache import NOT_KEPT
from articles.search_names import quoted_in_public

# So many keys a part: five times less than is allowed, so that a part is made in a moment.
PORTION = 10_000
# So many ranges are asked for at once; SQLite takes no more than 500.
AT_ONCE = 400
NEWS_HOURS, MOST_NEWS = 48, 1000

_URLSET = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_NEWS = ' xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
# Pages that are always there.
_FIXED = ("front-page", "person-index", "tag-index", "quote-index", "correction-index", "masthead")


def _stories() -> QuerySet:
    # What first appeared elsewhere is said to be there; a sitemap lists what is here.
    return PublishedStory.objects.filter(canonical_url="")


def _tags() -> QuerySet:
    return Tag.objects.filter(Exists(TaggedPublishedStory.objects.filter(tag=OuterRef("pk"))))


def _people() -> QuerySet:
    return Person.objects.current().filter(quoted_in_public())


def _authors() -> QuerySet:
    return Author.objects.filter(Exists(PublishedByline.objects.filter(author=OuterRef("pk"))))


# What is listed in parts: its rows, its key, and the page of each.
KINDS: dict[str, tuple[Any, str, str]] = {
    "stories": (_stories, "working_copy_id", "articles:story-detail"),
    "people": (_people, "id", "articles:person-detail"),
    "tags": (_tags, "id", "articles:tag-detail"),
    "authors": (_authors, "id", "articles:author-detail"),
}


def sitemap_index(request: HttpRequest) -> HttpResponse:
    """Name every part that has something in it; parts of stories with the day they last changed."""
    parts = [(absolute(reverse("articles:sitemap-pages")), None), *_parts_of_stories(), *_other_parts()]
    named = (f"<sitemap>{_place(address, changed)}</sitemap>" for address, changed in parts)
    return _xml(
        ['<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">', *named, "</sitemapindex>"]
    )


def _parts_of_stories() -> Iterator[tuple[str, datetime | None]]:
    """Yield each part with its last change: a range of the index each, which is ten times faster than to group."""
    ends = _stories().aggregate(first=Min("pk"), last=Max("pk"))
    if ends["last"] is None:
        return
    numbers = range(ends["first"] // PORTION, ends["last"] // PORTION + 1)
    for few in (numbers[begin : begin + AT_ONCE] for begin in range(0, len(numbers), AT_ONCE)):
        changes = [
            _part("stories", number)
            .order_by()
            .annotate(number=Value(number, BigIntegerField()))
            .values("number")
            .annotate(at=Max("updated_at"))
            .values_list("number", "at")
            for number in few
        ]
        for number, changed in sorted(changes[0].union(*changes[1:], all=True), key=itemgetter(0)):
            if changed:
                yield _address("stories", number), changed


def _other_parts() -> Iterator[tuple[str, None]]:
    kinds = [kind for kind in KINDS if kind != "stories"]
    found = []
    for kind in kinds:
        rows, key, _ = KINDS[kind]
        part = ExpressionWrapper(F(key) / PORTION, output_field=BigIntegerField())
        numbers = rows().order_by().annotate(kind=Value(kind, CharField()), part=part)
        found.append(numbers.values_list("kind", "part").distinct())
    numbered = sorted(found[0].union(*found[1:], all=True), key=lambda row: (kinds.index(row[0]), row[1]))
    yield from ((_address(kind, number), None) for kind, number in numbered)


def sitemap_part(request: HttpRequest, kind: str, number: str) -> HttpResponse:
    """List the pages of one part."""
    if kind not in KINDS:
        raise Http404("No such sitemap.")
    found = _part(kind, int(number))
    if kind == "stories":
        listed = list(found.values_list("slug", "updated_at"))
    else:
        listed = [(slug, None) for slug in found.values_list("slug", flat=True)]
    if not listed:
        raise Http404("No such sitemap.")
    # Ten thousand times the same: worked out once.
    before = reverse(KINDS[kind][2], args=["-"]).removesuffix("-/")
    return _urls((f"{before}{quote(slug)}/", changed) for slug, changed in listed)


def _part(kind: str, number: int) -> QuerySet:
    rows, key, _ = KINDS[kind]
    begin = number * PORTION
    return rows().filter(**{f"{key}__gte": begin, f"{key}__lt": begin + PORTION}).order_by(key)


def _address(kind: str, number: int) -> str:
    return absolute(reverse("articles:sitemap-part", args=[kind, number]))


def sitemap_pages(request: HttpRequest) -> HttpResponse:
    """List the front page, the sections, and the pages by which readers can hold us to our word."""
    with_stories = Exists(PublishedStory.objects.filter(section=OuterRef("pk")))
    sections = Section.objects.filter(Q(in_navigation=True) | with_stories)
    pages: list[tuple[str, datetime | None]] = [(reverse(f"articles:{name}"), None) for name in _FIXED]
    if PublishedStory.objects.exists():
        pages.append((reverse("articles:archive"), None))
    pages += [(section.get_absolute_url(), None) for section in sections]
    pages += [(page.get_absolute_url(), page.updated_at) for page in PublishedPage.objects.all()]
    return _urls(pages)


def news_sitemap(request: HttpRequest) -> HttpResponse:
    """List what was published in the last two days, at most a thousand, as Google News asks for it."""
    since = timezone.now() - timedelta(hours=NEWS_HOURS)
    rows = _stories().filter(published_at__gte=since).order_by("-published_at", "-pk")
    listed = rows.values_list("slug", "headline", "language", "published_at")[:MOST_NEWS]
    response = _xml([f"{_URLSET}{_NEWS}>", *(_news(*row) for row in listed), "</urlset>"])
    # Stories leave it as the hours pass, though nothing is published.
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def _news(slug: str, headline: str, language: str, published_at: datetime) -> str:
    return (
        f"<url>{_place(absolute(reverse('articles:story-detail', args=[slug])), None)}<news:news>"
        f"<news:publication><news:name>{escape(printable(settings.SITE_NAME))}</news:name>"
        f"<news:language>{language.partition('-')[0]}</news:language></news:publication>"
        f"<news:publication_date>{published_at.isoformat(timespec='seconds')}</news:publication_date>"
        f"<news:title>{escape(printable(headline))}</news:title></news:news></url>"
    )


def _urls(pages: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    return _xml(_urlset(pages))


def _urlset(pages: Iterable[tuple[str, datetime | None]]) -> Iterator[str]:
    yield f"{_URLSET}>"
    for path, changed in pages:
        yield f"<url>{_place(settings.SITE_URL + path, changed)}</url>"
    yield "</urlset>"


def _place(address: str, changed: datetime | None) -> str:
    at = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
    return f"<loc>{escape(address)}</loc>{at}"


def _xml(lines: Iterable[str]) -> HttpResponse:
    text = "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', *lines, ""])
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
