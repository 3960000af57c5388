"""Who writes: authors, and the bylines that credit them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from .named import ByUuidManager


class Author(models.Model):
    """Somebody who can be credited, with or without a login."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        help_text="The login, where there is one.",
    )
    role = models.CharField(max_length=120, blank=True, help_text="For example “Brussels correspondent”.")
    bio = models.TextField(blank=True, max_length=1200)
    photo = models.ForeignKey("articles.Image", models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.EmailField(blank=True, help_text="Shown to readers.")
    on_masthead = models.BooleanField(
        "on the masthead", default=False, help_text="Readers see name and role on the page of who works here."
    )
    masthead_order = models.PositiveSmallIntegerField(
        "place on the masthead", default=0, help_text="Lower comes first."
    )

    objects = ByUuidManager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(
                fields=["masthead_order", "name", "id"],
                name="author_on_masthead",
                condition=Q(on_masthead=True),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    def get_absolute_url(self) -> str:
        return reverse("articles:author-detail", args=[self.slug])


class BylineRole(models.TextChoices):
    """What somebody did for a story."""

    WRITER = "writer", "Words"
    REPORTING = "reporting", "Additional reporting"
    PHOTOGRAPHS = "photographs", "Photographs"
    TRANSLATION = "translation", "Translation"
    EDITING = "editing", "Editing"


class BylineContent(models.Model):
    """What a byline says, in the working copy and in the published one."""

    author = models.ForeignKey(Author, models.PROTECT, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField(default=0, help_text="Lower comes first.")
    role = models.CharField(max_length=20, choices=BylineRole, default=BylineRole.WRITER)
    credited_as = models.CharField(
        max_length=120, blank=True, help_text="Where the credit differs from the author's name."
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.credit

    @property
    def credit(self) -> str:
        """The name as printed."""
        return self.credited_as or self.author.name


class BylineManager(models.Manager):
    """Find a byline by its story and author."""

    def get_by_natural_key(self, story_uuid: str, author_uuid: str) -> "Byline":
        return self.get(story__uuid=story_uuid, author__uuid=author_uuid)


class Byline(BylineContent):
    """A credit on a working copy."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="bylines")

    objects = BylineManager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["story", "author"], name="byline_once_per_author")]

    def natural_key(self) -> tuple[str, str]:
        return (str(self.story.uuid), str(self.author.uuid))

    natural_key.dependencies = ["articles.story", "articles.author"]


class PublishedBylineManager(models.Manager):
    """Find a published byline by its story and author."""

    def get_by_natural_key(self, story_uuid: str, author_uuid: str) -> "PublishedByline":
        return self.get(story__uuid=story_uuid, author__uuid=author_uuid)


class PublishedByline(BylineContent):
    """A credit that readers see; carries its story's date so that an author's page is one index range."""

    story = models.ForeignKey("articles.PublishedStory", models.CASCADE, related_name="bylines")
    published_at = models.DateTimeField()

    objects = PublishedBylineManager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["story", "author"], name="published_byline_once_per_author")
        ]
        indexes = [models.Index(fields=["author", "-published_at", "-story"], name="published_byline_newest")]

    def natural_key(self) -> tuple[str, str]:
        return (str(self.story.uuid), str(self.author.uuid))

    natural_key.dependencies = ["articles.publishedstory", "articles.author"]
