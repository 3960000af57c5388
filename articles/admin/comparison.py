"""Two contents of a story side by side: every field, byline, quote and tag that differs, in words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.text import Truncator, capfirst

from articles.admin.content_words import in_words, label_of
from articles.comparing import GONE, NEW, Piece, differences
from articles.models import STORY_FIELDS, Byline, Quote
from articles.text import name_key

Content = dict[str, Any]

# What a row is known by, and what says nothing to a person.
_KEYS = {"bylines": "author", "quotes": "uuid"}
_MODELS = {"bylines": Byline, "quotes": Quote}
_NOT_SAID = {"uuid", "author", "position"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that differs, and how; no pieces where no word does."""

    label: str
    pieces: list[Piece]


def changes(before: Content, after: Content) -> list[Change]:
    """Return what differs between two contents, in the order of the form."""
    found = [
        Change(label_of(name), differences(was, now) if was != now else [])
        for name, was, now in _words_of_fields(before, after)
        if was != now or name == "body"
    ]
    return [*found, *_rows("bylines", before, after), *_rows("quotes", before, after), *_tags(before, after)]


def _words_of_fields(before: Content, after: Content) -> Iterator[tuple[str, str, str]]:
    for name in STORY_FIELDS:
        if canonical(name, before.get(name)) != canonical(name, after.get(name)):
            yield name, in_words(name, before.get(name)), in_words(name, after.get(name))


def canonical(name: str, value: Any) -> Any:
    """Return a value in the form in which what was sent, seen and stored can be compared."""
    if name == "tags":
        return sorted(name_key(tag["name"]) for tag in value or [])
    if isinstance(value, list):
        rows = [
            {key: canonical(key, inner) for key, inner in row.items() if key != "position"} for row in value
        ]
        return sorted(rows, key=lambda row: str(row.get("uuid") or row.get("author")))
    if isinstance(value, dict):
        return value["uuid"]
    return "" if value is None else str(value)


def name_of_row(noun: str, row: Content) -> str:
    """Return what people call a byline or a quote: “Byline Rina Gashi”, “Quote “We have waited…””."""
    if noun == "bylines":
        return f"Byline {(row.get('author') or {}).get('name', '')}"
    return f"Quote “{Truncator(row.get('text') or '').words(6)}”"


def label_of_field(noun: str, name: str) -> str:
    """Return what the form calls a field of a row."""
    try:
        return capfirst(str(_MODELS[noun]._meta.get_field(name).verbose_name))
    except FieldDoesNotExist:
        return capfirst(name.replace("_", " "))


def value_in_words(noun: str, name: str, value: Any) -> str:
    """Return a field of a row as plain text."""
    if isinstance(value, dict):
        return value["name"]
    try:
        choices = dict(_MODELS[noun]._meta.get_field(name).flatchoices or [])
    except FieldDoesNotExist:
        choices = {}
    return str(choices.get(value, "" if value is None else value)) if value not in (None, "") else ""


def keyed(noun: str, content: Content) -> dict[str, Content]:
    """Return the rows of a content by what they are known by."""
    return {canonical(_KEYS[noun], row.get(_KEYS[noun])): row for row in content.get(noun) or []}


def _rows(noun: str, before: Content, after: Content) -> Iterator[Change]:
    old, new = keyed(noun, before), keyed(noun, after)
    for key, row in old.items():
        if key not in new:
            yield Change(f"{name_of_row(noun, row)}: taken off", _whole(GONE, noun, row))
    for key, row in new.items():
        if key not in old:
            yield Change(f"{name_of_row(noun, row)}: new", _whole(NEW, noun, row))
            continue
        for name in row:
            was, now = old[key].get(name), row[name]
            if name not in _NOT_SAID and canonical(name, was) != canonical(name, now):
                words = value_in_words(noun, name, was), value_in_words(noun, name, now)
                yield Change(f"{name_of_row(noun, row)}: {label_of_field(noun, name)}", differences(*words))


def _whole(kind: str, noun: str, row: Content) -> list[Piece]:
    return [Piece(kind, in_words(noun, [row]))]


def _tags(before: Content, after: Content) -> Iterator[Change]:
    if canonical("tags", before.get("tags")) == canonical("tags", after.get("tags")):
        return
    old, new = _names(before.get("tags")), _names(after.get("tags"))
    pieces = [Piece(GONE, f"{name} ") for key, name in old.items() if key not in new]
    pieces += [Piece(NEW, f"{name} ") for key, name in new.items() if key not in old]
    yield Change(label_of("tags"), pieces)


def _names(tags: Iterable[dict[str, str]] | None) -> dict[str, str]:
    return {name_key(tag["name"]): tag["name"] for tag in tags or []}
