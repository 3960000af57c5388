"""Merges: two people who turned out to be one, with what moved, so that it can be undone."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class PersonMerge(models.Model):
    """One merge: who became whom, by whom, when, why, and everything that moved.

    `moved` names rows by what does not change when a story is published again: uuids of quotes, keys
    of spellings and positions.
    """

    person = models.ForeignKey("articles.Person", models.PROTECT, related_name="merges_away")
    into = models.ForeignKey("articles.Person", models.PROTECT, related_name="merges_in")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)
    note = models.CharField(max_length=400, blank=True)
    moved = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(condition=~Q(person=models.F("into")), name="merge_of_two_people"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(undone_at__isnull=True), name="merged_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.into}"


class KeptApart(models.Model):
    """Two people whose names fold alike and who are two people all the same: not to be suggested again."""

    # The one with the lower key, so that a pair has one row.
    one = models.ForeignKey("articles.Person", models.CASCADE, related_name="+")
    other = models.ForeignKey("articles.Person", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name_plural = "people kept apart"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="kept_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="kept_apart_lower_first"),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"
