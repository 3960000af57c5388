"""Two people on the page of one noun: who saves second writes nothing over unseen, and loses nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from articles.models import Image, Person, PersonSpelling, Tag
from tests.at_once import at_once
from tests.desk.conftest import Desk
from tests.desk.forms import add_row, form_of, opened, send
from tests.desk.pictures import in_library
from tests.stories import a_person, a_section, a_tag, an_author

pytestmark = pytest.mark.django_db

# Each noun with what one person changes, and what the other changes.
NOUNS: list[tuple[str, Callable[..., Any], str, str]] = [
    ("person", a_person, "description", "name"),
    ("author", an_author, "bio", "name"),
    ("section", a_section, "description", "name"),
    ("tag", a_tag, "description", "name"),
    ("image", in_library, "caption", "title"),
]


def _page(thing: Model) -> str:
    return reverse(f"admin:{thing._meta.app_label}_{thing._meta.model_name}_change", args=[thing.pk])


@pytest.mark.parametrize(("noun", "make", "field", "other"), NOUNS)
def test_who_saves_second_is_told_and_replaces_only_knowingly(
    noun: str,
    make: Callable[..., Any],
    field: str,
    other: str,
    desk: Desk,
    editor: User,
    other_editor: User,
) -> None:
    thing = make()
    first, second = desk(editor), desk(other_editor)
    fields, stale = (opened(client, _page(thing), f"{noun}_form") for client in (first, second))

    assert send(first, _page(thing), fields, **{field: "What the first wrote"}).status_code == 302
    told = send(second, _page(thing), stale, **{other: "What the second wrote"})

    thing.refresh_from_db()
    assert getattr(thing, field) == "What the first wrote"
    assert told.status_code == 200
    assert "While you had this page open, somebody changed" in told.content.decode()
    # All that was typed is still there, and goes in when it is sent again.
    again = {**form_of(told, f"{noun}_form"), field: ["Both, looked at"]}
    assert again[other] == ["What the second wrote"]
    assert send(second, _page(thing), again).status_code == 302
    thing.refresh_from_db()
    assert (getattr(thing, field), getattr(thing, other)) == ("Both, looked at", "What the second wrote")


def test_a_part_that_was_taken_away_is_not_given_back_by_an_old_page(
    desk: Desk, superuser: User, editor: User
) -> None:
    client = desk(superuser)
    fields, stale = (opened(client, _page(editor), "user_form") for _ in range(2))

    send(client, _page(editor), fields, groups=[])
    send(client, _page(editor), stale, first_name="Helen")

    assert not editor.groups.exists()


def test_the_same_form_sent_twice_and_an_old_one_that_changes_nothing_are_no_conflict(
    desk: Desk, editor: User
) -> None:
    person, client = a_person(), desk(editor)
    fields = opened(client, _page(person), "person_form")

    answers = [send(client, _page(person), fields, description="Mayor") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]


def test_what_the_newsroom_does_by_itself_is_no_conflict(desk: Desk, editor: User) -> None:
    image, client = in_library(), desk(editor)
    fields = opened(client, _page(image), "image_form")

    Image.objects.filter(pk=image.pk).update(width=image.width + 1)

    assert send(client, _page(image), fields, caption="The bridge").status_code == 302


def test_rows_that_somebody_else_changed_or_took_off_are_told_and_kept(
    desk: Desk, editor: User, other_editor: User
) -> None:
    person = a_person()
    PersonSpelling.objects.create(person=person, name="V. Dema")
    first, second = desk(editor), desk(other_editor)
    fields, stale = (opened(client, _page(person), "person_form") for client in (first, second))

    send(first, _page(person), fields, **{"spellings-0-DELETE": "on"})
    told = send(
        second, _page(person), add_row(stale, "spellings", name="Vjosa D.", kind="alias"), description="Mayor"
    )

    assert "somebody changed “Other spellings”" in told.content.decode()
    assert Person.objects.get().description == ""
    assert send(second, _page(person), form_of(told, "person_form")).status_code == 302
    assert {spelling.name for spelling in person.spellings.all()} == {"V. Dema", "Vjosa D."}


def test_a_row_that_is_another_persons_is_out_of_reach(desk: Desk, editor: User) -> None:
    mine, other = a_person(), a_person("Arben Hoti")
    PersonSpelling.objects.create(person=mine, name="V. Dema")
    theirs = PersonSpelling.objects.create(person=other, name="A. Hoti")
    client = desk(editor)
    fields = opened(client, _page(mine), "person_form")
    fields |= {"spellings-0-id": [str(theirs.pk)], "spellings-0-name": ["Taken over"]}

    send(client, _page(mine), fields)

    assert [spelling.name for spelling in other.spellings.all()] == ["A. Hoti"]
    assert {spelling.name for spelling in mine.spellings.all()} == {"V. Dema", "Taken over"}


def test_what_was_written_into_something_deleted_meanwhile_is_held(desk: Desk, editor: User) -> None:
    person, client = a_person(), desk(editor)
    fields = opened(client, _page(person), "person_form")
    page = _page(person)
    person.delete()

    answer = send(client, page, fields, description="Found out over three days.")

    assert answer.status_code == 404
    assert "Found out over three days." in answer.content.decode()
    assert "Somebody has deleted this person" in answer.content.decode()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_told(desk: Desk, editor: User, other_editor: User) -> None:
    tag = a_tag()
    clients: list[Client] = [desk(editor), desk(other_editor)]
    forms = [opened(client, _page(tag), "tag_form") for client in clients]

    def save(number: int) -> int:
        return send(clients[number], _page(tag), forms[number], description=f"By {number}").status_code

    answers = at_once(lambda: save(0), lambda: save(1))

    assert sorted(answers) == [200, 302]
    assert Tag.objects.get().description == f"By {answers.index(302)}"


@pytest.mark.parametrize("odd", ["", "[]", "{", '{"name": 7}', "[" * 5000, '{"nothing": "known"}'])
def test_whatever_a_page_says_it_was_made_from_is_answered(odd: str, desk: Desk, editor: User) -> None:
    person, client = a_person(), desk(editor)
    fields = opened(client, _page(person), "person_form")

    answer = send(client, _page(person), fields, _as_opened=odd, description="Mayor")

    assert answer.status_code in {200, 302}
