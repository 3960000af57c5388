"""Doing one thing to many stories: foretold for each, done to each by its own verb, reported for each.

What may not be done to one story does not keep the others from it.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

from articles import moving, permissions, refusals, workflow
from articles.assigning import assign, check_can_take
from articles.models import Status, Story, Tag
from articles.models.transition import name_of
from articles.moves import TRANSITIONS, MoveNotPossible, StaleStory, WorkflowError
from articles.tagging import NameNotPossible, find_tag, set_tags

logger = logging.getLogger(__name__)

# A list shows so many, and so many are done before anybody loses patience.
MOST = 100
# What the audit trail says of where it was asked for.
DOOR = "many stories at once"
# Stands for a note that nobody has written yet.
_SOME_NOTE = "…"


class NothingToDo(WorkflowError):
    """The story is as it would be."""


@dataclass(frozen=True, slots=True)
class Given:
    """What goes with it: a note, the tags to add, the person to hand to."""

    by: User
    note: str = ""
    # By name; None where the tag is still to be made.
    tags: Mapping[str, Tag | None] = field(default_factory=dict)
    to: User | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What will become of one story, or what became of it, in words; or why nothing."""

    story: Story
    is_done: bool
    words: str


@dataclass(frozen=True, slots=True)
class Action:
    """One thing that can be done to many stories."""

    name: str
    label: str
    # What is asked for: fields of the form, and whether the note has to be there.
    asks: tuple[str, ...]
    # Says what will happen, or raises why it cannot; then does it.
    foretell: Callable[[Story, Given], str]
    do: Callable[[Story, Given], object]
    needs_note: bool = False


def given(*, by: User, note: str = "", tag_names: Iterable[str] = (), to: User | None = None) -> Given:
    """Return what goes with an action; each tag is looked up once."""
    return Given(by=by, note=note, tags={name: find_tag(name) for name in tag_names}, to=to)


def foretell(action: Action, stories: Iterable[Story], known: Given) -> list[Outcome]:
    """Return what an action would do to each of these stories; nothing is written."""
    outcomes = []
    for story in stories:
        try:
            outcomes.append(Outcome(story, True, action.foretell(story, known)))
        except (WorkflowError, permissions.NotAllowed) as refusal:
            outcomes.append(Outcome(story, False, str(refusal)))
    return outcomes


def carry_out(action: Action, versions: Mapping[int, int], known: Given) -> Iterator[Outcome]:
    """Do it to each story, given by its key with the version that was looked at, each in its own transaction."""
    for pk in sorted(versions):
        story = Story.objects.filter(pk=pk).first()
        if story is None:
            continue
        try:
            with transaction.atomic():
                story = _as_looked_at(pk, versions[pk])
                words = action.foretell(story, known)
                action.do(story, known)
        except permissions.NotAllowed as refusal:
            refusals.record(by=known.by, door=DOOR, asked=action.label, reason=str(refusal), story=story)
            yield Outcome(story, False, str(refusal))
        except (WorkflowError, NameNotPossible) as refusal:
            yield Outcome(story, False, str(refusal))
        # Whatever is wrong with one story, the next has its turn.
        except Exception:
            logger.exception("“%s” of story %s failed", action.label, pk)
            yield Outcome(
                story, False, "Something went wrong, and nothing was done to it. The log says more."
            )
        else:
            yield Outcome(story, True, words)


def _as_looked_at(pk: int, version: int) -> Story:
    """Return a story, held until the end of the transaction; what was foretold of it must still be true."""
    story = Story.objects.select_for_update(of=("self",)).get(pk=pk)
    if story.version != version:
        raise StaleStory("It was changed in the meantime. Look at it again.")
    return story


# --- What will happen ------------------------------------------------------------------------------


def _check(verb: str, story: Story, known: Given) -> None:
    move = TRANSITIONS[verb]
    note = known.note or (_SOME_NOTE if move.needs_note else "")
    moving.check_possible(move, story, by=known.by, note=note)


def _will_be_submitted(story: Story, known: Given) -> str:
    _check("submit", story, known)
    return "Goes from draft to review, for all editors."


def _will_be_withdrawn(story: Story, known: Given) -> str:
    _check("withdraw", story, known)
    scheduled = " It comes off the schedule." if story.is_scheduled else ""
    return f"Readers see it no more; its address shows your note.{scheduled}"


def _will_be_handed_over(story: Story, known: Given) -> str:
    _check("assign", story, known)
    has_it = name_of(story.assigned_to) if story.assigned_to else "nobody"
    if known.to is None:
        return f"Is with {has_it} now."
    check_can_take(known.to, story)
    return f"Goes from {has_it} to {name_of(known.to)}."


def _will_be_tagged(story: Story, known: Given) -> str:
    _check("record_edit", story, known)
    if not known.tags:
        return "Can be tagged."
    new = _new_tags(story, known)
    if not new:
        raise NothingToDo("Has these tags already.")
    ends = ""
    if story.status == Status.APPROVED:
        ends = " It becomes a draft again, and needs approval."
        ends += " It comes off the schedule." if story.is_scheduled else ""
    return f"Gets {', '.join(new)}.{ends}"


def _new_tags(story: Story, known: Given) -> list[str]:
    there = {row.tag_id for row in story.tagged.all()}
    return [
        name if tag is None else tag.name
        for name, tag in known.tags.items()
        if not tag or tag.pk not in there
    ]


# --- Doing it --------------------------------------------------------------------------------------


def _tag(story: Story, known: Given) -> None:
    names = [row.tag.name for row in story.tagged.select_related("tag")]
    set_tags(story, [*names, *known.tags], by=known.by)
    workflow.record_edit(story, by=known.by, note=known.note[:300])


def _hand_over(story: Story, known: Given) -> None:
    if known.to is None:
        raise MoveNotPossible("Choose to whom.")
    assign(story, to=known.to, by=known.by, note=known.note)


ACTIONS: dict[str, Action] = {
    action.name: action
    for action in (
        Action(
            "submit",
            "Send to review",
            ("note",),
            _will_be_submitted,
            lambda story, known: workflow.submit(story, by=known.by, note=known.note),
        ),
        Action("tag", "Add tags", ("tag_names",), _will_be_tagged, _tag),
        Action(
            "assign",
            "Hand to somebody",
            ("to", "note"),
            _will_be_handed_over,
            _hand_over,
        ),
        Action(
            "withdraw",
            "Withdraw from readers",
            ("note",),
            _will_be_withdrawn,
            lambda story, known: workflow.withdraw(story, by=known.by, note=known.note),
            needs_note=True,
        ),
    )
}
