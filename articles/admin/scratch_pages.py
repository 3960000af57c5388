"""Unsaved work on the desk: kept every few seconds, offered on return, looked at, taken up or dropped."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.admin import site
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse

from articles import permissions, revisions, scratches
from articles.admin.comparison import Change, Content, changes
from articles.admin.desk_page import desk_page
from articles.admin.kept import TooMuch
from articles.admin.moments import moment
from articles.admin.story_form import TAKEN_UP
from articles.admin.together import hidden_fields
from articles.admin.typed import differs, read
from articles.models import Scratch, Story

# The key of the page that a form stands on.
PAGE = "_page"
# The button that fills the form from unsaved work; its value is the key of the page that kept it.
TAKE = "_take-up"
# What a browser sends besides what somebody typed.
_NOT_TYPED = {"csrfmiddlewaretoken", "_save", "_move", TAKE, TAKEN_UP}


@dataclass(frozen=True, slots=True)
class Offer:
    """Unsaved work that somebody may take up again."""

    page: UUID
    story_uuid: UUID
    when: str
    headline: str


def scratch(request: HttpRequest, page: UUID) -> HttpResponse:
    """Keep unsaved work; or show what differs in it; or drop it."""
    if not permissions.can_write_stories(request.user):
        raise permissions.NotAllowed("Only reporters and editors write stories.")
    if request.method == "POST":
        return _drop(request, page) if request.POST.get("do") == "drop" else _keep(request, page)
    kept = scratches.unsaved(page, by=request.user)
    if kept is None:
        raise Http404("There is no such unsaved work of yours.")
    story = Story.objects.filter(uuid=kept.story_uuid).first()
    return desk_page(
        request,
        "admin/articles/story/scratch.html",
        Story,
        title="Unsaved work",
        subtitle=str(story) if story else "New story",
        story=story,
        offer=_offer(kept),
        changes=_changes(request, story, kept),
        fields=[(name, value) for name, value in kept.fields if value],
        address=_address(story),
        take=TAKE,
    )


def offers(request: HttpRequest, story: Story | None) -> list[Offer]:
    """Return the unsaved work to offer on a story's page, or on the page of a new one."""
    if story is None:
        return [_offer(one) for one in scratches.of_new_stories(request.user)]
    found = scratches.of_story(story.uuid, by=request.user)
    if not found:
        return []
    stored = revisions.content_of(story)
    return [_offer(one) for one in found if _says_more(request, story, one, stored)]


def page_key(data: QueryDict) -> UUID:
    """Return the key of the page that a form stands on, a new one if it has none."""
    return _uuid(data.get(PAGE, "")) or uuid4()


def fill_from_scratch(request: HttpRequest) -> bool:
    """Put unsaved work in the place of what was sent, if that was asked for; the page shows it and saves nothing."""
    if TAKE not in request.POST:
        return False
    page = _uuid(request.POST[TAKE])
    kept = scratches.unsaved(page, by=request.user) if page else None
    if kept is None:
        raise Http404("There is no such unsaved work of yours.")
    data = as_data(kept)
    # From now on it is this page's: saving it lets go of it.
    data[PAGE] = str(kept.page)
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


def _keep(request: HttpRequest, page: UUID) -> HttpResponse:
    typed = typed_fields(request.POST)
    if not any(name == "headline" for name, _ in typed):
        return JsonResponse({"said": "That is no story’s form. Nothing was kept."}, status=400)
    story_uuid = _uuid(request.POST.get("uuid", ""))
    if story_uuid is None:
        return JsonResponse({"said": "That form belongs to no story. Nothing was kept."}, status=400)
    kept = scratches.keep(page, story_uuid, typed, by=request.user)
    return JsonResponse({"said": f"Kept at {moment(kept.saved_at)}, not saved yet."})


def _drop(request: HttpRequest, page: UUID) -> HttpResponse:
    kept = scratches.unsaved(page, by=request.user)
    story = Story.objects.filter(uuid=kept.story_uuid).first() if kept else None
    scratches.drop(page, by=request.user)
    messages.success(request, "Your unsaved work was dropped. What was saved stands.")
    return HttpResponseRedirect(_address(story))


def _says_more(request: HttpRequest, story: Story, kept: Scratch, stored: Content) -> bool:
    try:
        return differs(read(site.get_model_admin(Story), request, story, as_data(kept)), stored)
    except TooMuch:
        # More rows than a form may have: it cannot be saved as it is, and is shown as text.
        return True


def _changes(request: HttpRequest, story: Story | None, kept: Scratch) -> list[Change] | None:
    """Return what differs; None when there is more than a form may hold."""
    try:
        typed = read(site.get_model_admin(Story), request, story, as_data(kept))
    except TooMuch:
        return None
    return changes(revisions.content_of(story) if story else {}, typed.content)


def _offer(kept: Scratch) -> Offer:
    headline: Any = next((value for name, value in kept.fields if name == "headline"), "")
    return Offer(kept.page, kept.story_uuid, moment(kept.saved_at), " ".join(str(headline).split())[:200])


def _uuid(sent: str) -> UUID | None:
    try:
        return UUID(sent)
    except ValueError:
        return None


def _address(story: Story | None) -> str:
    if story is None:
        return reverse("admin:articles_story_add")
    return reverse("admin:articles_story_change", args=[story.pk])
