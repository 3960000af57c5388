"""The form a story is written in."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone

from articles.admin.base import DeskForm
from articles.admin.fields import BodyField, Lines, OneLine, RowKey, TagNamesField
from articles.models import STORY_FIELDS, Address, Story

# Marks a form that was filled from unsaved work, to be looked at first: see `scratch_pages`.
TAKEN_UP = "_taken-up"
# A time further ahead than this is a slip of the finger.
FURTHEST_AHEAD = timedelta(days=5 * 366)


class StoryForm(DeskForm):
    """The words of a story and what stands around them; never its status.

    `version` and `seen` say what the page was made from: what somebody else saved since then is put
    together with what was sent (`together`), never written over.
    """

    headline = OneLine(label="Headline", max_length=200)
    body = BodyField(label="Body", required=False)
    standfirst = Lines(
        label="Standfirst",
        required=False,
        max_length=600,
        help_text="One or two sentences below the headline.",
    )
    tag_names = TagNamesField(label="Tags", required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    uuid = RowKey(required=False)

    class Meta:
        model = Story
        fields = STORY_FIELDS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            # What is stored decides whether anything changed, not what the browser says was there.
            field.show_hidden_initial = False
        story = self.instance
        self.initial |= {"version": story.version, "seen": story.revision_id, "uuid": story.uuid}
        if story.pk and "tag_names" in self.fields:
            self.initial["tag_names"] = list(story.tags.order_by("name").values_list("name", flat=True))

    @property
    def is_stale(self) -> bool:
        """Whether the story was saved or moved since the page was made."""
        return self.instance.pk is not None and self.cleaned_data.get("version") != self.instance.version

    @property
    def content_changed(self) -> list[str]:
        """The fields in which what was sent differs from what is stored."""
        ignored = {"version", "seen", "uuid"}
        if self.instance.pk and self._is_second_creation() and not self.data.get(self.add_prefix("slug")):
            ignored.add("slug")
        return [name for name in self.changed_data if name not in ignored]

    def has_changed(self) -> bool:
        """Whether what was sent differs from what is stored."""
        return bool(self.content_changed)

    def clean_slug(self) -> str:
        """Refuse an address that another story has, or once had in public."""
        slug = self.cleaned_data["slug"]
        if not slug and self.instance.pk and self._is_second_creation():
            return self.instance.slug
        if slug and not self.instance.is_slug_free(slug):
            known = Address.objects.filter(slug=slug).exists()
            raise forms.ValidationError(
                "Readers know this address from another story."
                if known
                else "Another story has this address."
            )
        return slug

    def _is_second_creation(self) -> bool:
        """Whether this is the form of a new story, sent once more."""
        return self.data.get(self.add_prefix("version")) in {"", "0"}

    def clean(self) -> dict[str, Any]:
        """Show what was only taken up again from unsaved work, instead of saving it."""
        cleaned = super().clean()
        if self.data.get(TAKEN_UP):
            raise forms.ValidationError("This is not saved yet.", code="taken-up")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # `clean_slug` asks with words of its own, and about more than this table.
        return super()._get_validation_exclusions() | {"slug"}


class MoveForm(forms.Form):
    """What goes with a move: a note, and a time for the schedule."""

    note = Lines(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    at = forms.DateTimeField(
        label="Publish at",
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, prefix="_with", label_suffix="", **kwargs)

    def clean_at(self) -> Any:
        """Refuse a time that no schedule means."""
        at = self.cleaned_data["at"]
        if at is not None and not timezone.now() - FURTHEST_AHEAD < at < timezone.now() + FURTHEST_AHEAD:
            raise forms.ValidationError("Choose a time within the next five years.")
        return at
