"""Views of the list of stories that somebody keeps."""

from django.conf import settings
from django.db import models


class SavedView(models.Model):
    """A search with its filters, under a name, for one person."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=40)
    # As in the address of the list: known parameters only, sorted.
    query = models.CharField(max_length=1000)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name
