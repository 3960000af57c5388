"""Breaking news: above every page at once, gone at its time by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import breaking, permissions, workflow
from articles.models import BreakingNews
from tests import stories
from tests.public.site import publish, text

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WORDS = "Dam on the Drin holds, evacuation called off"


def shows(reader: Client, address: str = "/") -> bool:
    return WORDS in text(reader.get(address))


def test_every_page_shows_it_until_its_time_is_over(editor: User, reader: Client) -> None:
    (story,) = publish(1, by=editor)
    pages = ["/", "/sections/world/", "/corrections/", story.published.get_absolute_url(), "/nothing/"]
    assert not any(shows(reader, page) for page in pages)
    now = timezone.now()

    breaking.announce(WORDS, by=editor, until=now + HOUR)

    assert all(shows(reader, page) for page in pages)
    assert 'aria-label="Breaking news"' in text(reader.get("/"))
    # Nothing runs, nobody looks after it, and the page is kept: at its time it is gone.
    with time_machine.travel(now + HOUR - timedelta(seconds=5), tick=False):
        assert shows(reader)
    with time_machine.travel(now + HOUR, tick=False):
        assert not any(shows(reader, page) for page in pages)


def test_it_costs_no_query(editor: User, reader: Client) -> None:
    publish(1, by=editor)
    with CaptureQueriesContext(connection) as without:
        reader.get("/")
    breaking.announce(WORDS, by=editor, until=timezone.now() + HOUR)
    with CaptureQueriesContext(connection) as within:
        reader.get("/")

    assert len(within) == len(without)


def test_a_new_one_takes_the_place_of_the_old_and_is_taken_down(editor: User, reader: Client) -> None:
    breaking.announce("Dam breaks", by=editor, until=timezone.now() + HOUR)
    breaking.announce(WORDS, by=editor, until=timezone.now() + HOUR)
    assert shows(reader)
    assert "Dam breaks" not in text(reader.get("/"))

    assert breaking.end(by=editor)

    assert not shows(reader)
    assert not breaking.end(by=editor)
    assert BreakingNews.objects.exclude(ended_by_name="Helen Marsh").count() == 0


def test_it_leads_to_its_story_and_goes_with_it(editor: User, reader: Client) -> None:
    (story,) = publish(1, by=editor)
    breaking.announce(WORDS, by=editor, until=timezone.now() + HOUR, story=story)
    assert f'<a href="{story.published.get_absolute_url()}">{WORDS}</a>' in text(reader.get("/"))

    workflow.withdraw(story, by=editor, note="It was another dam.")

    assert not shows(reader)


@pytest.mark.parametrize("problem", ["empty", "long", "past", "endless", "hidden"])
def test_what_cannot_be_is_refused(problem: str, editor: User) -> None:
    now = timezone.now()
    asked = {
        "empty": {"text": " \u200b ", "until": now + HOUR},
        "long": {"text": "x" * 161, "until": now + HOUR},
        "past": {"text": WORDS, "until": now - HOUR},
        "endless": {"text": WORDS, "until": now + timedelta(days=3)},
        "hidden": {"text": WORDS, "until": now + HOUR, "story": stories.write(by=editor)},
    }[problem]

    with pytest.raises(breaking.NotAnnounced):
        breaking.announce(by=editor, **asked)

    assert not BreakingNews.objects.exists()


@pytest.mark.parametrize("person", ["reporter", "moderator"])
def test_only_editors_announce(person: str, request: pytest.FixtureRequest) -> None:
    somebody = request.getfixturevalue(person)
    with pytest.raises(permissions.NotAllowed):
        breaking.announce(WORDS, by=somebody, until=timezone.now() + HOUR)
    with pytest.raises(permissions.NotAllowed):
        breaking.end(by=somebody)


def test_words_of_the_desk_are_words_only(editor: User, reader: Client) -> None:
    breaking.announce("<script>alert(1)</script> & “more”", by=editor, until=timezone.now() + HOUR)

    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; “more”" in text(reader.get("/"))
