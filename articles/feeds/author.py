"""Somebody who writes."""

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.feeds.base import StoryFeed
from articles.models.author import Author
from articles.models.published import PublishedStory


class AuthorFeed(StoryFeed):
    """The newest stories that one author is credited on."""

    def get_object(self, request: HttpRequest, slug: str) -> Author:
        return get_object_or_404(Author, slug=slug)

    def page(self, author: Author) -> str:
        return author.get_absolute_url()

    def title(self, author: Author) -> str:
        return f"{author.name} – {settings.SITE_NAME}"

    def description(self, author: Author) -> str:
        return author.bio or f"Stories by {author.name}, newest first."

    def stories(self, author: Author) -> QuerySet[PublishedStory]:
        # By the date that stands beside the byline: a range of its index.
        return PublishedStory.objects.filter(bylines__author=author).order_by(
            "-bylines__published_at", "-bylines__story_id"
        )
