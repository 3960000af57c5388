"""A section of the paper."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.feeds.base import StoryFeed
from articles.models.published import PublishedStory
from articles.models.section import Section


class SectionFeed(StoryFeed):
    """The newest stories of one section."""

    def get_object(self, request: HttpRequest, slug: str) -> Section:
        return get_object_or_404(Section, slug=slug)

    def is_known(self, section: Section) -> bool:
        return section.in_navigation

    def page(self, section: Section) -> str:
        return section.get_absolute_url()

    def title(self, section: Section) -> str:
        return f"{section.name} – {settings.SITE_NAME}"

    def description(self, section: Section) -> str:
        return section.description or f"Stories in {section.name}, newest first."

    def stories(self, section: Section) -> QuerySet[PublishedStory]:
        return PublishedStory.objects.filter(section=section).newest_first()
