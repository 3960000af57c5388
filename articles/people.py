"""People by their names: who bears one, and making somebody known.

Folding suggests who may be meant; only a person says who is.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User

from articles import permissions
from articles.models import NameKey, Person
from articles.models.name_key import name_keys
from articles.quotation.near_names import near_names
from articles.text import address_word, clean_name, name_key

# So many people like the one named are shown.
MOST_NEAR = 8


@dataclass(frozen=True, slots=True)
class Bearers:
    """Who bears a name: the one person of exactly this name, and those of names like it."""

    exact: Person | None = None
    near: tuple[Person, ...] = ()


NOBODY = Bearers()


def bearers(names: Iterable[str]) -> dict[str, Bearers]:
    """Return for each name who bears it, in two queries for all of them.

    A surname alone is never exact: its bearers are near, and so are people whose names merely fold alike.
    """
    keys = {name: {key for key, _ in name_keys([name])} for name in names}
    wanted = {key for found in keys.values() for key in found}
    people: dict[str, dict[int, Person]] = defaultdict(dict)
    rows = NameKey.objects.filter(key__in=wanted, person__merged_into__isnull=True)
    for row in rows.select_related("person").prefetch_related("person__spellings"):
        people[row.key][row.person_id] = row.person
    return {
        name: _bearers(name, {pk: person for key in found for pk, person in people[key].items()})
        for name, found in keys.items()
    }


def introduce(name: str, *, by: User, **fields: Any) -> Person:
    """Make a person of this name, at an address of their own.

    Raises:
        NotAllowed: when this person does not write stories.
    """
    if not permissions.can_write_stories(by):
        raise permissions.NotAllowed("Only reporters and editors add people.")
    person = Person(name=clean_name(name), **fields)
    word = address_word(person.name, max_length=100) or f"person-{person.uuid.hex[:8]}"
    person.slug = f"{word}-{person.uuid.hex[:6]}" if Person.objects.filter(slug=word).exists() else word
    person.full_clean()
    person.save()
    return person


def _bearers(name: str, candidates: Mapping[int, Person]) -> Bearers:
    mine = name_key(name)
    # Two people may have a name in common.
    by_name: dict[str, list[int]] = defaultdict(list)
    for pk in sorted(candidates):
        for known in _all_names(candidates[pk]):
            by_name[known].append(pk)
    exact = [
        pk for pk in sorted(candidates) if mine in {name_key(known) for known in _all_names(candidates[pk])}
    ]
    near = [pk for found in near_names(name, by_name) for pk in by_name[found.name]]
    one = exact[0] if len(exact) == 1 else None
    return Bearers(
        candidates.get(one) if one else None,
        tuple(candidates[pk] for pk in dict.fromkeys(near) if pk != one)[:MOST_NEAR],
    )


def _all_names(person: Person) -> set[str]:
    return {person.name, *(spelling.name for spelling in person.spellings.all())}
