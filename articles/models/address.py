"""Addresses that once were public: where they lead now, or why nothing is there."""

from django.db import models
from django.db.models import Q


class Address(models.Model):
    """A story's address that readers knew and that no longer shows a story itself.

    Either it has moved (`published` says where) or the story was withdrawn (`withdrawn_at`).
    Addresses that were never public are never here, so nothing can be learnt from them.
    """

    slug = models.SlugField(max_length=100, unique=True)
    # The story it belongs to; for the desk. Readers' code follows `published` only.
    working_copy = models.ForeignKey(
        "articles.Story", models.PROTECT, related_name="addresses", db_column="story_id"
    )
    published = models.ForeignKey(
        "articles.PublishedStory", models.PROTECT, null=True, blank=True, related_name="old_addresses"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    explanation = models.CharField(max_length=600, blank=True, help_text="What readers are told.")

    class Manager(models.Manager):
        def get_by_natural_key(self, slug: str) -> "Address":
            return self.get(slug=slug)

    objects = Manager()

    class Meta:
        verbose_name_plural = "addresses"
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(published__isnull=False, withdrawn_at__isnull=True)
                | Q(published__isnull=True, withdrawn_at__isnull=False),
                name="address_moved_or_withdrawn",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["articles.story", "articles.publishedstory"]
