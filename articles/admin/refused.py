"""Who was refused what at the desk: every door that says no to somebody calls this."""

from django.contrib.messages import error
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest

from articles import refusals
from articles.models import Story
from articles.moves import TRANSITIONS

# The buttons of the desk: the value of the first that was sent says what was asked for.
_BUTTONS = ("_move", "do", "action")


def refuse(request: HttpRequest, problem: Exception) -> None:
    """Say why something was not done; what a person may not do is kept for the audit trail."""
    said = " ".join(problem.messages) if isinstance(problem, ValidationError) else str(problem)
    if isinstance(problem, PermissionDenied):
        note_refusal(request, said)
    error(request, said)


def note_refusal(request: HttpRequest, reason: str) -> None:
    """Keep that whoever asks was refused. Somebody who is not logged in is nobody in particular, and is left out."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return
    refusals.record(
        by=user,
        door=request.path,
        asked=_asked(request),
        reason=reason or "This page is not open to them.",
        story=_story(request),
    )


def _asked(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return "Look"
    move = TRANSITIONS.get(request.POST.get("_move", ""))
    return (
        move.label
        if move
        else next((request.POST[name] for name in _BUTTONS if request.POST.get(name)), "Send")
    )


def _story(request: HttpRequest) -> Story | None:
    """Return the story whose page it is."""
    match = request.resolver_match
    if match is None or not (match.url_name or "").startswith("articles_story_"):
        return None
    first = str(next(iter((*match.args, *match.kwargs.values())), ""))
    if not (first.isascii() and first.isdecimal() and len(first) < 19):
        return None
    return Story.objects.filter(pk=first).only("pk").first()
