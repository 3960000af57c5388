"""Revisions: a story's whole content as one JSON value, its fingerprint, and how two of them differ."""

import hashlib
import json
from collections.abc import Callable, Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from articles.models.content import BYLINE_FIELDS, QUOTE_FIELDS, STORY_FIELDS, StoryContent
from articles.models.revision import Revision
from articles.models.tag_journal import Copy, TaggingChange

Content = dict[str, Any]
_EMPTY: tuple[Any, ...] = ("", None, [])
_REFERENCE = {"uuid", "name"}
LISTS = ("bylines", "quotes", "tags")

# The shape of `content`. A field that is merely added or removed needs nothing: see `opened`. A field that
# is renamed, or means something else from now on, gets a new number here and a step below.
FORMAT = 1
# From each earlier shape to the next: `{1: _with_kickers}` once FORMAT is 2.
STEPS: dict[int, Callable[[Content], Content]] = {}


def opened(revision: Revision) -> Content:
    """Return a revision's content in today's shape, whichever version of the models wrote it.

    What did not exist then is empty; what does not exist any more is left out. The row itself, and the
    fingerprint of what it holds, stay as they were written.
    """
    content = dict(revision.content)
    for number in range(revision.format, FORMAT):
        content = STEPS[number](content) if number in STEPS else content
    return {
        **{name: content.get(name) for name in STORY_FIELDS},
        "bylines": [_row_in_shape(row, BYLINE_FIELDS) for row in content.get("bylines") or []],
        "quotes": [_row_in_shape(row, QUOTE_FIELDS) for row in content.get("quotes") or []],
        "tags": [_row_in_shape(row, ("uuid", "name")) for row in content.get("tags") or []],
    }


def _row_in_shape(row: Content, names: Iterable[str]) -> Content:
    return {name: row.get(name) for name in names}


def content_of(story: StoryContent) -> Content:
    """Return everything a story says, working copy or published one, as one JSON value.

    Rows it points to appear as `{"uuid": …, "name": …}`, so that a revision means the same in
    another database and can still be read when the row has been renamed.
    """
    return content_from(
        story,
        bylines=story.bylines.select_related("author").order_by("order", "author__name", "pk"),
        quotes=story.quotes.select_related("speaker").order_by(
            models.F("position").asc(nulls_last=True), "uuid"
        ),
        tags=story.tags.order_by("name", "pk"),
    )


def content_from(
    story: StoryContent,
    *,
    bylines: Iterable[models.Model],
    quotes: Iterable[models.Model],
    tags: Iterable[models.Model],
) -> Content:
    """Return the same from rows that are at hand: for whoever looks at many stories."""
    return _as_json(
        {
            **_fields(story, STORY_FIELDS),
            "bylines": [_fields(byline, BYLINE_FIELDS) for byline in bylines],
            "quotes": [_fields(quote, QUOTE_FIELDS) for quote in quotes],
            "tags": [_reference(tag) for tag in tags],
        }
    )


def fingerprint(content: Content) -> str:
    """Return 64 hexadecimal digits that change whenever the content does.

    Names of rows pointed to are left out: renaming a tag changes no story. So is the order of the
    rows, which each database sorts by rules of its own: bylines and quotes say where they stand. So
    is what is empty: a field that is added later changes no story that does not use it.
    """
    return hashlib.sha256(_as_text(_comparable(content)).encode()).hexdigest()


def keeps(
    revision: Revision,
    content: Content,
    copy: Copy = Copy.WORKING,
    *,
    changes: Iterable[TaggingChange] | None = None,
) -> bool:
    """Whether a copy of a story says what its revision keeps, its tags as the tagging desk has set them since.

    `changes` are those of this revision and copy, in their order, when they are at hand.
    """
    if changes is None:
        changes = tagging_changes(revision, copy)
    tags = tags_since(revision, changes)
    as_kept = content | {"tags": revision.content.get("tags", [])}
    return tags == _uuids(content) and fingerprint(as_kept) == revision.fingerprint


def tagging_changes(revision: Revision, copy: Copy = Copy.WORKING) -> models.QuerySet[TaggingChange]:
    """Return what the tagging desk changed of a copy since the revision, in the order in which it did."""
    found = TaggingChange.objects.filter(story=revision.story_id, revision=revision, copy=copy)
    return found.select_related("off", "on").order_by("pk")


def tags_since(revision: Revision, changes: Iterable[TaggingChange]) -> set[str]:
    """Return the uuids of the tags that a revision has after these changes."""
    tags = _uuids(revision.content)
    for change in changes:
        tags -= {str(change.off.uuid)} if change.off else set()
        tags |= {str(change.on.uuid)} if change.on else set()
    return tags


def _uuids(content: Content) -> set[str]:
    return {tag["uuid"] for tag in content.get("tags", [])}


def changed_fields(before: Content, after: Content) -> list[str]:
    """Return the names of the fields in which two contents differ, in the order of the form."""
    one, other = _comparable(before), _comparable(after)
    names = [*STORY_FIELDS, *LISTS]
    return [name for name in names if one.get(name) != other.get(name)]


def _fields(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    return {name: _value(getattr(row, name)) for name in names}


def _value(value: Any) -> Any:
    return _reference(value) if isinstance(value, models.Model) else value


def _reference(row: models.Model) -> dict[str, str]:
    return {"uuid": str(row.uuid), "name": str(row)}


def _as_json(value: Any) -> Content:
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))


def _comparable(content: Content) -> Content:
    plain = _without_names(content)
    return plain | {name: sorted(plain.get(name, []), key=_as_text) for name in LISTS}


_as_text = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def _without_names(value: Any) -> Any:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        if value.keys() == _REFERENCE:
            return value["uuid"]
        return {key: _without_names(inner) for key, inner in value.items() if inner not in _EMPTY}
    return [_without_names(inner) for inner in value] if isinstance(value, list) else value


def next_number(story: StoryContent) -> int:
    """Return the number the story's next revision bears."""
    newest = story.revisions.aggregate(models.Max("number"))["number__max"]
    return (newest or 0) + 1
