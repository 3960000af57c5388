"""People who are quoted, on the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
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


class SpellingRows(forms.BaseInlineFormSet):
    """Spellings, each once: also beside those that somebody else has added since the page was opened."""

    def clean(self) -> None:
        """Refuse what is there by now. Django looks at the rows of this page only."""
        super().clean()
        if self.instance.pk is None:
            return
        shown = [form.instance.pk for form in self.initial_forms if form.instance.pk]
        added = {*self.instance.spellings.exclude(pk__in=shown).values_list("name", flat=True)}
        for form in self.forms:
            sent = getattr(form, "cleaned_data", {})
            if sent.get("name") in added and not sent.get("DELETE"):
                form.add_error(
                    "name", "Somebody else has added this spelling. Take it off here and save again."
                )


class SpellingInline(CardsInline):
    """Other ways in which the name is written."""

    model = PersonSpelling
    form = SpellingForm
    formset = SpellingRows


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

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        """List and offer only who is somebody of their own: whoever turned out to be another is found as that one."""
        people = super().get_queryset(request)
        match = request.resolver_match
        offered = match is not None and match.url_name in {"articles_person_changelist", "autocomplete"}
        return people.filter(merged_into__isnull=True) if offered else people

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
            path("<key:person_id>/merge/", wrap(person_merging.merge), name="articles_person_merge"),
            *super().get_urls(),
        ]
