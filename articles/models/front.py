"""Fronts: what editors put at the top of the front page and of each section, now and from a time to come."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

LATE_AFTER = timedelta(minutes=1)


class Front(models.Model):
    """The top of one page as it stands now: all that readers' pages know of arranging.

    Written when an arrangement takes effect and by nothing else; what is only planned cannot be seen here.
    """

    # None: the front page.
    section = models.OneToOneField(
        "articles.Section", models.CASCADE, null=True, blank=True, related_name="front"
    )
    # Keys of stories, the lead first. Whoever reads them leaves out what readers do not see.
    pinned = models.JSONField(default=list)
    # Counts every change of what stands or is planned here; whoever acts on an older count is told.
    version = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [
            # OneToOneField allows any number of rows without a section.
            models.UniqueConstraint(Coalesce("section", 0), name="front_once_a_page")
        ]

    def __str__(self) -> str:
        return str(self.section) if self.section else "Front page"


class ArrangementQuerySet(models.QuerySet):
    """What the clock and the desk ask of arrangements."""

    def planned(self) -> Self:
        """Those whose time is to come, or has come and nobody has seen to it yet; the next first."""
        return self.filter(took_effect_at=None).order_by("starts_at", "pk")

    def due(self, now: datetime) -> Self:
        """Those whose time has come and that have not taken effect, the oldest first."""
        return self.planned().filter(starts_at__lte=now)


class Arrangement(models.Model):
    """What an editor wants at the top of a front from a time on, until the next one takes over."""

    # Named by the form that makes it, so that sending the form twice makes one.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    front = models.ForeignKey(Front, models.CASCADE, related_name="arrangements")
    stories = models.JSONField(default=list)
    starts_at = models.DateTimeField()
    # Set once, by whoever puts it into effect.
    took_effect_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["front", "starts_at"], name="arrangement_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(took_effect_at__isnull=True) | Q(took_effect_at__gte=F("starts_at")),
                name="arrangement_not_before_its_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["starts_at"], name="arrangement_due", condition=Q(took_effect_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.front}, from {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_late(self) -> bool:
        """Whether its time came more than a minute ago, and the clock has not seen to it."""
        return self.took_effect_at is None and self.starts_at < timezone.now() - LATE_AFTER
