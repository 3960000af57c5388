"""What the field for tags asks while somebody types or pastes: which tags are meant, and how often they are used."""

import re
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, JsonResponse

from articles import permissions
from articles.admin.refused import note_refusal
from articles.models import Tag, TagAlias, TaggedPublishedStory, TagKey
from articles.quotation.folding import fold_name
from articles.text import clean_name, name_key

OFFERED = 12
LONGEST_LIST, MOST_NAMES = 20_000, 100
_SEPARATOR = re.compile(r"[\r\n\t;]+")


@dataclass(slots=True)
class Match:
    """A tag that may be meant, and its other name if that is what was typed."""

    tag: Tag
    alias: str = ""


def names(request: HttpRequest) -> JsonResponse:
    """Suggest tags for what was typed: the exact one, those that begin so, those that read alike, the others."""
    if not permissions.can_enter_desk(request.user) or not request.user.has_perm("articles.view_tag"):
        note_refusal(request, "You cannot read tags.")
        return JsonResponse({"results": []}, status=403)
    term = clean_name(request.GET.get("term", ""))[:100]
    matching = matches(term)
    stories = _live_stories([found.tag for found in matching])
    results = [
        {
            "name": found.tag.name,
            "alias": found.alias,
            "stories": stories.get(found.tag.pk, 0),
            "type": found.tag.get_type_display(),
            "mind": found.tag.sensitive_note if found.tag.is_sensitive else "",
        }
        for found in matching
    ]
    return JsonResponse({"results": results, "is_known": bool(_known([term]))})


def read_list(request: HttpRequest) -> JsonResponse:
    """Take a pasted list apart into names: at line ends, tabs and semicolons, and at commas that belong to no name."""
    if not permissions.can_enter_desk(request.user) or not request.user.has_perm("articles.view_tag"):
        note_refusal(request, "You cannot read tags.")
        return JsonResponse({"names": []}, status=403)
    return JsonResponse({"names": names_in(request.POST.get("text", "")[:LONGEST_LIST])})


def matches(term: str) -> list[Match]:
    """Return the tags that a beginning of a name may mean, the likeliest first; none if it is empty."""
    key = name_key(term)
    if not key:
        return []
    tags = Tag.objects.offered()
    found: dict[int, Match] = {}

    def add(tags: QuerySet[Tag]) -> None:
        if len(found) < OFFERED:
            for tag in tags.order_by("name")[:OFFERED]:
                found.setdefault(tag.pk, Match(tag))

    def add_by_alias(condition: Q) -> None:
        if len(found) < OFFERED:
            aliases = TagAlias.objects.filter(condition, tag__in=tags).order_by("name")
            by_tag = {alias.tag_id: alias.name for alias in reversed(aliases[:OFFERED])}
            for tag in tags.filter(pk__in=by_tag).order_by("name"):
                found.setdefault(tag.pk, Match(tag, by_tag[tag.pk]))

    add(tags.filter(key=key))
    add_by_alias(Q(key=key))
    add(tags.filter(key__startswith=key))
    add_by_alias(Q(key__startswith=key))
    if folded := fold_name(term):
        add(tags.filter(pk__in=TagKey.objects.filter(key__startswith=folded).values("tag")))
    add(tags.filter(key__contains=key))
    return list(found.values())[:OFFERED]


def names_in(text: str) -> list[str]:
    """Return the names in a pasted list, those of known tags as the tags are called.

    A comma parts two names unless both together are the name of a tag: “Salt, pepper” stays whole if there is one.
    """
    lines = [line for line in map(clean_name, _SEPARATOR.split(text)) if line]
    parts = [[part for part in map(clean_name, line.split(",")) if part] for line in lines]
    candidates = {
        ", ".join(line[first:last])
        for line in parts
        for first in range(len(line))
        for last in range(first + 1, min(first + 4, len(line)) + 1)
    }
    known = _known([*candidates, *lines])
    found: list[str] = []
    for whole, line in zip(lines, parts, strict=True):
        if name := known.get(name_key(whole)):
            found.append(name)
            continue
        while line:
            length = next(
                (
                    size
                    for size in range(min(4, len(line)), 1, -1)
                    if name_key(", ".join(line[:size])) in known
                ),
                1,
            )
            name = ", ".join(line[:length])
            found.append(known.get(name_key(name), name))
            del line[:length]
    return list(dict.fromkeys(found))[:MOST_NAMES]


def _live_stories(tags: list[Tag]) -> dict[int, int]:
    links = TaggedPublishedStory.objects.filter(tag__in=tags).order_by()
    return dict(links.values("tag").annotate(stories=Count("pk")).values_list("tag", "stories"))


def _known(names: list[str]) -> dict[str, str]:
    """Return what the tags of these names are called, by the key of each name."""
    keys = list({key for name in names if (key := name_key(name))})[:500]
    tags = Tag.objects.current()
    return dict(TagAlias.objects.filter(key__in=keys, tag__in=tags).values_list("key", "tag__name")) | dict(
        tags.filter(key__in=keys).values_list("key", "name")
    )
