"""Refusal: somebody tried what they may not do."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Refusal(models.Model):
    """One thing that one person was refused; tries that follow at once are counted here. Outside history."""

    at = models.DateTimeField()
    last_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)
    # The address that was asked, and the button that was pressed there.
    door = models.CharField(max_length=200)
    asked = models.CharField(max_length=100, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    story = models.ForeignKey("articles.Story", models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(tries__gte=1), name="refused_at_least_once")]
        indexes = [
            models.Index(fields=["-at", "-id"], name="refusal_newest"),
            models.Index(fields=["by", "-at", "-id"], name="refusal_by_person"),
            models.Index(fields=["story", "-at", "-id"], name="refusal_of_story"),
        ]

    def __str__(self) -> str:
        return f"{self.by_name} was refused {self.asked or self.door}"
