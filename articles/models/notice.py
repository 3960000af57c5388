"""Notices: what happened to a story, told to the people who wait for it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class NoticeKind(models.TextChoices):
    """What can be told; each person may switch each kind off."""

    SENT_TO_ME = "sent_to_me", "Sent to me"
    CHANGES_REQUESTED = "changes_requested", "Changes requested"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    REVIEW_DUE = "review_due", "Review due"
    SCHEDULE_MISSED = "schedule_missed", "Schedule missed"
    UNSCHEDULED = "unscheduled", "Taken off the schedule"
    EXPIRED = "expired", "Expired"


# What is said of each kind; `by` is a person's name, or the newsroom's clock.
SENTENCES: dict[NoticeKind, str] = {
    NoticeKind.SENT_TO_ME: "{by} sent you this story.",
    NoticeKind.CHANGES_REQUESTED: "{by} asks for changes.",
    NoticeKind.APPROVED: "{by} approved it.",
    NoticeKind.PUBLISHED: "{by} published it.",
    NoticeKind.REVIEW_DUE: "Its review is due.",
    NoticeKind.SCHEDULE_MISSED: "It was not published at its time.",
    NoticeKind.UNSCHEDULED: "{by} took it off the schedule.",
    NoticeKind.EXPIRED: "Its time with readers is over; it was taken off.",
}


class NoticeQuerySet(models.QuerySet):
    """The questions asked of notices."""

    def in_inbox_of(self, user: models.Model) -> "NoticeQuerySet":
        """What this person's inbox holds, the newest first."""
        return self.filter(to=user, in_inbox=True).order_by("-at", "-pk")

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at__isnull=True)

    def to_be_mailed(self) -> "NoticeQuerySet":
        """Those whose mail has not been handed over, and is not given up."""
        return self.filter(by_mail=True, handed_over_at__isnull=True)


class Notice(models.Model):
    """One thing that happened to one story, for one person: a line of the inbox, a mail, or both."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=30, choices=NoticeKind)
    # What it is about, so that it is told once: the version a move made, or the time that came.
    occasion = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)
    note = models.TextField(blank=True)
    in_inbox = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True, blank=True)
    by_mail = models.BooleanField(default=True)
    # Written right before the mail is handed over, and never taken back but on a clear refusal.
    handed_over_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["to", "story", "kind", "occasion"], name="notice_told_once"),
            models.CheckConstraint(condition=Q(kind__in=NoticeKind.values), name="notice_known_kind"),
            models.CheckConstraint(
                condition=Q(mailed_at__isnull=True) | Q(handed_over_at__isnull=False),
                name="notice_mailed_was_handed_over",
            ),
        ]
        indexes = [
            models.Index(fields=["to", "-at", "-id"], name="notice_inbox", condition=Q(in_inbox=True)),
            models.Index(fields=["to"], name="notice_unread", condition=Q(in_inbox=True, read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.story}"

    @property
    def sentence(self) -> str:
        """What happened, in words."""
        return SENTENCES[NoticeKind(self.kind)].format(by=self.by_name)


class NoticeSwitchedOff(models.Model):
    """A kind of notice that somebody does not want in one of the two ways."""

    class Way(models.TextChoices):
        INBOX = "inbox", "Inbox"
        MAIL = "mail", "E-mail"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices_switched_off")
    kind = models.CharField(max_length=30, choices=NoticeKind)
    way = models.CharField(max_length=10, choices=Way)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["user", "kind", "way"], name="notice_switched_off_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.way}: off"
