"""The moves of a review: a draft is sent, taken up, sent back or approved.

Made by `workflow`'s rules and spoken of as its verbs.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import moving, permissions
from articles.models import Priority, Story
from articles.models.transition import name_of
from articles.moves import TRANSITIONS, MoveNotPossible
from articles.moving import OFF_THE_SCHEDULE, OUT_OF_THE_QUEUE
from articles.notices import schedulers_of, tell, writers_of


def submit(
    story: Story,
    *,
    by: AbstractBaseUser,
    note: str = "",
    to: AbstractBaseUser | None = None,
    due_at: datetime | None = None,
    priority: int = Priority.NORMAL,
    now: datetime | None = None,
) -> Story:
    """Send a draft to review: to one person, or to all editors; with a time by which it should be done.

    Raises:
        MoveNotPossible: when that person does not review stories, or the time has passed.
    """
    now = now or timezone.now()
    if to is not None and not permissions.can_edit_any_story(to):
        raise MoveNotPossible(f"{name_of(to)} does not review stories. Send it to somebody else.")
    if due_at is not None and due_at <= now:
        raise MoveNotPossible("The review cannot be due in the past. Choose a later time.")
    with transaction.atomic():
        moving.make(
            TRANSITIONS["submit"],
            story,
            by=by,
            note=note,
            now=now,
            assigned_to=to,
            in_review_since=now,
            review_due_at=due_at,
            priority=Priority(priority),
        )
        tell("sent_to_me", story, to=[to], by=by, note=note, now=now)
    return story


def claim(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Take up a review, so that two people do not read the same story."""
    return moving.make(TRANSITIONS["claim"], story, by=by, note=note, now=now, assigned_to=by)


def request_changes(
    story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None
) -> Story:
    """Send a story back to whoever began it, with a note that says what to change."""
    with transaction.atomic():
        waiting_for_it = schedulers_of(story)
        moving.make(
            TRANSITIONS["request_changes"],
            story,
            by=by,
            note=note,
            now=now,
            assigned_to=story.created_by,
            approved_fingerprint="",
            **OFF_THE_SCHEDULE,
            **OUT_OF_THE_QUEUE,
        )
        tell("changes_requested", story, to=writers_of(story), by=by, note=note, now=now)
        tell("unscheduled", story, to=waiting_for_it, by=by, note=note, now=now)
    return story


def approve(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Approve exactly the text as it stands; changing a character later voids it.

    Raises:
        NotAllowed: also when this person wrote the latest words, and the newsroom has a second one.
    """
    with transaction.atomic():
        moving.make(
            TRANSITIONS["approve"],
            story,
            by=by,
            note=note,
            now=now,
            assigned_to=by,
            approved_fingerprint=story.revision.fingerprint if story.revision else "",
            **OUT_OF_THE_QUEUE,
        )
        tell("approved", story, to=writers_of(story), by=by, note=note, now=now)
    return story
