"""From when and until when readers may see a story: embargo and expiry."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from articles.models import Story
from articles.moves import TRANSITIONS, MoveNotPossible
from articles.moving import make


def set_embargo(
    story: Story, *, by: AbstractBaseUser, at: datetime, note: str = "", now: datetime | None = None
) -> Story:
    """Let nobody outside see a story before a time; it can be written, reviewed and approved meanwhile.

    Raises:
        MoveNotPossible: when the time has passed, or the story is scheduled before it.
    """
    _check_to_come(at, now)
    if story.publish_at is not None and story.publish_at < at:
        raise MoveNotPossible("It is scheduled for before that time. Take it off the schedule first.")
    return make(TRANSITIONS["set_embargo"], story, by=by, note=note, now=now, embargo_until=at)


def lift_embargo(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Let a story be published before its embargo has passed."""
    return make(TRANSITIONS["lift_embargo"], story, by=by, note=note, now=now, embargo_until=None)


def set_expiry(
    story: Story, *, by: AbstractBaseUser, at: datetime, note: str = "", now: datetime | None = None
) -> Story:
    """Take a story away from readers by itself at a time to come.

    Raises:
        MoveNotPossible: when the time has passed, or the story is scheduled for after it.
    """
    _check_to_come(at, now)
    if story.publish_at is not None and story.publish_at >= at:
        raise MoveNotPossible("It is scheduled for after that time: nobody would see it. Choose a later one.")
    return make(TRANSITIONS["set_expiry"], story, by=by, note=note, now=now, expire_at=at)


def lift_expiry(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Let a story stay with readers until somebody withdraws it."""
    return make(TRANSITIONS["lift_expiry"], story, by=by, note=note, now=now, expire_at=None)


def _check_to_come(at: datetime, now: datetime | None) -> None:
    if at <= (now or timezone.now()):
        raise MoveNotPossible("That time has passed. Choose a later one.")
