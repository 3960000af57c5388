"""A save that was acknowledged survives anything; one that was not leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection

from articles import revisions
from articles.models import Section, Story

# Two writers are killed this often; CRASH_ROUNDS=25 for a long run.
ROUNDS = int(os.environ.get("CRASH_ROUNDS", "2"))
WRITERS = 2
SAVES_BEFORE_KILL = 5


def database_url() -> str:
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    login = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    return (
        f"postgres://{login}@{settings['HOST'] or '127.0.0.1'}:{settings['PORT'] or 5432}/{settings['NAME']}"
    )


@pytest.fixture
def writers() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    yield started
    for writer in started:
        writer.kill()
        writer.wait()


def start_writer(name: str) -> subprocess.Popen[str]:
    root = Path(__file__).parent.parent
    return subprocess.Popen(
        [sys.executable, str(root / "tests" / "crash_worker.py"), name],
        cwd=root,
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONPATH": str(root),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def kill_after_some_saves(writer: subprocess.Popen[str], saves: int) -> list[tuple[int, int, str]]:
    """Read acknowledgements, kill the writer in the middle of its next save, and return all it had printed."""
    lines = [writer.stdout.readline() for _ in range(saves)]
    writer.send_signal(signal.SIGKILL)
    lines += writer.stdout.readlines()
    writer.wait()
    whole = [line.split() for line in lines if line.endswith("\n")]
    return [(int(story), int(number), marker) for story, number, marker in whole]


@pytest.mark.django_db(transaction=True)
@pytest.mark.thorough
def test_kill_9_loses_no_acknowledged_save_and_leaves_none_half_written(
    editor: User, other_editor: User, writers: list[subprocess.Popen[str]]
) -> None:
    Section.objects.create(name="World", slug="world")
    acknowledged = []
    for turn in range(ROUNDS):
        now = [start_writer(f"{turn}-{place}") for place in range(WRITERS)]
        writers += now
        for place, writer in enumerate(now):
            acknowledged += kill_after_some_saves(writer, SAVES_BEFORE_KILL + turn + place)

    assert len(acknowledged) >= ROUNDS * WRITERS * SAVES_BEFORE_KILL
    for story_id, number, marker in acknowledged:
        story = Story.objects.get(pk=story_id)
        kept = story.revisions.get(number=number).content
        assert marker.removeprefix("changed-") in kept["body"]
        assert [quote["text"] for quote in kept["quotes"]].count(f"{marker} one") == 1
    for story in Story.objects.all():
        assert revisions.content_of(story) == story.revision.content
        assert (story.quotes.count(), story.tags.count()) == (2, 2)
    call_command("verify_integrity")
