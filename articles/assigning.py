"""Handing a story to somebody: it changes desks, and stays where it is on its way."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from articles import moving, permissions
from articles.models import Status, Story
from articles.models.transition import name_of
from articles.moves import TRANSITIONS, MoveNotPossible
from articles.notices import tell


def assign(
    story: Story, *, to: AbstractBaseUser, by: AbstractBaseUser, note: str = "", now: datetime | None = None
) -> Story:
    """Put a story on somebody's desk, and tell them.

    Raises:
        MoveNotPossible: when it is there already, or they could do nothing with it.
    """
    check_can_take(to, story)
    with transaction.atomic():
        moving.make(TRANSITIONS["assign"], story, by=by, note=note, now=now, assigned_to=to)
        tell("sent_to_me", story, to=[to], by=by, note=note, now=now)
    return story


def check_can_take(user: AbstractBaseUser, story: Story) -> None:
    """Raise `MoveNotPossible` unless this person can go on with this story, and does not have it."""
    name = name_of(user)
    if story.assigned_to_id == user.pk:
        raise MoveNotPossible(f"{name} has it already.")
    if story.status == Status.IN_REVIEW and not permissions.can_edit_any_story(user):
        raise MoveNotPossible(f"{name} does not review stories, and this one waits for review.")
    if not permissions.can_edit(user, story):
        raise MoveNotPossible(
            f"{name} may not change this story: they neither began it nor are credited on it."
        )
