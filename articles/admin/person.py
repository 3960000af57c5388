"""People who are quoted, on the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from articles import permissions
from articles.admin import person_merging
from articles.admin.base import CardsInline, DeskForm
from articles.admin.named import NamedAdmin
from articles.admin.once import SentOnce
from articles.models import Person, PersonSpelling, Position
from articles.text import clean_name


class SpellingForm(DeskForm):
    """Brings a spelling into its one form."""

    def clean_name(self) -> str:
        """Return the name without what cannot be seen."""
        cleaned = clean_name(self.cleaned_data["name"])
        if not cleaned:
            raise forms.ValidationError("A name needs characters that can be seen.")
        return cleaned


class SpellingInline(CardsInline):
    """Other ways in which the name is written."""

    model = PersonSpelling
    form = SpellingForm


class PositionInline(CardsInline):
    """Offices and jobs, with their dates where they are known."""

    model = Position
    form = DeskForm


@admin.register(Person)
class PersonAdmin(SentOnce, NamedAdmin):
    """Who speaks in our stories."""

    list_display = ("name", "description")
    search_fields = ("name", "spellings__name")
    ordering = ("name", "pk")
    fields = ("name", "description", "slug")
    inlines = (SpellingInline, PositionInline)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer editors those who may be one person."""
        more = {"can_merge": permissions.can_edit_any_story(request.user)}
        return super().changelist_view(request, more | (extra_context or {}))

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer editors to merge this person with another."""
        context["can_merge"] = permissions.can_edit_any_story(request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add the pages on which people are merged and parted."""
        wrap = self.admin_site.admin_view
        return [
            path("alike/", wrap(person_merging.alike), name="articles_person_alike"),
            path("<int:person_id>/merge/", wrap(person_merging.merge), name="articles_person_merge"),
            *super().get_urls(),
        ]
