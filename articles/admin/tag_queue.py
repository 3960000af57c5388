"""The tagging desk's queue: four lists, worked through from the keyboard, one decision a keystroke, each undone by another.

A page shows the next thing of a list. Its buttons are small posts, each of which calls one verb; a script sends
them by their keys and puts the next thing in place. What can be undone is remembered in the person's session.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from articles import (
    permissions,
    retagging,
    suggesting,
    tag_keeping,
    tag_merging,
    tag_naming,
    tag_queue,
    tag_undoing,
)
from articles.admin.desk_page import desk_page
from articles.admin.refused import note_refusal
from articles.admin.tag_field import TagNamesWidget
from articles.keys import sent_key
from articles.models import Story, Tag, TagDecision, TaggedStory, TagStatus
from articles.tag_decisions import DecisionNotPossible
from articles.tagging import NameNotPossible, tag_named

# So many decisions are remembered to be undone, and things put off.
REMEMBERED, LATER = 50, 200
# A merge of more stories than this is done where one sees how far it is.
MOST_AT_ONCE = 5000
EXAMPLES, NEAR = 3, 5

LISTS: dict[str, tuple[str, Callable[[], list[str]]]] = {
    "proposed": ("Proposed", tag_queue.proposed),
    "near": ("Near duplicates", tag_queue.near_pairs),
    "rare": ("Used once or never", tag_queue.rarely_used),
    "stories": ("Stories to tag", tag_queue.stories),
}


@dataclass(slots=True)
class Facts:
    """A tag with what one needs to know to decide about it."""

    tag: Tag
    stories: int
    examples: list[Story]
    names: list[str] = field(default_factory=list)
    near: list[Tag] = field(default_factory=list)


def queue(request: HttpRequest, which: str = "") -> HttpResponse:
    """Show the next thing of a list, or do what was decided about it."""
    permissions.check_look_after_tags(request.user)
    if which and which not in LISTS:
        raise Http404("No such list.")
    if request.method == "POST" and which:
        return _decide(request, which)
    request.session.pop(f"tag-queue-later-{which}", None)
    waiting = _waiting()
    if not which:
        first = next((name for name, keys in waiting.items() if keys), "proposed")
        return HttpResponseRedirect(reverse("admin:articles_tag_queue", args=[first]))
    return desk_page(
        request, "admin/articles/tag/queue.html", Tag, title="Tag queue", **_shown(request, which, waiting)
    )


def _decide(request: HttpRequest, which: str) -> HttpResponse:
    verb, _, about = request.POST.get("do", "").partition(" ")
    said, is_done = "", True
    try:
        with transaction.atomic():
            said = _do(request, which, verb, about)
    except (DecisionNotPossible, NameNotPossible, permissions.NotAllowed) as problem:
        said, is_done = str(problem), False
        if isinstance(problem, permissions.NotAllowed):
            note_refusal(request, said)
    if request.headers.get("X-Requested-With") != "fetch":
        (messages.success if is_done else messages.error)(request, said)
        return HttpResponseRedirect(reverse("admin:articles_tag_queue", args=[which]))
    context = _shown(request, which, _waiting()) | {"said": said, "is_done": is_done}
    return render(request, "admin/articles/tag/_queue.html", context)


def _do(request: HttpRequest, which: str, verb: str, about: str) -> str:
    """Do it, remember how it is undone, and return what is said about it."""
    if verb == "undo":
        return _undo(request)
    if verb == "later":
        later = [*_later(request, which), about[:60]][-LATER:]
        request.session[f"tag-queue-later-{which}"] = later
        return "Put off: it comes again at the end."
    if verb not in VERBS:
        raise DecisionNotPossible("There is no such button. Nothing was done.")
    note = request.POST.get("note", "")
    said, undone_by = VERBS[verb](request, about, note)
    request.session["tag-queue-undo"] = [*request.session.get("tag-queue-undo", []), [undone_by, said]][
        -REMEMBERED:
    ]
    return said


# --- What is decided: each returns what is said, and what undoes it ---------------------------------------


def _approve(request: HttpRequest, about: str, note: str) -> tuple[str, str]:
    tag = _tag(about)
    decision = tag_naming.set_status(tag, TagStatus.APPROVED, by=request.user, note=note)
    return f"Approved: {tag}.", f"decision {decision.pk}"


def _deprecate(request: HttpRequest, about: str, note: str) -> tuple[str, str]:
    tag = _tag(about)
    decision = tag_naming.set_status(tag, TagStatus.DEPRECATED, by=request.user, note=note)
    return f"Deprecated: {tag}. Stories that carry it keep it.", f"decision {decision.pk}"


def _merge(request: HttpRequest, about: str, note: str) -> tuple[str, str]:
    tag, into = _two(about)
    if (stories := tag.tagged_stories.count()) > MOST_AT_ONCE:
        raise DecisionNotPossible(
            f"{stories:,} stories carry “{tag}”: merge it from its own page, which shows how far it is."
        )
    decision = tag_merging.merge(tag, into, by=request.user, note=note)
    return f"Merged: {tag} is now {into}.", f"decision {decision.pk}"


def _keep_apart(request: HttpRequest, about: str, note: str) -> tuple[str, str]:
    tag, other = _two(about)
    decision = tag_keeping.keep_apart(tag, other, by=request.user, note=note)
    return f"Kept apart: {tag} and {other}.", f"decision {decision.pk}"


def _keep(request: HttpRequest, about: str, note: str) -> tuple[str, str]:
    tag = _tag(about)
    decision = tag_keeping.keep(tag, by=request.user, note=note)
    return f"Kept: {tag}.", f"decision {decision.pk}"


def _take(request: HttpRequest, about: str, note: str) -> tuple[str, str]:
    story, tag = _story_and_tag(about)
    decision = retagging.tag_story(story, tag, by=request.user, note=note)
    return f"Tagged: {tag}.", f"decision {decision.pk}"


def _dismiss(request: HttpRequest, about: str, note: str) -> tuple[str, str]:
    story, tag = _story_and_tag(about)
    suggesting.dismiss(story, tag, by=request.user)
    return f"Dismissed: {tag}.", f"dismissal {story.pk}-{tag.pk}"


def _add(request: HttpRequest, about: str, note: str) -> tuple[str, str]:
    story = _story(about)
    names = TagNamesWidget().value_from_datadict(request.POST, None, "names")
    if not names:
        raise DecisionNotPossible("Type the name of a tag first.")
    decisions = [
        retagging.tag_story(story, tag_named(name, by=request.user), by=request.user, note=note)
        for name in names[:40]
    ]
    return (
        f"Tagged: {', '.join(one.tag_name for one in decisions)}.",
        f"decision {' '.join(str(one.pk) for one in decisions)}",
    )


def _enough(request: HttpRequest, about: str, note: str) -> tuple[str, str]:
    story = _story(about)
    tag_keeping.let_be(story, by=request.user, note=note)
    return f"“{story}” has the tags it needs.", f"enough {story.pk}"


VERBS: dict[str, Callable[[HttpRequest, str, str], tuple[str, str]]] = {
    "approve": _approve,
    "deprecate": _deprecate,
    "merge": _merge,
    "keep-apart": _keep_apart,
    "keep": _keep,
    "take": _take,
    "dismiss": _dismiss,
    "add": _add,
    "enough": _enough,
}


def _undo(request: HttpRequest) -> str:
    """Take the last decision of this person back."""
    remembered = request.session.get("tag-queue-undo", [])
    if not remembered:
        raise DecisionNotPossible("There is nothing to undo here.")
    (how, said), request.session["tag-queue-undo"] = remembered[-1], remembered[:-1]
    kind, _, about = how.partition(" ")
    if kind == "decision":
        for pk in reversed(about.split()):
            tag_undoing.undo(TagDecision.objects.get(pk=pk), by=request.user, note="Undone in the queue.")
    elif kind == "dismissal":
        story, tag = _story_and_tag(about)
        suggesting.undo_dismissal(story, tag, by=request.user)
    else:
        tag_keeping.look_again(_story(about), by=request.user)
    return f"Undone: {said}"


# --- What is shown --------------------------------------------------------------------------------------


def _waiting() -> dict[str, list[str]]:
    return {name: keys() for name, (_, keys) in LISTS.items()}


def _shown(request: HttpRequest, which: str, waiting: dict[str, list[str]]) -> dict[str, Any]:
    later = _later(request, which)
    put_off = [key for key in waiting[which] if key in later]
    keys = [key for key in waiting[which] if key not in later] or put_off
    undo = request.session.get("tag-queue-undo", [])
    return {
        "which": which,
        "heading": LISTS[which][0],
        "tabs": [
            {
                "name": name,
                "label": LISTS[name][0],
                "count": f"{tag_queue.MOST - 1}+" if len(found) >= tag_queue.MOST else len(found),
                "address": reverse("admin:articles_tag_queue", args=[name]),
            }
            for name, found in waiting.items()
        ],
        "key": keys[0] if keys else "",
        "item": _item(which, keys[0]) if keys else None,
        "undoes": undo[-1][1] if undo else "",
    }


def _item(which: str, key: str) -> dict[str, Any]:
    if which == "near":
        one, other = _two(key)
        return {"facts": [_facts(one), _facts(other)]}
    if which == "stories":
        story = _story(key)
        waiting = tag_queue.waiting_suggestions().filter(story=story).values_list("tag", flat=True)
        asked_for = set(waiting)
        field = TagNamesWidget(may_approve=True)
        return {
            "story": story,
            "tags": list(story.tags.order_by("name")),
            "suggestions": [one for one in suggesting.suggestions(story) if one.tag.pk in asked_for],
            "field": field.render("names", [], {"id": "id_names"}),
            "enough": tag_queue.ENOUGH_TAGS,
        }
    facts = _facts(_tag(key))
    facts.near = tag_naming.near_tags(facts.tag.name, besides=facts.tag, most=NEAR)
    return {"facts": [facts]}


def _facts(tag: Tag) -> Facts:
    tagged = TaggedStory.objects.filter(tag=tag)
    newest = (
        tagged.select_related("content_object").defer("content_object__body").order_by("-content_object_id")
    )
    return Facts(
        tag,
        tagged.aggregate(n=Count("pk"))["n"],
        [row.content_object for row in newest[:EXAMPLES]],
        list(tag.aliases.values_list("name", flat=True)),
    )


def _later(request: HttpRequest, which: str) -> list[str]:
    return request.session.get(f"tag-queue-later-{which}", [])


def _number(text: str) -> int:
    if not (key := sent_key(text)):
        raise DecisionNotPossible("That is not there any more. This is how it stands now.")
    return key


def _tag(about: str) -> Tag:
    tag = Tag.objects.current().filter(pk=_number(about)).first()
    if tag is None:
        raise DecisionNotPossible("That tag is not there any more. This is how it stands now.")
    return tag


def _story(about: str) -> Story:
    story = Story.objects.defer("body").filter(pk=_number(about)).first()
    if story is None:
        raise DecisionNotPossible("That story is not there any more. This is how it stands now.")
    return story


def _two(about: str) -> tuple[Tag, Tag]:
    one, _, other = about.partition("-")
    return _tag(one), _tag(other)


def _story_and_tag(about: str) -> tuple[Story, Tag]:
    story, _, tag = about.partition("-")
    return _story(story), _tag(tag)
