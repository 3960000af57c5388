"""Nouns with a name and an address: authors, people, sections, tags."""

from contextlib import suppress
from typing import Any

from django import forms
from django.db import IntegrityError, models, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse

from articles import public_state
from articles.admin.base import DeskAdmin, DeskForm
from articles.admin.overtaken import NotOverwritten
from articles.text import address_word, clean_name
from articles.usage import is_public, keep_readers_up_to_date

# One who adds a name at the very moment when others do takes the next free address, so often.
MOST_TRIES = 4


class NamedForm(DeskForm):
    """Brings a name into its one form, and makes the address from it when that is left empty."""

    address_is_ours = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slug := self.fields.get("slug"):
            slug.required = False
            slug.help_text = "Last part of the address. Left empty, made from the name."

    def clean_name(self) -> str:
        """Return the name without what cannot be seen."""
        cleaned = clean_name(self.cleaned_data["name"])
        if not cleaned:
            raise forms.ValidationError("A name needs characters that can be seen.")
        return cleaned

    def clean(self) -> dict[str, Any]:
        """Fill in the address."""
        cleaned = super().clean()
        if (
            "slug" in self.fields
            and not cleaned.get("slug")
            and cleaned.get("name")
            and "slug" not in self.errors
        ):
            cleaned["slug"] = self.free_slug(cleaned["name"])
            self.address_is_ours = True
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        """Don't reproach anybody with an address that we chose and that was taken a moment ago."""
        ours = {"slug"} if self.address_is_ours else set()
        return super()._get_validation_exclusions() | ours

    def free_slug(self, name: str) -> str:
        """Return an address made from the name that nothing else of this kind has."""
        slug_field: models.SlugField = self._meta.model._meta.get_field("slug")
        # Room for a number at the end.
        word = address_word(name, max_length=slug_field.max_length - 7) or self._meta.model._meta.model_name
        others = self._meta.model._default_manager.exclude(pk=self.instance.pk)
        taken = set(others.filter(slug__startswith=word).values_list("slug", flat=True))
        candidates = (word, *(f"{word}-{number}" for number in range(2, len(taken) + 3)))
        return next(slug for slug in candidates if slug not in taken)


class NamedAdmin(NotOverwritten, DeskAdmin):
    """A noun whose name readers see: what they see follows when it changes."""

    form = NamedForm
    # Whether a new one is seen by readers at once, as a section is in the menu.
    public_at_once = False

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; if somebody has taken the same address at the same moment, find another and save that."""
        for _ in range(MOST_TRIES - 1):
            with suppress(IntegrityError):
                return super().changeform_view(request, *args, **kwargs)
        return super().changeform_view(request, *args, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> tuple[str, ...]:
        """An address that readers know stays as it is."""
        fixed = tuple(super().get_readonly_fields(request, obj))
        if obj is None:
            return fixed
        # Who or what was merged into another leads there from the address it had.
        was_merged = getattr(obj, "merged_into_id", None) is not None
        return (*fixed, "slug") if was_merged or is_public(obj) else fixed

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        """Save; then bring what readers see up to date, if they see it."""
        super().save_related(request, form, formsets, change)
        changed = form.has_changed() or any(formset.has_changed() for formset in formsets)
        if changed and (change or self.public_at_once):
            keep_readers_up_to_date(form.instance)

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        """Delete; its page, which readers may have seen, goes with it."""
        super().delete_model(request, obj)
        public_state.refresh()
