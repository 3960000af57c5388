"""Presence: who has a story open just now."""

from django.conf import settings
from django.db import models


class Presence(models.Model):
    """Somebody's page of a story, open since, and last heard of; it locks nothing."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["story", "by"], name="presence_once_per_person_and_story")
        ]

    def __str__(self) -> str:
        return f"{self.by} since {self.opened_at:%H:%M}"
