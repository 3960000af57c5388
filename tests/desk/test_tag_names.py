"""Tags by name: typed in the story form, found or made."""

import json

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.urls import reverse

from articles.models import Story, Tag, TagAlias, TagStatus
from articles.tagging import NameNotPossible, set_tags, tag_named
from tests.at_once import at_once
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import opened, send
from tests.stories import a_tag


@pytest.mark.parametrize(
    "name",
    [
        "Salt, pepper",
        "Say “yes”",
        'Plain "quotes"',
        "🎉",
        "C++",
        "C#",
        "C",
        "...",
        "AC/DC",
        "!!!",
        "ال عربية",
        "'",
        "1",
    ],
)
@pytest.mark.thorough
def test_any_name_that_can_be_seen_makes_a_tag(name: str, desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)

    send(client, address_of(story), opened(client, address_of(story)), tag_names=[name, "Other"])

    assert {tag.name for tag in story.tags.all()} == {name, "Other"}
    assert all(tag.slug for tag in story.tags.all())
    assert set(opened(client, address_of(story))["tag_names"][0].split("\n")) == {name, "Other"}


@pytest.mark.parametrize(
    "spelling",
    [
        "bridges",
        "BRIDGES",
        "  Bridges  ",
        "Bri\u200bdges",
        "Bridges\u202e",
        "Ｂｒｉｄｇｅｓ",
        "Bridges\u00a0",
    ],
)
@pytest.mark.thorough
def test_another_spelling_is_the_same_tag(spelling: str, desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)

    send(client, address_of(story), opened(client, address_of(story)), tag_names=[spelling])

    assert Tag.objects.get().name == "Bridges"
    assert story.revisions.count() == 1


@pytest.mark.thorough
def test_an_alias_leads_to_its_tag(desk: Desk, reporter: User, story: Story) -> None:
    nato = a_tag("NATO")
    TagAlias.objects.create(tag=nato, name="North Atlantic Treaty Organisation")
    client = desk(reporter)

    for _ in range(2):
        send(
            client,
            address_of(story),
            opened(client, address_of(story)),
            tag_names=["north atlantic treaty organisation", "NATO"],
        )

    assert list(story.tags.all()) == [nato]
    assert story.revisions.count() == 2


@pytest.mark.parametrize("name", ["x" * 101, "\u200b", "\u202e"])
@pytest.mark.thorough
def test_a_name_no_tag_can_bear_is_a_message_and_the_rest_is_kept(
    name: str, desk: Desk, reporter: User, story: Story
) -> None:
    client = desk(reporter)

    response = send(
        client,
        address_of(story),
        opened(client, address_of(story)),
        tag_names=[name, "Kept"],
        headline="Kept too",
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert "Kept too" in page
    assert "\nKept</textarea>" in page
    assert Tag.objects.count() == 1


def test_a_hundred_characters_are_a_name(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    send(client, address_of(story), opened(client, address_of(story)), tag_names=["y" * 100])
    assert story.tags.get().name == "y" * 100


def test_a_reporters_new_tag_is_proposed_and_an_editors_approved(reporter: User, editor: User) -> None:
    assert tag_named("One", by=reporter).status == TagStatus.PROPOSED
    assert tag_named("Two", by=editor).status == TagStatus.APPROVED
    assert tag_named("one", by=editor).status == TagStatus.PROPOSED


def test_setting_tags_takes_off_what_is_not_named(story: Story, reporter: User) -> None:
    with transaction.atomic():
        set_tags(story, ["B", "A"], by=reporter)
    assert sorted(tag.name for tag in story.tags.all()) == ["A", "B"]
    with pytest.raises(NameNotPossible), transaction.atomic():
        set_tags(story, ["C", "x" * 101], by=reporter)
    assert sorted(tag.name for tag in story.tags.all()) == ["A", "B"]


@pytest.mark.django_db(transaction=True)
def test_two_people_who_invent_a_tag_at_once_make_one(reporter: User, editor: User) -> None:
    names = ["Race", "race", "RACE ", "Räce", "race!", "Race!"]

    made = at_once(*[lambda name=name: tag_named(name, by=editor) for name in names * 2])

    assert all(isinstance(tag, Tag) for tag in made), made
    assert Tag.objects.count() == 3


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_people_who_invent_the_same_tags_in_another_order_do_not_block_each_other(
    editor: User, reporter: User
) -> None:
    from tests.stories import write

    stories = [write(by=editor, tags=()) for _ in range(4)]
    names = [f"Tag {number}" for number in range(30)]

    def give(story: Story, order: list[str]) -> list[Tag]:
        with transaction.atomic():
            return set_tags(story, order, by=editor)

    made = at_once(
        *[
            lambda story=story, order=order: give(story, order)
            for story, order in zip(stories, [names, names[::-1]] * 2, strict=True)
        ]
    )

    assert all(isinstance(tags, list) for tags in made), made
    assert Tag.objects.filter(name__startswith="Tag ").count() == 30


def test_suggestions_begin_with_the_exact_name(desk: Desk, reporter: User) -> None:
    for name in ("Kosovo police", "Police", "Police reform", "Old police"):
        a_tag(name)
    Tag.objects.filter(name="Old police").update(status=TagStatus.DEPRECATED)

    answer = desk(reporter).get(reverse("admin:articles_tag_names"), {"term": " POLICE"})

    assert [one["name"] for one in json.loads(answer.content)["results"]] == [
        "Police",
        "Police reform",
        "Kosovo police",
    ]


def test_suggestions_answer_any_term(desk: Desk, reporter: User) -> None:
    for term in ("", "\x00", "%", "_", "x" * 10_000, "</script>", "😀", "\u202e"):
        answer = desk(reporter).get(reverse("admin:articles_tag_names"), {"term": term})
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] == "application/json"
