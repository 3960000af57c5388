"""Tags as a file, CSV or JSON, and back: looked at first, change by change, and then done as the desk does it.

A row is known by its uuid, or without one by its name. What a file does not say stays as it is; names and
parents that it does not have are not taken away; nothing is deleted.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction

from articles import permissions, public_state, tag_naming
from articles.models import MediaTopic, Tag, TagAlias, TagStatus, TagType
from articles.spreadsheets import as_meant, harmless
from articles.tag_decisions import DecisionNotPossible
from articles.tag_families import above
from articles.tagging import NameNotPossible, check_name, find_tag
from articles.text import name_key

# Between the names in one cell.
SEPARATOR = "|"
_PLAIN = ("type", "description", "is_sensitive", "sensitive_note", "media_topic")


class NotReadable(ValueError):
    """A file that is no table of tags; the message says what is wrong with it."""


@dataclass(slots=True)
class TagRecord:
    """A tag as a file has it; None is what the file does not say."""

    name: str
    uuid: str | None = None
    # Where it stands in its file.
    number: int = field(default=0, compare=False)
    type: str | None = None
    status: str | None = None
    description: str | None = None
    is_sensitive: bool | None = None
    sensitive_note: str | None = None
    media_topic: str | None = None
    other_names: list[str] = field(default_factory=list)
    parents: list[str] = field(default_factory=list)


COLUMNS = tuple(one.name for one in fields(TagRecord) if one.name != "number")


@dataclass(slots=True)
class Change:
    """What a row of a file would do: make a tag, change one, or why it cannot be done."""

    number: int
    name: str
    tag: Tag | None = None
    # Field, as it is, as it would be.
    differences: list[tuple[str, str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    record: TagRecord | None = None

    @property
    def is_new(self) -> bool:
        """Whether there is no such tag yet."""
        return self.tag is None and not self.problems


# --- Out ------------------------------------------------------------------------------------------------


def records() -> Iterator[TagRecord]:
    """Yield every tag that was not merged into another, by name."""
    tags = Tag.objects.current().select_related("media_topic").prefetch_related("aliases", "parents")
    for tag in tags.order_by("name", "pk").iterator(chunk_size=1000):
        yield TagRecord(
            name=tag.name,
            uuid=str(tag.uuid),
            type=tag.type,
            status=tag.status,
            description=tag.description,
            is_sensitive=tag.is_sensitive,
            sensitive_note=tag.sensitive_note,
            media_topic=tag.media_topic.code if tag.media_topic else "",
            other_names=[alias.name for alias in tag.aliases.all()],
            parents=sorted(parent.name for parent in tag.parents.all()),
        )


def as_csv(rows: Iterable[TagRecord]) -> str:
    """Return tags as CSV that no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([harmless(_cell(value)) for value in _columns(row).values()])
    return out.getvalue()


def as_json(rows: Iterable[TagRecord]) -> str:
    """Return tags as JSON."""
    return json.dumps([_columns(row) for row in rows], ensure_ascii=False, indent=1)


def _columns(row: TagRecord) -> dict[str, Any]:
    return {name: getattr(row, name) for name in COLUMNS}


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return f" {SEPARATOR} ".join(value)
    return "yes" if value is True else "no" if value is False else str(value or "")


# --- In -------------------------------------------------------------------------------------------------


def read(text: str) -> list[TagRecord]:
    """Return the tags of a file, whichever of the two it is.

    Raises:
        NotReadable: when it is neither, or has no names.
    """
    text = text.removeprefix("\ufeff").replace("\x00", "")
    rows = _json_rows(text) if text.lstrip().startswith(("[", "{")) else _csv_rows(text)
    found = []
    for number, row in enumerate(rows, start=1):
        if not str(row.get("name") or "").strip():
            raise NotReadable(f"Row {number} has no name. Nothing was changed.")
        found.append(TagRecord(number=number, **{key: value for key, value in row.items() if key in COLUMNS}))
    if not found:
        raise NotReadable("There is no tag in this file.")
    return found


