"""Feeds, as RSS: what one person said, the stories about one subject, and where we were wrong."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.citing import address_of
from articles.models.person import Person
from articles.models.public_change import LISTED_KINDS, PublicChange
from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.tag import Tag, TaggedPublishedStory
from articles.templatetags.readers import spoken

ITEMS = 30
LONGEST_TITLE = 90
FEED_FIELDS = ("uuid", "slug", "headline", "standfirst", "byline_text", "published_at", "updated_at")


class PersonFeed(Feed):
    """The newest quotations of one person, each leading to its own page."""

    def get_object(self, request: HttpRequest, slug: str) -> Person:
        """Return the person, if readers know them."""
        person = get_object_or_404(Person.objects.current(), slug=slug)
        if not PublishedQuote.objects.filter(speaker=person).exists():
            raise Http404("Nothing published yet.")
        return person

    def title(self, person: Person) -> str:
        return f"{person.name} in their own words – {settings.SITE_NAME}"

    def link(self, person: Person) -> str:
        return settings.SITE_URL + person.get_absolute_url()

    def feed_url(self, person: Person) -> str:
        return settings.SITE_URL + reverse("articles:person-feed", args=[person.slug])

    def description(self, person: Person) -> str:
        return person.description or f"What {person.name} said, newest first."

    def items(self, person: Person) -> Any:
        quotes = PublishedQuote.objects.filter(speaker=person).order_by("-published_at", "-pk")
        return quotes.select_related("story").defer("story__body", "story__head_html", "story__article_html")[
            :ITEMS
        ]

    def item_title(self, item: PublishedQuote) -> str:
        words = " ".join(spoken(item.text).split())
        return f"“{words if len(words) <= LONGEST_TITLE else words[: LONGEST_TITLE - 1].rsplit(' ', 1)[0] + '…'}”"

    def item_description(self, item: PublishedQuote) -> str:
        told = ", ".join(part for part in (item.role, item.occasion, item.place) if part)
        return f"“{spoken(item.text)}”{f' – {told}' if told else ''}. From: {item.story.headline}"

    def item_link(self, item: PublishedQuote) -> str:
        return address_of(item)

    def item_guid(self, item: PublishedQuote) -> str:
        return f"urn:uuid:{item.uuid}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: PublishedQuote) -> datetime:
        return item.published_at


class TagFeed(Feed):
    """The newest stories about one subject."""

    def get_object(self, request: HttpRequest, tag: Tag) -> Tag:
        """Return the tag, if readers know it."""
        if not TaggedPublishedStory.objects.filter(tag=tag).exists():
            raise Http404("Nothing published yet.")
        return tag

    def title(self, tag: Tag) -> str:
        return f"{tag.name} – {settings.SITE_NAME}"

    def link(self, tag: Tag) -> str:
        return settings.SITE_URL + tag.get_absolute_url()

    def feed_url(self, tag: Tag) -> str:
        return settings.SITE_URL + reverse("articles:tag-feed", args=[tag.slug])

    def description(self, tag: Tag) -> str:
        return tag.description or f"Stories about {tag.name}, newest first."

    def items(self, tag: Tag) -> list[PublishedStory]:
        newest = TaggedPublishedStory.objects.filter(tag=tag).order_by("-published_at", "-content_object_id")
        rows = newest.select_related("content_object").only(
            "published_at", *(f"content_object__{name}" for name in FEED_FIELDS)
        )
        return [row.content_object for row in rows[:ITEMS]]

    def item_title(self, item: PublishedStory) -> str:
        return item.headline

    def item_description(self, item: PublishedStory) -> str:
        return item.standfirst

    def item_link(self, item: PublishedStory) -> str:
        return settings.SITE_URL + item.get_absolute_url()

    def item_guid(self, item: PublishedStory) -> str:
        return f"urn:uuid:{item.uuid}"

    item_guid_is_permalink = False

    def item_author_name(self, item: PublishedStory) -> str:
        return item.byline_text

    def item_pubdate(self, item: PublishedStory) -> datetime:
        return item.published_at

    def item_updateddate(self, item: PublishedStory) -> datetime:
        return item.updated_at


class CorrectionFeed(Feed):
    """The newest corrections and clarifications, each leading to what changed."""

    description = "Where we were wrong, or could be misunderstood, newest first."

    def title(self) -> str:
        return f"Corrections – {settings.SITE_NAME}"

    def link(self) -> str:
        return settings.SITE_URL + reverse("articles:correction-index")

    def feed_url(self) -> str:
        return settings.SITE_URL + reverse("articles:correction-feed")

    def items(self) -> Any:
        listed = PublicChange.objects.filter(kind__in=LISTED_KINDS, published__isnull=False)
        return (
            listed.select_related("published")
            .defer("comparison", "published__body", "published__head_html", "published__article_html")
            .order_by("-published_at", "-pk")[:ITEMS]
        )

    def item_title(self, item: PublicChange) -> str:
        return f"{item.word}: {item.published.headline if item.published else ''}"

    def item_description(self, item: PublicChange) -> str:
        return item.note

    def item_link(self, item: PublicChange) -> str:
        return settings.SITE_URL + item.address(item.published.slug if item.published else "")

    def item_guid(self, item: PublicChange) -> str:
        return f"urn:uuid:{item.published.uuid if item.published else ''}#change-{item.number}"

    item_guid_is_permalink = False

    def item_pubdate(self, item: PublicChange) -> datetime:
        return item.published_at
