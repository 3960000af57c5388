"""Breaking news: one line above every page, for a while."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q, Value


class BreakingNews(models.Model):
    """A line that readers were shown, until when, and by whom. The newest that has not ended stands."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.CharField(max_length=160)
    # Where it leads to; while readers do not see that story, they do not see the line either.
    story = models.ForeignKey("articles.Story", models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)
    # Taken down, or replaced by another, before its time was over.
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_name = models.CharField(max_length=150, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "breaking news"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("started_at")), name="breaking_lasts_a_while"
            ),
            models.CheckConstraint(condition=~Q(text=""), name="breaking_says_something"),
            models.UniqueConstraint(
                Value(1), condition=Q(ended_at__isnull=True), name="breaking_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return self.text
