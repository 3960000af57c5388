"""What people said: a quote is data."""

import uuid

from django.db import models
from django.db.models import Q
from django.urls import reverse

from .named import ByUuidManager


class Medium(models.TextChoices):
    """How words reached the newsroom."""

    INTERVIEW = "interview", "Interview"
    PRESS_CONFERENCE = "press_conference", "Press conference"
    SPEECH = "speech", "Speech"
    STATEMENT = "statement", "Written statement"
    SOCIAL_MEDIA = "social_media", "Social media"
    BROADCAST = "broadcast", "Radio or television"
    REPORT = "report", "Another publication"
    OTHER = "other", "Other"


class Verification(models.TextChoices):
    """How the words were checked, from the least to the most."""

    UNVERIFIED = "unverified", "Not yet checked"
    NOTES = "notes", "Reporter's notes"
    RECORDING = "recording", "Recording"
    TRANSCRIPT = "transcript", "Transcript matched"
    SECOND_LISTENER = "second_listener", "Second listener"
    SPEAKER = "speaker", "Confirmed by the speaker"

    @property
    def height(self) -> int:
        """How far up the ladder this rung is."""
        return list(type(self)).index(self)


class Terms(models.TextChoices):
    """How words may be used; nothing said means on the record."""

    ON_RECORD = "", "On the record"
    BACKGROUND = "background", "On background, without the name"
    OFF_RECORD = "off_record", "Off the record"


class QuoteContent(models.Model):
    """What is known of a quotation, in the working copy and in the published one."""

    # Stable from the first draft to the last publication: the address of these words.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField("words as printed", max_length=5000)
    speaker = models.ForeignKey(
        "articles.Person", models.PROTECT, null=True, blank=True, related_name="%(class)ss"
    )
    role = models.CharField(
        "role at that time",
        max_length=200,
        blank=True,
        help_text="For example “NATO Deputy Secretary General”.",
    )
    cue = models.CharField(
        max_length=60, blank=True, help_text="The word that hands over: “said”, “according to”."
    )
    occasion = models.CharField(
        max_length=200, blank=True, help_text="For example “at a joint press conference”."
    )
    place = models.CharField(max_length=120, blank=True)
    said_on = models.DateField(null=True, blank=True)
    medium = models.CharField(max_length=20, choices=Medium, blank=True)
    source_url = models.URLField("source address", max_length=500, blank=True)
    original_text = models.TextField("words in the original language", max_length=5000, blank=True)
    original_language = models.CharField(max_length=12, blank=True)
    translator = models.CharField(
        max_length=120, blank=True, help_text="Who put the words into this language."
    )
    terms = models.CharField(
        "terms of use", max_length=20, choices=Terms, blank=True, default=Terms.ON_RECORD
    )
    position = models.PositiveIntegerField(
        null=True, blank=True, help_text="Where the words begin in the body, in characters of its plain text."
    )
    verification = models.CharField(max_length=20, choices=Verification, default=Verification.UNVERIFIED)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else f"{self.text[:79]}…"

    @property
    def is_translated(self) -> bool:
        """Whether these are not the words as they were spoken."""
        return bool(self.original_language or self.original_text or self.translator)


def _quote_constraints(prefix: str) -> list[models.BaseConstraint]:
    return [
        models.CheckConstraint(condition=~Q(text=""), name=f"{prefix}_has_words"),
        models.CheckConstraint(
            condition=Q(original_text="") | ~Q(original_language=""), name=f"{prefix}_original_has_language"
        ),
        models.CheckConstraint(
            condition=Q(verification__in=Verification.values), name=f"{prefix}_known_verification"
        ),
        models.CheckConstraint(condition=Q(terms__in=Terms.values), name=f"{prefix}_known_terms"),
    ]


class Quote(QuoteContent):
    """A quotation in a working copy."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="quotes")

    objects = ByUuidManager()

    class Meta:
        ordering = [models.F("position").asc(nulls_last=True), "pk"]
        constraints = _quote_constraints("quote")

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    natural_key.dependencies = ["articles.story", "articles.person"]


class PublishedQuote(QuoteContent):
    """A quotation that readers see; carries its story's date so that a person's page is one index range."""

    story = models.ForeignKey("articles.PublishedStory", models.CASCADE, related_name="quotes")
    published_at = models.DateTimeField()

    objects = ByUuidManager()

    class Meta:
        ordering = [models.F("position").asc(nulls_last=True), "pk"]
        constraints = _quote_constraints("published_quote")
        indexes = [
            models.Index(fields=["speaker", "-published_at", "-id"], name="published_quote_newest"),
            models.Index(fields=["-published_at", "-id"], name="published_quote_latest"),
        ]

    def get_absolute_url(self) -> str:
        return reverse("articles:quote-detail", args=[self.uuid])

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    natural_key.dependencies = ["articles.publishedstory", "articles.person"]
