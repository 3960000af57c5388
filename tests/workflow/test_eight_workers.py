"""Eight workers, some of them killed, over two thousand stories that are due: each is published once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from articles import schedule, workflow
from articles.models import Notice, PublishedStory, Story, Transition
from tests import stories

WORKER = """
import sys
sys.argv = ["publish_due"]
import django
django.setup()
from django.conf import settings
from django.db import connections
settings.DATABASES["default"]["NAME"] = {name!r}
connections["default"].settings_dict["NAME"] = {name!r}
from articles.schedule import release_due
print("ready", flush=True)
for release in release_due():
    print(release.story.pk, release.problem, flush=True)
"""


def start() -> subprocess.Popen[str]:
    """Start a worker of its own process on the database of this test."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKER.format(name=str(connection.settings_dict["NAME"]))],
        stdout=subprocess.PIPE,
        text=True,
        cwd=settings.BASE_DIR,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(settings.BASE_DIR)},
    )


def run(due: int, workers: int, killed: int) -> None:
    """Let so many workers publish all that is due, killing some while they are at it."""
    running = [start() for _ in range(workers)]
    for worker in running:
        assert worker.stdout is not None
        assert worker.stdout.readline() == "ready\n"
    for number, worker in enumerate(running[:killed]):
        until = time.monotonic() + 60
        # Each a little later than the one before, in the middle of the work.
        while Transition.objects.filter(verb="publish").count() < due * (number + 1) // (killed + 2):
            assert time.monotonic() < until
        worker.send_signal(signal.SIGKILL)
    for worker in running:
        worker.communicate(timeout=600)
    assert [worker.returncode for worker in running[killed:]] == [0] * (workers - killed)
    # What a killed worker held is free again: nothing is left for the next tick but that.
    list(schedule.release_due())


def each_was_published_once(due: int) -> None:
    """See that every story is live and has made the move once, with one notice of it."""
    assert not Story.objects.scheduled().exists()
    assert PublishedStory.objects.count() == due
    moves = Transition.objects.filter(verb="publish").values("story").annotate(times=Count("pk"))
    assert {move["times"] for move in moves} == {1}
    assert len(moves) == due
    told = Notice.objects.filter(kind="published").values("story", "to").annotate(times=Count("pk"))
    assert {notice["times"] for notice in told} == {1}
    call_command("verify_integrity")


@pytest.fixture
def due(reporter: User, editor: User) -> Callable[[int], None]:
    def make(number: int) -> None:
        at = timezone.now() - timedelta(hours=1)
        for place in range(number):
            story = stories.bring_to("approved", stories.write(by=reporter, quotes=[]), by=editor)
            moment = at + timedelta(seconds=place)
            workflow.schedule(story, by=editor, at=moment, now=moment - timedelta(days=1))

    return make


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_eight_workers_of_which_three_are_killed_publish_each_of_2000_stories_once(
    due: Callable[[int], None],
) -> None:
    due(2000)
    run(2000, workers=8, killed=3)
    each_was_published_once(2000)
