"""The journal of the tagging desk: who decided what about tags, and which taggings it changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class TagDecision(models.Model):
    """One decision: what was done to which tag, by whom, when, why, and whatever it takes to undo it.

    `verb` is the name of the function in `tagging` or beside it that made it. `details` holds what moved
    besides taggings, by the keys of its rows.
    """

    verb = models.CharField(max_length=20)
    tag = models.ForeignKey("articles.Tag", models.SET_NULL, null=True, blank=True, related_name="decisions")
    # The other one: what it was merged into, split off to, or kept apart from.
    other = models.ForeignKey(
        "articles.Tag", models.SET_NULL, null=True, blank=True, related_name="decisions_as_other"
    )
    # Kept beside the rows, which may be renamed or removed.
    tag_name = models.CharField(max_length=100)
    other_name = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=150)
    note = models.CharField(max_length=400, blank=True)
    details = models.JSONField(default=dict, blank=True)
    # The decision that this one takes back; a decision is taken back once.
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [models.Index(fields=["-at", "-id"], name="tag_decision_newest")]

    def __str__(self) -> str:
        return f"{self.verb} {self.tag_name}{f' → {self.other_name}' if self.other_name else ''}"


class Copy(models.IntegerChoices):
    """Which copy of a story carried a tag."""

    WORKING = 1, "Working copy"
    PUBLISHED = 2, "What readers see"


class TaggingChange(models.Model):
    """One copy of one story that a decision took a tag off, gave one, or both.

    A revision keeps the tags a story had when it was saved; what the tagging desk decided since stands
    here, tied to the revision it came after. The newest revision's tags with these changes made, in their
    order, are the taggings there are: `verify_integrity` holds it.
    """

    decision = models.ForeignKey(TagDecision, models.CASCADE, related_name="changes", db_index=False)
    # A hundred thousand are written at once by a statement that knows its rows are there, so the database
    # does not look each of them up again, and holds no story while it does.
    story = models.ForeignKey(
        "articles.Story", models.PROTECT, related_name="tagging_changes", db_constraint=False
    )
    copy = models.PositiveSmallIntegerField(choices=Copy)
    revision = models.ForeignKey(
        "articles.Revision", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    off = models.ForeignKey(
        "articles.Tag", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    on = models.ForeignKey(
        "articles.Tag", models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    # Whether the copy carries the tag it was given because of this change: not so where it had it already.
    brought = models.BooleanField(default=False)
    # Nothing is left of it that could be undone: it was, or there is nothing to undo.
    is_settled = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(off__isnull=False) | Q(on__isnull=False), name="tagging_change_of_something"
            ),
        ]
        # A decision is carried out and undone portion by portion.
        indexes = [models.Index(fields=["decision", "copy", "story"], name="tagging_change_by_decision")]

    def __str__(self) -> str:
        return f"{self.story_id}: {self.off_id or ''} → {self.on_id or ''}"


class TagsKeptApart(models.Model):
    """Two tags whose names fold alike and that mean two things all the same: not to be suggested again."""

    # The one with the lower key, so that a pair has one row.
    one = models.ForeignKey("articles.Tag", models.CASCADE, related_name="+")
    other = models.ForeignKey("articles.Tag", models.CASCADE, related_name="+")
    decision = models.ForeignKey(TagDecision, models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "tags kept apart"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="tags_kept_apart_once"),
            models.CheckConstraint(condition=Q(one__lt=models.F("other")), name="tags_kept_apart_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one} ≠ {self.other}"


class DismissedTag(models.Model):
    """A tag that somebody said does not belong to a story: not to be suggested for it again."""

    story = models.ForeignKey("articles.Story", models.CASCADE, related_name="dismissed_tags")
    tag = models.ForeignKey("articles.Tag", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["story", "tag"], name="tag_dismissed_once")]

    def __str__(self) -> str:
        return f"{self.tag}, not for {self.story_id}"
