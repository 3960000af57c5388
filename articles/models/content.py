"""What a story says, in the working copy and in the published one: one set of fields for both."""

import uuid

from django.conf import settings
from django.db import models

from .author import BylineContent
from .quote import QuoteContent


class Kind(models.TextChoices):
    """What sort of story it is; readers are told when it is not plain news."""

    NEWS = "news", "News"
    ANALYSIS = "analysis", "Analysis"
    OPINION = "opinion", "Opinion"
    FEATURE = "feature", "Feature"
    INTERVIEW = "interview", "Interview"
    EXPLAINER = "explainer", "Explainer"
    LIVE = "live", "Live"


LANGUAGES = [
    ("en", "English"),
    ("sq", "Albanian"),
    ("sr", "Serbian (Cyrillic)"),
    ("sr-Latn", "Serbian (Latin)"),
    ("mk", "Macedonian"),
    ("de", "German"),
    ("fr", "French"),
    ("tr", "Turkish"),
]


# As social networks name them: with the country where most of its readers are.
LOCALES = {
    "en": "en_GB",
    "sq": "sq_AL",
    "sr": "sr_RS",
    "sr-Latn": "sr_RS",
    "mk": "mk_MK",
    "de": "de_DE",
    "fr": "fr_FR",
    "tr": "tr_TR",
}


def default_language() -> str:
    """Return the language a new story is written in: the site's."""
    return settings.LANGUAGE_CODE.split("-")[0]


class StoryContent(models.Model):
    """The words of a story and what stands around them."""

    # The same in the working copy and the published one: what feeds and other systems know it by.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    headline = models.CharField(max_length=200)
    standfirst = models.TextField(
        max_length=600, blank=True, help_text="One or two sentences below the headline."
    )
    slug = models.SlugField(
        max_length=100,
        unique=True,
        blank=True,
        help_text="Last part of the address. Left empty, made from the headline.",
    )
    body = models.TextField(blank=True)
    dateline = models.CharField(
        max_length=80, blank=True, help_text="Where it was reported from: “Prishtina”."
    )
    section = models.ForeignKey(
        "articles.Section", models.PROTECT, null=True, blank=True, related_name="%(class)s_set"
    )
    lead_image = models.ForeignKey(
        "articles.Image", models.PROTECT, null=True, blank=True, related_name="%(class)s_set"
    )
    lead_caption = models.CharField(
        "caption", max_length=400, blank=True, help_text="Left empty, the image's own."
    )
    social_text = models.CharField(
        "text for sharing",
        max_length=280,
        blank=True,
        help_text="What social networks show below the headline. Left empty, the standfirst.",
    )
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.NEWS)
    language = models.CharField(max_length=12, choices=LANGUAGES, default=default_language)
    source = models.CharField(
        max_length=120, blank=True, help_text="Who published it first, if not this newsroom."
    )
    source_note = models.CharField(
        max_length=300, blank=True, help_text="What readers should know of its origin; shown below the story."
    )
    canonical_url = models.URLField(
        "canonical address", max_length=500, blank=True, help_text="Where it first appeared, if republished."
    )

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.headline


def _concrete_fields(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.name for field in model._meta.local_fields)


# Read off the abstract models, so that a field added there is copied, compared and kept in revisions.
STORY_FIELDS = tuple(name for name in _concrete_fields(StoryContent) if name != "uuid")
BYLINE_FIELDS = _concrete_fields(BylineContent)
QUOTE_FIELDS = _concrete_fields(QuoteContent)
