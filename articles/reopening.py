"""An old revision, opened as rows of today's models: to be shown, shared or taken up again. Nothing is saved here."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from articles import revisions
from articles.models import (
    BYLINE_FIELDS,
    QUOTE_FIELDS,
    STORY_FIELDS,
    Author,
    Byline,
    Person,
    Quote,
    Revision,
    Story,
    Tag,
)
from articles.tagging import find_tag


@dataclass(frozen=True, slots=True)
class Reopened:
    """What a story said once. None of the rows is in the database but for the tags and what rows point to."""

    story: Story
    bylines: list[Byline]
    quotes: list[Quote]
    tags: list[Tag]
    # What it named and is not there any more, in words.
    missing: list[str]


def reopened(revision: Revision) -> Reopened:
    """Return the rows that a revision means, found by their uuid; people who were merged are who they became."""
    content = revisions.opened(revision)
    missing: list[str] = []
    story = Story(
        pk=revision.story_id,
        uuid=revision.story.uuid,
        **_fields(Story, STORY_FIELDS, content, missing),
    )
    bylines = [
        Byline(story=story, **_fields(Byline, BYLINE_FIELDS, row, missing)) for row in content["bylines"]
    ]
    quotes = [Quote(story=story, **_fields(Quote, QUOTE_FIELDS, row, missing)) for row in content["quotes"]]
    return Reopened(
        story,
        # A credit is nothing without whom it credits.
        [byline for byline in bylines if byline.author_id],
        quotes,
        _tags(content["tags"], missing),
        missing,
    )


def _fields(
    model: type[models.Model], names: Iterable[str], content: dict[str, Any], missing: list[str]
) -> dict[str, Any]:
    """Return the values of a row; what is not there, or is no such value any more, is left to the model's default."""
    found = {}
    for name in names:
        field: Any = model._meta.get_field(name)
        value = content.get(name)
        if isinstance(field, models.ForeignKey):
            found[name] = _row(field.related_model, value, missing)
        elif value is not None or field.null:
            try:
                found[name] = field.to_python(value)
            except ValidationError:
                missing.append(f"{str(field.verbose_name).capitalize()} “{value}”")
    return found


def _row(model: Any, reference: Any, missing: list[str]) -> models.Model | None:
    if not reference:
        return None
    row = model.objects.filter(uuid=reference["uuid"]).first() if _is_uuid(reference["uuid"]) else None
    if row is None and model is Author:
        # Bylines of people who left and came back: the name is what readers saw.
        row = Author.objects.filter(name=reference["name"]).first()
    if row is None:
        missing.append(f"{str(model._meta.verbose_name).capitalize()} “{reference['name']}”")
    return row.became() if isinstance(row, Person) else row


def _tags(references: list[dict[str, str]], missing: list[str]) -> list[Tag]:
    found = {}
    for reference in references:
        tag = (
            Tag.objects.filter(uuid=reference["uuid"]).first() if _is_uuid(reference["uuid"]) else None
        ) or find_tag(reference["name"])
        if tag is None:
            missing.append(f"Tag “{reference['name']}”")
        else:
            found[tag.pk] = tag
    return sorted(found.values(), key=lambda tag: (tag.name, tag.pk))


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
