"""Which pages are asked for: many of each kind, of every age, the popular ones of each list."""

from collections.abc import Callable, Iterator
from random import Random

from django.db.models import Count, Model, QuerySet
from django.urls import reverse

from articles.keyset import PAGE_SIZE, Cursor
from articles.models import Author, Person, PublishedStory, Section, Tag

MANY = 400
POPULAR = 20
LISTS = 3


def addresses(rng: Random) -> dict[str, list[str]]:
    """Return the addresses of each kind of page."""
    slugs = list(PublishedStory.objects.order_by("pk").values_list("slug", flat=True))
    sections = _popular(Section, "publishedstory_set")
    tags = _popular(Tag, "tagged_published_stories")
    found = {
        "story": [
            reverse("articles:story-detail", args=[slug]) for slug in rng.sample(slugs, min(MANY, len(slugs)))
        ],
        "front page": ["/"],
        "section": [section.get_absolute_url() for section in sections],
        "section, deep": list(_deep(sections, lambda section: section.publishedstory_set.all(), "pk", rng)),
        "tag": [tag.get_absolute_url() for tag in tags],
        "tag, deep": list(
            _deep(tags, lambda tag: tag.tagged_published_stories.all(), "content_object_id", rng)
        ),
        "author": [author.get_absolute_url() for author in _popular(Author, "publishedbylines")],
        "person": [person.get_absolute_url() for person in _popular(Person, "publishedquotes")],
    }
    return {kind: paths for kind, paths in found.items() if paths}


def _popular(model: type[Model], rows: str) -> list:
    """Return whoever has most rows, and more than fit on a page, so that every page is a full one."""
    return list(
        model._default_manager.annotate(rows=Count(rows))
        .filter(rows__gt=PAGE_SIZE)
        .order_by("-rows", "pk")[:POPULAR]
    )


def _deep(lists: list, rows_of: Callable[..., QuerySet], key: str, rng: Random) -> Iterator[str]:
    """Yield addresses in the older half of the longest lists."""
    for each in lists[:LISTS]:
        rows = list(rows_of(each).order_by("-published_at", f"-{key}").values_list("published_at", key))
        # A full page is left below.
        older = range(len(rows) // 2, len(rows) - PAGE_SIZE - 1)
        for place in rng.sample(older, min(20, len(older))):
            yield f"{each.get_absolute_url()}?before={Cursor(*rows[place])}"
