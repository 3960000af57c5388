"""The form a story is written in."""

from typing import Any

from django import forms

from articles.admin.base import DeskForm
from articles.admin.conflict import Conflict, resolve
from articles.admin.fields import BodyField, Lines, OneLine, RowKey, TagNamesField
from articles.models import STORY_FIELDS, Address, Story


class StoryForm(DeskForm):
    """The words of a story and what stands around them; never its status.

    `version` and `seen` say what the page was made from: a save of something older than what is
    stored is shown to the person, not obeyed.
    """

    headline = OneLine(label="Headline", max_length=200)
    body = BodyField(label="Body", required=False)
    standfirst = Lines(
        label="Standfirst",
        required=False,
        max_length=600,
        help_text="One or two sentences below the headline.",
    )
    social_text = OneLine(
        label="Text for sharing",
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What social networks show below the headline. Left empty, the standfirst.",
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
        self.conflict: Conflict | None = None
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
    def is_overtaken(self) -> bool:
        """Whether somebody has saved other words since the page was made; a mere move changes none."""
        return self.is_stale and self.cleaned_data.get("seen") != self.instance.revision_id

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
        """Show the person what somebody else has saved in the meantime, instead of writing over it."""
        cleaned = super().clean()
        rows = getattr(self.instance, "rows_sent", ())
        if (
            self.is_overtaken
            and not self.errors
            and (self.content_changed or any(one.has_changed() for one in rows))
        ):
            self.conflict = resolve(self, rows)
            raise forms.ValidationError(self.conflict.message, code="conflict")
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # `clean_slug` asks with words of its own, and about more than this table.
        return super()._get_validation_exclusions() | {"slug"}
