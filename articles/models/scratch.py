"""Scratch: what somebody has typed into a story's form and not saved yet. Outside history."""

from django.conf import settings
from django.db import models


class Scratch(models.Model):
    """One person's unsaved work on one story, as one page of theirs last sent it; also of a story not begun yet."""

    # Each page that is opened has a key of its own: two windows do not write over each other, nor over what
    # was left behind last week.
    page = models.UUIDField()
    # The story's uuid, which a page for a new story names before there is a row.
    story_uuid = models.UUIDField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    saved_at = models.DateTimeField()
    # The form, field by field, as it was sent: [[name, value], …].
    fields = models.JSONField()

    class Meta:
        verbose_name_plural = "scratches"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["by", "page"], name="scratch_once_per_person_and_page")
        ]
        indexes = [models.Index(fields=["by", "story_uuid"], name="scratch_of_story")]

    def __str__(self) -> str:
        return f"Unsaved work on {self.story_uuid}"
