"""The life of a story: every move it can make, and what each move does.

A move is `verb(story, *, by, note="", now=None)`. It asks whether it is allowed, writes, leaves a
`Transition`, and lists what follows, one effect a line. `story` is the working copy as the caller
saw it: when somebody was quicker, the move raises `StaleStory` and nothing has happened.

Every verb has its name here. Those of a review are written in `reviewing`, those that change what readers
see in `publishing`, the keeping of what was written in `recording`; where a story begins, and how it is put
away, below. Only these modules, by way of `moving`, write `status` and what goes with it.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import moving, permissions
from articles.assigning import assign, reprioritise
from articles.models import Story
from articles.models.transition import name_of
from articles.moves import (
    TRANSITIONS,
    Embargoed,
    KindMissing,
    Move,
    MoveNotPossible,
    NoteMissing,
    NoteTooLong,
    NotReady,
    SecondPersonNeeded,
    StaleStory,
    WorkflowError,
)
from articles.moving import OFF_THE_SCHEDULE, OUT_OF_THE_QUEUE
from articles.notices import schedulers_of, tell
from articles.publishing import (
    clear_emergency,
    publish,
    publish_in_emergency,
    schedule,
    unschedule,
    withdraw,
)
from articles.recording import record_edit, record_merge
from articles.reviewing import approve, claim, request_changes, submit
from articles.timing import lift_embargo, lift_expiry, set_embargo, set_expiry

# The table, the refusals and the verbs are spoken of as the workflow's own.
__all__ = [
    "TRANSITIONS",
    "Embargoed",
    "KindMissing",
    "Move",
    "MoveNotPossible",
    "NotReady",
    "NoteMissing",
    "NoteTooLong",
    "SecondPersonNeeded",
    "StaleStory",
    "WorkflowError",
    "approve",
    "assign",
    "begin",
    "claim",
    "clear_emergency",
    "lift_embargo",
    "lift_expiry",
    "moves_for",
    "name_of",
    "publish",
    "publish_in_emergency",
    "record_edit",
    "record_merge",
    "reprioritise",
    "request_changes",
    "restore",
    "schedule",
    "set_embargo",
    "set_expiry",
    "spike",
    "submit",
    "unschedule",
    "withdraw",
]


def begin(story: Story, *, by: AbstractBaseUser, now: datetime | None = None) -> Story:
    """Put a new story, not yet saved, on its writer's desk.

    Raises:
        NotAllowed: when this person does not write stories.
    """
    if not permissions.can_write_stories(by):
        raise permissions.NotAllowed("Only reporters and editors begin stories.")
    story.created_by = story.assigned_to = story.updated_by = by  # type: ignore[assignment]  # any user model
    story.created_at = story.updated_at = now or timezone.now()
    address_is_given = bool(story.slug)
    try:
        with transaction.atomic():
            story.save()
    except IntegrityError:
        if address_is_given:
            raise
        # Somebody began a story with the same headline a moment ago: its address is seen now.
        story.slug = ""
        story.save()
    return story


def spike(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Put a story that readers do not see out of the way. Nothing of it is lost."""
    with transaction.atomic():
        waiting_for_it = schedulers_of(story)
        moving.make(
            TRANSITIONS["spike"],
            story,
            by=by,
            note=note,
            now=now,
            assigned_to=None,
            approved_fingerprint="",
            **OFF_THE_SCHEDULE,
            **OUT_OF_THE_QUEUE,
        )
        tell("unscheduled", story, to=waiting_for_it, by=by, note=note, now=now)
    return story


def restore(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Take a spiked story up again, as a draft."""
    return moving.make(TRANSITIONS["restore"], story, by=by, note=note, now=now, assigned_to=story.created_by)


def moves_for(user: AbstractBaseUser, story: Story) -> list[Move]:
    """Return the moves this person can make with this story now, in the order of the table."""
    return [
        move
        for move in TRANSITIONS.values()
        if not move.is_hidden and moving.is_possible(move, story) and _may(move, user, story)
    ]


def _may(move: Move, user: AbstractBaseUser, story: Story) -> bool:
    try:
        move.allowed(user, story)
    except permissions.NotAllowed:
        return False
    return True
