"""Taking back what the tagging desk decided: the taggings by the journal, the names and addresses by what moved."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from articles import permissions, public_state, relating, tag_decisions, tag_lock
from articles.models import Tag, TagAddress, TagAlias, TagDecision, TagsKeptApart, TagType
from articles.tag_decisions import DecisionNotPossible, Progress
from articles.tag_naming import leave_address


@transaction.atomic
def undo(
    decision: TagDecision,
    *,
    by: User | None,
    note: str = "",
    now: datetime | None = None,
    progress: Progress | None = None,
) -> TagDecision:
    """Take a decision back: every story has the tags it would have without it, and keeps those it was given since.

    Raises:
        DecisionNotPossible: when it was taken back already, or something that came later stands on it.
    """
    if by is not None:
        permissions.check_look_after_tags(by)
    tag_lock.hold(alone=True)
    decision = TagDecision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    tags = Tag.objects.select_for_update(of=("self",)).filter(pk__in=[decision.tag_id, decision.other_id])
    rows = {tag.pk: tag for tag in tags.order_by("pk")}
    tag, other = rows.get(decision.tag_id), rows.get(decision.other_id)
    if decision.verb not in _BACK or tag is None:
        raise DecisionNotPossible(f"“{decision}” cannot be undone.")
    if TagDecision.objects.filter(undoes=decision).exists():
        raise DecisionNotPossible(f"“{decision}” was undone already.")
    _check_nothing_stands_on(decision, tag, other)
    undoing = tag_decisions.write_down("undo", tag, other, by=by, note=note, now=now, undoes=decision)
    tag_decisions.take_back(decision, undoing, progress=progress)
    _BACK[decision.verb](tag, other, decision.details)
    if decision.verb in {"tag", "untag"}:
        # Of one story; a merge is of too many.
        for story in decision.changes.values_list("story", flat=True).distinct():
            relating.relate_again(story)
    public_state.refresh()
    return undoing


def _check_nothing_stands_on(decision: TagDecision, tag: Tag, other: Tag | None) -> None:
    """Refuse while a later merge, split or renaming of the same tags stands: what it did would be lost."""
    if decision.verb != "merge" and tag.merged_into_id:
        raise DecisionNotPossible(f"“{tag}” was merged into “{tag.became()}” since: undo that first.")
    if other is not None and other.merged_into_id:
        raise DecisionNotPossible(f"“{other}” was merged into “{other.became()}” since: undo that first.")
    later = TagDecision.objects.filter(pk__gt=decision.pk, undone_by=None)
    given = other if other is not None else tag
    if split := later.filter(verb="split", tag=given).first():
        raise DecisionNotPossible(f"“{given}” was split since, into “{split.other_name}”: undo that first.")
    if decision.verb == "rename" and (again := later.filter(verb="rename", tag=tag).first()):
        raise DecisionNotPossible(f"It was renamed again since, “{again.other_name}”: undo that first.")


def _part_again(tag: Tag, other: Tag | None, moved: dict[str, Any]) -> None:
    assert other is not None, "A merge has two tags."
    TagAlias.objects.filter(pk=moved["alias"], tag=other).delete()
    TagAlias.objects.filter(pk__in=moved["aliases"], tag=other).update(tag=tag)
    other.parents.remove(*moved["parents"])
    other.children.remove(*moved["children"])
    if moved["media_topic"] and other.media_topic_id == moved["media_topic"]:
        other.media_topic_id = None
    if moved["person"]:
        if other.person_id == moved["person"]:
            other.person_id = None
        # Somebody may have tied that person to a third tag meanwhile: then it stays there.
        elsewhere = Tag.objects.filter(person=moved["person"]).exclude(pk__in=[tag.pk, other.pk])
        if tag.type == TagType.PERSON and not elsewhere.exists():
            tag.person_id = moved["person"]
    tag.merged_into = None
    other.save()
    tag.save()


def _name_back(tag: Tag, other: Tag | None, was: dict[str, Any]) -> None:
    left = tag.slug
    TagAlias.objects.filter(pk=was["alias"]).delete()
    TagAddress.objects.filter(pk=was["address"]).delete()
    tag.name, tag.slug = was["name"], was["slug"]
    tag.save()
    if was["taken_up"]:
        TagAlias.objects.create(tag=tag, **was["taken_up"])
    leave_address(tag, left)


def _stand_as_before(tag: Tag, other: Tag | None, was: dict[str, Any]) -> None:
    tag.status = was["status"]
    tag.save(update_fields=["status"])


def _only_taggings(tag: Tag, other: Tag | None, details: dict[str, Any]) -> None:
    """Nothing but taggings was changed."""


def _no_longer_apart(tag: Tag, other: Tag | None, details: dict[str, Any]) -> None:
    TagsKeptApart.objects.filter(one__in=[tag, other], other__in=[tag, other]).delete()


# What is taken back besides taggings.
_BACK = {
    "merge": _part_again,
    "rename": _name_back,
    "approve": _stand_as_before,
    "deprecate": _stand_as_before,
    "propose": _stand_as_before,
    "split": _only_taggings,
    "tag": _only_taggings,
    "untag": _only_taggings,
    "keep_apart": _no_longer_apart,
    "keep": _only_taggings,
}
UNDOABLE = frozenset(_BACK)
