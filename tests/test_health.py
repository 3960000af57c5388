"""How late the newsroom runs is seen by editors and by a machine, and by nobody else; nothing of a story is told."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import workflow
from articles.models import Story
from tests.desk.conftest import Desk
from tests.stories import bring_to, write

pytestmark = pytest.mark.django_db
PAGE, MACHINE = "/admin/health/", "/healthz"


@pytest.fixture
def due(reporter: User, editor: User) -> Callable[[int], Story]:
    """Make a story whose time came so many minutes ago."""

    def make(minutes: int) -> Story:
        story = bring_to("approved", write("Canary bridge", by=reporter), by=editor)
        at = timezone.now() - timedelta(minutes=minutes)
        return workflow.schedule(story, by=editor, at=at, now=at - timedelta(days=1))

    return make


def test_a_newsroom_with_nothing_to_do_is_well(client: Client, editor: User, desk: Desk) -> None:
    assert client.get(MACHINE).json() == {
        "status": "ok",
        "database": "ok",
        "publishing_late_seconds": 0,
        "expiring_late_seconds": 0,
        "oldest_task_seconds": 0,
    }
    assert "Everything that was due is done." in desk(editor).get(PAGE).content.decode()
    assert PAGE in desk(editor).get("/admin/").content.decode()


def test_six_hours_late_is_six_hours_late_until_it_is_caught_up(
    due: Callable[[int], Story], client: Client, editor: User, desk: Desk
) -> None:
    due(365)
    due(3)

    told = client.get(MACHINE)
    page = desk(editor).get(PAGE).content.decode()

    assert told.status_code == 200
    assert told.json()["status"] == "late"
    assert 365 * 60 <= told.json()["publishing_late_seconds"] < 366 * 60
    assert "6 hours 5 minutes late" in page
    assert page.count("nobody has tried yet") == 2
    # To the machine nothing is said of the story.
    assert b"anary" not in told.content

    call_command("publish_due", stdout=None)
    assert client.get(MACHINE).json()["publishing_late_seconds"] == 0
    assert "Everything that was due is done." in desk(editor).get(PAGE).content.decode()


def test_what_failed_is_late_also_while_it_rests(due: Callable[[int], Story], client: Client) -> None:
    story = due(10)
    Story.objects.filter(pk=story.pk).update(
        failures=3, problem="No section.", try_again_at=timezone.now() + timedelta(minutes=8)
    )

    assert client.get(MACHINE).json()["publishing_late_seconds"] >= 600


def test_what_should_be_off_and_is_not_is_late(reporter: User, editor: User, client: Client) -> None:
    story = bring_to("live", write(by=reporter), by=editor)
    Story.objects.filter(pk=story.pk).update(expire_at=timezone.now() - timedelta(minutes=5))

    assert client.get(MACHINE).json()["expiring_late_seconds"] >= 300


def test_a_mail_that_nobody_sends_is_late(reporter: User, editor: User, client: Client) -> None:
    reporter.email = "rina@example.org"
    reporter.save()
    story = bring_to("in_review", write(by=reporter), by=editor)
    workflow.request_changes(story, by=editor, note="Shorter.")
    waiting = DBTaskResult.objects.all()
    assert waiting.exists()
    waiting.update(enqueued_at=timezone.now() - timedelta(minutes=5))

    assert client.get(MACHINE).json()["oldest_task_seconds"] >= 300
    assert client.get(MACHINE).json()["status"] == "late"


def test_a_database_that_does_not_answer_is_told_and_nothing_is_kept(client: Client) -> None:
    def gone(*_: object) -> None:
        raise OperationalError("could not connect to postgres://root:secret@db")

    with connection.execute_wrapper(gone):
        told = client.get(MACHINE)

    assert told.status_code == 503
    assert told.json() == {"status": "down", "database": "does not answer"}
    assert told.headers["Cache-Control"] == "no-store"
    # The next question is asked anew: a page of readers would have been kept.
    assert client.get(MACHINE).status_code == 200
    assert client.get(MACHINE).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("person", ["reporter", "moderator"])
def test_only_editors_see_the_page(person: str, desk: Desk, request: pytest.FixtureRequest) -> None:
    client = desk(request.getfixturevalue(person))

    assert client.get(PAGE).status_code == 403
    assert PAGE not in client.get("/admin/").content.decode()
