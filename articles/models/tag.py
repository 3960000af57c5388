"""What stories are about: tags, their other names, and which stories carry them."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from taggit.models import ItemBase, TagBase

from articles.spotting import LONGEST_KEY, filed_under
from articles.text import address_word, clean_name, name_key

from .named import ByUuidManager
from .tag_key import TagKey, tag_keys


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


class TagQuerySet(models.QuerySet["Tag"]):
    """The questions the desk asks of its tags."""

    def current(self) -> Self:
        """Every tag but those that turned out to be another."""
        return self.filter(merged_into__isnull=True)

    def offered(self) -> Self:
        """Tags a story may be given from now on: neither merged nor deprecated."""
        return self.current().exclude(status=TagStatus.DEPRECATED)


class Tag(TagBase):
    """A subject. Two spellings that differ only in case, spaces or invisible characters are one tag."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.CharField(max_length=300, unique=True, editable=False)
    # Where `spotting` looks the name up when it stands in a text.
    filed_under = models.CharField(
        max_length=LONGEST_KEY, blank=True, editable=False, db_index=True, serialize=False
    )
    type = models.CharField(max_length=20, choices=TagType, default=TagType.TOPIC)
    description = models.CharField(max_length=400, blank=True, help_text="For readers of the tag's page.")
    status = models.CharField(max_length=20, choices=TagStatus, default=TagStatus.PROPOSED)
    is_sensitive = models.BooleanField(
        "sensitive", default=False, help_text="Whoever puts it on a story is shown the note below."
    )
    sensitive_note = models.CharField(
        "what to mind", max_length=200, blank=True, help_text="For the desk alone: “ask legal”."
    )
    parents = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="children",
        help_text="What it is part of: a place in a region, a party in a coalition.",
    )
    media_topic = models.ForeignKey(
        "articles.MediaTopic", models.PROTECT, null=True, blank=True, related_name="tags"
    )
    person = models.OneToOneField(
        "articles.Person",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="tag",
        help_text="Who it names, if that is somebody we quote.",
    )
    # A tag that was made a moment ago has had no time to be used.
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Written by `tag_merging` alone. The row stays, so that old addresses, revisions and names still find it.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    # Named for the type checker, to which taggit's base class is unknown.
    objects: ClassVar[TagQuerySet] = ByUuidManager.from_queryset(TagQuerySet)()  # type: ignore[assignment]

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=TagStatus.values), name="tag_known_status"),
            models.CheckConstraint(condition=Q(type__in=TagType.values), name="tag_known_type"),
            models.CheckConstraint(condition=~Q(slug=""), name="tag_has_slug"),
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="tag_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(type=TagType.PERSON), name="tag_of_a_person"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "name", "id"], name="tag_by_status"),
            models.Index(fields=["name", "id"], name="tag_a_to_z"),
        ]

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    natural_key.dependencies = ["articles.person", "articles.mediatopic"]

    def slugify(self, tag: str, i: int | None = None) -> str:
        """Return the word for the address: never empty, also for a name of emoji alone."""
        word = address_word(tag, max_length=90) or f"tag-{self.uuid.hex[:8]}"
        return word if i is None else f"{word}-{i}"

    def free_slug(self) -> str:
        """Return an address made from the name that no other tag has, or once had in public."""
        word = self.slugify(self.name)
        others = Tag.objects.filter(slug__startswith=word).exclude(pk=self.pk)
        old = TagAddress.objects.filter(slug__startswith=word).exclude(tag=self.pk)
        taken = {*others.values_list("slug", flat=True), *old.values_list("slug", flat=True)}
        numbered = (self.slugify(self.name, number) for number in range(2, len(taken) + 3))
        return word if word not in taken else next(slug for slug in numbered if slug not in taken)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name = clean_name(self.name)
        self.key = name_key(self.name)
        self.filed_under = filed_under(self.name)
        if not self.slug:
            self.slug = self.free_slug()
        super().save(*args, **kwargs)
        self.index_names()

    def index_names(self) -> None:
        """Keep the folded forms of all the tag's names, by which near names are found, and file each of them."""
        aliases = list(self.aliases.all())
        for named in (self, *aliases):
            if named.filed_under != (place := filed_under(named.name)):
                type(named).objects.filter(pk=named.pk).update(filed_under=place)
        names = [self.name, *(alias.name for alias in aliases)]
        wanted = set() if self.merged_into_id else tag_keys(names)
        there = dict(self.keys.values_list("key", "pk"))
        if gone := there.keys() - wanted:
            self.keys.filter(pk__in=[there[key] for key in gone]).delete()
        if fresh := wanted - there.keys():
            TagKey.objects.bulk_create(
                (TagKey(tag=self, key=key) for key in sorted(fresh)), ignore_conflicts=True
            )

    def became(self) -> "Tag":
        """Return what this tag is now, after whatever merges."""
        tag = self
        while tag.merged_into is not None:
            tag = tag.merged_into
        return tag

    def get_absolute_url(self) -> str:
        return reverse("articles:tag-detail", args=[self.slug])


class TagAlias(models.Model):
    """Another name under which a tag is found."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=100)
    key = models.CharField(max_length=300, unique=True, editable=False)
    filed_under = models.CharField(
        max_length=LONGEST_KEY, blank=True, editable=False, db_index=True, serialize=False
    )
    language = models.CharField(max_length=12, blank=True, help_text="Language code, for example “sq”.")

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
        self.filed_under = filed_under(self.name)
        super().save(*args, **kwargs)
        self.tag.index_names()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the name, and find the tag by it no more."""
        deleted = super().delete(*args, **kwargs)
        self.tag.index_names()
        return deleted


class TagAddress(models.Model):
    """The last part of an address at which readers knew a tag, before it was renamed or merged."""

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="old_addresses")

    class Meta:
        verbose_name_plural = "tag addresses"
        default_permissions = ()

    def __str__(self) -> str:
        return self.slug


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
