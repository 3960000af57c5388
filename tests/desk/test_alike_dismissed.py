"""Words that are alike in two stories and may be: said so with a reason, until one of them changes."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import AlikeDismissal, Quote, Story
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import opened
from tests.rows import everything
from tests.stories import edit, write

pytestmark = pytest.mark.django_db

WORDS = "We have waited long enough for this bridge, and now it has to open before the winter"
OTHER = WORDS.replace("winter", "summer")


@pytest.fixture
def pair(reporter: User, editor: User) -> tuple[Story, Story]:
    """Two stories of one person who said nearly the same words."""
    return write("Here", by=reporter, quotes=[WORDS]), write("There", by=editor, quotes=[OTHER])


def asks(client: Client, story: Story) -> list[str]:
    """Return the buttons about words that are alike on a story's page."""
    page = client.get(address_of(story)).content.decode()
    return [
        part.split('"')[0]
        for part in page.split('name="do" value="')[1:]
        if part.startswith(("both", "compare"))
    ]


def press(client: Client, story: Story, button: str, **fields: str) -> str:
    version = opened(client, address_of(story))["version"]
    address = reverse("admin:articles_story_words", args=[story.pk])
    return client.post(address, {"do": button, "version": version, **fields}, follow=True).content.decode()


@pytest.mark.thorough
def test_both_may_stand_with_a_reason_and_be_looked_at_again(
    pair: tuple[Story, Story], desk: Desk, reporter: User, editor: User
) -> None:
    here, there = pair
    client = desk(reporter)
    (button,) = asks(client, here)
    key = button.split()[1]
    before = everything()

    assert "Say why both are right" in press(client, here, button)
    assert everything() == before
    press(client, here, button, **{f"reason-{key}": "He said it twice, on two days."})

    # Neither story is asked any more; nothing else was written.
    assert asks(client, here) == asks(desk(editor), there) == [f"compare-again {key}"]
    assert "He said it twice, on two days." in client.get(address_of(here)).content.decode()
    assert {**everything(), "AlikeDismissal": []} == before

    # The other story takes it back.
    press(desk(editor), there, f"compare-again {key}")
    assert asks(client, here) == [button]
    assert everything() == before


@pytest.mark.parametrize("whose", [0, 1])
@pytest.mark.thorough
def test_it_holds_until_one_of_the_two_texts_changes(
    whose: int, pair: tuple[Story, Story], desk: Desk, reporter: User, editor: User
) -> None:
    here, _ = pair
    client = desk(reporter)
    (button,) = asks(client, here)
    press(client, here, button, **{f"reason-{button.split()[1]}": "Both are right."})
    edit(pair[whose], by=editor, standfirst="Other words around it.")
    assert asks(client, here)[0].startswith("compare-again")

    quote = pair[whose].quotes.get()
    Quote.objects.filter(pk=quote.pk).update(text=quote.text.replace("waited", "hoped"))
    edit(pair[whose], by=editor, standfirst="And other words in it.")

    assert asks(client, here)[0].startswith("both-right")
    # Its first words again: that was looked at.
    Quote.objects.filter(pk=quote.pk).update(text=quote.text)
    edit(pair[whose], by=editor, standfirst="As it was.")
    assert asks(client, here)[0].startswith("compare-again")


@pytest.mark.thorough
def test_only_whoever_may_change_the_story_decides_and_odd_keys_do_nothing(
    pair: tuple[Story, Story], desk: Desk, reporter: User, other_reporter: User
) -> None:
    here, _ = pair
    (button,) = asks(desk(reporter), here)
    key = button.split()[1]
    address = reverse("admin:articles_story_words", args=[here.pk])
    sent = {"do": button, "version": here.version, f"reason-{key}": "Mine."}

    assert desk(other_reporter).post(address, sent).status_code == 403
    for about in ("", "x", "\0", "9" * 500, f"{key}x"):
        answer = desk(reporter).post(address, {**sent, "do": f"both-right {about}", f"reason-{about}": "x"})
        assert answer.status_code == 409
    assert desk(reporter).post(address, {**sent, "do": f"compare-again {key}"}).status_code == 409
    assert not AlikeDismissal.objects.exists()

    desk(reporter).post(address, {**sent, f"reason-{key}": "\0é" + "x" * 5000})
    assert len(AlikeDismissal.objects.get().reason) == 400
