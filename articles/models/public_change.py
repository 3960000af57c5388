"""Changes to live stories that readers are told of: the ledger of updates, corrections and clarifications."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse


class ChangeKind(models.TextChoices):
    """What sort of change to a live story goes out."""

    MINOR = "minor", "Minor: a slip of spelling, nothing readers need to know"
    UPDATE = "update", "Update: there is news"
    CORRECTION = "correction", "Correction: something was wrong"
    CLARIFICATION = "clarification", "Clarification: something could be misunderstood"

    @property
    def word(self) -> str:
        """The kind as readers see it."""
        return self.value.capitalize()


# What has a place in the ledger: all but minor changes. What is listed for readers: where we were wrong.
PUBLIC_KINDS = (ChangeKind.UPDATE, ChangeKind.CORRECTION, ChangeKind.CLARIFICATION)
LISTED_KINDS = (ChangeKind.CORRECTION, ChangeKind.CLARIFICATION)


class LedgerIsAppendOnly(Exception):
    """An entry of the ledger was about to be changed or removed; write another one instead."""


class PublicChange(models.Model):
    """One change to a live story, what readers are told of it, and the two texts it lies between.

    Never changed and never removed: the database itself refuses (migration 0041). Only `published`
    follows whether the story is live, and `comparison` can be taken away for legal reasons.
    """

    working_copy = models.ForeignKey(
        "articles.Story", models.PROTECT, related_name="public_changes", db_column="story_id"
    )
    # Readers' code follows this one only; None while the story is withdrawn.
    published = models.ForeignKey(
        "articles.PublishedStory", models.PROTECT, null=True, blank=True, related_name="changes"
    )
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=ChangeKind)
    note = models.CharField(max_length=600)
    published_at = models.DateTimeField(help_text="When readers first saw it.")
    before = models.ForeignKey("articles.Revision", models.PROTECT, related_name="+")
    after = models.ForeignKey("articles.Revision", models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)
    # `[{"label": "Headline", "pieces": [["gone", "Old"], ["new", "New"]]}]`
    comparison = models.JSONField(default=list)
    redacted_at = models.DateTimeField(null=True, blank=True)
    redacted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    redacted_by_name = models.CharField(max_length=150, blank=True)
    redaction = models.CharField(max_length=300, blank=True, help_text="What readers are told instead.")

    class Manager(models.Manager):
        def get_by_natural_key(self, story_uuid: str, number: int) -> "PublicChange":
            return self.get(working_copy__uuid=story_uuid, number=number)

    objects = Manager()

    class Meta:
        ordering = ["working_copy", "number"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["working_copy", "number"], name="change_number_once"),
            models.CheckConstraint(
                condition=Q(kind__in=PUBLIC_KINDS) & ~Q(note=""), name="change_tells_readers"
            ),
            models.CheckConstraint(
                condition=Q(redacted_at__isnull=True, redaction="")
                | (Q(redacted_at__isnull=False) & ~Q(redaction="")),
                name="change_redacted_leaves_a_stub",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                name="change_newest",
                condition=Q(published__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{ChangeKind(self.kind).word}: {self.note}"

    def natural_key(self) -> tuple[str, int]:
        return (str(self.working_copy.uuid), self.number)

    natural_key.dependencies = ["articles.story", "articles.publishedstory", "articles.revision"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert the entry.

        Raises:
            LedgerIsAppendOnly: when it is already in the database.
        """
        if not self._state.adding:
            raise LedgerIsAppendOnly(f"Change {self.number} of story {self.working_copy_id} stays as it is.")
        super().save(*args, **kwargs)

    @property
    def word(self) -> str:
        """The kind as readers see it."""
        return ChangeKind(self.kind).word

    @property
    def is_listed(self) -> bool:
        """Whether it stands among the newsroom's corrections."""
        return self.kind in LISTED_KINDS

    def address(self, slug: str) -> str:
        """Return the path of the page that shows what changed in the story that now has this address."""
        return reverse("articles:story-change", args=[slug, self.number])
