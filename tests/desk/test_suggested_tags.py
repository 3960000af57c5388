"""Tags suggested beside a story: who may say what of them, and what it does."""

import json

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles import suggesting
from articles.admin.tag_lookup import names_in
from articles.models import DismissedTag, Story, Tag, TagAlias
from tests.desk.conftest import Desk, address_of
from tests.stories import a_tag, bring_to, edit, write


@pytest.fixture
def rivers(story: Story, reporter: User) -> Tag:
    """What the story's headline names."""
    edit(story, by=reporter, headline="Rivers and bridges")
    return a_tag("Rivers")


def send(desk: Desk, user: User, story: Story, do: str) -> str:
    client = desk(user)
    address = reverse("admin:articles_story_suggested_tags", args=[story.pk])
    response = client.post(address, {"do": do}, headers={"X-Requested-With": "fetch"})
    return response.content.decode() if response.status_code == 200 else str(response.status_code)


def test_whoever_writes_the_story_takes_a_suggestion_as_a_change_of_it(
    desk: Desk, reporter: User, story: Story, rivers: Tag
) -> None:
    assert "“Rivers” in the headline" in desk(reporter).get(address_of(story)).content.decode()

    assert send(desk, reporter, story, f"take {rivers.pk}") == "Tagged: Rivers."

    assert {tag.name for tag in story.tags.all()} == {"Bridges", "Rivers"}
    assert story.revisions.latest("number").note == "Tagged: Rivers"
    assert suggesting.suggestions(story) == []


def test_a_moderator_tags_at_once_what_readers_see(
    desk: Desk, moderator: User, editor: User, story: Story, rivers: Tag
) -> None:
    bring_to("live", story, by=editor)
    before = story.revisions.count()

    assert "Suggested tags" in desk(moderator).get(address_of(story)).content.decode()
    assert send(desk, moderator, story, f"take {rivers.pk}") == "Tagged: Rivers."

    assert rivers in story.published.tags.all()
    assert story.revisions.count() == before


@pytest.mark.thorough
def test_dismissed_stays_dismissed_and_can_be_brought_back(
    desk: Desk, reporter: User, story: Story, rivers: Tag
) -> None:
    send(desk, reporter, story, f"dismiss {rivers.pk}")
    assert DismissedTag.objects.get().by == reporter
    assert "“Rivers” in the headline" not in desk(reporter).get(address_of(story)).content.decode()
    send(desk, reporter, story, f"bring-back {rivers.pk}")
    assert "“Rivers” in the headline" in desk(reporter).get(address_of(story)).content.decode()


def test_others_can_neither_see_nor_press_them(
    desk: Desk, other_reporter: User, story: Story, rivers: Tag
) -> None:
    assert "Suggested tags" not in desk(other_reporter).get(address_of(story)).content.decode()
    for do in ("take", "dismiss", "bring-back"):
        assert send(desk, other_reporter, story, f"{do} {rivers.pk}") == "403"
    assert not DismissedTag.objects.exists()
    assert story.tags.count() == 1


@pytest.mark.parametrize(
    "do", ["", "take", "take x", "take 99999999999999999999", "take -1", "eat 1", "\x00 1"]
)
def test_a_button_that_is_not_there_does_nothing(do: str, desk: Desk, editor: User, story: Story) -> None:
    assert "Nothing was done" in send(desk, editor, story, do)
    assert story.tags.count() == 1


def test_words_that_are_not_saved_yet_suggest_as_well(desk: Desk, reporter: User, story: Story) -> None:
    a_tag("Ferries")
    client, address = desk(reporter), reverse("admin:articles_story_look_for_tags")
    for given in ("", str(story.pk), "x", "9" * 30):
        answer = client.post(
            address, {"story": given, "headline": "Ferries stop", "body": "<p>All ferries.</p>"}
        )
        assert "“Ferries” in the headline, once in the text" in answer.content.decode()
    story.refresh_from_db()
    assert story.headline == "The bridge opens"
    assert "Nothing more to suggest" in client.get(address).content.decode()


def test_the_look_up_knows_other_names_and_how_often_a_tag_is_used(
    desk: Desk, reporter: User, editor: User
) -> None:
    tag = a_tag("Prishtina", is_sensitive=True, sensitive_note="Ask legal")
    TagAlias.objects.create(tag=tag, name="Priština")
    bring_to("live", write(by=reporter, tags=["Prishtina"]), by=editor)

    def look(term: str) -> list[tuple]:
        answer = json.loads(desk(reporter).get(reverse("admin:articles_tag_names"), {"term": term}).content)
        return [(one["name"], one["alias"], one["stories"], one["mind"]) for one in answer["results"]]

    assert look("prisht") == [("Prishtina", "", 1, "Ask legal")]
    assert look("Prišti") == [("Prishtina", "Priština", 1, "Ask legal")]
    assert look("приштина") == [("Prishtina", "", 1, "Ask legal")]
    assert look("zzz") == []


@pytest.mark.parametrize(
    ("pasted", "names"),
    [
        ("Rivers\nFerries\r\n\r\nRivers", ["Rivers", "Ferries"]),
        ("Rivers; Ferries\tBoats", ["Rivers", "Ferries", "Boats"]),
        ("Rivers, Ferries, boats", ["Rivers", "Ferries", "boats"]),
        ("salt,  pepper, Rivers", ["Salt, pepper", "Rivers"]),
        ("Rivers, Salt, pepper", ["Rivers", "Salt, pepper"]),
        ('"Rivers", ', ['"Rivers"']),
        ("Flumenj", ["Rivers"]),
        (",;\n\t,", []),
        ("a," * 30_000, ["a"]),
    ],
)
@pytest.mark.thorough
def test_a_pasted_list_is_taken_apart(pasted: str, names: list[str], db: None) -> None:
    a_tag("Salt, pepper")
    TagAlias.objects.create(tag=a_tag("Rivers"), name="Flumenj")
    assert names_in(pasted) == names
