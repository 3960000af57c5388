"""Review by four eyes: sent, claimed, approved by somebody else, and in an emergency looked at afterwards."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from pytest_django.fixtures import Settings

from articles import permissions, schedule, workflow
from articles.models import Notice, Priority, PublishedStory, Quote, Story
from tests import stories

pytestmark = pytest.mark.django_db


def test_a_story_is_sent_to_one_person_with_a_time_and_a_priority(
    story_at: Callable[..., Story], reporter: User, editor: User
) -> None:
    story, due = story_at("draft"), timezone.now() + timedelta(hours=2)

    workflow.submit(story, by=reporter, to=editor, due_at=due, priority=Priority.URGENT, note="Before noon.")

    story.refresh_from_db()
    assert (story.assigned_to, story.review_due_at, story.priority) == (editor, due, Priority.URGENT)
    assert abs(timezone.now() - story.in_review_since) < timedelta(minutes=1)
    told = Notice.objects.get()
    assert (told.to, told.kind, told.note) == (editor, "sent_to_me", "Before noon.")
    workflow.approve(story, by=editor)
    story.refresh_from_db()
    assert (story.in_review_since, story.review_due_at, story.priority) == (None, None, Priority.NORMAL)


@pytest.mark.parametrize("whom", ["reporter", "moderator", "inactive"])
def test_a_story_is_sent_only_to_whoever_reviews(
    story_at: Callable[..., Story], editor: User, request: pytest.FixtureRequest, whom: str
) -> None:
    story = story_at("draft")
    if whom == "inactive":
        editor.is_active = False
        editor.save()
    person = editor if whom == "inactive" else request.getfixturevalue(whom)

    with pytest.raises(workflow.MoveNotPossible, match="does not review"):
        workflow.submit(story, by=story.created_by, to=User.objects.get(pk=person.pk))


def test_the_most_pressing_and_then_the_longest_waiting_come_first(
    story_at: Callable[..., Story], reporter: User
) -> None:
    now = timezone.now()
    waiting = {
        name: workflow.submit(story_at("draft"), by=reporter, priority=priority, now=now - age)
        for name, priority, age in (
            ("new", Priority.NORMAL, timedelta(0)),
            ("old", Priority.NORMAL, timedelta(hours=3)),
            ("low", Priority.LOW, timedelta(days=9)),
            ("urgent", Priority.URGENT, timedelta(0)),
        )
    }

    queue = [*Story.objects.waiting_for_review().most_pressing_first()]

    assert queue == [waiting[name] for name in ("urgent", "old", "new", "low")]


def test_how_soon_a_story_is_reviewed_is_changed_after_it_was_sent(
    story_at: Callable[..., Story], reporter: User, editor: User
) -> None:
    now = timezone.now()
    first, later = now + timedelta(hours=1), now + timedelta(hours=4)
    story = workflow.submit(story_at("draft"), by=reporter, due_at=first, priority=Priority.LOW)
    as_seen = Story.objects.get(pk=story.pk)

    workflow.reprioritise(
        story, by=editor, due_at=later, priority=Priority.URGENT, note="The minister resigned."
    )

    story.refresh_from_db()
    assert (story.review_due_at, story.priority, story.status) == (later, Priority.URGENT, "in_review")
    said = story.transitions.get(verb="reprioritise")
    assert said.note.startswith("At once, due ")
    assert said.note.endswith("The minister resigned.")
    with pytest.raises(workflow.StaleStory):
        workflow.reprioritise(as_seen, by=editor, priority=Priority.LOW)
    with pytest.raises(permissions.NotAllowed):
        workflow.reprioritise(story, by=reporter, priority=Priority.HIGH)
    with pytest.raises(workflow.MoveNotPossible, match="already"):
        workflow.reprioritise(story, by=editor, due_at=later, priority=Priority.URGENT)
    with pytest.raises(workflow.MoveNotPossible, match="past"):
        workflow.reprioritise(story, by=editor, due_at=now - timedelta(hours=1), priority=Priority.URGENT)
    # What is overdue may become less pressing all the same; then it is due at no time.
    Story.objects.filter(pk=story.pk).update(review_due_at=now - timedelta(hours=1))
    story.refresh_from_db()
    workflow.reprioritise(story, by=editor, due_at=story.review_due_at, priority=Priority.LOW)
    workflow.reprioritise(story, by=editor, priority=Priority.LOW)
    assert Story.objects.get().review_due_at is None


def test_whoever_reviews_is_reminded_of_the_new_time(
    story_at: Callable[..., Story], reporter: User, editor: User
) -> None:
    now = timezone.now()
    story = workflow.submit(story_at("draft"), by=reporter, to=editor, due_at=now + timedelta(hours=1))
    assert schedule.remind_of_reviews(now=now + timedelta(hours=1)) == 1
    workflow.reprioritise(story, by=editor, due_at=now + timedelta(hours=3))

    assert schedule.remind_of_reviews(now=now + timedelta(hours=2)) == 0
    assert schedule.remind_of_reviews(now=now + timedelta(hours=3)) == 1
    assert schedule.remind_of_reviews(now=now + timedelta(hours=4)) == 0


def test_a_review_is_claimed_once_and_may_be_taken_over(
    story_at: Callable[..., Story], editor: User, other_editor: User
) -> None:
    story = story_at("in_review")
    workflow.claim(story, by=editor)
    with pytest.raises(permissions.NotAllowed, match="yours already"):
        workflow.claim(story, by=editor)

    workflow.claim(story, by=other_editor)

    assert Story.objects.get().assigned_to == other_editor
    assert story.status == "in_review"


def test_who_wrote_the_latest_words_does_not_approve_them(
    story_at: Callable[..., Story], reporter: User, editor: User, other_editor: User, superuser: User
) -> None:
    story = story_at("in_review")
    stories.edit(story, by=editor, headline="The editor's words")

    with pytest.raises(permissions.NotAllowed, match="somebody else has to approve"):
        workflow.approve(story, by=editor)
    assert "approve" not in {move.verb for move in workflow.moves_for(editor, story)}
    assert "approve" in {move.verb for move in workflow.moves_for(other_editor, story)}

    stories.edit(story, by=superuser, headline="A superuser's words")
    with pytest.raises(permissions.NotAllowed):
        workflow.approve(story, by=superuser)
    workflow.approve(story, by=editor)


@pytest.mark.parametrize("what", ["tags", "section", "verification", "save"])
def test_whoever_touches_no_word_is_not_who_wrote(
    story_at: Callable[..., Story], reporter: User, editor: User, other_editor: User, what: str
) -> None:
    story = stories.write(by=editor)
    match what:
        case "tags":
            story.tags.add(stories.a_tag("Rivers"))
        case "section":
            story.section = stories.a_section("Culture")
            story.save()
        case "verification":
            Quote.objects.filter(story=story).update(verification="recording")
    workflow.record_edit(story, by=other_editor)
    workflow.submit(story, by=other_editor)

    assert story.words_by == editor
    with pytest.raises(permissions.NotAllowed):
        workflow.approve(story, by=editor)
    workflow.approve(story, by=other_editor)


def test_in_a_newsroom_of_one_everybody_approves_their_own(editor: User, settings: Settings) -> None:
    settings.FOUR_EYES = False
    story = stories.write(by=editor)
    workflow.submit(story, by=editor)

    assert "publish_in_emergency" not in {move.verb for move in workflow.moves_for(editor, story)}
    workflow.approve(story, by=editor)
    workflow.publish(story, by=editor)

    assert PublishedStory.objects.exists()


def test_an_emergency_is_public_at_once_and_open_until_somebody_else_has_looked(
    editor: User, other_editor: User, reporter: User
) -> None:
    story = stories.write(by=editor)
    with pytest.raises(workflow.NoteMissing):
        workflow.publish_in_emergency(story, by=editor)
    with pytest.raises(permissions.NotAllowed):
        workflow.publish_in_emergency(story, by=reporter, note="It cannot wait.")

    workflow.publish_in_emergency(story, by=editor, note="People drive towards it.")

    assert PublishedStory.objects.get().revision == story.revision
    assert [*Story.objects.with_open_emergency()] == [story]
    assert story.transitions.last().note == "People drive towards it."
    for nobody in (editor, reporter):
        with pytest.raises(permissions.NotAllowed):
            workflow.clear_emergency(story, by=nobody)
    # Going on with the story closes nothing.
    stories.edit(story, by=editor, headline="More is known")
    assert Story.objects.with_open_emergency().exists()
    workflow.clear_emergency(story, by=other_editor)
    assert not Story.objects.with_open_emergency().exists()


def test_an_emergency_skips_a_second_person_and_no_check(editor: User) -> None:
    story = stories.write(by=editor, body="<p>The mayor, TK, said so.</p>", quotes=[])

    with pytest.raises(workflow.NotReady, match="TK"):
        workflow.publish_in_emergency(story, by=editor, note="It cannot wait.")


@pytest.mark.parametrize("whom", ["one", "all"])
def test_whoever_has_to_review_is_reminded_once_when_it_is_due(
    story_at: Callable[..., Story], reporter: User, editor: User, other_editor: User, whom: str
) -> None:
    due = timezone.now() + timedelta(hours=1)
    to = editor if whom == "one" else None
    workflow.submit(story_at("draft"), by=reporter, to=to, due_at=due)
    Notice.objects.all().delete()

    told = [schedule.remind_of_reviews(now=due + timedelta(minutes=minutes)) for minutes in (-1, 0, 1, 600)]

    assert told == [0, 1, 0, 0]
    assert {notice.to for notice in Notice.objects.filter(kind="review_due")} == (
        {editor} if whom == "one" else {editor, other_editor}
    )


def test_people_are_told_what_became_of_their_story_and_nobody_of_what_they_did(
    story_at: Callable[..., Story], reporter: User, editor: User
) -> None:
    story = story_at("in_review")
    workflow.request_changes(story, by=editor, note="Who else was there?")
    workflow.submit(story, by=reporter)
    workflow.approve(story, by=editor)
    workflow.publish(story, by=editor)

    told = [(notice.to, notice.kind) for notice in Notice.objects.order_by("pk")]
    assert told == [(reporter, kind) for kind in ("changes_requested", "approved", "published")]
