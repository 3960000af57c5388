"""Who an unnamed source is: sealed, opened only by name and with a reason."""

import uuid

from django.conf import settings
from django.db import models


class SealedIdentity(models.Model):
    """The name behind a quotation whose speaker readers are not told.

    `sealed` is encrypted by `sources.seal` and opened by `sources.reveal` alone. It is left out when rows
    are dumped, and it is not part of the quote, so no revision, export or published copy can hold it.
    """

    quote_uuid = models.UUIDField(unique=True)
    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="sealed_identities")
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed = models.BinaryField(editable=False, serialize=False)
    sealed_at = models.DateTimeField()
    sealed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name_plural = "sealed identities"
        default_permissions = ()
        permissions = [("see_sealed_source", "Can open the identity of an unnamed source")]

    def __str__(self) -> str:
        return "Sealed source"


class SealedLook(models.Model):
    """One look at a sealed identity: by whom, when, why. Written before the name is shown."""

    identity = models.ForeignKey(SealedIdentity, models.PROTECT, related_name="looks")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    reason = models.CharField(max_length=400)

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~models.Q(reason=""), name="look_has_reason")]

    def __str__(self) -> str:
        return f"{self.by_name}, {self.at:%Y-%m-%d %H:%M}"
