"""Everything that is published."""

from django.conf import settings
from django.db.models import QuerySet

from articles.feeds.base import StoryFeed
from articles.models.published import PublishedStory


class NewestFeed(StoryFeed):
    """The newest stories of the whole newsroom."""

    def page(self, noun: None) -> str:
        return "/"

    def title(self) -> str:
        return settings.SITE_NAME

    def description(self) -> str:
        return f"The latest stories from {settings.SITE_NAME}."

    def is_known(self, noun: None) -> bool:
        return True

    def stories(self, noun: None) -> QuerySet[PublishedStory]:
        return PublishedStory.objects.newest_first()
