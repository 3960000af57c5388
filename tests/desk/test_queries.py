"""What a page asks the database, with enough rows for a loop to show."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Byline, Quote, Story
from tests.desk.conftest import Desk, address_of
from tests.stories import a_person, an_author, bring_to, write

LIST = reverse("admin:articles_story_changelist")


def _queries(client: Any, address: str) -> list[str]:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return [query["sql"] for query in asked]


@pytest.mark.thorough
def test_a_list_of_a_hundred_costs_what_a_list_of_one_costs(desk: Desk, editor: User) -> None:
    client = desk(editor)
    story = write(by=editor)
    one = {view: _queries(client, f"{LIST}?view={view}") for view in ("", "mine")}

    for number in range(100):
        another = Story.objects.create(headline=f"Story {number}", section=story.section, created_by=editor)
        Byline.objects.create(story=another, author=an_author(f"Author {number}"))

    for view, asked in one.items():
        assert len(_queries(client, f"{LIST}?view={view}")) == len(asked), view
    # Session, person, permissions (2), notices, filters (2), count, rows, bylines, saved views, and four
    # tabs that count to 999.
    assert len(one[""]) <= 16


def test_the_list_never_counts_to_the_end_nor_fetches_a_text(desk: Desk, editor: User, story: Story) -> None:
    asked = _queries(desk(editor), LIST)

    assert all("LIMIT" in sql for sql in asked if "COUNT(" in sql)
    assert not any('"articles_story"."body"' in sql for sql in asked)


@pytest.mark.thorough
def test_a_story_of_sixty_quotes_costs_what_one_of_one_costs(desk: Desk, editor: User, story: Story) -> None:
    client = desk(editor)
    # Which tags stories carry that quote the same people is asked for three of them, however many there are.
    for number in range(2):
        Quote.objects.create(story=story, text=f"More words {number}", speaker=a_person(f"Speaker {number}"))
    one = len(_queries(client, address_of(story)))
    for number in range(60):
        Quote.objects.create(story=story, text=f"Words {number}", speaker=a_person(f"Person {number}"))

    assert len(_queries(client, address_of(story))) == one
    # A dozen of them look for tags that the story may lack.
    assert one <= 48


@pytest.mark.parametrize(
    "page", ["index", "articles_person_changelist", "articles_tag_changelist", "articles_author_changelist"]
)
@pytest.mark.thorough
def test_other_pages_ask_little(page: str, desk: Desk, editor: User, reporter: User) -> None:
    client = desk(editor)
    for _ in range(3):
        bring_to("live", write(by=reporter, tags=("A", "B")), by=editor)
        bring_to("in_review", write(by=reporter), by=editor)

    asked = _queries(client, reverse(f"admin:{page}"))
    # The front page has six numbers, seven lists and two charts; see test_front_page.py.
    assert len(asked) <= (24 if page == "index" else 12)
