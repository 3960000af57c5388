"""A revision's content in words, field by field, for people who compare."""

from typing import Any

from django.core.exceptions import FieldDoesNotExist

from articles.models import Story
from articles.models.quote import Terms
from articles.text import plain_text

_ROWS = {"bylines": "Bylines", "quotes": "Quotes", "tags": "Tags"}


def label_of(name: str) -> str:
    """Return what the form calls a field."""
    if name in _ROWS:
        return _ROWS[name]
    try:
        label = str(Story._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        label = name.replace("_", " ")
    return label[:1].upper() + label[1:]


def in_words(name: str, value: Any) -> str:
    """Return a field of a revision's content as plain text, one line a row."""
    if value in (None, "", []):
        return ""
    if name == "body":
        return plain_text(value)
    if name == "bylines":
        return "\n".join(_byline(row) for row in value)
    if name == "quotes":
        return "\n".join(_quote(row) for row in value)
    if name == "tags":
        return "\n".join(tag["name"] for tag in value)
    if isinstance(value, dict):
        return value["name"]
    choices = dict(Story._meta.get_field(name).flatchoices or [])
    return str(choices.get(value, value))


def _byline(row: dict[str, Any]) -> str:
    credit = row.get("credited_as") or (row.get("author") or {}).get("name", "")
    return f"{credit} ({row['role']})" if row.get("role") not in (None, "writer") else credit


def _quote(row: dict[str, Any]) -> str:
    speaker = (row.get("speaker") or {}).get("name", "")
    parts = [row.get("role"), row.get("cue"), row.get("occasion"), row.get("place"), row.get("said_on")]
    if row.get("terms"):
        parts.append(dict(Terms.choices).get(row["terms"], row["terms"]))
    around = ", ".join(str(part) for part in (speaker, *parts) if part)
    return f"{row['text']} – {around}" if around else row["text"]
