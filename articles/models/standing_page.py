"""Pages that stand for years: about, ethics, contact. What the desk writes, and what readers see of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from .named import ByUuidManager
from .published_page import PublishedPage


class StandingPage(models.Model):
    """A page as the desk writes it. Readers see nothing of it before somebody puts it online."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(
        "address", max_length=60, unique=True, help_text="“about” makes /about/. Fixed once it was online."
    )
    summary = models.CharField(max_length=300, blank=True, help_text="One sentence for search engines.")
    body = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(
        default=0, help_text="Lower comes first at the foot of each page."
    )
    # Counts the saves: a form that was opened before the last one does not write over it.
    version = models.PositiveIntegerField(default=0, editable=False)
    saved_at = models.DateTimeField(auto_now=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = ByUuidManager()

    class Meta:
        ordering = ["order", "title"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(slug=""), name="standing_page_has_title_and_slug"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    @property
    def live(self) -> PublishedPage | None:
        """What readers see of it, if anything."""
        return PublishedPage.objects.filter(uuid=self.uuid).first()
