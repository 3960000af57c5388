"""The published copy: the only story a reader's page knows."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from taggit.managers import TaggableManager

from .content import StoryContent
from .named import ByUuidManager
from .tag import TaggedPublishedStory

# What a list shows of a story: a narrow row, whatever the length of the text.
CARD_FIELDS = (
    "working_copy_id",
    "slug",
    "headline",
    "standfirst",
    "kind",
    "language",
    "byline_text",
    "reading_minutes",
    "published_at",
    "updated_at",
    "lead_caption",
    "section__name",
    "section__slug",
    "lead_image__folder",
    "lead_image__renditions",
    "lead_image__alt_text",
    "lead_image__width",
    "lead_image__height",
    "lead_image__focal_x",
    "lead_image__focal_y",
)


class PublishedStoryQuerySet(models.QuerySet):
    """What readers ask for. A row is live because it is here: nothing has to be filtered out."""

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def as_cards(self) -> Self:
        """Only what a list shows, in one query."""
        return self.select_related("section", "lead_image").only(*CARD_FIELDS)


class PublishedStory(StoryContent):
    """A story as readers see it, written by `workflow.publish` and by nothing else.

    The page is rendered when the story is published (`head_html`, `article_html`); a reader's
    request is one look-up by slug. A withdrawn story has no row here.
    """

    # Named so that nobody reaches through it from a reader's page without noticing.
    working_copy = models.OneToOneField(
        "articles.Story", models.PROTECT, primary_key=True, related_name="published", db_column="story_id"
    )
    revision = models.ForeignKey("articles.Revision", models.PROTECT, related_name="+")
    published_at = models.DateTimeField(help_text="When readers first saw it.")
    updated_at = models.DateTimeField(help_text="When readers last saw it change.")
    byline_text = models.CharField(max_length=500, blank=True)
    word_count = models.PositiveIntegerField(default=0)
    reading_minutes = models.PositiveSmallIntegerField(default=1)
    head_html = models.TextField(blank=True)
    article_html = models.TextField(blank=True)
    # The file of the picture with its headline that stands for it elsewhere; see `card_files`.
    share_card = models.CharField(max_length=120, blank=True)

    tags = TaggableManager(through=TaggedPublishedStory, blank=True, related_name="published_stories")

    objects = ByUuidManager.from_queryset(PublishedStoryQuerySet)()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name_plural = "published stories"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(updated_at__gte=F("published_at")), name="published_before_updated"
            ),
            models.CheckConstraint(
                condition=~Q(slug="") & ~Q(headline=""), name="published_has_headline_and_slug"
            ),
            models.CheckConstraint(condition=Q(section__isnull=False), name="published_has_section"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-working_copy"], name="published_newest"),
            models.Index(
                fields=["section", "-published_at", "-working_copy"], name="published_section_newest"
            ),
            # All that a sitemap asks for, so that it reads no story; what first appeared elsewhere is listed there.
            models.Index(
                fields=["canonical_url", "working_copy", "updated_at", "slug"], name="published_in_sitemap"
            ),
        ]

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    natural_key.dependencies = ["articles.story", "articles.revision"]

    def get_absolute_url(self) -> str:
        return reverse("articles:story-detail", args=[self.slug])


class PictureInText(models.Model):
    """A picture of the library that stands in the text of a published story."""

    story = models.ForeignKey(PublishedStory, models.CASCADE, related_name="pictures_in_text")
    image = models.ForeignKey("articles.Image", models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "pictures in texts"
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["story", "image"], name="picture_in_text_once")]

    def __str__(self) -> str:
        return f"{self.image} in {self.story}"
