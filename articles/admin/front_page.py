"""Arranging one front: an ordered list, moved by drag, by key or by button, looked at before it is put into effect.

The page is one form that works without a script: each button sends it, and what was not saved yet comes
back as it was left.
"""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from articles import fronts, permissions
from articles.admin.desk_page import desk_page
from articles.admin.move_form import NewsroomTime
from articles.front_layout import front_page_of, pinned_now, rest_of, section_page_of, size_of
from articles.keys import sent_key
from articles.keyset import page_of
from articles.models import STORY_FIELDS, Arrangement, Front, PublishedStory, Section, Story
from articles.pages import readers_page
from articles.rendering import render, story_page
from articles.story_search import matching

# So many stories are offered: the newest, those that are scheduled, or those that were found.
OFFERED = 30


class ArrangeForm(forms.Form):
    """From when on."""

    at = NewsroomTime(label="From", required=False, help_text="By the newsroom’s clock.")


def address_of(section: Section | None) -> str:
    """Return the page on which a front is arranged."""
    if section is None:
        return reverse("admin:articles_front_arrange")
    return reverse("admin:articles_front_arrange_section", args=[section.pk])


def arrange(request: HttpRequest, section_id: int | None = None) -> HttpResponse:
    """Show how a front stands, or as a plan has it; take one step with it, or put it into effect."""
    section = _section(request, section_id)
    if request.method != "POST":
        front = fronts.front_of(section)
        plan = _plan(section, request.GET.get("plan", ""))
        # Also what readers do not see yet, or not any more: what stands is changed, not what is seen of it.
        keys = plan.stories if plan else front.pinned
        form = ArrangeForm(initial={"at": plan.starts_at if plan else None}, label_suffix="")
        return _page(request, section, keys, front=front, plan=plan, form=form)
    keys, do = _keys(request), request.POST.get("do", "")
    plan = _plan(section, request.POST.get("plan", ""))
    verb, _, about = do.partition(" ")
    if verb in ("now", "plan", "cancel"):
        return _decide(request, section, keys, plan, verb, about)
    form = ArrangeForm(request.POST, label_suffix="")
    form.full_clean()
    return _page(request, section, _moved(keys, verb, sent_key(about)), plan=plan, form=form)


