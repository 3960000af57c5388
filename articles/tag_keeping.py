"""Leaving things as they are, and not being asked again: two tags that read alike, a tag hardly used, a story with few tags."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import permissions, suggesting, tag_decisions
from articles.models import EnoughTags, Story, Tag, TagDecision, TagsKeptApart, TagSuggestion
from articles.tag_decisions import DecisionNotPossible


@transaction.atomic
def keep_apart(tag: Tag, other: Tag, *, by: User, note: str = "", now: datetime | None = None) -> TagDecision:
    """Say that two tags are two things, however alike their names are.

    Raises:
        DecisionNotPossible: when that was said before, or they are one by now.
    """
    permissions.check_look_after_tags(by)
    rows = (
        Tag.objects.current().select_for_update(of=("self",)).filter(pk__in=[tag.pk, other.pk]).order_by("pk")
    )
    held = list(rows)
    if len(held) < 2:
        raise DecisionNotPossible(f"“{tag}” and “{other}” are one by now.")
    if TagsKeptApart.objects.filter(one=held[0], other=held[1]).exists():
        raise DecisionNotPossible(f"“{tag}” and “{other}” are kept apart already.")
    decision = tag_decisions.write_down("keep_apart", tag, other, by=by, note=note, now=now)
    TagsKeptApart.objects.create(one=held[0], other=held[1], decision=decision)
    return decision


@transaction.atomic
def keep(tag: Tag, *, by: User, note: str = "", now: datetime | None = None) -> TagDecision:
    """Say that a tag is worth having, though hardly a story carries it."""
    permissions.check_look_after_tags(by)
    return tag_decisions.write_down("keep", tag, by=by, note=note, now=now)


@transaction.atomic
def let_be(story: Story, *, by: User, note: str = "", now: datetime | None = None) -> EnoughTags:
    """Say that a story has the tags it needs: what is still suggested for it is dismissed."""
    permissions.check_look_after_tags(by)
    now = now or timezone.now()
    for waiting in TagSuggestion.objects.filter(story=story).select_related("tag"):
        suggesting.dismiss(story, waiting.tag, by=by, now=now)
    return EnoughTags.objects.update_or_create(
        story=story, defaults={"at": now, "by": by, "note": " ".join(note.split())[:400]}
    )[0]


@transaction.atomic
def look_again(story: Story, *, by: User) -> None:
    """Take back what `let_be` said, with what it dismissed."""
    permissions.check_look_after_tags(by)
    said = EnoughTags.objects.filter(story=story).first()
    if said is None:
        raise DecisionNotPossible(f"Nobody said that “{story}” has enough tags.")
    story.dismissed_tags.filter(at=said.at, by=said.by).delete()
    said.delete()
    suggesting.look_at(story)
