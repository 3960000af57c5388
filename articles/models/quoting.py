"""What the desk decided about quoted words: what is no quotation, and what stays as it is written."""

from django.conf import settings
from django.db import models


class Dismissal(models.Model):
    """Words between quotation marks that are no quotation of this story, as long as they stand in it."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="dismissals")
    words = models.TextField(max_length=5000)
    # A digest of the words, so that the database can hold each only once.
    key = models.CharField(max_length=32, editable=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["story", "key"], name="dismissed_once_per_story")]

    def __str__(self) -> str:
        return self.words


class MisquoteOverride(models.Model):
    """Why a passage that differs from what was said stays: good for these words, in this place, with this fault."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="misquote_overrides")
    place = models.CharField(max_length=20)
    passage = models.TextField(max_length=5000)
    verdict = models.CharField(max_length=20)
    # A digest of place, passage and verdict.
    key = models.CharField(max_length=32, editable=False)
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["story", "key"], name="overridden_once_per_passage"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="override_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.passage}: {self.reason}"
