"""A standing page as readers see it."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from .named import ByUuidManager


class PublishedPage(models.Model):
    """Written by `standing_pages.put_online` and by nothing else; a page that is taken off has no row here."""

    # That of the page it was made from.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=80)
    slug = models.SlugField(max_length=60, unique=True)
    summary = models.CharField(max_length=300, blank=True)
    body = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    updated_at = models.DateTimeField()

    objects = ByUuidManager()

    class Meta:
        ordering = ["order", "title"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(title="") & ~Q(slug=""), name="published_page_has_title_and_slug"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    def get_absolute_url(self) -> str:
        return reverse("articles:standing-page", args=[self.slug])
