"""Reading in the trade's own vocabulary, IPTC's Media Topics, from the JSON that IPTC gives out.

The file is theirs and stays out of the project: https://cv.iptc.org/newscodes/mediatopic/ (choose JSON).
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from articles.models import MediaTopic

# What the vocabulary is called before a topic's eight digits.
_SCHEME = "medtop:"
_DIGITS = 8
_ENGLISH = ("en-GB", "en-US", "en")
# No chain of broader topics is longer; one that is leads round in a circle.
_DEEPEST = 20


class NotMediaTopics(ValueError):
    """The file is not what it should be; the message is for whoever gave it. Nothing was read in."""


@dataclass(slots=True)
class Result:
    """What reading in did, or would do: topics by their names."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    retired: list[str] = field(default_factory=list)
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class _Read:
    """One topic of the file."""

    code: str
    broader: str
    level: int
    values: dict[str, Any]


def read(text: str) -> list[_Read]:
    """Return the topics of a file, the broader before the narrower.

    Raises:
        NotMediaTopics: when it is another file, or a topic lacks its code, its name or its broader topic.
    """
    try:
        concepts = json.loads(text)["conceptSet"]
        raw = {_code(concept["qcode"]): concept for concept in concepts}
    except (ValueError, KeyError, TypeError, RecursionError) as problem:
        raise NotMediaTopics(
            "This is not the JSON form of the Media Topics: it has no conceptSet."
        ) from problem
    try:
        topics = [_topic(code, concept, raw) for code, concept in raw.items()]
    except (KeyError, TypeError, AttributeError, IndexError) as problem:
        raise NotMediaTopics(f"A topic lacks its name or its broader topic: {problem}.") from problem
    return sorted(topics, key=lambda topic: (topic.level, topic.code))


@transaction.atomic
def import_topics(
    topics: Iterable[_Read], *, dry_run: bool = False, progress: Callable[[], None] | None = None
) -> Result:
    """Bring the vocabulary here up to date; a topic that has gone from the file is retired, and tags keep it."""
    result = Result()
    here = {topic.code: topic for topic in MediaTopic.objects.select_related("broader")}
    seen: set[str] = set()
    for topic in topics:
        seen.add(topic.code)
        values = {**topic.values, "level": topic.level}
        row = here.get(topic.code)
        name = f"{topic.code} {topic.values['name']}"
        if row is None:
            result.added.append(name)
            if not dry_run:
                broader = here.get(topic.broader)
                here[topic.code] = MediaTopic.objects.create(code=topic.code, broader=broader, **values)
        elif _differs(row, topic, values):
            retires = topic.values["is_retired"] and not row.is_retired
            (result.retired if retires else result.changed).append(name)
            if not dry_run:
                MediaTopic.objects.filter(pk=row.pk).update(broader=here.get(topic.broader), **values)
        else:
            result.unchanged += 1
        if progress:
            progress()
    gone = [row for code, row in here.items() if code not in seen and not row.is_retired]
    result.retired += [f"{row.code} {row.name}" for row in gone]
    if not dry_run:
        MediaTopic.objects.filter(pk__in=[row.pk for row in gone]).update(is_retired=True)
    return result


def _differs(row: MediaTopic, topic: _Read, values: dict[str, Any]) -> bool:
    broader = row.broader.code if row.broader else ""
    return broader != topic.broader or any(getattr(row, name) != value for name, value in values.items())


def _code(qcode: str) -> str:
    """Return the digits of a code.

    Raises:
        ValueError: when it is another vocabulary's.
    """
    code = qcode.removeprefix(_SCHEME).rsplit("/", 1)[-1]
    if len(code) != _DIGITS or not (code.isascii() and code.isdecimal()):
        raise ValueError(qcode)
    return code


def _topic(code: str, concept: dict[str, Any], raw: dict[str, dict[str, Any]]) -> _Read:
    labels = {language: str(label) for language, label in concept["prefLabel"].items()}
    english = [labels[language] for language in _ENGLISH if labels.get(language)]
    name = [*english, *labels.values()][0]
    definitions = concept.get("definition", {})
    definition = next(filter(None, (definitions.get(language) for language in _ENGLISH)), "")
    chain = [code]
    while broader := raw[chain[-1]].get("broader"):
        chain.append(_code(broader[0]))
        if len(chain) > _DEEPEST:
            raise KeyError(f"{code} leads round in a circle")
    return _Read(
        code=code,
        broader=chain[1] if len(chain) > 1 else "",
        level=len(chain),
        values={
            "name": name[:200],
            "definition": str(definition),
            "names": labels,
            "is_retired": bool(concept.get("retired")),
        },
    )
