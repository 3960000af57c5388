"""A subject."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.feeds.base import StoryFeed
from articles.models.published import PublishedStory
from articles.models.tag import Tag


class TagFeed(StoryFeed):
    """The newest stories about one subject."""

    def get_object(self, request: HttpRequest, tag: Tag) -> Tag:
        return tag

    def page(self, tag: Tag) -> str:
        return tag.get_absolute_url()

    def title(self, tag: Tag) -> str:
        return f"{tag.name} – {settings.SITE_NAME}"

    def description(self, tag: Tag) -> str:
        return tag.description or f"Stories about {tag.name}, newest first."

    def stories(self, tag: Tag) -> QuerySet[PublishedStory]:
        # By the date that stands beside the tag: a range of its index.
        return PublishedStory.objects.filter(tagged__tag=tag).order_by(
            "-tagged__published_at", "-tagged__content_object_id"
        )
