"""What stories are about: tags, their other names, and which stories carry them."""

import uuid
from typing import Any

from django.db import models
from django.urls import reverse
from taggit.models import ItemBase, TagBase

from articles.text import address_word, clean_name, name_key

from .named import ByUuidManager


class TagType(models.TextChoices):
    """What sort of thing a tag names."""

    TOPIC = "topic", "Topic"
    PERSON = "person", "Person"
    ORGANISATION = "organisation", "Organisation"
    PLACE = "place", "Place"
    EVENT = "event", "Event"
    SERIES = "series", "Series"


class TagStatus(models.TextChoices):
    """How far the desk stands behind a tag."""

    PROPOSED = "proposed", "Proposed"
    APPROVED = "approved", "Approved"
    DEPRECATED = "deprecated", "Deprecated"


class Tag(TagBase):
    """A subject. Two spellings that differ only in case, spaces or invisible characters are one tag."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=300, unique=True, editable=False)
    type = models.CharField(max_length=20, choices=TagType, default=TagType.TOPIC)
    description = models.CharField(max_length=400, blank=True, help_text="For readers of the tag's page.")
    status = models.CharField(max_length=20, choices=TagStatus, default=TagStatus.PROPOSED)

    objects = ByUuidManager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=models.Q(status__in=TagStatus.values), name="tag_known_status"),
            models.CheckConstraint(condition=models.Q(type__in=TagType.values), name="tag_known_type"),
            models.CheckConstraint(condition=~models.Q(slug=""), name="tag_has_slug"),
        ]

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return the word for the address: never empty, also for a name of emoji alone."""
        word = address_word(tag, max_length=90) or f"tag-{self.uuid.hex[:8]}"
        return word if i is None else f"{word}-{i}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.key = name_key(self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("articles:tag-detail", args=[self.slug])


class TagAlias(models.Model):
    """Another name under which a tag is found."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=300, unique=True, editable=False)

    class Manager(models.Manager):
        def get_by_natural_key(self, key: str) -> "TagAlias":
            return self.get(key=key)

    objects = Manager()

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "tag aliases"

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.key,)

    natural_key.dependencies = ["articles.tag"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.key = name_key(self.name)
        super().save(*args, **kwargs)


class TaggedStory(ItemBase):
    """A tag on a working copy."""

    content_object = models.ForeignKey("articles.Story", models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged_stories")

    class Manager(models.Manager):
        def get_by_natural_key(self, story_uuid: str, tag_uuid: str) -> "TaggedStory":
            return self.get(content_object__uuid=story_uuid, tag__uuid=tag_uuid)

    objects = Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="story_tagged_once")]

    def natural_key(self) -> tuple[str, str]:
        return (str(self.content_object.uuid), str(self.tag.uuid))

    natural_key.dependencies = ["articles.story", "articles.tag"]


class TaggedPublishedStory(ItemBase):
    """A tag that readers see; carries its story's date so that a tag's page is one index range."""

    content_object = models.ForeignKey("articles.PublishedStory", models.CASCADE, related_name="tagged")
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged_published_stories")
    published_at = models.DateTimeField()

    class Manager(models.Manager):
        def get_by_natural_key(self, story_uuid: str, tag_uuid: str) -> "TaggedPublishedStory":
            return self.get(content_object__uuid=story_uuid, tag__uuid=tag_uuid)

    objects = Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["content_object", "tag"], name="published_story_tagged_once")
        ]
        indexes = [
            models.Index(fields=["tag", "-published_at", "-content_object"], name="published_tag_newest")
        ]

    def natural_key(self) -> tuple[str, str]:
        return (str(self.content_object.uuid), str(self.tag.uuid))

    natural_key.dependencies = ["articles.publishedstory", "articles.tag"]
