"""Transitions: every move a story ever made."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models

from .story import Status


class Transition(models.Model):
    """One move: from, to, by whom, when, why, and with which text."""

    story = models.ForeignKey("articles.Story", models.PROTECT, related_name="transitions")
    verb = models.CharField(max_length=30)
    from_status = models.CharField(max_length=20, choices=Status)
    to_status = models.CharField(max_length=20, choices=Status)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)
    note = models.TextField(blank=True, max_length=2000)
    revision = models.ForeignKey("articles.Revision", models.PROTECT, null=True, blank=True, related_name="+")

    class Manager(models.Manager):
        def get_by_natural_key(self, story_uuid: str, verb: str, at: str) -> "Transition":
            return self.filter(story__uuid=story_uuid, verb=verb, at=at).earliest("pk")

    objects = Manager()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["story", "at", "id"], name="transition_of_story"),
            models.Index(fields=["-at", "-id"], name="transition_newest"),
            models.Index(fields=["verb", "-at"], name="transition_by_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} by {self.by_name}"

    def natural_key(self) -> tuple[str, str, str]:
        return (str(self.story.uuid), self.verb, self.at.isoformat())

    natural_key.dependencies = ["articles.story", "articles.revision"]


def name_of(user: AbstractBaseUser | None) -> str:
    """Return a person's name as it is kept beside their account, which may be renamed or removed."""
    name = (user.get_full_name() or user.get_username()) if user is not None else "Schedule"
    return name[: Transition._meta.get_field("by_name").max_length]
