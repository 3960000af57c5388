"""What a tag is part of, and what is part of it: all the way up, and all the way down."""

from articles.models import Tag


def above(tag: Tag) -> set[int]:
    """Return the keys of everything a tag is part of."""
    return _all_along(tag, "parents", "children")


def below(tag: Tag) -> set[int]:
    """Return the keys of everything that is part of a tag."""
    return _all_along(tag, "children", "parents")


def _all_along(tag: Tag, way: str, back: str) -> set[int]:
    found: set[int] = set()
    step = {tag.pk}
    while step:
        step = set(Tag.objects.filter(**{f"{back}__in": step}).values_list("pk", flat=True)) - found
        found |= step
    return found
