"""Who else has a story open, and what was saved since it was opened: asked by its page every few seconds."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404

from articles import permissions, presence, revisions
from articles.admin.content_words import label_of
from articles.admin.moments import moment
from articles.admin.story_moves import sent_number
from articles.models import Story
from articles.workflow import name_of


def ping(request: HttpRequest, story_id: int) -> HttpResponse:
    """Note that somebody has the story open, and tell them what they need to know of the others."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("You cannot read stories.")
    story = get_object_or_404(Story, pk=story_id)
    if request.method != "POST":
        return JsonResponse({"said": "This is asked by POST."}, status=405)
    if request.POST.get("leaving"):
        presence.has_left(story, by=request.user)
        return HttpResponse(status=204)
    if permissions.can_edit(request.user, story):
        presence.is_here(story, by=request.user)
    return JsonResponse(
        {
            "open": open_elsewhere(request, story),
            "saved": _saved_since(request, story),
            # Whoever logged in again in another tab goes on writing in this one.
            "token": get_token(request),
        },
        headers={"Cache-Control": "no-store"},
    )


def open_elsewhere(request: HttpRequest, story: Story) -> str:
    """Return who else has the story open, as a sentence or none."""
    return " ".join(
        f"{name_of(one.by)} has this open since {moment(one.opened_at)}."
        for one in presence.others(story, than=request.user)
    )


def put_together_with_yours(request: HttpRequest, story: Story) -> str:
    """Tell whoever saved first that somebody else's words were put together with theirs."""
    newest = story.revision
    if newest is None or newest.merged_with_id is None or newest.by_id == request.user.pk:
        return ""
    if newest.merged_with.by_id != request.user.pk:
        return ""
    return f"{newest.by_name} was writing while you saved: both were put together at {moment(newest.created_at)}."


def _saved_since(request: HttpRequest, story: Story) -> str:
    """Return what somebody saved since the page was made, as a sentence or none."""
    number = sent_number(request, "seen")
    if story.revision is None or number is None or number == story.revision_id:
        return ""
    seen = story.revisions.filter(pk=number).first()
    changed = (
        revisions.changed_fields(revisions.opened(seen), revisions.opened(story.revision)) if seen else []
    )
    what = f": {', '.join(label_of(name) for name in changed)}" if changed else ""
    who = "You" if story.revision.by_id == request.user.pk else story.revision.by_name
    where = " in another window" if who == "You" else ""
    return (
        f"{who} saved{where} at {moment(story.revision.created_at)}{what}. This page shows the story as it was "
        "before; when you save, both are put together."
    )
