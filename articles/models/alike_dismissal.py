"""What the desk decided about words that are alike in two stories."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class AlikeDismissal(models.Model):
    """Two quotations in two stories that are alike and may be: good as long as both say these words."""

    one = models.ForeignKey("articles.Story", models.CASCADE, related_name="+")
    other = models.ForeignKey("articles.Story", models.CASCADE, related_name="+")
    # A digest of what they are to each other and of both texts, so that a changed one is looked at again.
    key = models.CharField(max_length=32, unique=True, editable=False)
    words = models.TextField(max_length=5000)
    reason = models.CharField(max_length=400)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)

    class Meta:
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="alike_dismissed_for_a_reason"),
            models.CheckConstraint(condition=~Q(one=F("other")), name="alike_in_two_stories"),
        ]

    def __str__(self) -> str:
        return f"{self.words}: {self.reason}"
