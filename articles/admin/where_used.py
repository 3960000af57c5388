"""What a person is told who wants to delete something that stories still carry."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import get_deleted_objects
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.models import Author, Front, Image
from articles.usage import Noun, published_stories_with, stories_with

# So many stories are named; the others are counted.
NAMED = 20
MOST_COUNTED = 1_000


def where_used(thing: Model) -> list[SafeString]:
    """Return one line for each place that keeps this thing from being deleted."""
    if not isinstance(thing, Noun):
        return []
    stories = stories_with(thing)
    shown = list(stories.only("headline")[:NAMED])
    live = {
        *published_stories_with(thing)
        .filter(pk__in=[story.pk for story in shown])
        .values_list("pk", flat=True)
    }
    lines = [
        _line("story", story.pk, "Story, live" if story.pk in live else "Story", story) for story in shown
    ]
    if len(lines) == NAMED:
        count = stories[:MOST_COUNTED].count()
        more = "many" if count == MOST_COUNTED else str(count - NAMED)
        lines.append(format_html("… and {} more.", more))
    if isinstance(thing, Image):
        authors = Author.objects.filter(photo=thing)
        lines += [_line("author", author.pk, "Photo of", author) for author in authors]
    return lines


def deletion_of(objs: list[Model], request: HttpRequest, site: AdminSite) -> tuple[list, dict, set, list]:
    """Return what Django's deletion page asks for; what is in use is said in a few lines, however often."""
    used = [line for thing in objs for line in where_used(thing)]
    if used:
        return [str(thing) for thing in objs], {}, set(), used
    deleted, counts, may_not, protected = get_deleted_objects(objs, request, site)
    # A front goes with its section: whoever may delete that needs no other right.
    return deleted, counts, may_not - {Front._meta.verbose_name}, protected


def _line(noun: str, pk: Any, label: str, thing: Model) -> SafeString:
    address = reverse(f"admin:articles_{noun}_change", args=[pk])
    return format_html('{}: <a href="{}">{}</a>', label, address, thing)