def _json_rows(text: str) -> list[dict[str, Any]]:
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise NotReadable(f"This is no JSON: {problem}") from None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotReadable("The JSON is no list of tags.")
    for row in rows:
        for name, value in row.items():
            if name in {"other_names", "parents"}:
                if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                    raise NotReadable(f"“{name}” is no list of names.")
            elif name == "is_sensitive":
                if not isinstance(value, bool | None):
                    raise NotReadable("“is_sensitive” is neither true nor false.")
            elif not isinstance(value, str | None):
                raise NotReadable(f"“{name}” is no text.")
    return rows


def _csv_rows(text: str) -> Iterator[dict[str, Any]]:
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        if "name" not in (reader.fieldnames or ()):
            raise NotReadable("The first line has to name the columns, and one of them has to be “name”.")
        for cells in reader:
            if None in cells or None in cells.values():
                raise NotReadable(f"Line {reader.line_num} has not as many cells as the first.")
            row: dict[str, Any] = {name: as_meant(cell).strip() for name, cell in cells.items()}
            for name in {"other_names", "parents"} & row.keys():
                row[name] = [one.strip() for one in row[name].split(SEPARATOR) if one.strip()]
            if "is_sensitive" in row:
                row["is_sensitive"] = {"yes": True, "no": False}.get(row["is_sensitive"].lower())
            yield {
                name: None if value == "" and name in {"uuid", "type", "status"} else value
                for name, value in row.items()
            }
    except csv.Error as problem:
        raise NotReadable(f"This is no CSV: {problem}") from None


# --- What it would do -----------------------------------------------------------------------------------


def news(rows: Iterable[TagRecord]) -> list[TagRecord]:
    """Return the rows that are not exactly what is here already: of a whole export, those that were edited."""
    here = {row.uuid: row for row in records()}
    return [row for row in rows if here.get(row.uuid) != row]


def plan(rows: Iterable[TagRecord]) -> list[Change]:
    """Say what each row of a file would do. Nothing is written; rows that would do nothing are left out."""
    changes = []
    seen: dict[str, int] = {}
    for row in rows:
        change = _change(row)
        first = seen.setdefault(name_key(row.name), row.number)
        if first != row.number:
            change.problems.append(f"The name stands in row {first} already.")
        if change.differences or change.problems or change.is_new:
            changes.append(change)
    return changes


def _change(row: TagRecord) -> Change:
    change = Change(row.number, row.name[:100], record=row)
    try:
        row.name = check_name(row.name)
        change.tag = tag = _tag_of(row)
        if tag is not None and tag.merged_into is not None:
            change.problems.append(f"It was merged into “{tag.became()}” since: take the row out.")
            return change
        other = find_tag(row.name)
        if tag is not None and other is not None and other.pk != tag.pk:
            change.problems.append(f"“{row.name}” leads to another tag, “{other}”.")
        _check_values(row, change)
        if change.problems:
            return change
        if tag is None:
            change.differences = [(name, "", new) for name, new in _said(row) if new]
            return change
        if tag.name != row.name and (row.uuid or name_key(tag.name) == name_key(row.name)):
            change.differences.append(("name", tag.name, row.name))
        now = dict(_said(_as_record(tag)))
        for name, new in _said(row):
            if name in {"other_names", "parents"}:
                continue
            if getattr(row, name) is not None and now[name] != new:
                change.differences.append((name, now[name], new))
        own = {name_key(tag.name), *(name_key(name) for name in tag.aliases.values_list("name", flat=True))}
        for name in row.other_names:
            if name_key(name) not in own:
                change.differences.append(("other name", "", name))
        parents = {name_key(name) for name in tag.parents.values_list("name", flat=True)}
        for name in row.parents:
            parent = find_tag(name)
            if name_key(parent.name if parent else name) not in parents:
                change.differences.append(("part of", "", name))
    except NameNotPossible as problem:
        change.problems.append(str(problem))
    return change


