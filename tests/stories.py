"""Stories for tests, brought to where a test needs them by the verbs that people use."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone

from articles import permissions, workflow
from articles.models import Author, Byline, ChangeKind, Person, Quote, Section, Story, Tag
from articles.text import address_word

_numbers = count(1)

BODY = (
    "<p>The bridge will open in spring, the mayor said.</p>"
    "<p>“We have waited long enough,” Vjosa Dema told reporters on Friday.</p>"
    "<h2>Two years late</h2><p>Work began in 2024.</p>"
)

# Every state a story can be in: what it goes through, and what readers see.
STATES = (
    "draft",
    "in_review",
    "approved",
    "scheduled",
    "spiked",
    "live",
    "live_draft",
    "live_in_review",
    "live_approved",
    "live_scheduled",
    "withdrawn",
)


def a_section(name: str = "World") -> Section:
    """Return the section of this name."""
    return Section.objects.get_or_create(slug=address_word(name), defaults={"name": name})[0]


def an_author(name: str = "Arben Kelmendi", **fields: Any) -> Author:
    """Return the author of this name."""
    return Author.objects.get_or_create(slug=address_word(name), defaults={"name": name, **fields})[0]


def a_person(name: str = "Vjosa Dema", **fields: Any) -> Person:
    """Return the speaker of this name."""
    return Person.objects.get_or_create(slug=address_word(name), defaults={"name": name, **fields})[0]


def a_tag(name: str = "Bridges", **fields: Any) -> Tag:
    """Return the tag of this name."""
    found = Tag.objects.filter(name=name).first()
    return found or Tag.objects.create(name=name, **fields)


def write(
    headline: str = "",
    *,
    by: User,
    quotes: Sequence[str] = ("We have waited long enough",),
    tags: Sequence[str] = ("Bridges",),
    author: str = "Arben Kelmendi",
    **fields: Any,
) -> Story:
    """Write a story as somebody at the desk does, with a byline, quotes and tags, and save it."""
    number = next(_numbers)
    fields = {"body": BODY, "standfirst": f"What happened, part {number}."} | fields
    if "section" not in fields:
        fields["section"] = a_section()
    with transaction.atomic():
        story = workflow.begin(Story(headline=headline or f"Bridge number {number} opens", **fields), by=by)
        Byline.objects.create(story=story, author=an_author(author))
        for position, text in enumerate(quotes):
            Quote.objects.create(
                story=story,
                text=text,
                speaker=a_person(),
                role="Mayor",
                cue="told",
                occasion="at the opening",
                said_on=date(2026, 3, 6),
                position=position,
            )
        story.tags.set([a_tag(name) for name in tags])
        workflow.record_edit(story, by=by)
    return story


def edit(story: Story, *, by: User, **fields: Any) -> Story:
    """Change a story's fields and save it, as somebody at the desk does."""
    with transaction.atomic():
        for name, value in fields.items():
            setattr(story, name, value)
        story.save(update_fields=list(fields))
        workflow.record_edit(story, by=by)
    return story


def second_pair_of_eyes(story: Story, by: User) -> User:
    """Return who approves a story: `by`, or another editor where `by` wrote its latest words."""
    if story.words_by_id != by.pk:
        return by
    second, is_new = User.objects.get_or_create(username="second_pair_of_eyes", defaults={"is_staff": True})
    if is_new:
        second.groups.add(Group.objects.get(name=permissions.EDITORS))
    return second


def bring_to(state: str, story: Story, *, by: User) -> Story:
    """Take a fresh draft to one of STATES by the verbs that lead there; `by` is an editor."""
    for step in _PATHS[state]:
        match step:
            case "schedule":
                told = {"kind": ChangeKind.UPDATE, "public_note": "There is news."} if story.is_live else {}
                workflow.schedule(story, by=by, at=timezone.now() + timedelta(days=1), **told)
            case "set_embargo" | "set_expiry":
                getattr(workflow, step)(story, by=by, at=timezone.now() + timedelta(days=1))
            case "emergency":
                someone = second_pair_of_eyes(story, by=story.words_by or by)
                workflow.publish_in_emergency(story, by=someone, note="It cannot wait.")
            case "withdraw":
                workflow.withdraw(story, by=by, note="It named the wrong bridge.")
            case "edit":
                writer = story.created_by or by
                edit(story, by=writer, standfirst=f"{story.standfirst} Changed.")
            case "approve":
                workflow.approve(story, by=second_pair_of_eyes(story, by))
            case "publish" if story.is_live:
                workflow.publish(story, by=by, kind=ChangeKind.UPDATE, public_note="There is news.")
            case _:
                getattr(workflow, step)(story, by=by)
    return story


_LIVE = ("submit", "approve", "publish")
_PATHS = {
    "draft": (),
    "in_review": ("submit",),
    "approved": ("submit", "approve"),
    "scheduled": ("submit", "approve", "schedule"),
    "spiked": ("submit", "spike"),
    "live": _LIVE,
    "live_draft": (*_LIVE, "edit"),
    "live_in_review": (*_LIVE, "edit", "submit"),
    "live_approved": (*_LIVE, "edit", "submit", "approve"),
    "live_scheduled": (*_LIVE, "edit", "submit", "approve", "schedule"),
    "withdrawn": (*_LIVE, "withdraw"),
    # Not states of their own: what else can hold of a story.
    "embargoed": ("submit", "approve", "set_embargo"),
    "expiring": (*_LIVE, "set_expiry"),
    "emergency": ("emergency",),
}