def preview(request: HttpRequest, section_id: int | None = None) -> HttpResponse:
    """Show the front to readers as it would be, through their own template; nothing is saved."""
    section = _section(request, section_id)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    found = _known(_keys(request))
    top = [card for card in map(_card, found) if section is None or card.section_id == section.pk]
    page = page_of(rest_of(section, top), "pk", {}, size=size_of(section) - len(top))
    said = {"notice": "A preview: nothing is saved, and readers do not see this order."}
    if section is None:
        response = readers_page(request, "articles/front_page.html", front_page_of(top, page) | said)
    else:
        context = section_page_of(section, top, page) | said
        response = readers_page(request, "articles/section_detail.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "no-store"
    return response


def _decide(
    request: HttpRequest,
    section: Section | None,
    keys: list[int],
    plan: Arrangement | None,
    verb: str,
    about: str,
) -> HttpResponse:
    """Put the order into effect, plan it, or take a plan back."""
    form = ArrangeForm(request.POST, label_suffix="")
    here = HttpResponseRedirect(address_of(section))
    try:
        messages.success(request, _decided(request, section, keys, plan, verb, about, form))
    except fronts.NotArranged as problem:
        if Arrangement.objects.filter(uuid=_uuid(request)).exists():
            # The very same form, sent twice.
            return here
        messages.error(request, str(problem))
        if isinstance(problem, fronts.StaleFront):
            # What the others have done is shown beside it; sent again, it is meant.
            plan = _plan(section, str(plan.pk)) if plan else None
            return _page(request, section, keys, form=form, plan=plan)
        version = sent_key(request.POST.get("version", ""))
        return _page(request, section, keys, form=form, plan=plan, version=version)
    return here


def _decided(
    request: HttpRequest,
    section: Section | None,
    keys: list[int],
    plan: Arrangement | None,
    verb: str,
    about: str,
    form: ArrangeForm,
) -> str:
    version = sent_key(request.POST.get("version", ""))
    if verb == "cancel":
        gone = _plan(section, about)
        if gone is None:
            raise fronts.StaleFront("That arrangement is not there any more. Nothing was done.")
        fronts.cancel(gone, by=request.user, version=version)
        return "Taken back. What stands now goes on standing."
    at = form.cleaned_data["at"] if form.is_valid() else None
    if verb == "plan" and at is None:
        raise fronts.NotArranged("Say from when on. Nothing was planned yet; your order is still here.")
    if request.POST.get("plan") and plan is None:
        raise fronts.StaleFront(
            "What you were changing has taken effect or was taken back. Nothing was done."
        )
    at = at if verb == "plan" else None
    fronts.arrange(section, keys, by=request.user, version=version, at=at, instead=plan, uuid=_uuid(request))
    return (
        f"Readers see this order from {timezone.localtime(at):%-d %B %Y, %H:%M}."
        if at
        else "Readers see this order now."
    )


def _page(
    request: HttpRequest,
    section: Section | None,
    keys: list[int],
    *,
    form: ArrangeForm,
    front: Front | None = None,
    plan: Arrangement | None = None,
    version: int | None = None,
) -> HttpResponse:
    front = front or fronts.front_of(section)
    chosen = _known(keys)
    question = request.POST.get("q", "")[:200]
    return desk_page(
        request,
        "admin/articles/front/arrange.html",
        Front,
        title=f"Arrange: {section or 'Front page'}",
        section=section,
        chosen=chosen,
        offered=_offered(section, question, besides={story.pk for story in chosen}),
        question=question,
        standing=pinned_now(section),
        holds=fronts.holding(front),
        planned=fronts.planned(front),
        plan=plan,
        form=form,
        version=front.version if version is None else version,
        key=_uuid(request) if version is not None else uuid4(),
        most=fronts.MOST_PINNED,
        here=address_of(section),
        preview=reverse("admin:articles_front_preview_section", args=[section.pk])
        if section
        else reverse("admin:articles_front_preview"),
    )


def _offered(section: Section | None, question: str, *, besides: set[int]) -> list[Story]:
    """Return the stories that could be put in order: those found, or the newest and what is scheduled."""
    stories = _stories().filter(Q(live_revision__isnull=False) | Q(publish_at__isnull=False))
    if section is not None:
        stories = stories.filter(section=section)
    found = matching(question) if question.strip() else None
    if found is None:
        newest = PublishedStory.objects.newest_first()
        if section is not None:
            newest = newest.filter(section=section)
        keys = [*newest.values_list("pk", flat=True)[: OFFERED + len(besides)]]
        coming = stories.filter(publish_at__isnull=False).order_by("publish_at", "pk")[:OFFERED]
        keys += coming.values_list("pk", flat=True)
    else:
        keys = found
    by_key = {story.pk: story for story in stories.filter(pk__in=keys).exclude(pk__in=besides)}
    return [by_key[key] for key in keys if key in by_key][:OFFERED]


def _known(keys: list[int]) -> list[Story]:
    """Return the stories with these keys, in their order."""
    found = {story.pk: story for story in _stories().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


def _stories() -> Any:
    return Story.objects.select_related("section", "lead_image", "published").defer(
        "body", "published__body", "published__head_html", "published__article_html"
    )


def _card(story: Story) -> PublishedStory:
    """Return a story as fronts show it: as readers see it, or as they would when it is published."""
    published = story.published_copy()
    if published is not None:
        return published
    at = story.publish_at or timezone.now()
    rendered = render(story_page(story, published_at=at, updated_at=at))
    return PublishedStory(
        working_copy=story,
        published_at=at,
        updated_at=at,
        byline_text=rendered.byline_text,
        reading_minutes=rendered.reading_minutes,
        **{name: getattr(story, name) for name in STORY_FIELDS},
    )


def _moved(keys: list[int], verb: str, key: int) -> list[int]:
    """Return the order after one step."""
    if verb == "add" and key and key not in keys:
        return [*keys, key]
    if key not in keys:
        return keys
    place = keys.index(key)
    rest = keys[:place] + keys[place + 1 :]
    if verb == "remove":
        return rest
    to = {"up": max(place - 1, 0), "down": place + 1, "first": 0}.get(verb, place)
    return [*rest[:to], key, *rest[to:]]


def _keys(request: HttpRequest) -> list[int]:
    """Return the stories that were sent, in their order, each once."""
    sent = [sent_key(key) for key in request.POST.getlist("story")[: 4 * fronts.MOST_PINNED]]
    return [key for key in dict.fromkeys(sent) if key]


def _plan(section: Section | None, sent: str) -> Arrangement | None:
    """Return a planned arrangement of this front."""
    rows = Arrangement.objects.planned().filter(front__section=section).select_related("front__section")
    return rows.filter(pk=sent_key(sent)).first()


def _section(request: HttpRequest, section_id: int | None) -> Section | None:
    permissions.check_arrange_fronts(request.user)
    return None if section_id is None else get_object_or_404(Section, pk=section_id)


def _uuid(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
