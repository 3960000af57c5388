"""What all feeds have in common, and what all feeds of stories have."""

from collections.abc import Iterable
from datetime import datetime
from textwrap import shorten
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Left
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import escape

from articles.addresses import absolute, picture_address, with_whole_addresses
from articles.feeds.forms import FORMS, RSS, Picture, Writer
from articles.models.author import BylineRole, PublishedByline
from articles.models.image import Image
from articles.models.published import PublishedStory
from articles.models.tag import TaggedPublishedStory
from articles.rendering import LONGEST_DESCRIPTION
from articles.text import plain_text

ITEMS = 30
# Where there is no standfirst, the summary is made from so much of the text.
BEGINNING = 1000
FIELDS = (
    "uuid",
    "slug",
    "headline",
    "standfirst",
    "language",
    "published_at",
    "updated_at",
    "section__name",
    "lead_image__folder",
    "lead_image__renditions",
    "lead_image__width",
    "lead_image__height",
    "lead_image__alt_text",
)


class NewsFeed(Feed):
    """A feed that follows a page, in one of the three forms."""

    language = settings.LANGUAGE_CODE
    author_link = settings.SITE_URL
    item_guid_is_permalink = False

    def __init__(self, form: str = RSS) -> None:
        self.form = FORMS[form]
        self.feed_type = self.form.generator

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the feed. The page cache knows whether it changed; the newest entry's date does not."""
        response = super().__call__(request, *args, **kwargs)
        del response.headers["Last-Modified"]
        return response

    def page(self, noun: Any) -> str:
        """Return the path of the page that the feed follows."""
        raise NotImplementedError

    def link(self, noun: Any) -> str:
        return absolute(self.page(noun))

    def feed_url(self, noun: Any) -> str:
        return absolute(self.page(noun) + self.form.ending)

    def author_name(self) -> str:
        return settings.SITE_NAME

    def item_extra_kwargs(self, item: Any) -> dict[str, Any]:
        """Give the forms what Django's feeds do not know of."""
        return {
            "summary": self.item_summary(item),
            "content": "",
            "writers": [],
            "picture": None,
            "language": "",
        }

    def item_summary(self, item: Any) -> str:
        """Return an entry in a few plain words."""
        raise NotImplementedError

    def item_description(self, item: Any) -> str:
        """Return the same as readers of feeds take it: as HTML."""
        return escape(self.item_summary(item))


class StoryFeed(NewsFeed):
    """The newest stories of something."""

    def stories(self, noun: Any) -> QuerySet[PublishedStory]:
        """Return the stories, newest first."""
        raise NotImplementedError

    def is_known(self, noun: Any) -> bool:
        """Whether readers know of something that no story is published of."""
        return False

    def items(self, noun: Any) -> Iterable[PublishedStory]:
        """Return the newest, each with its words, writers, subjects and picture: three queries.

        Raises:
            Http404: when there are none, and readers know nothing of the noun.
        """
        writers = PublishedByline.objects.filter(role=BylineRole.WRITER).select_related("author")
        tagged = TaggedPublishedStory.objects.select_related("tag").order_by("tag__name", "pk")
        stories = self.stories(noun).select_related("section", "lead_image")
        if settings.FEED_FULL_TEXT:
            stories = stories.only(*FIELDS, "body")
        else:
            stories = stories.annotate(beginning=Left("body", BEGINNING)).only(*FIELDS)
        newest = list(
            stories.prefetch_related(
                Prefetch("bylines", writers.order_by("order", "author__name", "pk")),
                Prefetch("tagged", tagged),
            )[:ITEMS]
        )
        if not newest and not self.is_known(noun):
            raise Http404("Nothing published yet.")
        return newest

    def item_title(self, item: PublishedStory) -> str:
        return item.headline

    def item_summary(self, item: PublishedStory) -> str:
        """Return the standfirst, or how the story begins."""
        if item.standfirst:
            return item.standfirst
        beginning = item.body[:BEGINNING] if settings.FEED_FULL_TEXT else vars(item)["beginning"]
        # Cut off in the middle of a tag or a reference, the last piece says nothing.
        if len(beginning) == BEGINNING:
            beginning = beginning[: max(beginning.rfind(" "), beginning.rfind(">") + 1)]
        return shorten(plain_text(beginning), LONGEST_DESCRIPTION, placeholder=" …") or item.headline

    def item_link(self, item: PublishedStory) -> str:
        return absolute(item.get_absolute_url())

    def item_guid(self, item: PublishedStory) -> str:
        return f"urn:uuid:{item.uuid}"

    def item_pubdate(self, item: PublishedStory) -> datetime:
        return item.published_at

    def item_updateddate(self, item: PublishedStory) -> datetime:
        return item.updated_at

    def item_categories(self, item: PublishedStory) -> list[str]:
        """Return the section and the tags, each once."""
        section = [item.section.name] if item.section else []
        return list(dict.fromkeys([*section, *(row.tag.name for row in item.tagged.all())]))

    def item_extra_kwargs(self, item: PublishedStory) -> dict[str, Any]:
        address = absolute(item.get_absolute_url())
        return super().item_extra_kwargs(item) | {
            "content": with_whole_addresses(item.body, address) if settings.FEED_FULL_TEXT else "",
            "writers": [
                Writer(byline.credit, absolute(byline.author.get_absolute_url()))
                for byline in item.bylines.all()
            ],
            "picture": picture_of(item.lead_image) if item.lead_image and item.lead_image.jpeg else None,
            "language": item.language,
        }


def picture_of(image: Image) -> Picture:
    """Return a story's picture as the forms write it."""
    return Picture(picture_address(image), "image/jpeg", *image.jpeg_size, image.alt_text)


def feed_paths(page: str, name: str, feed: type[NewsFeed]) -> list[URLPattern]:
    """Return the addresses of a feed in its three forms, below the page that it follows."""
    return [path(page + form.ending, feed(key), name=f"{name}-{key}") for key, form in FORMS.items()]
