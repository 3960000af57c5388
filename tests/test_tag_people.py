"""Whom a tag stands for, when it is merged, split and parted again."""

import pytest
from django.contrib.auth.models import User

from articles import tag_merging, tag_undoing
from articles.models import (
    Person,
    Tag,
    TagStatus,
    TagType,
)
from articles.tag_merging import SplitRule
from tests.stories import a_tag, write

pytestmark = pytest.mark.django_db


def people_tags(*names: str) -> list[Tag]:
    return [a_tag(name, type=TagType.PERSON, status=TagStatus.APPROVED) for name in names]


def tied(*tags: Tag) -> list[str]:
    """Return whom each tag stands for now."""
    rows = Tag.objects.in_bulk([tag.pk for tag in tags])
    return [str(rows[tag.pk].person or "") for tag in tags]


def test_the_person_of_a_merged_tag_goes_over_and_comes_back(moderator: User) -> None:
    one, other = people_tags("Osmani", "Vjosa Osmani")
    vjosa, donika = (Person.objects.create(name=name, slug=name.lower()) for name in ("Vjosa", "Donika"))
    Tag.objects.filter(pk=one.pk).update(person=vjosa)

    decision = tag_merging.merge(one, other, by=moderator)
    assert tied(one, other) == ["", "Vjosa"]
    tag_undoing.undo(decision, by=moderator)
    assert tied(one, other) == ["Vjosa", ""]

    # Whom somebody tied to the other tag since stays there; the one gets its own back.
    decision = tag_merging.merge(one, other, by=moderator)
    Tag.objects.filter(pk=other.pk).update(person=donika)
    tag_undoing.undo(decision, by=moderator)
    assert tied(one, other) == ["Vjosa", "Donika"]

    # Two tags of two people are merged, and both ties are there afterwards.
    decision = tag_merging.merge(one, other, by=moderator)
    assert tied(other) == ["Donika"]
    tag_undoing.undo(decision, by=moderator)
    assert tied(one, other) == ["Vjosa", "Donika"]


def test_a_person_who_was_tied_to_a_third_tag_meanwhile_stays_there(moderator: User) -> None:
    one, other, third = people_tags("Osmani", "Vjosa Osmani", "Presidenti Osmani")
    vjosa = Person.objects.create(name="Vjosa", slug="vjosa")
    Tag.objects.filter(pk=one.pk).update(person=vjosa)
    decision = tag_merging.merge(one, other, by=moderator)
    Tag.objects.filter(pk=other.pk).update(person=None)
    Tag.objects.filter(pk=third.pk).update(person=vjosa)

    tag_undoing.undo(decision, by=moderator)

    assert tied(one, other, third) == ["", "", "Vjosa"]


def test_a_split_leaves_the_person_where_they_are(moderator: User, editor: User) -> None:
    one, other = people_tags("Osmani", "Osmani, family")
    Tag.objects.filter(pk=one.pk).update(person=Person.objects.create(name="Vjosa", slug="vjosa"))
    story = write(by=editor, tags=["Osmani"])

    decision = tag_merging.split(one, other, SplitRule(section=story.section), by=moderator)
    assert tied(one, other) == ["Vjosa", ""]
    tag_undoing.undo(decision, by=moderator)
    assert tied(one, other) == ["Vjosa", ""]
