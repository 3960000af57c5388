"""Eight workers, some of them killed, over two thousand stories that are due: each is published once."""

import os
import signal
import subprocess
import sys
import time
import uuid
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from articles import revisions, schedule, story_search, workflow
from articles.models import Notice, PublishedStory, Revision, Story, Transition
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
        until = time.monotonic() + 500
        # Each a little later than the one before, in the middle of the work.
        while Transition.objects.filter(verb="publish").count() < due * (number + 1) // (killed + 2):
            assert time.monotonic() < until
        worker.send_signal(signal.SIGKILL)
    for worker in running:
        worker.communicate(timeout=900)
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


def make_due(number: int, *, by: User) -> None:
    """Write the rows of so many stories as the verbs would leave them, one of each having been made by the verbs."""
    pattern = stories.bring_to("approved", stories.write(by=by, quotes=[], tags=[]), by=by)
    at = timezone.now() - timedelta(hours=1)
    workflow.schedule(pattern, by=by, at=at, now=at - timedelta(days=1))
    # In the order in which they were made: the schedule was made a day ago, so to say.
    moves = list(pattern.transitions.order_by("pk"))
    copies, kept = [], pattern.revision
    for place in range(1, number):
        copy = Story()
        for field in Story._meta.concrete_fields:
            setattr(copy, field.attname, getattr(pattern, field.attname))
        copy.pk, copy.uuid, copy.slug, copy._state.adding = None, uuid.uuid4(), f"due-{place}", True
        copy.headline, copy.publish_at, copy.revision = (
            f"Due, number {place}",
            at + timedelta(seconds=place),
            None,
        )
        content = revisions.content_from(copy, bylines=[], quotes=[], tags=[])
        copy.approved_fingerprint = revisions.fingerprint(content)
        copies.append((copy, content))
    Story.objects.bulk_create(copy for copy, _ in copies)
    texts = [
        Revision(
            story=copy,
            number=1,
            created_at=kept.created_at,
            by=kept.by,
            by_name=kept.by_name,
            content=content,
            fingerprint=copy.approved_fingerprint,
        )
        for copy, content in copies
    ]
    Revision.objects.bulk_create(texts)
    story_search.keep_words((text.story_id, text.content) for text in texts)
    for text in texts:
        text.story.revision = text
    Story.objects.bulk_update((text.story for text in texts), ["revision"], batch_size=500)
    Transition.objects.bulk_create(
        Transition(
            story=text.story,
            verb=move.verb,
            from_status=move.from_status,
            to_status=move.to_status,
            at=move.at,
            by=move.by,
            by_name=move.by_name,
            revision=text,
        )
        for text in texts
        for move in moves
    )


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_eight_workers_of_which_three_are_killed_publish_each_story_once(editor: User) -> None:
    # SQLite lets one of them write at a time: as many would only take longer.
    due = 2000 if connection.vendor == "postgresql" else 400
    make_due(due, by=editor)
    run(due, workers=8, killed=3)
    each_was_published_once(due)
