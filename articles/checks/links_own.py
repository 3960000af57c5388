"""Links to pages of our own that are not there."""

from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.urls import Resolver404, resolve

from articles.checks.base import Check, Draft, Finding
from articles.checks.links_malformed import links_in
from articles.models.address import Address
from articles.models.author import Author, PublishedByline
from articles.models.person import Person
from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.section import Section
from articles.models.tag import Tag, TaggedPublishedStory

# Pages that stand under a word of their own, and the words under which there is something for readers.
_PAGES: dict[str, list[models.QuerySet]] = {
    "story-detail": [PublishedStory.objects.all(), Address.objects.filter(published__isnull=False)],
    "section-detail": [Section.objects.all()],
    "author-detail": [Author.objects.filter(pk__in=PublishedByline.objects.values("author"))],
    "person-detail": [Person.objects.filter(pk__in=PublishedQuote.objects.values("speaker"))],
    "tag-detail": [Tag.objects.filter(pk__in=TaggedPublishedStory.objects.values("tag"))],
}
_FILES = (settings.STATIC_URL, settings.MEDIA_URL)


class LinksOwn(Check):
    """A link at whose end readers of this site find nothing."""

    name = "links-own"
    label = "Links to our own pages lead somewhere"
    place = "body"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Ask for all pages of a sort at once."""
        asked: dict[str, dict[str, str]] = defaultdict(dict)
        for address, words in links_in(draft.story.body):
            path = _own_path(address)
            if path is None or path.startswith(_FILES):
                continue
            if path.startswith(settings.DESK_PATH):
                yield Finding(
                    f"The link “{words}” leads to the desk.",
                    "Readers cannot go there: link to the public page.",
                    words,
                )
                continue
            try:
                page = resolve(path)
            except Resolver404:
                yield _missing(path, words)
                continue
            if page.url_name in _PAGES:
                asked[page.url_name][page.kwargs["slug"]] = words
        for name, slugs in asked.items():
            there = {draft.story.slug} if name == "story-detail" else set()
            for rows in _PAGES[name]:
                there |= set(rows.filter(slug__in=slugs).values_list("slug", flat=True))
            for slug in slugs.keys() - there:
                yield _missing(f"/{name.split('-')[0]}/{slug}/", slugs[slug])


def _own_path(address: str) -> str | None:
    """Return the path of an address on this site, None for one elsewhere."""
    parts = urlsplit(address)
    if address.startswith("/"):
        return parts.path
    own = urlsplit(settings.SITE_URL)
    return parts.path or "/" if parts.hostname is not None and parts.netloc == own.netloc else None


def _missing(path: str, words: str) -> Finding:
    return Finding(
        f"The link “{words}” leads to a page of ours that is not there: {path[:80]}",
        "Correct its address, or take the link off.",
        words,
    )
