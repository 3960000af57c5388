"""Sections: the parts of the paper."""

import uuid

from django.db import models
from django.urls import reverse

from .named import ByUuidManager
from .quote import Verification


class Section(models.Model):
    """A part of the paper, with a front of its own."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    description = models.CharField(max_length=300, blank=True, help_text="One sentence for readers.")
    order = models.PositiveSmallIntegerField(default=0, help_text="Lower comes first in the menu.")
    in_navigation = models.BooleanField("in the menu", default=True)
    least_verification = models.CharField(
        "quotations checked at least by",
        max_length=20,
        choices=Verification,
        default=Verification.UNVERIFIED,
        help_text="A story of this section is not published with a quotation that was checked less.",
    )

    objects = ByUuidManager()

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    def get_absolute_url(self) -> str:
        return reverse("articles:section-detail", args=[self.slug])
