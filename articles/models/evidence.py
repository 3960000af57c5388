"""How words were checked: the steps of the ladder with their evidence, and the transcripts they were held against."""

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.core.validators import MaxLengthValidator
from django.db import models
from django.db.models import Q

from .quote import Verification


def private_storage() -> Storage:
    """Return where evidence lies: never below the address of pictures, never with an address at all."""
    return storages["private"]


def evidence_path(row: models.Model, filename: str) -> str:
    """Return where a file lies: by a random name, never by the one it came with."""
    name = uuid.uuid4().hex
    ending = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"evidence/{name[:2]}/{name}.{ending[:8]}"


class VerificationStep(models.Model):
    """One check of one quotation's words: by whom, when, and what shows it.

    Bound to the words that were checked: when they change, the step stays as history and counts no more.
    """

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="verification_steps")
    # Not a key to the row: a quote keeps its uuid when a revision is restored, the row does not keep its number.
    quote_uuid = models.UUIDField(db_index=True)
    words = models.TextField(max_length=5000)
    rung = models.CharField(max_length=20, choices=Verification)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)
    link = models.URLField(max_length=500, blank=True)
    transcript = models.ForeignKey(
        "articles.Transcript", models.PROTECT, null=True, blank=True, related_name="steps"
    )
    file = models.FileField(upload_to=evidence_path, storage=private_storage, blank=True)
    note = models.CharField(max_length=600, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    rung__in=[rung for rung in Verification.values if rung != Verification.UNVERIFIED]
                ),
                name="step_known_rung",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_rung_display()}, {self.by_name}"


class Transcript(models.Model):
    """What was said, in full, as somebody wrote it down: for the desk alone."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="transcripts")
    title = models.CharField(max_length=200, help_text="For example “Press conference, Prishtina, 11 March”.")
    text = models.TextField(validators=[MaxLengthValidator(500_000)])
    language = models.CharField(max_length=12, blank=True)
    source_url = models.URLField("source address", max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="transcript_has_words")]

    def __str__(self) -> str:
        return self.title
