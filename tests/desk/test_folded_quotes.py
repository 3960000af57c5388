"""A story's quotes are folded to one line each; what has to be looked at stands open."""

import re
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse

from articles.models import Quote, Story, Verification
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import add_row, opened, send
from tests.stories import write

SAID = [f"We shall mend bridge number {number} before winter" for number in range(4)]


@pytest.fixture
def story(reporter: User) -> Story:
    story = write("Four bridges", by=reporter, quotes=SAID)
    story.quotes.filter(text=SAID[1]).update(verification=Verification.RECORDING, speaker=None)
    return story


def folds(response: HttpResponse) -> list[tuple[bool, str]]:
    """Return of each card but the empty one whether it stands open, and what its line says."""
    found = re.findall(
        r'<details class="fold"( open)?>.*?<summary>(.*?)</summary>', response.content.decode(), re.DOTALL
    )
    return [(bool(is_open), " ".join(re.sub("<[^>]*>", " ", line).split())) for is_open, line in found[:-1]]


def test_each_quote_is_one_line_with_person_words_and_check(desk: Desk, reporter: User, story: Story) -> None:
    lines = folds(desk(reporter).get(address_of(story)))

    assert [is_open for is_open, _ in lines] == [False] * 4
    assert lines[0][1] == f"Quote #1 Vjosa Dema “{SAID[0]}” Not yet checked"
    assert lines[1][1] == f"Quote #2 Nobody by name “{SAID[1]}” Recording"


def test_a_mistake_opens_its_quote_and_no_other(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))

    response = send(client, address_of(story), fields, **{"quotes-2-source_url": "not an address"})

    assert response.status_code == 200
    assert [is_open for is_open, _ in folds(response)] == [False, False, True, False]
    # It may stand far below: the page leads there.
    assert '<li><a href="#id_quotes-2-source_url">Source address</a></li>' in response.content.decode()


def test_what_was_typed_and_not_saved_stands_open(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    fields = add_row(opened(client, address_of(story)), "quotes", text="One more bridge", key=uuid4().hex)

    response = send(client, address_of(story), fields, headline="", **{"quotes-3-role": "Minister"})

    assert response.status_code == 200
    assert [is_open for is_open, _ in folds(response)] == [False, False, False, True, True]
    assert Quote.objects.filter(text="One more bridge").exists() is False


def test_whoever_may_not_write_reads_the_same_lines(desk: Desk, moderator: User, story: Story) -> None:
    page = desk(moderator).get(address_of(story)).content.decode()

    assert page.count('<details class="fold">') == 4
    assert "quotes-0-text" not in page


def test_the_original_language_is_said_by_its_name(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    words = {"quotes-0-original_text": "Do ta ndreqim urën", "quotes-0-original_language": "Klingon"}

    response = send(client, address_of(story), fields, **words)
    assert "There is no language of this name" in response.content.decode()
    send(client, address_of(story), fields, **words | {"quotes-0-original_language": "albanian"})

    assert story.quotes.first().original_language == "sq"
    fields = opened(client, address_of(story))
    assert fields["quotes-0-original_language"] == ["Albanian"]
    before = story.revisions.count()
    send(client, address_of(story), fields)
    assert story.revisions.count() == before
