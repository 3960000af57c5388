"""What is scheduled appears when its time has come, once, and without waiting for what fails."""

import io
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import permissions, schedule, workflow
from articles.models import PublishedStory, Section, Story, Transition
from tests import stories
from tests.at_once import at_once
from tests.rows import everything


@pytest.fixture
def due(reporter: User, editor: User) -> Callable[..., Story]:
    """Make a story whose time came so many minutes ago."""

    def make(minutes: int = 1, **fields: object) -> Story:
        story = stories.bring_to("approved", stories.write(by=reporter, **fields), by=editor)
        at = timezone.now() - timedelta(minutes=minutes)
        return workflow.schedule(story, by=editor, at=at, now=at - timedelta(days=1))

    return make


def publish_due(*arguments: str) -> str:
    said = io.StringIO()
    call_command("publish_due", *arguments, stdout=said, stderr=said)
    return said.getvalue()


def released(moment: datetime | None = None) -> Iterator[tuple[Story, str]]:
    return ((release.story, release.problem) for release in schedule.release_due(now=moment))


@pytest.mark.django_db
def test_a_story_appears_when_its_time_has_come_and_not_before(
    story_at: Callable[..., Story],
) -> None:
    story = story_at("scheduled")
    at = story.publish_at

    assert list(released(at - timedelta(seconds=1))) == []
    assert list(released(at)) == [(story, "")]

    story.refresh_from_db()
    assert (story.is_live, story.publish_at, story.first_published_at) == (True, None, at)
    left = story.transitions.last()
    assert (left.verb, left.by, left.by_name, left.note) == ("publish", None, "Schedule", "Scheduled.")


@pytest.mark.django_db
def test_what_is_due_appears_once_oldest_first(due: Callable[..., Story]) -> None:
    late, later = due(5), due(60)

    assert [story for story, _ in released()] == [later, late]
    assert list(released()) == []
    assert Transition.objects.filter(verb="publish").count() == 2


@pytest.mark.django_db
def test_changes_to_a_live_story_appear_on_time_too(due: Callable[..., Story], editor: User) -> None:
    story = due()
    list(released())
    story.refresh_from_db()
    stories.edit(story, by=editor, headline="Changed")
    stories.bring_to("approved", story, by=editor)
    at = timezone.now() + timedelta(hours=1)
    workflow.schedule(story, by=editor, at=at, kind="update", public_note="There is news.")

    assert list(released()) == []
    list(released(at))

    assert PublishedStory.objects.get().headline == "Changed"


@pytest.mark.django_db
@pytest.mark.parametrize("move", ["unschedule", "request_changes", "spike", "edit"])
def test_a_story_taken_off_the_schedule_does_not_appear(
    due: Callable[..., Story], editor: User, move: str
) -> None:
    story = due()
    if move == "edit":
        stories.edit(story, by=editor, headline="Changed after approval")
    else:
        getattr(workflow, move)(story, by=editor, note="Not today.")

    assert list(released()) == []
    assert not PublishedStory.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("ago", [timedelta(0), timedelta(seconds=1), timedelta(days=9)])
def test_a_time_that_has_passed_is_refused(
    story_at: Callable[..., Story], editor: User, ago: timedelta
) -> None:
    story = story_at("approved")
    now = timezone.now()

    with pytest.raises(workflow.MoveNotPossible, match="That time has passed"):
        workflow.schedule(story, by=editor, at=now - ago, now=now)


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["approved", "scheduled", "live_approved", "live_scheduled"])
def test_the_clock_publishes_only_what_a_person_scheduled_for_now(
    story_at: Callable[..., Story], state: str
) -> None:
    story = story_at(state)
    before = everything()

    with pytest.raises(workflow.MoveNotPossible, match="is not due"):
        workflow.publish(story, by=None)

    assert everything() == before


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["submit", "approve", "withdraw", "record_edit"])
def test_the_clock_makes_no_other_move(story_at: Callable[..., Story], verb: str) -> None:
    story = story_at(
        {"submit": "draft", "approve": "in_review", "withdraw": "live", "record_edit": "draft"}[verb]
    )
    before = everything()

    with pytest.raises(permissions.NotAllowed):
        getattr(workflow, verb)(story, by=None, note="Nobody asked.")

    assert everything() == before


@pytest.mark.django_db
def test_a_story_that_cannot_be_published_does_not_hold_up_the_others(due: Callable[..., Story]) -> None:
    first, broken, last = due(30), due(20), due(10)
    broken.quotes.update(text="Slipped in after approval")

    results = dict(released())

    assert (results[first], results[last]) == ("", "")
    assert "not the one that was approved" in results[broken]
    broken.refresh_from_db()
    assert (broken.is_live, broken.is_scheduled) == (False, True)
    assert PublishedStory.objects.count() == 2


@pytest.mark.django_db
def test_publish_due_says_what_it_published_and_fails_if_something_could_not_be(
    due: Callable[..., Story],
) -> None:
    due(30, headline="Ferry sails")
    broken = due(20, headline="Ferry sinks")
    assert "Due since" in publish_due("--dry-run")
    assert not PublishedStory.objects.exists()
    broken.quotes.all().delete()
    said = io.StringIO()

    with pytest.raises(CommandError, match="could not be published"):
        call_command("publish_due", stdout=said, stderr=said)

    assert "Ferry sails" in said.getvalue().split("Not published")[0]
    assert "Not published, still scheduled: Ferry sinks" in said.getvalue()


@pytest.mark.django_db
def test_with_nothing_due_nothing_happens(story_at: Callable[..., Story]) -> None:
    story_at("scheduled")
    before = everything()

    assert publish_due("--dry-run") == publish_due() == ""

    assert everything() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.thorough
def test_several_workers_at_once_publish_each_story_once(due: Callable[..., Story]) -> None:
    for minutes in range(50):
        due(minutes + 1)

    results = at_once(*[lambda: list(schedule.release_due())] * 4)

    assert not [result for result in results if isinstance(result, Exception)]
    releases = [release for result in results for release in result]
    assert [release.problem for release in releases] == [""] * 50
    assert Transition.objects.filter(verb="publish").count() == PublishedStory.objects.count() == 50
    assert not Story.objects.scheduled().exists()
    call_command("verify_integrity")


@pytest.mark.django_db(transaction=True)
@pytest.mark.thorough
def test_a_story_is_taken_off_the_schedule_at_the_moment_it_is_due(
    due: Callable[..., Story], editor: User
) -> None:
    for _ in range(5):
        story = due()

        taken_off, releases = at_once(
            lambda story=story: workflow.unschedule(Story.objects.get(pk=story.pk), by=editor),
            lambda: list(schedule.release_due()),
        )

        story.refresh_from_db()
        assert story.is_live is not isinstance(taken_off, Story)
        if story.is_live:
            assert isinstance(taken_off, workflow.WorkflowError)
            assert [release.problem for release in releases] == [""]
        else:
            assert (story.status, story.is_scheduled) == ("approved", False)
    call_command("verify_integrity")


@pytest.mark.django_db
def test_a_section_that_was_taken_away_meanwhile_is_no_crash(due: Callable[..., Story]) -> None:
    due()
    Story.objects.update(section=None)
    Section.objects.all().delete()

    ((_, problem),) = released()

    assert "Choose a section" in problem
