"""The form a story is written in."""

from typing import Any

from django import forms

from articles.admin.base import DeskForm
from articles.admin.fields import BodyField, Lines, OneLine, RowKey
from articles.admin.tag_field import MOST_TAGS, TagNamesField
from articles.models import STORY_FIELDS, Address, Story, Tag
from articles.three_way import merge_names

# Marks a form that was filled from unsaved work, to be looked at first: see `scratch_pages`.
TAKEN_UP = "_taken-up"


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
    social_text = OneLine(
        label="Text for sharing",
        required=False,
        max_length=280,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What social networks show below the headline. Left empty, the standfirst.",
    )
    tag_names = TagNamesField(label="Tags", required=False, help_text="One a line.")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    tags_seen = forms.CharField(required=False, widget=forms.HiddenInput)
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
            tags = list(story.tags.order_by("name"))
            self.initial["tag_names"] = [tag.name for tag in tags]
            self.initial["tags_seen"] = ",".join(str(tag.pk) for tag in tags)

    @property
    def is_stale(self) -> bool:
        """Whether the story was saved or moved since the page was made."""
        return self.instance.pk is not None and self.cleaned_data.get("version") != self.instance.version

    @property
    def content_changed(self) -> list[str]:
        """The fields in which what was sent differs from what is stored."""
        ignored = {"version", "seen", "tags_seen", "uuid"}
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

    def clean_tags_seen(self) -> str:
        """Keep what moderators have done to the tags since the page was made: it disturbs nobody who writes."""
        seen = self.cleaned_data["tags_seen"]
        if self.instance.pk and "tags_seen" in self.data and "tag_names" in self.cleaned_data:
            keys = [key for key in seen.split(",") if key.isascii() and key.isdecimal() and len(key) < 19]
            then = {tag.became().name for tag in Tag.objects.filter(pk__in=keys[:MOST_TAGS])}
            now = self.initial.get("tag_names", [])
            self.cleaned_data["tag_names"] = merge_names(then, now, self.cleaned_data["tag_names"])
        return seen

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
