"""Which stories stand below which: worked out when a story is published, and gone with either of the two."""

from django.db import models
from django.db.models import F, Q


class RelatedStory(models.Model):
    """A story that readers of another may want to read next.

    Both ends are published copies: withdrawing a story takes it out of every list in the same statement.
    """

    story = models.ForeignKey("articles.PublishedStory", models.CASCADE, related_name="related")
    to = models.ForeignKey("articles.PublishedStory", models.CASCADE, related_name="+")
    # How much the two share, and how new `to` is: comparable within one story's list, at any time.
    weight = models.FloatField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["story", "to"], name="related_once"),
            models.CheckConstraint(condition=~Q(story=F("to")), name="related_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} → {self.to_id}"
