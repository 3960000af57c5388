"""What has to be put right elsewhere when a quotation was corrected."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class CorrectionTask(models.Model):
    """One story that carries words which were corrected: in which place, and whether somebody has seen to it."""

    # The corrected quote; not a key to its row, which may go while the task stays.
    quote_uuid = models.UUIDField(db_index=True)
    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="correction_tasks")
    place = models.CharField(max_length=20)
    # Where the place is "speaker", `wrong` and `right` are names, and the words stay.
    words = models.TextField("words it carries", max_length=5000)
    wrong = models.TextField("words before the correction", max_length=5000)
    right = models.TextField("words after the correction", max_length=5000)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    note = models.CharField(max_length=400, blank=True, help_text="What was done, or why nothing had to be.")

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["story"], name="correction_open", condition=Q(done_at__isnull=True)),
            models.Index(fields=["-id"], name="correction_waiting", condition=Q(done_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"

    @property
    def is_open(self) -> bool:
        """Whether nobody has seen to it yet."""
        return self.done_at is None
