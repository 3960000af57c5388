"""Bylines and quotes as rows of a story's form."""

from typing import Any, ClassVar
from uuid import UUID

from adminsortable2.admin import CustomInlineFormSetMixin, SortableInlineAdminMixin
from django import forms
from django.db import models
from django.http import HttpRequest, QueryDict

from articles import permissions
from articles.admin.base import CardsInline
from articles.admin.fields import Place, RememberingSelect
from articles.admin.kept import TooMuch
from articles.admin.row_forms import QuoteForm, RowForm
from articles.languages import language_names
from articles.models import Byline, Quote, Story

# Documented limit: each row is a form of its own, and a page of more takes longer than anybody waits.
MOST_ROWS = 300
LONGEST_NUMBER = 6
Row = dict[str, str]


class StoryRows(forms.BaseInlineFormSet):
    """Rows that may be sent twice, or after somebody else has added or removed some, and stay right.

    A row is found by its key, also when it was new to the browser that sent it; a row that is gone is
    made again; an id that belongs to another story means nothing.
    """

    noun: ClassVar[str]
    # What a row is known by: the model's field, and what the form calls it.
    attribute: ClassVar[str]
    key: ClassVar[str]

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        instance, prefix = kwargs.get("instance"), kwargs.get("prefix") or self.get_default_prefix()
        if data is not None:
            data = self._settled(data, instance, prefix)
        super().__init__(data, *args, **kwargs)

    def _settled(self, data: QueryDict, story: Story, prefix: str) -> QueryDict:
        """Number the rows anew: those that are stored first, each with its id, then the new ones."""
        known, new = self._matched(_rows(data, prefix), self._stored(story))
        settled = data.copy()
        for name in [name for name in settled if name.startswith(f"{prefix}-")]:
            del settled[name]
        settled[f"{prefix}-INITIAL_FORMS"] = str(len(known))
        settled[f"{prefix}-TOTAL_FORMS"] = str(len(known) + len(new))
        for number, row in enumerate([*known, *new]):
            settled.update({f"{prefix}-{number}-{name}": value for name, value in row.items()})
        return settled

    def _matched(self, rows: list[Row], stored: dict[str, str]) -> tuple[list[Row], list[Row]]:
        """Find the stored row that each row means: the one with its key, else the one with its id."""
        by_key = [stored.pop(self.as_key(row.get(self.key, "")), "") for row in rows]
        known, new = [], []
        for row, found in zip(rows, by_key, strict=True):
            pk = found or (row.get("id", "") if row.get("id") in stored.values() else "")
            if pk:
                stored = {key: value for key, value in stored.items() if value != pk}
                known.append(row | {"id": pk})
            elif not row.get("DELETE"):
                new.append(row | {"id": ""})
        return known, new

    def as_key(self, sent: str) -> str:
        """Return a key in the form in which it is stored."""
        return sent

    def _stored(self, story: Story) -> dict[str, str]:
        if story is None or story.pk is None:
            return {}
        rows = self.model.objects.filter(story=story).values_list(self.attribute, "pk")
        return {str(key): str(pk) for key, pk in rows}

    def sent(self) -> list[dict[str, Any]]:
        """Return the rows as they were sent, without those taken off."""
        self.is_valid()
        rows = (form.cleaned_data for form in self.forms if getattr(form, "cleaned_data", None))
        return [
            {
                self.attribute if name == self.key else name: value
                for name, value in row.items()
                if name not in {"id", "story", "DELETE"}
            }
            for row in rows
            if not row.get("DELETE")
        ]


def _rows(data: QueryDict, prefix: str) -> list[Row]:
    """Return the rows that were sent, in their order, each as field and value.

    Raises:
        TooMuch: when there are more than are taken; the person is shown all that was sent.
    """
    rows: dict[int, Row] = {}
    for name in data:
        number, _, field = name.removeprefix(f"{prefix}-").partition("-")
        if name.startswith(f"{prefix}-") and field and number.isdecimal() and len(number) <= LONGEST_NUMBER:
            rows.setdefault(int(number), {})[field] = data[name]
    if len(rows) > MOST_ROWS:
        raise TooMuch(f"A story has at most {MOST_ROWS} {prefix}.")
    return [rows[number] for number in sorted(rows)]


class BylineRows(CustomInlineFormSetMixin, StoryRows):
    """Who is credited. Whoever may write here only because of a byline does not take that byline off."""

    noun, attribute, key = "bylines", "author", "author"
    keeps: int | None = None

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """See `Place`."""
        super().add_fields(form, index)
        form.fields["order"] = Place(
            required=False, min_value=0, max_value=32_767, initial=form.fields["order"].initial
        )

    def clean(self) -> None:
        """Refuse to leave the person outside."""
        super().clean()
        staying = [row["author"].user_id for row in self.sent() if row.get("author")]
        if self.keeps is not None and self.keeps not in staying:
            raise forms.ValidationError(
                "Your own byline is what lets you write in this story. Ask an editor to take it off."
            )


class QuoteRows(StoryRows):
    """What people said in the story."""

    noun, attribute, key = "quotes", "uuid", "key"

    def as_key(self, sent: str) -> str:
        """Return a key in the form in which it is stored."""
        try:
            return str(UUID(sent))
        except ValueError:
            return sent


class StoryInline:
    """Whoever may write in the story may write its rows."""

    max_num = MOST_ROWS

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Look things up as one types."""
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = RememberingSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def has_view_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """Rows are seen by everybody who sees the story."""
        return permissions.can_read_stories(request.user)

    def has_change_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """Rows are part of the story's words."""
        story_admin = self.admin_site.get_model_admin(Story)
        return (
            story_admin.has_change_permission(request, obj)
            if obj
            else story_admin.has_add_permission(request)
        )

    def has_add_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """Rows are part of the story's words."""
        return self.has_change_permission(request, obj)

    has_delete_permission = has_change_permission


class BylineInline(StoryInline, SortableInlineAdminMixin, CardsInline):
    """Who is credited, in the order in which readers see the names."""

    model = Byline
    form = RowForm
    formset = BylineRows
    fields = ("author", "role", "credited_as", "order")
    autocomplete_fields = ("author",)

    def get_extra(self, request: HttpRequest, obj: Story | None = None, **kwargs: Any) -> int:
        """Whoever begins a story is credited, unless they take it off: see `StoryAdmin.get_formset_kwargs`."""
        return 1 if obj is None and hasattr(request.user, "author") else 0

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Byline]:
        """Fetch the authors with the bylines."""
        return super().get_queryset(request).select_related("author")


class QuoteInline(StoryInline, CardsInline):
    """What people said: each folded to one line, for a story may hold a hundred."""

    template = "admin/articles/story/_quotes.html"
    model = Quote
    form = QuoteForm
    formset = QuoteRows
    autocomplete_fields = ("speaker",)
    show_change_link, page_label = True, "How it was checked"
    languages = language_names()
    fieldsets = (
        (None, {"fields": ("text", "speaker", "role", "cue", "key")}),
        (
            "Occasion, source and terms",
            {
                "classes": ("collapse",),
                "fields": (
                    "occasion",
                    "place",
                    "said_on",
                    "medium",
                    "source_url",
                    "terms",
                    "original_text",
                    "original_language",
                    "translator",
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Quote]:
        """Fetch the speakers with the quotes."""
        return super().get_queryset(request).select_related("speaker")
