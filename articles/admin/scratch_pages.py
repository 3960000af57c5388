"""Unsaved work on the desk: kept every few seconds, offered on return, looked at, taken up or dropped."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.admin import site
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse

from articles import permissions, revisions, scratches
from articles.admin.comparison import Change, changes
from articles.admin.desk_page import desk_page
from articles.admin.moments import moment
from articles.admin.story_form import TAKEN_UP
from articles.admin.together import hidden_fields
from articles.admin.typed import differs, read
from articles.models import Scratch, Story

# The button that fills the form from unsaved work; its value is the story's uuid.
TAKE = "_take-up"
# What a browser sends besides what somebody typed.
_NOT_TYPED = {"csrfmiddlewaretoken", "_save", "_move", TAKE, TAKEN_UP}


@dataclass(frozen=True, slots=True)
class Offer:
    """Unsaved work that somebody may take up again."""

    uuid: UUID
    when: str
    headline: str


def scratch(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Keep unsaved work; or show what differs in it; or drop it."""
    if not permissions.can_write_stories(request.user):
        raise permissions.NotAllowed("Only reporters and editors write stories.")
    if request.method == "POST":
        return _drop(request, uuid) if request.POST.get("do") == "drop" else _keep(request, uuid)
    kept, story = scratches.unsaved(uuid, by=request.user), Story.objects.filter(uuid=uuid).first()
    if kept is None:
        raise Http404("There is no unsaved work of yours on this story.")
    return desk_page(
        request,
        "admin/articles/story/scratch.html",
        Story,
        title="Unsaved work",
        subtitle=str(story) if story else "New story",
        story=story,
        offer=_offer(kept),
        changes=_changes(request, story, kept),
        address=_address(story),
        take=TAKE,
    )


def offers(request: HttpRequest, story: Story | None) -> list[Offer]:
    """Return the unsaved work to offer on a story's page, or on the page of a new one."""
    if story is None:
        return [_offer(one) for one in scratches.of_new_stories(request.user)]
    kept = scratches.unsaved(story.uuid, by=request.user)
    if kept is None:
        return []
    typed = read(site.get_model_admin(Story), request, story, as_data(kept))
    return [_offer(kept)] if differs(typed, revisions.content_of(story)) else []


def fill_from_scratch(request: HttpRequest) -> bool:
    """Put unsaved work in the place of what was sent, if that was asked for; the page shows it and saves nothing."""
    if TAKE not in request.POST:
        return False
    try:
        kept = scratches.unsaved(UUID(request.POST[TAKE]), by=request.user)
    except ValueError:
        kept = None
    if kept is None:
        raise Http404("There is no unsaved work of yours on this story.")
    data = as_data(kept)
    data[TAKEN_UP] = "1"
    request.POST = data
    return True


def as_data(kept: Scratch) -> QueryDict:
    """Return unsaved work as a form's data."""
    data = QueryDict(mutable=True)
    for name, value in kept.fields:
        data.appendlist(name, value)
    return data


def typed_fields(data: QueryDict) -> list[tuple[str, str]]:
    """Return a form's fields without buttons, tokens and choices."""
    return [(name, value) for name, value in hidden_fields(data) if name not in _NOT_TYPED]


def _keep(request: HttpRequest, uuid: UUID) -> HttpResponse:
    typed = typed_fields(request.POST)
    if not any(name == "headline" for name, _ in typed):
        return JsonResponse({"said": "That is no story’s form. Nothing was kept."}, status=400)
    kept = scratches.keep(uuid, typed, by=request.user)
    return JsonResponse({"said": f"Kept at {moment(kept.saved_at)}, not saved yet."})


def _drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    story = Story.objects.filter(uuid=uuid).first()
    scratches.drop(uuid, by=request.user)
    messages.success(request, "Your unsaved work was dropped. What was saved stands.")
    return HttpResponseRedirect(_address(story))


def _changes(request: HttpRequest, story: Story | None, kept: Scratch) -> list[Change]:
    typed = read(site.get_model_admin(Story), request, story, as_data(kept))
    return changes(revisions.content_of(story) if story else {}, typed.content)


def _offer(kept: Scratch) -> Offer:
    headline: Any = next((value for name, value in kept.fields if name == "headline"), "")
    return Offer(kept.story_uuid, moment(kept.saved_at), " ".join(str(headline).split())[:200])


def _address(story: Story | None) -> str:
    if story is None:
        return reverse("admin:articles_story_add")
    return reverse("admin:articles_story_change", args=[story.pk])
