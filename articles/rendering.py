"""A story's page, rendered once: what goes into its `<head>` and its `<article>`.

Publishing stores the result; preview shows it. Both come through here, so a preview cannot differ
from what readers get.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from textwrap import shorten
from typing import Any, NamedTuple

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from articles.addresses import absolute, picture_address
from articles.models.author import BylineContent, BylineRole
from articles.models.content import LOCALES, StoryContent
from articles.models.image import Image
from articles.models.public_change import PublicChange
from articles.models.quote import QuoteContent
from articles.models.tag import Tag
from articles.sanitising import clean_address, clean_body
from articles.structured_data import SHARE_SIZE, breadcrumbs, news_article, share_picture
from articles.text import plain_text, reading_minutes, word_count

# Where the tags stand in a stored page. They are read with each page and not kept in it, so that whoever
# tags, renames or merges need not render anything; nothing that people write can hold a comment.
TAGS_HERE = "<!--tags-->"
# Of a story without a standfirst: so much of its beginning tells search engines and shares what it is.
LONGEST_DESCRIPTION = 160

_PULL_QUOTE = re.compile(r'<aside class="pull-quote">(.*?)</aside>', re.DOTALL)
_NOT_WORDS = re.compile(r"\W+")


@dataclass(frozen=True, slots=True)
class StoryPage:
    """What the story templates need: the content, everything around it, and its dates."""

    story: StoryContent
    bylines: Sequence[BylineContent]
    quotes: Sequence[QuoteContent]
    tags: Sequence[Tag]
    published_at: datetime
    updated_at: datetime
    # What readers are told of changes since, the newest first.
    changes: Sequence[PublicChange] = ()
    # Shown to somebody outside before readers have ever seen it: then no date is given.
    is_unpublished: bool = False
    # The address of the picture with its headline, if it is made already.
    card_url: str = ""

    @property
    def url(self) -> str:
        """The absolute address of the page."""
        return absolute(reverse("articles:story-detail", args=[self.story.slug]))

    @property
    def canonical_url(self) -> str:
        """Where the story first appeared: here, unless it is republished."""
        return clean_address(self.story.canonical_url) or self.url

    @property
    def picture_url(self) -> str:
        """The absolute address of the lead image, or of the picture that stands in for one."""
        return picture_address(self._picture) if self._picture else self.card_url or share_picture()

    @property
    def picture_size(self) -> tuple[int, int]:
        """The width and height of that picture."""
        return self._picture.jpeg_size if self._picture else SHARE_SIZE

    @property
    def picture_alt(self) -> str:
        """What that picture shows, in words."""
        if self._picture:
            return self._picture.alt_text
        return self.story.headline if self.card_url else settings.SITE_NAME

    @property
    def _picture(self) -> Image | None:
        image = self.story.lead_image
        return image if image and image.jpeg else None

    @property
    def writers(self) -> list[BylineContent]:
        """The bylines that stand at the top of the story."""
        return [byline for byline in self.bylines if byline.role == BylineRole.WRITER]

    @property
    def helpers(self) -> list[BylineContent]:
        """The credits that stand at its end."""
        return [byline for byline in self.bylines if byline.role != BylineRole.WRITER]

    @property
    def byline_text(self) -> str:
        """The writers' names as one text: “A, B and C”."""
        names = [byline.credit for byline in self.writers]
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)

    @property
    def speakers(self) -> list[tuple]:
        """The people quoted, in the order they first speak, each with their quotes."""
        known = [quote for quote in self.quotes if quote.speaker_id]
        order = {quote.speaker_id: place for place, quote in reversed(list(enumerate(known)))}
        by_person = sorted(known, key=lambda quote: order[quote.speaker_id])
        return [(person, list(quotes)) for person, quotes in groupby(by_person, key=attrgetter("speaker"))]

    @property
    def unnamed(self) -> list[QuoteContent]:
        """The quotations whose speaker readers are not told."""
        return [quote for quote in self.quotes if not quote.speaker_id]

    @property
    def corrections(self) -> list[PublicChange]:
        """The changes that say the story was wrong, or could be misunderstood."""
        return [change for change in self.changes if change.is_listed]

    @property
    def told_changes(self) -> list[tuple[PublicChange, str]]:
        """The changes, each with the path of the page that shows what changed."""
        return [(change, change.address(self.story.slug)) for change in self.changes]

    @property
    def is_changed(self) -> bool:
        """Whether readers saw the story change after it appeared."""
        return self.updated_at > self.published_at


