"""The working copy: what reporters and editors write in."""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from taggit.managers import TaggableManager

from articles.sanitising import clean_body
from articles.text import address_word

from .address import Address
from .content import STORY_FIELDS, StoryContent
from .public_change import ChangeKind
from .published import PublishedStory
from .tag import TaggedStory


class Status(models.TextChoices):
    """What the working copy is going through."""

    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    APPROVED = "approved", "Approved"
    SPIKED = "spiked", "Spiked"


class Visibility(models.TextChoices):
    """What readers see, whatever the working copy is going through."""

    NOT_LIVE = "not_live", "Not live"
    SCHEDULED = "scheduled", "Scheduled"
    LIVE = "live", "Live"
    CHANGED = "changed", "Live, with unpublished changes"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Priority(models.IntegerChoices):
    """How soon a story should be reviewed."""

    LOW = 0, "Can wait"
    NORMAL = 1, "Normal"
    HIGH = 2, "Soon"
    URGENT = 3, "At once"


class WithdrawnMode(models.TextChoices):
    """What readers find at the addresses of a withdrawn story."""

    WITHDRAWN = "withdrawn", "An explanation instead of the text"
    GONE = "gone", "Nothing: the page is gone"
    REDIRECT = "redirect", "Another story"


IS_LIVE = Q(live_revision__isnull=False)
IS_REDIRECT = Q(withdrawn_mode=WithdrawnMode.REDIRECT)
# A story that is due is published within a minute; after that its time was missed.
GRACE = timedelta(minutes=1)


class StoryQuerySet(models.QuerySet):
    """The questions the desk asks of its stories."""

    def live(self) -> Self:
        """Stories readers can see, with or without unpublished changes."""
        return self.filter(IS_LIVE)

    def waiting_for_review(self) -> Self:
        return self.filter(status=Status.IN_REVIEW)

    def most_pressing_first(self) -> Self:
        """In the order in which reviews should be taken up: by priority, then by how long they have waited."""
        return self.order_by("-priority", "in_review_since", "pk")

    def scheduled(self) -> Self:
        return self.filter(publish_at__isnull=False)

    def due(self, now: datetime) -> Self:
        """Scheduled stories whose time has come, oldest first; one that failed rests before it is tried again."""
        return self._rested(now).filter(publish_at__lte=now).order_by("publish_at", "pk")

    def expired(self, now: datetime) -> Self:
        """Live stories whose time with readers is over, oldest first."""
        return self._rested(now).live().filter(expire_at__lte=now).order_by("expire_at", "pk")

    def missed(self, now: datetime) -> Self:
        """Scheduled stories that should be out by now and are not, oldest first."""
        return self.filter(publish_at__lt=now - GRACE).order_by("publish_at", "pk")

    def with_open_emergency(self) -> Self:
        """Stories published by one person alone that no second person has looked at yet, oldest first."""
        return self.filter(emergency_at__isnull=False).order_by("emergency_at", "pk")

    def _rested(self, now: datetime) -> Self:
        return self.filter(Q(try_again_at__isnull=True) | Q(try_again_at__lte=now))

    def of(self, user: AbstractBaseUser) -> Self:
        """Stories this person began, is credited on, or has on their desk now."""
        begun = self.model.objects.filter(created_by=user).order_by().values("pk")
        in_hand = self.model.objects.filter(assigned_to=user).order_by().values("pk")
        bylines = self.model.bylines.rel.related_model
        credited = bylines.objects.filter(author__user=user).order_by().values("story")
        # Three look-ups by index; one condition with OR would go through the whole archive.
        return self.filter(pk__in=begun.union(in_hand, credited))


class StoryManager(models.Manager.from_queryset(StoryQuerySet)):
    """Find stories."""

    def get_by_natural_key(self, uuid: str) -> "Story":
        return self.get(uuid=uuid)


