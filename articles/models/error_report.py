"""Error reports: what readers say is wrong with a story, and what the desk made of it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReportState(models.TextChoices):
    """What became of a report."""

    NEW = "new", "New"
    TAKEN = "taken", "Taken"
    ANSWERED = "answered", "Answered"
    DISMISSED = "dismissed", "Dismissed"


# What somebody still has to look at.
OPEN_STATES = (ReportState.NEW, ReportState.TAKEN)
# What a reader can say, and quote.
LONGEST_REPORT, LONGEST_PASSAGE = 2000, 1000


class ErrorReport(models.Model):
    """One thing that a reader, or several in the same words, found wrong. Never shown to readers."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    story = models.ForeignKey("articles.Story", models.PROTECT, related_name="error_reports")
    text = models.TextField(max_length=LONGEST_REPORT)
    passage = models.TextField(max_length=LONGEST_PASSAGE, blank=True)
    # Given by the reader, for an answer; deleted with the report.
    email = models.EmailField(blank=True)
    # The same words about the same story, whatever the spacing.
    fingerprint = models.CharField(max_length=64)
    times = models.PositiveIntegerField(default=1)
    received_at = models.DateTimeField()
    last_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=ReportState, default=ReportState.NEW)
    # Who has it, or had it last.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    by_name = models.CharField(max_length=150, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    # None while somebody still has to look at it.
    closed_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["story", "fingerprint"], name="report_once_in_the_same_words"),
            models.CheckConstraint(condition=Q(state__in=ReportState.values), name="report_known_state"),
            models.CheckConstraint(
                condition=Q(state=ReportState.NEW) | ~Q(by_name=""), name="report_taken_by_somebody"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_STATES, closed_at__isnull=True)
                | (~Q(state__in=OPEN_STATES) & Q(closed_at__isnull=False)),
                name="report_closed_means_seen_to",
            ),
            models.CheckConstraint(condition=~Q(text="") | ~Q(passage=""), name="report_says_something"),
        ]
        indexes = [
            models.Index(fields=["-id"], name="report_open", condition=Q(closed_at__isnull=True)),
            models.Index(fields=["state", "-id"], name="report_by_state"),
        ]

    def __str__(self) -> str:
        return self.text or self.passage

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to look at it."""
        return self.closed_at is None
