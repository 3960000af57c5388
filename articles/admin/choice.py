"""Filters that are chosen from a menu."""

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Q, QuerySet
from django.http import HttpRequest


class Choice(SimpleListFilter):
    """One of a few; a value that is none of them chooses nothing."""

    def value(self) -> str | None:
        """Return what was chosen."""
        value = super().value()
        return value if value in {str(key) for key, _ in self.lookup_choices} else None

    def has_output(self) -> bool:
        """Stand in the list also with nothing to choose from."""
        return True

    def condition(self, value: str) -> Q:
        """Return what the chosen value means."""
        return Q(**{self.parameter_name: value})

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any] | None:
        """Narrow the list."""
        value = self.value()
        return queryset.filter(self.condition(value)) if value else None
