"""The forms of a story's rows: one byline, one quotation."""

from typing import Any
from uuid import UUID, uuid4

from django import forms

from articles.admin.base import DeskForm
from articles.admin.fields import LanguageField, Lines, RememberingSelect, RowKey
from articles.models import Person, Quote
from articles.verifying import rung_of


class RowForm(DeskForm):
    """A row; what it points to was fetched with it and is not asked for again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", None)
            if isinstance(widget, RememberingSelect) and getattr(self.instance, f"{name}_id"):
                widget.chosen = getattr(self.instance, name)


class QuoteForm(RowForm):
    """A quotation; it keeps its uuid from the first draft to the last publication."""

    text = Lines(label="Words as printed", max_length=5000, widget=forms.Textarea(attrs={"rows": 3}))
    original_text = Lines(
        label="Words in the original language",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    original_language = LanguageField(label="Original language", required=False, max_length=60)
    key = RowKey(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("key", self.instance.uuid)

    @property
    def is_open(self) -> bool:
        """Whether its card stands open: a new one, and one that was sent and is not saved. All others are one line."""
        return self.instance._state.adding or (self.is_bound and (bool(self.errors) or self.has_changed()))

    def clean_key(self) -> UUID:
        """Return the key of this row; one that another row bears is not taken from it."""
        sent = self.cleaned_data["key"]
        if self.instance.pk:
            return self.instance.uuid
        return sent if sent and not Quote.objects.filter(uuid=sent).exists() else uuid4()

    def clean_speaker(self) -> Person | None:
        """Return who spoke; whoever was chosen in an older window and was merged since is who they became."""
        speaker: Person | None = self.cleaned_data["speaker"]
        return speaker.became() if speaker else None

    def clean(self) -> dict[str, Any]:
        """Refuse words in another language without saying which."""
        cleaned = super().clean()
        if cleaned.get("original_text") and not cleaned.get("original_language"):
            self.add_error("original_language", "Say which language the original words are in.")
        return cleaned

    def save(self, commit: bool = True) -> Quote:
        """Give the quotation its key; words that were changed have to be checked anew."""
        self.instance.uuid = self.cleaned_data["key"]
        if self.instance.pk and "text" in self.changed_data:
            self.instance.verification = rung_of(self.instance)
        return super().save(commit)
