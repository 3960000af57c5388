"""On whose desk a story lies, and how soon they should look at it; it stays where it is on its way."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import moving, permissions
from articles.models import Priority, Status, Story
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


def reprioritise(
    story: Story,
    *,
    by: AbstractBaseUser,
    due_at: datetime | None = None,
    priority: int = Priority.NORMAL,
    note: str = "",
    now: datetime | None = None,
) -> Story:
    """Say anew how soon a story that waits for review should be looked at; None takes its time away.

    Raises:
        MoveNotPossible: when nothing would change, or a new time has passed.
    """
    now = now or timezone.now()
    priority = Priority(priority)
    is_new_time = due_at != story.review_due_at
    if is_new_time and due_at is not None and due_at <= now:
        raise MoveNotPossible("The review cannot be due in the past. Choose a later time.")
    if priority == story.priority and not is_new_time:
        raise MoveNotPossible("It is as pressing as that already. Choose another priority or another time.")
    by_when = f", due {timezone.localtime(due_at):%-d %B %Y, %H:%M}" if due_at else ", without a time"
    return moving.make(
        TRANSITIONS["reprioritise"],
        story,
        by=by,
        note=f"{priority.label}{by_when}. {note}",
        now=now,
        priority=priority,
        review_due_at=due_at,
    )


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