class Story(StoryContent):
    """A story as the newsroom works on it. Readers never see this row.

    Everything below `created_by` is written by `workflow` alone.
    """

    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="stories_begun",
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="stories_in_hand",
    )
    status = models.CharField(max_length=20, choices=Status, default=Status.DRAFT, editable=False)
    # Counts every save and every move; whoever acts on an older count is told, not obeyed.
    version = models.PositiveIntegerField(default=0, editable=False)
    updated_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    # What exactly was approved: a later change of a single character voids it.
    approved_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    # Who wrote the words as they stand: somebody else has to approve them.
    words_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    in_review_since = models.DateTimeField(null=True, blank=True, editable=False)
    review_due_at = models.DateTimeField(null=True, blank=True, editable=False)
    priority = models.PositiveSmallIntegerField(choices=Priority, default=Priority.NORMAL, editable=False)
    # Until then readers are not shown it, nor anybody outside.
    embargo_until = models.DateTimeField(null=True, blank=True, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    # What readers will be told of a scheduled change to a live story.
    change_kind = models.CharField(max_length=20, choices=ChangeKind, blank=True, editable=False)
    change_note = models.CharField(max_length=600, blank=True, editable=False)
    # How often the clock tried in vain, why, and when it tries again.
    failures = models.PositiveSmallIntegerField(default=0, editable=False)
    problem = models.TextField(blank=True, editable=False)
    try_again_at = models.DateTimeField(null=True, blank=True, editable=False)
    # When it comes off by itself.
    expire_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Set while it is public by one person's word alone.
    emergency_at = models.DateTimeField(null=True, blank=True, editable=False)
    emergency_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    first_published_at = models.DateTimeField(null=True, blank=True, editable=False)
    live_revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True, editable=False)
    withdrawn_mode = models.CharField(max_length=20, choices=WithdrawnMode, blank=True, editable=False)
    withdrawn_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="withdrawn_from"
    )

    tags = TaggableManager(through=TaggedStory, blank=True, related_name="stories")

    objects = StoryManager()

    class Meta:
        ordering = ["-updated_at", "-pk"]
        verbose_name_plural = "stories"
        permissions = [
            ("write_story", "Can write stories and submit their own"),
            ("edit_story", "Can edit, send back and approve any story"),
            ("publish_story", "Can publish, schedule and withdraw stories"),
            ("tag_story", "Can tag stories"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=Status.values), name="story_known_status"),
            models.CheckConstraint(
                condition=Q(status=Status.APPROVED, approved_fingerprint__gt="")
                | (~Q(status=Status.APPROVED) & Q(approved_fingerprint="")),
                name="story_approved_means_fingerprint",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True) | Q(status=Status.APPROVED),
                name="story_scheduled_is_approved",
            ),
            models.CheckConstraint(
                condition=~IS_LIVE | ~Q(status=Status.SPIKED), name="story_spiked_is_not_live"
            ),
            models.CheckConstraint(
                condition=~IS_LIVE | Q(withdrawn_at__isnull=True), name="story_withdrawn_is_not_live"
            ),
            models.CheckConstraint(
                condition=~IS_LIVE | Q(first_published_at__isnull=False), name="story_live_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("first_published_at")),
                name="story_withdrawn_after_published",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_mode="") | Q(withdrawn_at__isnull=False),
                name="story_mode_means_withdrawn",
            ),
            models.CheckConstraint(
                condition=(IS_REDIRECT & Q(withdrawn_to__isnull=False))
                | (~IS_REDIRECT & Q(withdrawn_to__isnull=True)),
                name="story_redirect_leads_somewhere",
            ),
            models.CheckConstraint(condition=Q(priority__in=Priority.values), name="story_known_priority"),
            models.CheckConstraint(
                condition=Q(status=Status.IN_REVIEW)
                | Q(in_review_since__isnull=True, review_due_at__isnull=True),
                name="story_waits_only_in_review",
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True)
                | Q(embargo_until__isnull=True)
                | Q(publish_at__gte=F("embargo_until")),
                name="story_scheduled_after_embargo",
            ),
            models.CheckConstraint(
                condition=~IS_LIVE | Q(embargo_until__isnull=True), name="story_live_is_not_embargoed"
            ),
            models.CheckConstraint(
                condition=Q(publish_at__isnull=True)
                | Q(expire_at__isnull=True)
                | Q(publish_at__lt=F("expire_at")),
                name="story_scheduled_before_expiry",
            ),
            models.CheckConstraint(
                condition=Q(change_kind="") | Q(publish_at__isnull=False),
                name="story_kind_of_a_scheduled_change",
            ),
        ]
        indexes = [
            models.Index(fields=["-updated_at", "-id"], name="story_newest"),
            models.Index(fields=["status", "-updated_at", "-id"], name="story_by_status"),
            models.Index(fields=["assigned_to", "-updated_at", "-id"], name="story_in_hand"),
            models.Index(fields=["publish_at"], name="story_due", condition=Q(publish_at__isnull=False)),
            models.Index(fields=["-updated_at", "-id"], name="story_live_newest", condition=IS_LIVE),
            # Most stories are live: those that are approved and not out yet would else be looked for among them all.
            models.Index(
                fields=["status", "-updated_at", "-id"],
                name="story_not_live",
                condition=Q(live_revision__isnull=True),
            ),
            models.Index(fields=["status", "-priority", "in_review_since", "id"], name="story_review_queue"),
            models.Index(fields=["expire_at"], name="story_expiring", condition=Q(expire_at__isnull=False)),
            models.Index(
                fields=["emergency_at"], name="story_emergencies", condition=Q(emergency_at__isnull=False)
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save what the story says, its body sanitised; without an address it gets one from its headline.

        A story that is already there keeps its status and all that `workflow` writes: a form that
        was opened before a move must not undo it.
        """
        if not self.slug:
            self.slug = self._free_slug()
        self.body = clean_body(self.body)
        if not self._state.adding and kwargs.get("update_fields") is None:
            kwargs["update_fields"] = STORY_FIELDS
        super().save(*args, **kwargs)

    def _free_slug(self) -> str:
        word = address_word(self.headline) or f"story-{self.uuid.hex[:8]}"
        return word if self.is_slug_free(word) else f"{word}-{self.uuid.hex[:6]}"

    def is_slug_free(self, slug: str = "") -> bool:
        """Whether no other story has this address, had it in public, or has it in public now."""
        slug = slug or self.slug
        # In this order: a live address that is given up meanwhile is seen as an old one.
        return not (
            Story.objects.filter(slug=slug).exclude(pk=self.pk).exists()
            or PublishedStory.objects.filter(slug=slug).exclude(pk=self.pk).exists()
            or Address.objects.filter(slug=slug).exclude(working_copy=self.pk).exists()
        )

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    natural_key.dependencies = ["articles.section", "articles.image"]

    @property
    def is_live(self) -> bool:
        """Whether readers can see a published copy."""
        return self.live_revision_id is not None

    @property
    def visibility(self) -> Visibility:
        """What readers see of this story now."""
        if self.is_live:
            return Visibility.LIVE if self.revision_id == self.live_revision_id else Visibility.CHANGED
        if self.publish_at is not None:
            return Visibility.SCHEDULED
        return Visibility.WITHDRAWN if self.withdrawn_at is not None else Visibility.NOT_LIVE

    @property
    def is_scheduled(self) -> bool:
        """Whether the approved text goes out by itself at `publish_at`."""
        return self.publish_at is not None

    def is_embargoed(self, now: datetime | None = None) -> bool:
        """Whether nobody outside may see it yet."""
        return self.embargo_until is not None and self.embargo_until > (now or timezone.now())

    def published_copy(self) -> PublishedStory | None:
        """Return what readers see, or None."""
        return getattr(self, "published", None)
