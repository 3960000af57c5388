"""Unsaved work that nobody came back for goes after some days; what is younger never does."""

import uuid
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import scratches
from articles.models import Scratch, Story
from tests.rows import everything
from tests.stories import write

pytestmark = pytest.mark.django_db


def purged(**options: object) -> str:
    said = StringIO()
    call_command("purge_scratches", stdout=said, **options)
    return said.getvalue()


def left() -> list[str]:
    return [row.fields[0][1] for row in Scratch.objects.order_by("pk")]


@pytest.fixture
def story(reporter: User) -> Story:
    """A story with unsaved work of four ages in days; the last of a story never begun."""
    story = write(by=reporter)
    now = timezone.now()
    for days in (0, 29.9, 30.1, 400):
        known = story.uuid if days < 400 else uuid.uuid4()
        at = now - timedelta(days=days)
        scratches.keep(uuid.uuid4(), known, [("headline", f"{days}")], by=reporter, now=at)
    return story


def test_only_what_is_older_goes_and_nothing_else_does(story: Story) -> None:
    before = everything()

    assert "2 would be deleted" in purged(dry_run=True)
    assert everything() == before
    assert "2 deleted" in purged()
    assert left() == ["0", "29.9"]
    assert "1 of 1 deleted." in purged(days=29)
    assert left() == ["0"]
    assert {**everything(), "Scratch": []} == {**before, "Scratch": []}
    assert "0 deleted" in purged()


def test_what_a_window_sends_again_meanwhile_stays(story: Story, reporter: User) -> None:
    old = Scratch.objects.order_by("saved_at").first()
    assert old is not None
    cleared = scratches.clear_out(before=timezone.now() - timedelta(days=30), portion=1)
    next(cleared)
    (other,) = scratches.left_behind(before=timezone.now() - timedelta(days=30))
    scratches.keep(other.page, other.story_uuid, [("headline", "typed again")], by=reporter)

    assert list(cleared) == []
    assert "typed again" in left()


@pytest.mark.parametrize("days", [0, -1, 10**6])
def test_days_that_nobody_means_delete_nothing(story: Story, days: int) -> None:
    with pytest.raises(CommandError, match="Nothing was deleted"):
        purged(days=days)
    assert len(left()) == 4
