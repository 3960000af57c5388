"""Stories of which somebody said that their tags are enough, however few they are."""

from django.conf import settings
from django.db import models


class EnoughTags(models.Model):
    """A story that the tagging desk need not look at again for want of tags."""

    story = models.OneToOneField(
        "articles.Story", models.CASCADE, primary_key=True, related_name="enough_tags"
    )
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name_plural = "enough tags"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.story_id}"
