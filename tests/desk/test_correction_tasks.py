"""Corrections carried over: the page that lists them, who closes one, and where else the desk shows them."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import permissions
from articles.models import CorrectionTask, Story
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import opened, send
from tests.stories import bring_to, write

PAGE = reverse("admin:articles_quote_corrections")
WORDS = "We have waited long enough for this bridge, and now it has to open before the winter"
RIGHT = WORDS.replace("winter", "summer")


@pytest.fixture
def carrier(reporter: User) -> Story:
    return write("The carrier", by=reporter, quotes=[WORDS])


def correct_by_hand(client: Client, story: Story) -> None:
    fields = opened(client, address_of(story))
    name = next(name for name, values in fields.items() if values == [WORDS] and name.startswith("quotes-"))
    assert send(client, address_of(story), fields, **{name: RIGHT}).status_code == 302


@pytest.fixture
def task(desk: Desk, reporter: User, editor: User, carrier: Story) -> CorrectionTask:
    """A quote of an editor's story was corrected in the form; a reporter's story carries the words."""
    correct_by_hand(desk(editor), write("The source", by=editor, quotes=[WORDS]))
    return CorrectionTask.objects.get()


@pytest.mark.thorough
def test_words_corrected_in_the_form_are_listed_wherever_the_desk_looks(
    desk: Desk, reporter: User, editor: User, carrier: Story, task: CorrectionTask
) -> None:
    assert (task.story, task.words, task.right, task.by) == (carrier, WORDS, RIGHT, editor)

    for who in (reporter, editor):
        client = desk(who)
        listed = client.get(PAGE).content.decode()
        assert "The carrier" in listed
        assert "<mark>winter</mark>" in listed
        assert "<mark>summer</mark>" in listed
        assert f'value="{task.pk}"' in listed
        assert "Corrections to carry over" in client.get(reverse("admin:index")).content.decode()
        assert f"{PAGE}#task-{task.pk}" in client.get(address_of(carrier)).content.decode()


def test_what_a_headline_never_carried_of_the_words_is_not_marked(
    desk: Desk, reporter: User, editor: User
) -> None:
    write("“Now it has to open before the winter”", by=reporter, quotes=[WORDS])
    correct_by_hand(desk(editor), write("The source", by=editor, quotes=[WORDS]))

    listed = desk(reporter).get(PAGE).content.decode()

    assert "in the headline" in listed
    assert "<mark>summer</mark>" in listed
    assert "waited long enough for this bridge, and</mark>" not in listed


@pytest.mark.thorough
def test_whoever_may_change_the_story_closes_the_task_with_a_note(
    desk: Desk, reporter: User, task: CorrectionTask
) -> None:
    client = desk(reporter)

    page = client.post(PAGE, {"done": task.pk, f"note-{task.pk}": "Changed, too."}, follow=True)

    task.refresh_from_db()
    assert (task.is_open, task.note, task.done_by) == (False, "Changed, too.", reporter)
    assert "Nothing waits to be put right." in page.content.decode()
    assert "Changed, too." in client.get(PAGE, {"view": "done"}).content.decode()
    assert "Corrections to carry over" not in client.get(reverse("admin:index")).content.decode()
    assert "done already" in client.post(PAGE, {"done": task.pk}, follow=True).content.decode()


@pytest.mark.parametrize("who", ["other_reporter", "moderator"])
def test_others_read_the_list_and_close_nothing(
    who: str, desk: Desk, task: CorrectionTask, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who))
    page = client.get(PAGE).content.decode()
    assert "The carrier" in page
    assert f'value="{task.pk}"' not in page
    assert "Corrections to carry over" not in client.get(reverse("admin:index")).content.decode()

    client.post(PAGE, {"done": task.pk})

    task.refresh_from_db()
    assert task.is_open


@pytest.mark.thorough
def test_nobody_outside_sees_the_list(task: CorrectionTask) -> None:
    assert Client().get(PAGE).status_code == 302


@pytest.mark.parametrize("sent", ["", "x", "-1", "0", "99999999999999999999", "1 OR 1=1", "\x00"])
@pytest.mark.thorough
def test_tampered_posts_and_addresses_do_nothing(
    sent: str, desk: Desk, editor: User, task: CorrectionTask
) -> None:
    client = desk(editor)

    assert client.post(PAGE, {"done": sent}).status_code == 302
    assert client.get(PAGE, {"before": sent, "view": sent}).status_code == 200
    task.refresh_from_db()
    assert task.is_open


@pytest.mark.thorough
def test_a_long_list_comes_in_parts_and_asks_no_more(
    desk: Desk, reporter: User, carrier: Story, task: CorrectionTask
) -> None:
    client = desk(reporter)
    client.get(PAGE)
    with CaptureQueriesContext(connection) as one:
        client.get(PAGE)
    fields = {"words": WORDS, "wrong": WORDS, "right": RIGHT, "place": "headline", "at": task.at}
    stories = [write(f"Story {number}", by=reporter) for number in range(3)]
    CorrectionTask.objects.bulk_create(
        CorrectionTask(quote_uuid=task.quote_uuid, story=stories[number % 3], by_name="H", **fields)
        for number in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        page = client.get(PAGE).content.decode()

    assert len(many) == len(one)
    assert (page.count('class="task"'), "The carrier" in page) == (50, False)
    older = client.get(PAGE, {"before": page.split("before=")[1].split('"')[0]}).content.decode()
    assert (older.count('class="task"'), "The carrier" in older) == (11, True)


@pytest.mark.parametrize("who", ["reporter", "other_reporter", "editor", "moderator"])
def test_asked_for_many_stories_the_answer_is_that_for_each(
    who: str, reporter: User, editor: User, request: pytest.FixtureRequest
) -> None:
    user = request.getfixturevalue(who)
    stories = [bring_to(state, write(by=reporter), by=editor) for state in ("draft", "spiked", "live")]
    stories += [write(by=editor), write(by=request.getfixturevalue("other_reporter"))]

    assert permissions.editable(user, stories) == {
        story.pk for story in stories if permissions.can_edit(user, story)
    }
