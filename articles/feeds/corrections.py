"""Where we were wrong."""

from datetime import datetime
from typing import Any
from uuid import uuid5

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from articles.addresses import absolute
from articles.feeds.base import ITEMS, NewsFeed
from articles.models.public_change import LISTED_KINDS, PublicChange

TEXTS = ("comparison", "published__body", "published__head_html", "published__article_html")


class CorrectionFeed(NewsFeed):
    """The newest corrections and clarifications, each leading to what changed."""

    description = "Where we were wrong, or could be misunderstood, newest first."

    def page(self, noun: None) -> str:
        return reverse("articles:correction-index")

    def title(self) -> str:
        return f"Corrections – {settings.SITE_NAME}"

    def items(self) -> QuerySet[PublicChange]:
        listed = PublicChange.objects.filter(kind__in=LISTED_KINDS, published__isnull=False)
        return listed.select_related("published").defer(*TEXTS).order_by("-published_at", "-pk")[:ITEMS]

    def item_title(self, item: PublicChange) -> str:
        return f"{item.word}: {item.published.headline if item.published else ''}"

    def item_summary(self, item: PublicChange) -> str:
        """Return what readers are told."""
        return item.note

    def item_link(self, item: PublicChange) -> str:
        return absolute(item.address(item.published.slug if item.published else ""))

    def item_guid(self, item: PublicChange) -> str:
        # Made from the story's, for an entry of the ledger has none of its own; it never changes either.
        assert item.published is not None
        return f"urn:uuid:{uuid5(item.published.uuid, str(item.number))}"

    def item_pubdate(self, item: PublicChange) -> datetime:
        return item.published_at

    def item_updateddate(self, item: PublicChange) -> datetime:
        return item.redacted_at or item.published_at

    def item_extra_kwargs(self, item: PublicChange) -> dict[str, Any]:
        language = item.published.language if item.published else ""
        return super().item_extra_kwargs(item) | {"language": language}
