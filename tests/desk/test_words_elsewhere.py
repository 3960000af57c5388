"""Words like those of another story stand beside it while they are written."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import people
from articles.models import Story
from tests.desk.conftest import Desk, address_of
from tests.desk.words_panel import keys, press
from tests.stories import write

LONG = "We have waited long enough for this bridge, and now it has to open before the winter"


def _beside(client: Client, story: Story) -> str:
    page = client.get(address_of(story)).content.decode()
    return page.split('id="elsewhere"', 1)[1].split("</section>", 1)[0]


@pytest.mark.parametrize(
    ("words", "person", "told"),
    [
        (LONG.replace("winter", "summer"), "Vjosa Dema", "The same person, with a difference"),
        (LONG, "Ana Rama", "The same words from two people"),
        (LONG, "Vjosa Dema", None),
        ("The harvest was poor this year in all the valleys of the south", "Vjosa Dema", None),
    ],
)
@pytest.mark.thorough
def test_words_like_those_of_another_story_stand_beside_it_while_they_are_written(
    words: str, person: str, told: str | None, desk: Desk, reporter: User
) -> None:
    other = write("The other story", by=reporter, quotes=[LONG])
    people.introduce("Ana Rama", by=reporter)
    mine = write(by=reporter, body=f"<p>“{words},” {person} said.</p>", quotes=())
    client = desk(reporter)

    # As a proposal, and as a quote once it is taken.
    for _ in range(2):
        shown = _beside(client, mine)
        if told:
            assert told in shown
            assert "The other story" in shown
            assert shown.count("We have waited long enough") == 2
            assert f"/quote/{other.quotes.get().pk}/change/" in shown
            assert ("<mark>summer</mark>" in shown, "<mark>winter</mark>" in shown) == (
                "summer" in words,
            ) * 2
        else:
            assert "sides" not in shown
        answer = press(client, mine, f"take {keys(mine).get(words, '')}")
    assert ("The other story" in answer.content.decode()) is bool(told)


def test_somebody_nobody_knows_is_somebody_else(desk: Desk, reporter: User) -> None:
    write("The other story", by=reporter, quotes=[LONG])
    mine = write(by=reporter, body=f"<p>“{LONG},” Ilir Hoti said.</p>", quotes=())

    assert "The same words from two people" in _beside(desk(reporter), mine)


@pytest.mark.thorough
def test_looking_at_other_stories_asks_no_more_of_many_quotations(desk: Desk, reporter: User) -> None:
    asked = []
    for count in (2, 12):
        said = [f"{LONG} of the year {1990 + number}" for number in range(count)]
        write(by=reporter, quotes=said)
        body = "".join(f"<p>“{words},” Ilir Hoti said.</p>" for words in said)
        story = write(by=reporter, body=body, quotes=said[1::2])
        client = desk(reporter)
        client.get(address_of(story))
        with CaptureQueriesContext(connection) as queries:
            client.get(address_of(story))
        asked.append(len(queries))

    assert asked[0] == asked[1]
