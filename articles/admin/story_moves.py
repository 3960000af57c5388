"""Moves asked for on a story's page."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from articles import workflow
from articles.admin.move_form import MoveForm
from articles.admin.refused import refuse
from articles.models import Story
from articles.permissions import NotAllowed

# The button that was pressed: its value is the verb.
MOVE = "_move"
_LEFT_OVER = "asked-of-story-{}"
_LONGEST_KEPT = 2000


def make_move(request: HttpRequest, story: Story, *, is_stale: bool) -> None:
    """Make the move a person pressed the button of, and tell them what became of it.

    Whatever was saved before stays saved when the move is not possible. `is_stale` says that the
    page was made before the story's last save or move.
    """
    move = workflow.TRANSITIONS.get(request.POST[MOVE])
    if move is None or move.is_hidden:
        messages.error(request, "There is no such move. Nothing was done.")
        return
    if is_stale and _was_made_by(request, story, move):
        messages.info(request, f"This was done already: {move.done}")
        return
    try:
        if is_stale:
            raise workflow.StaleStory(
                f"“{story}” was changed by somebody else in the meantime. Nothing was done; look at it again."
            )
        with transaction.atomic():
            _make(request, story, move)
    except (workflow.WorkflowError, NotAllowed) as problem:
        refuse(request, problem)
        filled_in = {
            name: request.POST.get(f"_with-{name}", "")[:_LONGEST_KEPT] for name in MoveForm.base_fields
        }
        request.session[_LEFT_OVER.format(story.pk)] = {"verb": move.verb, "filled_in": filled_in}
    else:
        messages.success(request, move.done)


def left_over(request: HttpRequest, story: Story | None) -> tuple[str, dict[str, str]]:
    """Return the verb of a move that was not made, and what was filled in for it."""
    kept = request.session.pop(_LEFT_OVER.format(story.pk), None) if story else None
    return (
        (kept["verb"], {name: value for name, value in kept["filled_in"].items() if value})
        if kept
        else ("", {})
    )


def sent_version(request: HttpRequest) -> int | None:
    """Return the version of the story that the page was made from."""
    return sent_number(request, "version")


def sent_number(request: HttpRequest, name: str) -> int | None:
    """Return a whole number that was sent, or None for anything else."""
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and sent.isascii() and len(sent) < 19 else None


def _make(request: HttpRequest, story: Story, move: workflow.Move) -> None:
    try:
        arguments = MoveForm(request.POST, user=request.user).arguments_for(move)
    except ValidationError as problem:
        raise workflow.WorkflowError(" ".join(problem.messages)) from None
    if move.needs_time and arguments["at"] is None:
        raise workflow.WorkflowError(f"“{move.label}” needs a time.")
    getattr(workflow, move.verb)(story, by=request.user, **arguments)


def _was_made_by(request: HttpRequest, story: Story, move: workflow.Move) -> bool:
    """Whether this is the second press of a button that has done its work."""
    last = story.transitions.last()
    return last is not None and last.verb == move.verb and last.by_id == request.user.pk
