"""Tagging stories without touching a word of them: what moderators do, and readers see at once."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles import permissions, public_state, relating, tag_decisions, tag_lock
from articles.models import PublishedStory, Story, Tag, TagDecision, TagStatus
from articles.tag_decisions import DecisionNotPossible


@transaction.atomic
def tag_story(
    story: Story, tag: Tag, *, by: User, note: str = "", now: datetime | None = None
) -> TagDecision:
    """Give a story a tag, in the working copy and in what readers see; whoever is writing in it is not disturbed.

    Raises:
        DecisionNotPossible: when the tag is not for use, or the story carries it already.
    """
    story, tag = _held(story, tag, by=by)
    if tag.status == TagStatus.DEPRECATED:
        raise DecisionNotPossible(f"“{tag}” is no longer used. Choose another tag.")
    decision = tag_decisions.write_down("tag", tag, by=by, note=note, now=now, story=story.pk)
    if not tag_decisions.carry_out(decision, off=None, on=tag, stories=Story.objects.filter(pk=story.pk)):
        raise DecisionNotPossible(f"“{story}” carries “{tag}” already.")
    _show(story)
    return decision


@transaction.atomic
def untag_story(
    story: Story, tag: Tag, *, by: User, note: str = "", now: datetime | None = None
) -> TagDecision:
    """Take a tag off a story, in the working copy and in what readers see.

    Raises:
        DecisionNotPossible: when the story does not carry it.
    """
    story, tag = _held(story, tag, by=by)
    decision = tag_decisions.write_down("untag", tag, by=by, note=note, now=now, story=story.pk)
    if not tag_decisions.carry_out(decision, off=tag, on=None, stories=Story.objects.filter(pk=story.pk)):
        raise DecisionNotPossible(f"“{story}” does not carry “{tag}”.")
    _show(story)
    return decision


def _held(story: Story, tag: Tag, *, by: User) -> tuple[Story, Tag]:
    """Return both as they are now, held until the change is through."""
    tag_lock.hold()
    held = Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
    permissions.check_tag(by, held)
    return held, Tag.objects.select_related("merged_into").get(pk=tag.pk).became()


def _show(story: Story) -> None:
    """Let readers see it, and below the story what it has in common with others now."""
    if story.is_live:
        relating.relate(PublishedStory.objects.get(pk=story.pk))
        public_state.refresh()
