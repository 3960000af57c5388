"""What a search can be narrowed down by: typed parameters of the address, each checked before it asks anything."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property, partial

import django_filters
from django import forms
from django.db import connection, models
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.models.author import PublishedByline
from articles.models.content import Kind
from articles.models.person import Person
from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.tag import Tag, TaggedPublishedStory
from articles.search_index import Condition

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
# Of these, several values may be chosen, with commas between: one of them is enough.
SEVERAL = tuple(name for name in FACETS if name != "when")
MOST_CHOSEN = 5
# Of dates, so that no time zone leads out of what a date can be.
_FIRST, _LAST = date(1970, 1, 2), date(2200, 1, 1)


class SlugsFilter(django_filters.BaseInFilter, django_filters.CharFilter):
    """The last parts of addresses of ours."""

    field_class = forms.SlugField


class KindsFilter(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """Kinds of stories."""


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

    section = SlugsFilter("section__slug")
    kind = KindsFilter(choices=Kind.choices)
    tag = SlugsFilter("tagged__tag__slug")
    person = SlugsFilter("quotes__speaker__slug")
    author = SlugsFilter("bylines__author__slug")
    DATED = {"person": "quotes__", "author": "bylines__", "tag": "tagged__"}
    # The rows beside a text that say what it is: their model, by what they are its own, and what is asked of them.
    BESIDE: dict[str, tuple[type[models.Model], str, str, str]] = {
        "person": (PublishedQuote, "story", "pk", "speaker__slug__in"),
        "author": (PublishedByline, "story", "pk", "author__slug__in"),
        "tag": (TaggedPublishedStory, "content_object", "pk", "tag__in"),
    }

    class Meta:
        model = PublishedStory
        fields: list[str] = []


class QuoteFilters(_Filters):
    """Which published quotations may be found."""

    section = SlugsFilter("story__section__slug")
    kind = KindsFilter("story__kind", choices=Kind.choices)
    tag = SlugsFilter("story__tagged__tag__slug")
    person = SlugsFilter("speaker__slug")
    author = SlugsFilter("story__bylines__author__slug")
    DATED = {"person": "", "author": "story__bylines__", "tag": "story__tagged__"}
    BESIDE: dict[str, tuple[type[models.Model], str, str, str]] = {
        "section": (PublishedStory, "pk", "story", "section__slug__in"),
        "kind": (PublishedStory, "pk", "story", "kind__in"),
        "person": (Person, "pk", "speaker", "slug__in"),
        "author": (PublishedByline, "story", "story", "author__slug__in"),
        "tag": (TaggedPublishedStory, "content_object", "story", "tag__in"),
    }

    class Meta:
        model = PublishedQuote
        fields: list[str] = []


class Narrowed:
    """What somebody chose: what is no possible choice is left out."""

    def __init__(self, given: Mapping[str, str], *, quotes: bool) -> None:
        model = PublishedQuote if quotes else PublishedStory
        asked = {name: _in_one_form(name, given[name]) for name in PARAMETERS if name in given}
        self._filters = (QuoteFilters if quotes else StoryFilters)(
            {PARAMETERS[name]: text for name, text in asked.items()}, model.objects.order_by()
        )
        self._filters.is_valid()
        self.values = {name: value for name, value in self._filters.form.cleaned_data.items() if value}
        # As they stand in the address.
        self.chosen = {name: text for name, text in asked.items() if PARAMETERS[name] in self.values}

    @property
    def several(self) -> dict[str, list[str]]:
        """What was chosen of each facet of which several values may be."""
        return {name: values_of(self.chosen[name]) for name in self.facets}

    @property
    def facets(self) -> list[str]:
        """The facets, apart from the date, of which something was chosen."""
        return [name for name in SEVERAL if name in self.values]

    def conditions(self) -> list[Condition]:
        """Return what each facet asks of which something was chosen, in their order."""
        rows, filters = self._filters.queryset, self._filters.filters
        return [
            Condition(
                filters[name]
                .filter(rows, self.values[name])
                .values("pk")
                .order_by(*self._newest_first(name)),
                partial(self._each, name),
            )
            for name in self.facets
        ]

    def _each(self, name: str) -> QuerySet:
        """Return what a facet lets through, by rows beside that are looked for and not joined.

        So no database begins at the wrong end.
        """
        rows = self._filters.queryset
        if name not in self._filters.BESIDE:
            return self._filters.filters[name].filter(rows, self.values[name]).values("pk")
        model, of, ours, meant = self._filters.BESIDE[name]
        beside = {of: OuterRef(ours), meant: self._tags if name == "tag" else self.values[name]}
        return rows.filter(Exists(model._default_manager.filter(**beside))).values("pk")

    @cached_property
    def _tags(self) -> list[int]:
        """The tags by key: some are on every second story, most on hardly any, and by key a database knows which."""
        return list(Tag.objects.filter(slug__in=self.values["tag"]).values_list("pk", flat=True))

    def _newest_first(self, name: str) -> list[str]:
        # Only PostgreSQL is served by the order; SQLite would sort for nothing. The rows beside a story bear
        # its date, and their indexes have this order.
        if connection.vendor != "postgresql":
            return []
        return [f"-{self._filters.DATED.get(name, '')}published_at"]

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


def values_of(text: str) -> list[str]:
    """Return the values that stand in one parameter of an address."""
    return text.split(",")


def together(values: Iterable[str]) -> str:
    """Return values as one parameter of an address: each once, in one order, and not too many."""
    return ",".join(sorted(set(values) - {""})[:MOST_CHOSEN])


def _in_one_form(name: str, text: str) -> str:
    return together(values_of(text)) if name in SEVERAL else text


def _beginning(day: date) -> datetime:
    bounded = min(max(day, _FIRST), _LAST)
    return datetime.combine(bounded, time.min, tzinfo=timezone.get_current_timezone())
