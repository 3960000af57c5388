"""Several forms at the same moment, each on a connection of its own."""

from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles.models import BreakingNews, PersonSpelling, Quote, Story
from tests.at_once import at_once
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import add_row, opened, send
from tests.stories import a_person, bring_to, write

ADD = reverse("admin:articles_story_add")
BREAKING = reverse("admin:articles_front_breaking")

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.thorough
def test_a_new_story_sent_twice_at_once_is_begun_once(desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    fields = add_row(
        opened(client, ADD), "quotes", text="At last", key=uuid4().hex, verification="unverified"
    )
    changes = {"headline": "Once", "tag_names": ["New", "Newer"]}

    answers = at_once(*[lambda: send(desk(reporter), ADD, fields, **changes) for _ in range(4)])

    story = Story.objects.get()
    assert [answer.status_code for answer in answers] == [302] * 4
    assert {answer.url for answer in answers} == {address_of(story)}
    assert story.revisions.count() == 1
    assert Quote.objects.count() == 1


@pytest.mark.thorough
def test_one_of_two_who_save_at_once_is_saved_and_the_other_is_shown_it(
    desk: Desk, reporter: User, editor: User
) -> None:
    story = write("A bridge", by=reporter)
    fields = opened(desk(reporter), address_of(story))

    answers = at_once(
        lambda: send(desk(reporter), address_of(story), fields, standfirst="The reporter's."),
        lambda: send(desk(editor), address_of(story), fields, standfirst="The editor's."),
    )

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    told = next(answer for answer in answers if answer.status_code == 200)
    assert "while you were writing" in told.content.decode()
    assert story.revisions.count() == 2


@pytest.mark.thorough
def test_of_two_stories_that_want_one_address_the_second_is_told(desk: Desk, reporter: User) -> None:
    forms = [opened(desk(reporter), ADD) for _ in range(3)]

    answers = at_once(
        *[
            lambda form=form: send(desk(reporter), ADD, form, headline="One", slug="one-address")
            for form in forms
        ]
    )

    assert sorted(answer.status_code for answer in answers) == [200, 200, 302]
    assert Story.objects.count() == 1


@pytest.mark.thorough
def test_a_save_and_a_publication_at_once_lose_nothing(desk: Desk, reporter: User, editor: User) -> None:
    story = bring_to("approved", write("A bridge", by=reporter), by=editor)
    address = address_of(story)
    mine, theirs = opened(desk(reporter), address), opened(desk(editor), address)

    at_once(
        lambda: send(desk(reporter), address, mine, headline="Changed at the last moment"),
        lambda: send(desk(editor), address, theirs, _move="publish"),
    )

    story = Story.objects.get()
    # Whoever was first: readers see what was approved or nothing, and the change is kept as a draft.
    if story.is_live:
        assert story.published.headline == "A bridge"
    assert story.headline == "Changed at the last moment"
    assert story.status == "draft"


@pytest.mark.thorough
def test_of_two_who_announce_at_once_one_does_and_the_other_is_told(
    desk: Desk, editor: User, other_editor: User
) -> None:
    people = editor, other_editor
    for standing in range(4):
        # The first time nothing stands yet, then what was announced before.
        forms = [opened(desk(one), BREAKING, "breaking_form") for one in people]

        answers = at_once(
            *[
                lambda one=one, form=form: send(desk(one), BREAKING, form, text=f"{one} {standing}")  # noqa: B023
                for one, form in zip(people, forms, strict=True)
            ]
        )

        assert sorted(answer.status_code for answer in answers) == [200, 302]
        told = next(answer for answer in answers if answer.status_code == 200)
        assert "after you opened this page. Nothing of yours was announced" in told.content.decode()
        assert BreakingNews.objects.count() == standing + 1


@pytest.mark.thorough
def test_announced_by_a_double_click_it_is_announced_once(desk: Desk, editor: User) -> None:
    form = opened(desk(editor), BREAKING, "breaking_form")

    answers = at_once(*[lambda: send(desk(editor), BREAKING, form, text="Dam holds") for _ in range(2)])

    assert [answer.status_code for answer in answers] == [302, 302]
    assert BreakingNews.objects.count() == 1


@pytest.mark.thorough
def test_of_two_who_add_one_spelling_at_once_the_second_is_told(
    desk: Desk, editor: User, other_editor: User
) -> None:
    address = reverse("admin:articles_person_change", args=[a_person("Radmila Shekerinska").pk])
    people = editor, other_editor
    for number in range(4):
        form = add_row(
            opened(desk(editor), address, "person_form"),
            "spellings",
            name=f"Sekerinska {number}",
            kind="alias",
        )

        answers = at_once(*[lambda one=one, form=form: send(desk(one), address, form) for one in people])

        assert sorted(answer.status_code for answer in answers) == [200, 302]
        assert PersonSpelling.objects.filter(name=f"Sekerinska {number}").count() == 1
