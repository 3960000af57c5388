"""What a search can be narrowed down by: typed parameters of the address, each checked before it asks anything."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

import django_filters
from django import forms
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from articles.models.content import Kind
from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote

# Whoever offers one shows it under this name, in this order.
FACETS = {
    "section": "Section",
    "kind": "Kind",
    "tag": "Tag",
    "person": "Person quoted",
    "author": "Author",
    "when": "Date",
}
PERIODS = {
    "day": ("Past 24 hours", timedelta(days=1)),
    "week": ("Past week", timedelta(days=7)),
    "month": ("Past month", timedelta(days=31)),
    "year": ("Past year", timedelta(days=366)),
}
# What stands in an address, and the filter it is for.
PARAMETERS = {name: name for name in FACETS} | {"from": "since", "to": "until"}
# Of dates, so that no time zone leads out of what a date can be.
_FIRST, _LAST = date(1970, 1, 2), date(2200, 1, 1)


class SlugFilter(django_filters.CharFilter):
    """The last part of an address of ours."""

    field_class = forms.SlugField


class _Filters(django_filters.FilterSet):
    """What both tabs ask: a date is asked of the index itself, which is in that order."""

    when = django_filters.ChoiceFilter(choices=[(name, name) for name in PERIODS], method="of_the_index")
    since = django_filters.DateFilter(method="of_the_index", input_formats=["%Y-%m-%d"])
    until = django_filters.DateFilter(method="of_the_index", input_formats=["%Y-%m-%d"])

    def of_the_index(self, rows: QuerySet, name: str, value: object) -> QuerySet:
        """Leave the rows alone."""
        return rows


class StoryFilters(_Filters):
    """Which published stories may be found."""

    section = SlugFilter("section__slug")
    kind = django_filters.ChoiceFilter(choices=Kind.choices)
    tag = SlugFilter("tagged__tag__slug")
    person = SlugFilter("quotes__speaker__slug")
    author = SlugFilter("bylines__author__slug")
    DATED = {"person": "quotes__", "author": "bylines__", "tag": "tagged__"}

    class Meta:
        model = PublishedStory
        fields: list[str] = []


class QuoteFilters(_Filters):
    """Which published quotations may be found."""

    section = SlugFilter("story__section__slug")
    kind = django_filters.ChoiceFilter("story__kind", choices=Kind.choices)
    tag = SlugFilter("story__tagged__tag__slug")
    person = SlugFilter("speaker__slug")
    author = SlugFilter("story__bylines__author__slug")
    DATED = {"person": "", "author": "story__bylines__", "tag": "story__tagged__"}

    class Meta:
        model = PublishedQuote
        fields: list[str] = []


class Narrowed:
    """What somebody chose: what is no possible choice is left out."""

    def __init__(self, given: Mapping[str, str], *, quotes: bool) -> None:
        model = PublishedQuote if quotes else PublishedStory
        filters = (QuoteFilters if quotes else StoryFilters)(
            {ours: given[name] for name, ours in PARAMETERS.items() if name in given},
            model.objects.order_by(),
        )
        filters.is_valid()
        self.values = {name: value for name, value in filters.form.cleaned_data.items() if value}
        # As they stand in the address.
        self.chosen = {name: given[name] for name, ours in PARAMETERS.items() if ours in self.values}
        self._beside = next((beside for name, beside in filters.DATED.items() if name in self.values), "")
        self._rows = filters.filter_queryset(filters.queryset) if self._asks_rows() else None

    def _asks_rows(self) -> bool:
        return bool(self.values.keys() - {"when", "since", "until"})

    @property
    def _newest_first(self) -> list[str]:
        # Only PostgreSQL is served by the order; SQLite would sort for nothing. The rows beside a story bear
        # its date, and their indexes have this order.
        return [f"-{self._beside}published_at"] if connection.vendor == "postgresql" else []

    @property
    def only(self) -> QuerySet | None:
        """The keys of what may be found, newest first, or None: everything."""
        return None if self._rows is None else self._rows.values("pk").order_by(*self._newest_first)

    @property
    def since(self) -> datetime | None:
        """The first moment that is meant."""
        moments = []
        if period := self.values.get("when"):
            moments.append(timezone.now() - PERIODS[period][1])
        if day := self.values.get("since"):
            moments.append(_beginning(day))
        return max(moments, default=None)

    @property
    def until(self) -> datetime | None:
        """The first moment that is not meant any more."""
        day = self.values.get("until")
        return _beginning(day) + timedelta(days=1) if day else None


def _beginning(day: date) -> datetime:
    bounded = min(max(day, _FIRST), _LAST)
    return datetime.combine(bounded, time.min, tzinfo=timezone.get_current_timezone())