@dataclass(frozen=True, slots=True)
class RenderedStory:
    """The parts of a published story that are worked out from the others."""

    body: str
    byline_text: str
    word_count: int
    reading_minutes: int
    head_html: str
    article_html: str


class TagLink(NamedTuple):
    """A tag as a story's page shows it."""

    name: str
    slug: str


def as_shown(*, language: str, head_html: str, article_html: str, tags: Iterable[TagLink]) -> dict[str, Any]:
    """Return what `story_detail.html` needs of a rendered page, with the tags put where they belong."""
    before, here, after = article_html.partition(TAGS_HERE)
    return {
        "language": language,
        "head_html": head_html,
        "before_tags": before,
        # A page that was rendered when tags were kept in it shows those until it is rendered again.
        "tags": list(tags) if here else [],
        "after_tags": after,
    }


def story_page(
    story: StoryContent, *, published_at: datetime, updated_at: datetime, card_url: str = ""
) -> StoryPage:
    """Gather what the page of a story needs, from the working copy or the published one."""
    return StoryPage(
        story=story,
        bylines=list(story.bylines.select_related("author").order_by("order", "author__name", "pk")),
        quotes=list(story.quotes.select_related("speaker")),
        tags=list(story.tags.order_by("name", "pk")),
        published_at=published_at,
        updated_at=updated_at,
        changes=list(
            PublicChange.objects.filter(working_copy=story.pk).defer("comparison").order_by("-number")
        ),
        card_url=card_url,
    )


def render(page: StoryPage) -> RenderedStory:
    """Render a story's page; the body is sanitised once more, whatever is stored."""
    body = clean_body(page.story.body)
    text = plain_text(body)
    words = word_count(text)
    minutes = reading_minutes(words)
    description = page.story.standfirst or shorten(text, LONGEST_DESCRIPTION, placeholder=" …")
    context = {
        "page": page,
        "story": page.story,
        "body": heard_once(body),
        "description": description,
        "social_text": page.story.social_text or description,
        "locale": LOCALES.get(page.story.language, ""),
        "word_count": words,
        "reading_minutes": minutes,
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "structured_data": [news_article(page, text=text, words=words), _way_to(page)],
    }
    return RenderedStory(
        body=body,
        byline_text=page.byline_text,
        word_count=words,
        reading_minutes=minutes,
        head_html=render_to_string("articles/_story_head.html", context),
        article_html=render_to_string("articles/_story_article.html", context),
    )


def heard_once(body: str) -> str:
    """Return a body in which a pull quote is kept from screen readers where the text says its words as well."""
    rest = _words_of(plain_text(_PULL_QUOTE.sub("", body)))

    def quiet(found: re.Match[str]) -> str:
        # Its first line is what was said; a link must not be hidden from whoever moves by keyboard.
        words = _words_of(plain_text(found[1]).partition("\n")[0])
        if "<a " in found[1] or not words.strip() or words not in rest:
            return found[0]
        return found[0].replace(">", ' aria-hidden="true">', 1)

    return _PULL_QUOTE.sub(quiet, body)


def _words_of(text: str) -> str:
    """Return the words of a text with one space around each."""
    return f" {_NOT_WORDS.sub(' ', text.casefold()).strip()} "


def _way_to(page: StoryPage) -> str:
    section = page.story.section
    steps = [(section.name, section.get_absolute_url())] if section else []
    return breadcrumbs(
        *steps, (page.story.headline, reverse("articles:story-detail", args=[page.story.slug]))
    )
