"""Revisions: every text a story ever had."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class RevisionIsImmutable(Exception):
    """A revision was about to be changed; write a new one instead."""


class Revision(models.Model):
    """A complete copy of a story at one moment: text, bylines, quotes, tags, image. Never changed."""

    story = models.ForeignKey("articles.Story", models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    created_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    # Kept beside the account, which may be renamed or removed.
    by_name = models.CharField(max_length=150)
    note = models.CharField(max_length=300, blank=True)
    # Which shape `content` has, so that an old one still opens after the models have changed.
    format = models.PositiveSmallIntegerField(default=1)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    fingerprint = models.CharField(max_length=64)
    # What somebody else had saved in between, and this one was put together with.
    merged_with = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    # Written because somebody it names goes by another name now: no word of the story differs.
    is_renaming = models.BooleanField(default=False)

    class Manager(models.Manager):
        def get_by_natural_key(self, story_uuid: str, number: int) -> "Revision":
            return self.get(story__uuid=story_uuid, number=number)

    objects = Manager()

    class Meta:
        ordering = ["story", "-number"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="revision_newest"),
            models.Index(fields=["by", "-created_at", "-id"], name="revision_by_person"),
        ]
        constraints = [models.UniqueConstraint(fields=["story", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"Revision {self.number}"

    def natural_key(self) -> tuple[str, int]:
        return (str(self.story.uuid), self.number)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the revision.

        Raises:
            RevisionIsImmutable: when it is already in the database.
        """
        if not self._state.adding:
            raise RevisionIsImmutable(f"{self} of story {self.story_id} cannot be changed.")
        super().save(*args, **kwargs)
