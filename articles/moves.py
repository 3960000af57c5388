"""The table of moves a story can make: from where, to where, who may, and why one is refused.

`workflow` makes the moves; the screens, the tests and the diagram in the docs are read off this table.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from articles import permissions
from articles.models import Status, Story, Visibility

DRAFT, IN_REVIEW, APPROVED, SPIKED = Status.DRAFT, Status.IN_REVIEW, Status.APPROVED, Status.SPIKED
NOT_LIVE, SCHEDULED, LIVE, CHANGED, WITHDRAWN = Visibility
ANY_VISIBILITY = frozenset(Visibility)


class WorkflowError(Exception):
    """A move that was not made; the message is for the person who asked."""


class StaleStory(WorkflowError):
    """Somebody else was quicker. Nothing was changed."""


class MoveNotPossible(WorkflowError):
    """The story is not at a point from which this move can be made."""


class NoteMissing(WorkflowError):
    """The move needs a note that says why."""


class NoteTooLong(WorkflowError):
    """The note does not fit where it will be kept or shown."""


class Embargoed(MoveNotPossible):
    """Nobody outside may see the story yet."""


class KindMissing(WorkflowError):
    """Readers see the story: they are told what sort of change this is."""


class SecondPersonNeeded(WorkflowError):
    """What changed is too much for one person to call it minor."""


class NotReady(WorkflowError):
    """The story lacks something it must have before readers see it; `problems` says what."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("Not ready to publish: " + " ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Move:
    """One line of the table of moves."""

    verb: str
    label: str
    done: str
    starts: tuple[Status, ...]
    ends: Status | None  # None: the status stays as it was
    allowed: Callable[[AbstractBaseUser, Story], None]
    visible: frozenset[Visibility] = ANY_VISIBILITY
    needs_note: bool = False
    longest_note: int = 2000
    needs_time: bool = False
    # What of the story has to be set already.
    needs: str = ""
    # Readers see more or other words afterwards: not while an embargo stands.
    shows: bool = False
    # What else is asked: fields of the form, and arguments of the verb.
    asks: tuple[str, ...] = ()
    # It has no button: something else brings it about.
    is_hidden: bool = False


_MOVES = (
    Move(
        "submit",
        "Send to review",
        "Sent to review.",
        (DRAFT,),
        IN_REVIEW,
        permissions.check_submit,
        asks=("to", "due_at", "priority"),
    ),
    Move("claim", "Take this review", "It is yours to review.", (IN_REVIEW,), None, permissions.check_claim),
    Move(
        "reprioritise",
        "Change how soon",
        "How soon it should be reviewed is changed.",
        (IN_REVIEW,),
        None,
        permissions.check_review,
        asks=("due_at", "priority"),
    ),
    # Asked for in the list of stories, for one or for many: see `bulk`.
    Move(
        "assign",
        "Hand to somebody",
        "Handed over.",
        (DRAFT, IN_REVIEW, APPROVED),
        None,
        permissions.check_assign,
        is_hidden=True,
    ),
    Move(
        "request_changes",
        "Send back with a note",
        "Sent back.",
        (IN_REVIEW, APPROVED),
        DRAFT,
        permissions.check_review,
        needs_note=True,
    ),
    Move("approve", "Approve", "Approved.", (IN_REVIEW,), APPROVED, permissions.check_approve),
    Move(
        "publish",
        "Publish now",
        "Published. Readers see it now.",
        (APPROVED,),
        APPROVED,
        permissions.check_publish,
        visible=ANY_VISIBILITY - {LIVE},
        shows=True,
        asks=("kind", "public_note"),
    ),
    Move(
        "publish_in_emergency",
        "Publish without approval",
        "Published. It stays on the desk's front page until somebody else has looked at it.",
        (DRAFT, IN_REVIEW),
        APPROVED,
        permissions.check_emergency,
        visible=ANY_VISIBILITY - {LIVE},
        needs_note=True,
        shows=True,
        asks=("kind", "public_note"),
    ),
    Move(
        "clear_emergency",
        "Looked at: it is in order",
        "Thank you. It is off the list.",
        (DRAFT, IN_REVIEW, APPROVED, SPIKED),
        None,
        permissions.check_clear_emergency,
        needs="emergency_at",
    ),
    Move(
        "schedule",
        "Schedule",
        "Scheduled.",
        (APPROVED,),
        APPROVED,
        permissions.check_publish,
        visible=ANY_VISIBILITY - {LIVE},
        needs_time=True,
        asks=("kind", "public_note"),
    ),
    Move(
        "unschedule",
        "Take off the schedule",
        "Taken off the schedule.",
        (APPROVED,),
        APPROVED,
        permissions.check_publish,
        visible=frozenset({SCHEDULED, CHANGED}),
        needs="publish_at",
    ),
    Move(
        "set_embargo",
        "Set an embargo",
        "Nobody outside sees it before that time.",
        (DRAFT, IN_REVIEW, APPROVED),
        None,
        permissions.check_set_embargo,
        visible=frozenset({NOT_LIVE, SCHEDULED, WITHDRAWN}),
        needs_time=True,
    ),
    Move(
        "lift_embargo",
        "Lift the embargo",
        "The embargo is lifted.",
        (DRAFT, IN_REVIEW, APPROVED, SPIKED),
        None,
        permissions.check_publish,
        needs_note=True,
        needs="embargo_until",
    ),
    Move(
        "set_expiry",
        "Set when it comes off",
        "It comes off by itself at that time.",
        (DRAFT, IN_REVIEW, APPROVED),
        None,
        permissions.check_publish,
        needs_time=True,
    ),
    Move(
        "lift_expiry",
        "Keep it without end",
        "It stays until somebody withdraws it.",
        (DRAFT, IN_REVIEW, APPROVED, SPIKED),
        None,
        permissions.check_publish,
        needs="expire_at",
    ),
    Move(
        "withdraw",
        "Withdraw from readers",
        "Withdrawn. Readers do not see it any more. To undo it, publish it again.",
        (DRAFT, IN_REVIEW, APPROVED),
        None,
        permissions.check_publish,
        visible=frozenset({LIVE, CHANGED}),
        needs_note=True,
        longest_note=600,
        asks=("mode", "to"),
    ),
    Move(
        "spike",
        "Spike",
        "Spiked. It can be restored.",
        (DRAFT, IN_REVIEW, APPROVED),
        SPIKED,
        permissions.check_review,
        visible=frozenset({NOT_LIVE, SCHEDULED, WITHDRAWN}),
    ),
    Move("restore", "Restore as a draft", "Restored as a draft.", (SPIKED,), DRAFT, permissions.check_review),
    Move(
        "record_edit",
        "Save",
        "Saved.",
        (DRAFT, IN_REVIEW, APPROVED),
        None,
        permissions.check_edit,
        longest_note=300,
        is_hidden=True,
    ),
)

TRANSITIONS: dict[str, Move] = {move.verb: move for move in _MOVES}
