"""From when and until when: embargo, expiry, what was missed, what fails again and again."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles import permissions, schedule, workflow
from articles.clock import clock
from articles.models import Address, Notice, PublishedStory, Story
from tests import stories

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def release(at: datetime) -> list[tuple[Story, str]]:
    return [(one.story, one.problem) for one in schedule.release_due(now=at)]


def test_under_embargo_a_story_is_approved_and_scheduled_but_not_published(
    story_at: Callable[..., Story], editor: User
) -> None:
    story, now = story_at("in_review"), timezone.now()
    until = now + 5 * HOUR
    workflow.set_embargo(story, by=story.created_by, at=until)
    workflow.approve(story, by=editor)

    assert story.is_embargoed()
    assert not story.is_embargoed(until)
    assert "publish" not in {move.verb for move in workflow.moves_for(editor, story)}
    with pytest.raises(workflow.Embargoed, match="under embargo until"):
        workflow.publish(story, by=editor)
    with pytest.raises(workflow.Embargoed):
        workflow.schedule(story, by=editor, at=until - timedelta(seconds=1))
    assert not PublishedStory.objects.exists()

    workflow.schedule(story, by=editor, at=until)
    with pytest.raises(workflow.MoveNotPossible, match="scheduled for before"):
        workflow.set_embargo(story, by=editor, at=until + HOUR)
    assert release(until - timedelta(seconds=1)) == []
    assert release(until) == [(story, "")]
    assert Story.objects.get().embargo_until is None


def test_an_emergency_does_not_break_an_embargo(story_at: Callable[..., Story], editor: User) -> None:
    story = story_at("draft")
    workflow.set_embargo(story, by=editor, at=timezone.now() + HOUR)

    with pytest.raises(workflow.Embargoed):
        workflow.publish_in_emergency(story, by=editor, note="It cannot wait.")


def test_an_embargo_that_stands_is_an_editors_to_change(
    story_at: Callable[..., Story], reporter: User, editor: User
) -> None:
    story, now = story_at("draft"), timezone.now()
    workflow.set_embargo(story, by=reporter, at=now + HOUR)

    with pytest.raises(permissions.NotAllowed, match="Only editors change an embargo"):
        workflow.set_embargo(story, by=reporter, at=now + timedelta(minutes=1))
    with pytest.raises(permissions.NotAllowed):
        workflow.lift_embargo(story, by=reporter, note="They agreed.")
    with pytest.raises(workflow.NoteMissing):
        workflow.lift_embargo(story, by=editor)
    workflow.lift_embargo(story, by=editor, note="They agreed.")
    with pytest.raises(workflow.MoveNotPossible, match="has passed"):
        workflow.set_embargo(story, by=editor, at=now - HOUR)


def test_a_story_comes_off_by_itself_with_an_explanation_and_a_notice(
    story_at: Callable[..., Story], editor: User, reporter: User, reader: Client
) -> None:
    story = story_at("live")
    at = timezone.now() + HOUR
    workflow.set_expiry(story, by=editor, at=at)
    address = story.published.get_absolute_url()

    assert release(at - timedelta(seconds=1)) == []
    assert reader.get(address).status_code == 200
    assert release(at) == [(story, "")]

    page = reader.get(address)
    assert page.status_code == 410
    assert b"This story was available until" in page.content
    story.refresh_from_db()
    assert (story.expire_at, story.transitions.last().by_name) == (None, "Schedule")
    assert {notice.to for notice in Notice.objects.filter(kind="expired")} == {reporter, editor}


def test_a_story_is_not_scheduled_for_after_it_comes_off_nor_the_other_way(
    story_at: Callable[..., Story], editor: User
) -> None:
    story, now = story_at("approved"), timezone.now()
    workflow.set_expiry(story, by=editor, at=now + 2 * HOUR)
    with pytest.raises(workflow.MoveNotPossible, match="come off"):
        workflow.schedule(story, by=editor, at=now + 2 * HOUR)
    workflow.schedule(story, by=editor, at=now + HOUR)
    with pytest.raises(workflow.MoveNotPossible, match="scheduled for after"):
        workflow.set_expiry(story, by=editor, at=now + HOUR)
    workflow.lift_expiry(story, by=editor)
    workflow.set_expiry(story, by=editor, at=now + 3 * HOUR)


def test_the_clock_takes_nothing_off_before_its_time(story_at: Callable[..., Story]) -> None:
    story = story_at("expiring")

    with pytest.raises(permissions.NotAllowed):
        workflow.withdraw(story, by=None, note="Over.")


@pytest.mark.parametrize("move", ["edit", "request_changes", "unschedule", "spike"])
def test_whoever_counts_on_a_schedule_is_told_when_it_is_off(
    story_at: Callable[..., Story], reporter: User, other_editor: User, move: str
) -> None:
    story = story_at("scheduled")
    Notice.objects.all().delete()

    if move == "edit":
        stories.edit(story, by=other_editor, headline="Changed")
    else:
        getattr(workflow, move)(story, by=other_editor, note="Not today.")

    told = {(notice.to.username, notice.kind) for notice in Notice.objects.all()}
    assert {("reporter", "unscheduled"), ("editor", "unscheduled")} <= told
    assert Story.objects.get().publish_at is None


@pytest.mark.thorough
def test_what_fails_rests_longer_each_time_is_shown_and_holds_up_nobody(
    story_at: Callable[..., Story], editor: User, reporter: User
) -> None:
    poisoned, sound = story_at("scheduled"), story_at("scheduled")
    at = max(poisoned.publish_at, sound.publish_at)
    Story.objects.filter(pk=poisoned.pk).update(section=None)
    opened = Story.objects.get(pk=poisoned.pk).version

    tried = []
    for minutes in range(120):
        moment = at + timedelta(minutes=minutes)
        tried += [minutes for story, _ in release(moment) if story == poisoned]
    # After 1, 2, 4, 8, 16, 32 minutes, and then each hour at least.
    assert tried == [0, 1, 3, 7, 15, 31, 63]
    assert PublishedStory.objects.get().pk == sound.pk

    poisoned.refresh_from_db()
    assert (poisoned.failures, poisoned.is_scheduled) == (7, True)
    assert "Choose a section" in poisoned.problem
    # Whoever has it open goes on undisturbed, and it is listed until it is out.
    assert poisoned.version == opened
    assert [*Story.objects.missed(at + HOUR)] == [poisoned]
    missed = Notice.objects.filter(kind="schedule_missed")
    assert {notice.to for notice in missed} == {reporter, editor}
    assert missed.count() == 2

    Story.objects.filter(pk=poisoned.pk).update(section=sound.section)
    assert release(at + timedelta(days=1)) == [(poisoned, "")]
    poisoned.refresh_from_db()
    assert (poisoned.failures, poisoned.problem, poisoned.try_again_at) == (0, "", None)


def test_what_was_missed_is_caught_up_oldest_first_and_says_how_late_it_is(
    story_at: Callable[..., Story], editor: User
) -> None:
    late, later = story_at("scheduled"), story_at("scheduled")
    Story.objects.filter(pk=later.pk).update(publish_at=late.publish_at + HOUR)
    moment = late.publish_at + timedelta(hours=7)

    assert [story for story, _ in release(moment)] == [late, later]

    assert late.transitions.last().note == "Scheduled. It went out 7 hours late."
    assert later.transitions.last().note == "Scheduled. It went out 6 hours late."
    told = Notice.objects.filter(kind="schedule_missed", to=editor)
    assert {notice.note for notice in told} == {
        "It is out now, 7 hours late.",
        "It is out now, 6 hours late.",
    }


def test_a_scheduled_change_tells_readers_what_was_asked_for_when_it_was_scheduled(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("live_approved")
    with pytest.raises(workflow.KindMissing):
        workflow.schedule(story, by=editor, at=timezone.now() + HOUR)
    at = timezone.now() + HOUR
    workflow.schedule(story, by=editor, at=at, kind="correction", public_note="It is in Prizren.")

    assert release(at) == [(story, "")]

    change = story.public_changes.get()
    assert (change.kind, change.note, change.published_at) == ("correction", "It is in Prizren.", at)


@pytest.mark.postgresql
def test_time_is_told_by_the_clock_that_all_workers_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: datetime(2099, 1, 1, tzinfo=UTC))

    assert clock().year < 2099
    assert connection.vendor == "postgresql"


def test_what_the_clock_does_leaves_a_sound_newsroom(story_at: Callable[..., Story], editor: User) -> None:
    story = story_at("live")
    workflow.set_expiry(story, by=editor, at=timezone.now() + HOUR)
    release(timezone.now() + 2 * HOUR)
    story_at("embargoed"), story_at("emergency"), story_at("expiring")

    call_command("verify_integrity")
    assert Address.objects.get().withdrawn_at is not None
