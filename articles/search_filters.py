"""What a search can be narrowed down by: typed parameters of the address, each checked before it asks anything."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cached_property

import django_filters
from django import forms
from django.db.models import CharField, QuerySet, Value
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models.author import Author
from articles.models.content import Kind
from articles.models.person import Person
from articles.models.published import PublishedStory
from articles.models.section import Section
from articles.models.tag import Tag
from articles.search_request import facet_term

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
# What a facet's values are; a kind is a word and nothing more.
NOUNS: dict[str, QuerySet] = {
    "section": Section.objects.all(),
    "tag": Tag.objects.all(),
    "person": Person.objects.current(),
    "author": Author.objects.all(),
}
# Of dates, so that no time zone leads out of what a date can be.
_FIRST, _LAST = date(1970, 1, 2), date(2200, 1, 1)


class SlugsFilter(django_filters.BaseInFilter, django_filters.CharFilter):
    """The last parts of addresses of ours."""

    field_class = forms.SlugField


class TagsFilter(SlugsFilter):
    """Tags by their addresses, and all that were merged into them: older entries of the index know those."""

    def filter(self, rows: QuerySet, value: list[str] | None) -> QuerySet:
        """Return the tags that are meant."""
        if not value:
            return rows
        slugs = ", ".join(["%s"] * len(value))
        # Marks for values and names of our own.
        return rows.filter(pk__in=RawSQL(_MEANT.format(slugs=slugs), value))  # noqa: S611


_MEANT = """
    WITH RECURSIVE meant(id) AS (
        SELECT id FROM articles_tag WHERE slug IN ({slugs}) AND merged_into_id IS NULL
        UNION SELECT merged.id FROM articles_tag merged JOIN meant ON merged.merged_into_id = meant.id
    ) SELECT id FROM meant
"""


class KindsFilter(django_filters.BaseInFilter, django_filters.ChoiceFilter):
    """Kinds of stories."""


class SearchFilters(django_filters.FilterSet):
    """What may stand in the address: each filter is asked for the rows of its own noun, a date of the index."""

    section = SlugsFilter("slug")
    kind = KindsFilter(choices=Kind.choices)
    tag = TagsFilter()
    person = SlugsFilter("slug")
    author = SlugsFilter("slug")
    when = django_filters.ChoiceFilter(choices=[(name, name) for name in PERIODS])
    since = django_filters.DateFilter(input_formats=["%Y-%m-%d"])
    until = django_filters.DateFilter(input_formats=["%Y-%m-%d"])


class Narrowed:
    """What somebody chose: what is no possible choice is left out."""

    def __init__(self, given: Mapping[str, str]) -> None:
        asked = {name: _in_one_form(name, given[name]) for name in PARAMETERS if name in given}
        self._filters = SearchFilters(
            {PARAMETERS[name]: text for name, text in asked.items()}, PublishedStory.objects.none()
        )
        self._filters.is_valid()
        self.values = {name: value for name, value in self._filters.form.cleaned_data.items() if value}
        # As they stand in the address.
        self.chosen = {name: text for name, text in asked.items() if PARAMETERS[name] in self.values}

    @property
    def several(self) -> dict[str, list[str]]:
        """What was chosen of each facet of which several values may be."""
        return {name: values_of(self.chosen[name]) for name in SEVERAL if name in self.values}

    @cached_property
    def wanted(self) -> dict[str, set[str]]:
        """The terms of what was chosen, for each facet of which something was; asked for by one query."""
        terms: dict[str, set[str]] = {name: set() for name in self.several}
        if "kind" in terms:
            terms["kind"] = {facet_term("kind", kind) for kind in self.values["kind"]}
        rows = [
            self._filters.filters[name]
            .filter(nouns, self.values[name])
            .order_by()
            .values_list(Value(name, CharField()), "pk")
            for name, nouns in NOUNS.items()
            if name in terms
        ]
        if rows:
            for name, key in rows[0].union(*rows[1:], all=True):
                terms[name].add(facet_term(name, key))
        return terms

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
