"""Filters of the list of stories: each one of a few, chosen from a menu."""

from django.contrib.admin import ModelAdmin
from django.db.models import F, Q
from django.http import HttpRequest

from articles.admin.choice import Choice
from articles.models import Author, Byline, Kind, Section, Status, Visibility
from articles.models.content import LANGUAGES
from articles.models.story import IS_LIVE

# A menu of more names than this is no help; whoever is missing is found by search.
MOST_AUTHORS = 400

_SEEN = {
    Visibility.NOT_LIVE: ~IS_LIVE & Q(publish_at=None, withdrawn_at=None),
    Visibility.SCHEDULED: ~IS_LIVE & Q(publish_at__isnull=False),
    Visibility.LIVE: IS_LIVE & Q(revision=F("live_revision")),
    Visibility.CHANGED: IS_LIVE & ~Q(revision=F("live_revision")),
    Visibility.WITHDRAWN: Q(withdrawn_at__isnull=False, publish_at=None),
}


class StatusFilter(Choice):
    """What the working copy is going through."""

    title, parameter_name = "status", "status"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer every status."""
        return Status.choices


class VisibilityFilter(Choice):
    """What readers see."""

    title, parameter_name = "readers see", "readers_see"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer every visibility."""
        return Visibility.choices

    def condition(self, value: str) -> Q:
        """Return which stories readers see so."""
        return _SEEN[Visibility(value)]


class SectionFilter(Choice):
    """The part of the paper."""

    title, parameter_name = "section", "section"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer every section."""
        return [(str(pk), name) for pk, name in Section.objects.values_list("pk", "name")]


class KindFilter(Choice):
    """What sort of story."""

    title, parameter_name = "kind", "kind"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer every kind."""
        return Kind.choices


class AuthorFilter(Choice):
    """Who is credited."""

    title, parameter_name = "author", "author"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer the authors, by name."""
        return [(str(pk), name) for pk, name in Author.objects.values_list("pk", "name")[:MOST_AUTHORS]]

    def condition(self, value: str) -> Q:
        """Return the stories that credit the author."""
        return Q(pk__in=Byline.objects.filter(author=value).values("story"))


class LanguageFilter(Choice):
    """The language of the text."""

    title, parameter_name = "language", "language"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Offer every language."""
        return LANGUAGES
