"""How a move is made: asked whether it is possible, claimed by the version that was seen, and recorded.

`workflow` and the verb modules beside it make moves; nothing else calls this.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import permissions, tag_lock
from articles.models import Priority, Story, Transition
from articles.models.transition import name_of
from articles.moves import Move, MoveNotPossible, NoteMissing, NoteTooLong, StaleStory

_TOO_LATE = "“{}” was changed by somebody else in the meantime. Nothing was done; look at it again."
# The moves that the newsroom's clock makes when nobody presses a button.
OF_THE_CLOCK = frozenset({"publish", "withdraw"})
# What a story loses when it leaves the schedule, and when it leaves the editors' queue.
OFF_THE_SCHEDULE: dict[str, object] = {
    "publish_at": None,
    "change_kind": "",
    "change_note": "",
    "failures": 0,
    "problem": "",
    "try_again_at": None,
}
OUT_OF_THE_QUEUE: dict[str, object] = {
    "in_review_since": None,
    "review_due_at": None,
    "priority": Priority.NORMAL,
}


def make(
    move: Move,
    story: Story,
    *,
    by: AbstractBaseUser | None,
    note: str,
    now: datetime | None,
    **changes: object,
) -> Story:
    """Make a move: check, claim the story, write its new state, and record it."""
    with transaction.atomic():
        check_possible(move, story, by=by, note=note, now=now)
        was = story.status
        claim(story, status=move.ends or story.status, **changes)
        record(story, move.verb, was, by=by, note=note, now=now or timezone.now())
    return story


def is_possible(move: Move, story: Story, *, now: datetime | None = None) -> bool:
    """Whether a story is at a point from which this move can be made."""
    if move.needs and getattr(story, move.needs) is None:
        return False
    if move.shows and story.is_embargoed(now):
        return False
    if story.revision_id is None and not move.is_hidden:
        return False
    return story.status in move.starts and story.visibility in move.visible


def check_possible(
    move: Move, story: Story, *, by: AbstractBaseUser | None, note: str, now: datetime | None = None
) -> None:
    """Raise what says why this person cannot make this move now; nothing when they can."""
    if by is not None:
        move.allowed(by, story)
    elif move.verb not in OF_THE_CLOCK:
        raise permissions.NotAllowed("Only a person does this, never the clock.")
    if not is_possible(move, story, now=now):
        state = f"{story.get_status_display().lower()}, {story.visibility.label.lower()}"
        raise MoveNotPossible(f"“{story}” is {state}: “{move.label}” is not possible now.")
    if move.needs_note and not note.strip():
        raise NoteMissing(f"“{move.label}” needs a note that says why.")
    if len(note) > move.longest_note:
        raise NoteTooLong(f"The note has {len(note)} characters; here it may have {move.longest_note}.")


def check_unchanged(story: Story) -> None:
    """Hold the story, and raise `StaleStory` when somebody has moved or saved it since the caller read it."""
    tag_lock.hold()
    held = Story.objects.filter(pk=story.pk, version=story.version).select_for_update(of=("self",))
    if not held.values_list("pk").first():
        raise StaleStory(_TOO_LATE.format(story))


def claim(story: Story, **changes: object) -> None:
    """Write the story's new state, unless somebody has moved or saved it since the caller read it.

    The UPDATE decides: it matches the version the caller saw, and its row count is the answer.
    """
    changes["version"] = story.version + 1
    matched = Story.objects.filter(pk=story.pk, version=story.version).update(**changes)
    if not matched:
        raise StaleStory(_TOO_LATE.format(story))
    for name, value in changes.items():
        setattr(story, name, value)


def record(
    story: Story, verb: str, was: str, *, by: AbstractBaseUser | None, note: str, now: datetime
) -> Transition:
    """Leave a `Transition` that says what was done."""
    return Transition.objects.create(
        story=story,
        verb=verb,
        from_status=was,
        to_status=story.status,
        at=now,
        by=by,
        by_name=name_of(by),
        note=note.strip(),
        revision=story.revision,
    )
