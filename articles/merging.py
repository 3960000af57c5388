"""Making two people one who turned out to be one, and parting them again.

Every merge is journalled with what moved, leaves the old address leading to the new one, and can be
undone exactly.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import TypeVar

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Count
from django.utils import timezone

from articles import permissions, public_state, published_copy, search_index, workflow
from articles.models import (
    KeptApart,
    NameKey,
    Person,
    PersonMerge,
    PersonSpelling,
    Position,
    PublishedQuote,
    PublishedStory,
    Quote,
    SpellingKind,
    Story,
    Tag,
)

# So many rows are asked for by one query.
CHUNK = 500

T = TypeVar("T")


class MergeNotPossible(ValueError):
    """Two people were not made one, or not parted again; the message is for the person who asked."""


@dataclass(frozen=True, slots=True)
class MergeSuggestion:
    """Two people whose names fold alike."""

    one: Person
    other: Person
    key: str


def suggest_merges(*, most: int = 50) -> list[MergeSuggestion]:
    """Return pairs of people whose whole names fold alike, but for those that were kept apart."""
    alike = (
        NameKey.objects.filter(is_whole=True)
        .values("key")
        .annotate(count=Count("person"))
        .filter(count__gt=1)
    )
    rows = NameKey.objects.filter(is_whole=True, key__in=alike.order_by("key").values("key")[: most * 4])
    by_key: dict[str, list[Person]] = defaultdict(list)
    for row in rows.select_related("person").order_by("key", "person_id"):
        by_key[row.key].append(row.person)
    apart = set(KeptApart.objects.values_list("one", "other"))
    found: dict[tuple[int, int], MergeSuggestion] = {}
    for key, people in by_key.items():
        for one, other in combinations(people, 2):
            if (one.pk, other.pk) not in apart:
                found.setdefault((one.pk, other.pk), MergeSuggestion(one, other, key))
    return list(found.values())[:most]


def keep_apart(one: Person, other: Person, *, by: User, now: datetime | None = None) -> KeptApart:
    """Say that two people whose names fold alike are two people."""
    permissions.check_merge_people(by)
    lower, higher = sorted((one, other), key=lambda person: person.pk)
    pair, _ = KeptApart.objects.get_or_create(
        one=lower, other=higher, defaults={"at": now or timezone.now(), "by": by}
    )
    return pair


@transaction.atomic
def merge(
    person: Person, into: Person, *, by: User, note: str = "", now: datetime | None = None
) -> PersonMerge:
    """Make two people one: everything of `person` goes to `into`, and the old address leads there.

    Raises:
        MergeNotPossible: when they are one already, or one of them was merged before.
    """
    permissions.check_merge_people(by)
    now = now or timezone.now()
    _lock(person, into)
    if person.pk == into.pk or person.merged_into_id or into.merged_into_id:
        raise MergeNotPossible(f"“{person}” and “{into}” cannot be merged: look at both again.")
    stories = _stories_of(person)
    moved = {
        "quotes": [str(uuid) for uuid in person.quotes.values_list("uuid", flat=True)],
        "published_quotes": [str(uuid) for uuid in person.publishedquotes.values_list("uuid", flat=True)],
        **_move_names(person, into),
        "positions": _move_positions(person, into),
        "tag": _move_tag(person, into),
    }
    person.quotes.update(speaker=into)
    person.publishedquotes.update(speaker=into)
    person.merged_into = into
    person.save(update_fields=["merged_into"])
    into.index_names()
    journal = PersonMerge.objects.create(
        person=person, into=into, at=now, by=by, by_name=workflow.name_of(by), note=note, moved=moved
    )
    _follow(stories, by=by, note=f"{person} and {into} are one person.", now=now)
    return journal


@transaction.atomic
def undo_merge(journal: PersonMerge, *, by: User, now: datetime | None = None) -> Person:
    """Part two people again: what moved goes back, unless somebody gave it to a third person since.

    Raises:
        MergeNotPossible: when it was undone already, or the other person was merged in turn.
    """
    permissions.check_merge_people(by)
    now = now or timezone.now()
    person, into = journal.person, journal.into
    _lock(person, into)
    if into.merged_into_id:
        raise MergeNotPossible(f"“{into}” was merged in turn: undo that first.")
    if not PersonMerge.objects.filter(pk=journal.pk, undone_at=None).update(undone_at=now, undone_by=by):
        raise MergeNotPossible("This merge was undone already.")
    journal.refresh_from_db()
    moved = journal.moved
    _give_back(Quote.objects.filter(speaker=into), "uuid", moved["quotes"], speaker=person)
    # What was published between the merge and now goes back as well.
    published = sorted({*moved["quotes"], *moved["published_quotes"]})
    _give_back(PublishedQuote.objects.filter(speaker=into), "uuid", published, speaker=person)
    _give_back(PersonSpelling.objects.filter(person=into), "pk", moved["spellings"], person=person)
    _give_back(Position.objects.filter(person=into), "pk", moved["positions"], person=person)
    PersonSpelling.objects.filter(person=into, pk__in=moved["added_spellings"]).delete()
    # Unless somebody has tied another tag to either of them since.
    if moved.get("tag") and not Tag.objects.filter(person=person).exists():
        Tag.objects.filter(pk=moved["tag"], person=into).update(person=person)
    person.merged_into = None
    person.save(update_fields=["merged_into"])
    into.index_names()
    _follow(_stories_of(person), by=by, note=f"{person} and {into} are two people.", now=now)
    return person


def _lock(*people: Person) -> None:
    """Hold the rows of these people, always in one order, and read who they were merged into."""
    rows = Person.objects.filter(pk__in=[person.pk for person in people]).order_by("pk")
    merged = dict(rows.select_for_update(of=("self",)).values_list("pk", "merged_into"))
    for person in people:
        person.merged_into_id = merged[person.pk]


def _move_names(person: Person, into: Person) -> dict[str, list[int]]:
    taken = {into.name, *into.spellings.values_list("name", flat=True)}
    moving = [spelling.pk for spelling in person.spellings.all() if spelling.name not in taken]
    PersonSpelling.objects.filter(pk__in=moving).update(person=into)
    added = []
    if person.name not in taken and not into.spellings.filter(name=person.name).exists():
        added = [PersonSpelling.objects.create(person=into, name=person.name, kind=SpellingKind.ALIAS).pk]
    return {"spellings": moving, "added_spellings": added}


def _move_positions(person: Person, into: Person) -> list[int]:
    def facts(position: Position) -> tuple:
        return (position.title, position.organisation, position.starts_on, position.ends_on)

    known = {facts(position) for position in into.positions.all()}
    moving = [position.pk for position in person.positions.all() if facts(position) not in known]
    Position.objects.filter(pk__in=moving).update(person=into)
    return moving


def _move_tag(person: Person, into: Person) -> int | None:
    """Let the tag that names the one name the other, who has none; return its key."""
    tag = Tag.objects.filter(person=person).first()
    if tag is None or Tag.objects.filter(person=into).exists():
        return None
    Tag.objects.filter(pk=tag.pk).update(person=into)
    return tag.pk


def _give_back(rows: models.QuerySet, key: str, keys: list, **to: Person) -> None:
    for chunk in _chunks(keys):
        rows.filter(**{f"{key}__in": chunk}).update(**to)


def _chunks(items: list[T]) -> Iterator[list[T]]:
    return (items[start : start + CHUNK] for start in range(0, len(items), CHUNK))


def _stories_of(person: Person) -> list[int]:
    return sorted(
        {
            *person.quotes.values_list("story", flat=True),
            *person.publishedquotes.values_list("story", flat=True),
        }
    )


def _follow(stories: list[int], *, by: User, note: str, now: datetime) -> None:
    """Keep in every story that quotes them who is who now, and show it to readers."""
    for chunk in _chunks(stories):
        for story in Story.objects.filter(pk__in=chunk).select_related("revision", "published"):
            workflow.record_merge(story, by=by, note=note, now=now)
        for published in PublishedStory.objects.filter(pk__in=chunk):
            published_copy.render_again(published)
        search_index.keep_facets(chunk)
    public_state.refresh()