def _tag_of(row: TagRecord) -> Tag | None:
    if row.uuid:
        tag = Tag.objects.select_related("media_topic", "merged_into").filter(uuid=_uuid(row.uuid)).first()
        if tag is not None:
            return tag
    return find_tag(row.name)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _check_values(row: TagRecord, change: Change) -> None:
    if row.uuid and _uuid(row.uuid) is None:
        change.problems.append(f"“{row.uuid[:40]}” is no uuid.")
    if row.type and row.type not in TagType.values:
        change.problems.append(f"There is no type “{row.type[:40]}”.")
    if row.status and row.status not in TagStatus.values:
        change.problems.append(f"There is no status “{row.status[:40]}”.")
    if row.media_topic and not MediaTopic.objects.filter(code=row.media_topic[:20]).exists():
        change.problems.append(f"There is no Media Topic “{row.media_topic[:40]}”.")
    for name, longest in (("description", 400), ("sensitive_note", 200)):
        if len(getattr(row, name) or "") > longest:
            change.problems.append(f"The {name.replace('_', ' ')} is longer than {longest} characters.")
    for name in row.other_names:
        other = find_tag(check_name(name))
        if other is not None and (change.tag is None or other.pk != change.tag.pk):
            change.problems.append(f"“{name}” already leads to the tag “{other}”.")
    for name in row.parents:
        parent = find_tag(check_name(name))
        if parent is None:
            change.problems.append(f"There is no tag “{name}” to be part of.")
        elif change.tag is not None and change.tag.pk in {parent.pk, *above(parent)}:
            change.problems.append(f"“{name}” is this tag, or part of it.")
    if row.type and change.tag is not None and change.tag.person_id and row.type != TagType.PERSON:
        change.problems.append("The tag names a person: its type stays.")


def _as_record(tag: Tag) -> TagRecord:
    return TagRecord(
        name=tag.name,
        type=tag.type,
        status=tag.status,
        description=tag.description,
        is_sensitive=tag.is_sensitive,
        sensitive_note=tag.sensitive_note,
        media_topic=tag.media_topic.code if tag.media_topic else "",
    )


def _said(row: TagRecord) -> list[tuple[str, str]]:
    """Return what a row says, in words, but for what it is known by."""
    return [(name, _cell(value)) for name, value in _columns(row).items() if name not in {"name", "uuid"}]


# --- And doing it ---------------------------------------------------------------------------------------


@transaction.atomic
def carry_out(rows: list[TagRecord], *, by: User, note: str = "From a file.") -> list[Change]:
    """Do what `plan` says; renaming and changes of status go into the journal. Return what was done.

    Raises:
        DecisionNotPossible: when a row cannot be done; then none is.
    """
    permissions.check_look_after_tags(by)
    changes = plan(rows)
    if wrong := [change for change in changes if change.problems]:
        raise DecisionNotPossible(f"Row {wrong[0].number}: {wrong[0].problems[0]} Nothing was changed.")
    for change in changes:
        _carry_out(change, by=by, note=note)
    public_state.refresh()
    return changes


def _carry_out(change: Change, *, by: User, note: str) -> None:
    row, tag = change.record, change.tag
    assert row is not None, "A plan has its rows."
    if tag is None:
        tag = Tag(name=row.name, status=row.status or TagStatus.PROPOSED)
        if row.uuid:
            tag.uuid = UUID(row.uuid)
    elif any(name == "name" for name, *_ in change.differences):
        tag_naming.rename(tag, row.name, by=by, note=note)
        tag.refresh_from_db()
    for name in _PLAIN:
        value = getattr(row, name)
        if value is not None:
            setattr(
                tag, name, MediaTopic.objects.filter(code=value).first() if name == "media_topic" else value
            )
    tag.save()
    if row.status and tag.status != row.status:
        tag_naming.set_status(tag, TagStatus(row.status), by=by, note=note)
    for name in row.other_names:
        if find_tag(name) is None:
            TagAlias.objects.create(tag=tag, name=name)
    tag.parents.add(*(parent for name in row.parents if (parent := find_tag(name)) is not None))
