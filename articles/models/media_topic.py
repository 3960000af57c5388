"""The subjects that the news trade agrees on: IPTC's Media Topics, read in by `manage.py import_media_topics`."""

from typing import Self

from django.db import models
from django.db.models import Q


class MediaTopicQuerySet(models.QuerySet):
    """The questions the desk asks of the vocabulary."""

    def offered(self) -> Self:
        """Topics a tag may be given: what the trade has retired is kept for old tags only."""
        return self.filter(is_retired=False)


class MediaTopic(models.Model):
    """One subject of the vocabulary, by its eight digits: “20000638”, below its broader one."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=200)
    definition = models.TextField(blank=True)
    # Its name in the other languages of the vocabulary: {"de": "Wahlen"}.
    names = models.JSONField(default=dict, blank=True)
    broader = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="narrower")
    # 1 for the seventeen at the top; the trade speaks of five levels, and goes to a sixth in a few places.
    level = models.PositiveSmallIntegerField()
    is_retired = models.BooleanField(default=False)

    class Manager(models.Manager.from_queryset(MediaTopicQuerySet)):
        def get_by_natural_key(self, code: str) -> "MediaTopic":
            return self.get(code=code)

    objects = Manager()

    class Meta:
        ordering = ["code"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(level=1, broader__isnull=True) | Q(level__gte=2, broader__isnull=False),
                name="media_topic_below_another",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.code,)
