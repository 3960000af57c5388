"""Whoever acts on what is no longer so is told, and nothing is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import workflow
from articles.models import Priority, PublishedStory, Status, Story
from tests import stories
from tests.rows import everything

pytestmark = pytest.mark.django_db

# A state in which the move is possible, for every move there is.
POSSIBLE_AT = {
    "submit": "draft",
    "claim": "in_review",
    "reprioritise": "in_review",
    "publish_in_emergency": "live_draft",
    "clear_emergency": "emergency",
    "set_embargo": "approved",
    "lift_embargo": "embargoed",
    "set_expiry": "live",
    "lift_expiry": "expiring",
    "assign": "scheduled",
    "request_changes": "in_review",
    "approve": "in_review",
    "publish": "live_approved",
    "schedule": "approved",
    "unschedule": "scheduled",
    "withdraw": "live",
    "spike": "in_review",
    "restore": "spiked",
    "record_edit": "live_approved",
}


def move(verb: str, story: Story, *, by: User) -> object:
    asked: dict[str, object] = {}
    if workflow.TRANSITIONS[verb].needs_time:
        asked["at"] = timezone.now() + timedelta(days=2)
    if story.is_live and "kind" in workflow.TRANSITIONS[verb].asks:
        asked |= {"kind": "update", "public_note": "There is news."}
    if verb == "reprioritise":
        asked["priority"] = Priority.URGENT
    if verb == "assign":
        asked["to"] = User.objects.get_or_create(username="colleague", is_superuser=True, is_staff=True)[0]
    return getattr(workflow, verb)(story, by=by, note="Why.", **asked)


def save(story: Story, *, by: User) -> None:
    with transaction.atomic():
        story.save()
        workflow.record_edit(story, by=by)


def test_every_move_is_tried_too_late() -> None:
    assert {*POSSIBLE_AT} == {*workflow.TRANSITIONS}


@pytest.mark.parametrize("verb", POSSIBLE_AT)
def test_a_move_on_a_story_that_was_saved_meanwhile_does_nothing(
    story_at: Callable[..., Story], editor: User, other_editor: User, verb: str
) -> None:
    story = story_at(POSSIBLE_AT[verb])
    as_seen = Story.objects.get(pk=story.pk)
    Story.objects.filter(pk=story.pk).update(version=story.version + 1)
    before = everything()

    if verb == "record_edit":
        as_seen.headline = "Another headline"
    with pytest.raises(workflow.StaleStory, match="changed by somebody else"):
        move(verb, as_seen, by=editor)

    assert everything() == before


@pytest.mark.parametrize("verb", ["publish", "withdraw"])
def test_a_move_on_a_story_that_was_withdrawn_meanwhile_is_too_late(
    story_at: Callable[..., Story], editor: User, other_editor: User, verb: str
) -> None:
    story = story_at("live_approved")
    as_seen = Story.objects.get(pk=story.pk)
    workflow.withdraw(story, by=other_editor, note="It named the wrong bridge.")

    with pytest.raises(workflow.StaleStory):
        move(verb, as_seen, by=editor)

    assert not PublishedStory.objects.exists()


def test_a_save_from_an_old_form_loses_nothing_of_what_was_saved_meanwhile(
    story_at: Callable[..., Story], editor: User, other_editor: User
) -> None:
    story = story_at("draft")
    as_seen = Story.objects.get(pk=story.pk)
    stories.edit(story, by=other_editor, headline="What the other editor wrote")

    as_seen.standfirst = "What this editor wrote"
    with pytest.raises(workflow.StaleStory):
        save(as_seen, by=editor)

    assert Story.objects.get(pk=story.pk).headline == "What the other editor wrote"
    assert story.revisions.count() == 2


def test_a_save_from_an_old_form_in_which_nothing_was_changed_puts_nothing_back(
    story_at: Callable[..., Story], editor: User, other_editor: User
) -> None:
    story = story_at("draft")
    as_seen = Story.objects.get(pk=story.pk)
    stories.edit(story, by=other_editor, headline="What the other editor wrote")

    with pytest.raises(workflow.StaleStory):
        save(as_seen, by=editor)

    assert Story.objects.get(pk=story.pk).headline == "What the other editor wrote"


def test_a_save_from_a_form_opened_before_the_publish_does_not_undo_it(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("approved")
    as_seen = Story.objects.get(pk=story.pk)
    workflow.publish(story, by=editor)

    as_seen.headline = "From the old form"
    as_seen.save()

    kept = Story.objects.get(pk=story.pk)
    assert (kept.headline, kept.status, kept.is_live) == ("From the old form", Status.APPROVED, True)
    assert kept.version == story.version
