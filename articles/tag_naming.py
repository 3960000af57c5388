"""What a tag is called, and how far the desk stands behind it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from articles import permissions, public_state, tag_decisions
from articles.models import Tag, TagAddress, TagAlias, TagDecision, TagsKeptApart, TagStatus
from articles.models.tag_key import tag_keys
from articles.tag_decisions import DecisionNotPossible
from articles.tagging import check_name, find_tag
from articles.text import address_word, name_key

# What making a tag have this status is called.
VERBS = {
    TagStatus.PROPOSED: "propose",
    TagStatus.APPROVED: "approve",
    TagStatus.DEPRECATED: "deprecate",
}


@transaction.atomic
def rename(tag: Tag, name: str, *, by: User, note: str = "", now: datetime | None = None) -> TagDecision:
    """Call a tag something else. It is still found by its old name, and its old address leads to the new one.

    Raises:
        NameNotPossible: when no tag can bear this name.
        DecisionNotPossible: when it is the tag's name already, or leads to another tag.
    """
    tag = _held(tag, by=by)
    name = check_name(name)
    if name == tag.name:
        raise DecisionNotPossible(f"“{tag}” is its name already.")
    if (other := find_tag(name)) is not None and other.pk != tag.pk:
        raise DecisionNotPossible(f"“{name}” already leads to the tag “{other}”. Merge the two instead.")
    decision = tag_decisions.write_down("rename", tag, by=by, note=note, now=now)
    was_name, was_slug, was_key = tag.name, tag.slug, tag.key
    tag.name = name
    taken_up = tag.aliases.filter(key=name_key(name)).first()
    if taken_up is not None:
        taken_up.delete()
    if address_word(name) != address_word(was_name):
        tag.slug = tag.free_slug()
    tag.save()
    alias = TagAlias.objects.create(tag=tag, name=was_name).pk if tag.key != was_key else None
    decision.other_name = name
    decision.details = {
        "name": was_name,
        "slug": was_slug,
        "alias": alias,
        "taken_up": {"name": taken_up.name, "language": taken_up.language} if taken_up else None,
        "address": leave_address(tag, was_slug),
    }
    decision.save(update_fields=["other_name", "details"])
    public_state.refresh()
    return decision


def leave_address(tag: Tag, slug: str) -> int | None:
    """Let an address that readers know lead to where the tag is now; return the row's key, if it needs one."""
    if slug == tag.slug or not tag.tagged_published_stories.exists():
        return None
    TagAddress.objects.filter(slug=tag.slug).delete()
    return TagAddress.objects.get_or_create(slug=slug, defaults={"tag": tag})[0].pk


@transaction.atomic
def set_status(
    tag: Tag, status: TagStatus, *, by: User, note: str = "", now: datetime | None = None
) -> TagDecision:
    """Stand behind a tag, or no longer. Stories that carry it keep it.

    Raises:
        DecisionNotPossible: when it has this status already.
    """
    tag = _held(tag, by=by)
    if tag.status == status:
        raise DecisionNotPossible(f"“{tag}” is {TagStatus(status).label.lower()} already.")
    decision = tag_decisions.write_down(VERBS[status], tag, by=by, note=note, now=now, status=tag.status)
    tag.status = status
    tag.save(update_fields=["status"])
    return decision


def near_tags(name: str, *, besides: Tag | None = None, most: int = 8) -> list[Tag]:
    """Return the tags that a name may mean because one of theirs reads alike, but for those kept apart from `besides`.

    Nothing more than a hint: “Kosovo police” and “Kosovo Police” are one tag, “Georgia” may be two.
    """
    found = Tag.objects.current().filter(keys__key__in=tag_keys([name])).distinct()
    if besides is not None:
        apart = TagsKeptApart.objects.filter(one=besides).values_list("other")
        apart = apart.union(TagsKeptApart.objects.filter(other=besides).values_list("one"))
        found = found.exclude(pk__in=[besides.pk, *(pk for (pk,) in apart)])
    return list(found.order_by("name", "pk")[:most])


def _held(tag: Tag, *, by: User) -> Tag:
    """Return the tag as it is now, held until the change is through.

    Raises:
        DecisionNotPossible: when it was merged.
    """
    permissions.check_look_after_tags(by)
    held = Tag.objects.select_for_update(of=("self",)).get(pk=tag.pk)
    if held.merged_into_id:
        raise DecisionNotPossible(f"“{held}” was merged into “{held.became()}”. Undo that first.")
    return held
