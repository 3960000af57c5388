"""Somebody who is quoted: a feed of their own words."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from articles.citing import address_of
from articles.feeds.base import ITEMS, NewsFeed
from articles.models.person import Person
from articles.models.quote import PublishedQuote
from articles.templatetags.readers import spoken

LONGEST_TITLE = 90
# What a quotation's entry does not need of its story: all its text.
TEXTS = ("story__body", "story__head_html", "story__article_html")


class PersonFeed(NewsFeed):
    """The newest quotations of one person, each leading to its own page."""

    def get_object(self, request: HttpRequest, person: Person) -> Person:
        """Return the person, if readers know them."""
        if not PublishedQuote.objects.filter(speaker=person).exists():
            raise Http404("Nothing published yet.")
        return person

    def page(self, person: Person) -> str:
        return person.get_absolute_url()

    def title(self, person: Person) -> str:
        return f"{person.name} in their own words – {settings.SITE_NAME}"

    def description(self, person: Person) -> str:
        return person.description or f"What {person.name} said, newest first."

    def items(self, person: Person) -> QuerySet[PublishedQuote]:
        quotes = PublishedQuote.objects.filter(speaker=person).order_by("-published_at", "-pk")
        return quotes.select_related("story").defer(*TEXTS)[:ITEMS]

    def item_title(self, item: PublishedQuote) -> str:
        words = " ".join(spoken(item.text).split())
        return f"“{words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rsplit(' ', 1)[0] + '…'}”"

    def item_summary(self, item: PublishedQuote) -> str:
        """Return the words, on which occasion they were said, and where they stand."""
        told = ", ".join(part for part in (item.role, item.occasion, item.place) if part)
        return f"“{spoken(item.text)}”{f' – {told}' if told else ''}. From: {item.story.headline}"

    def item_link(self, item: PublishedQuote) -> str:
        return address_of(item)

    def item_guid(self, item: PublishedQuote) -> str:
        return f"urn:uuid:{item.uuid}"

    def item_pubdate(self, item: PublishedQuote) -> datetime:
        return item.published_at

    def item_updateddate(self, item: PublishedQuote) -> datetime:
        return item.story.updated_at

    def item_extra_kwargs(self, item: PublishedQuote) -> dict[str, Any]:
        return super().item_extra_kwargs(item) | {"language": item.story.language}
