"""Share links: an address at which somebody without a login reads one story before readers do."""

import uuid

from django.conf import settings
from django.db import models


class ShareLink(models.Model):
    """A link that was given away. The address itself is never kept, only what it is recognised by."""

    # Named by the form that makes it, so that sending the form twice makes one.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    story = models.ForeignKey("articles.Story", models.PROTECT, related_name="share_links")
    # None: the text as it was last saved.
    revision = models.ForeignKey("articles.Revision", models.PROTECT, null=True, blank=True, related_name="+")
    # SHA-256 of the last part of its address.
    token_hash = models.CharField(max_length=64, unique=True)
    for_whom = models.CharField(max_length=120, blank=True)
    created_at = models.DateTimeField()
    # Gone with the account, and with it the link's power to show anything.
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    by_name = models.CharField(max_length=150)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by_name = models.CharField(max_length=150, blank=True)
    views = models.PositiveIntegerField(default=0)
    last_viewed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="share_link_lasts_a_while"
            )
        ]

    def __str__(self) -> str:
        return f"Link to {self.story}" + (f" for {self.for_whom}" if self.for_whom else "")
