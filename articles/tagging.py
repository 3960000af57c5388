"""Tags: finding the one that is meant, making it when there is none, and putting them on a story."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import F, Q

from articles import permissions, tag_lock
from articles.models import Copy, Story, Tag, TagAlias, TaggedStory, TaggingChange, TagStatus
from articles.text import clean_name, name_key

LONGEST_NAME = Tag._meta.get_field("name").max_length
# Two people who invent the same tag at once meet on a unique key; the second looks again.
ATTEMPTS = 5


class NameNotPossible(ValueError):
    """No tag can bear this name; the message is for the person who asked."""


def check_name(name: str) -> str:
    """Return a tag's name in its one form.

    Raises:
        NameNotPossible: when it is empty, or longer than a tag's name may be.
    """
    cleaned = clean_name(name)
    if not name_key(cleaned):
        raise NameNotPossible("A tag needs a name that can be seen.")
    if len(cleaned) > LONGEST_NAME:
        raise NameNotPossible(
            f"“{cleaned[:40]}…” has {len(cleaned)} characters; a tag's name has at most {LONGEST_NAME}."
        )
    return cleaned


def find_tag(name: str) -> Tag | None:
    """Return the tag that bears this name or is also known by it, whatever the case and spacing.

    A name that a tag had before it was merged or renamed leads to what it is now.
    """
    key = name_key(name)
    bearers = Tag.objects.filter(Q(key=key) | Q(pk__in=TagAlias.objects.filter(key=key).values("tag")))
    tag = bearers.order_by(F("merged_into").asc(nulls_first=True), "pk").first()
    return tag.became() if tag else None


def tag_named(name: str, *, by: AbstractBaseUser) -> Tag:
    """Return the tag of this name, made now if there is none.

    A new tag is approved when the person looks after tags, else proposed.

    Raises:
        NameNotPossible: when no tag can bear this name.
    """
    cleaned = check_name(name)
    status = TagStatus.APPROVED if permissions.can_tag(by) else TagStatus.PROPOSED
    for _ in range(ATTEMPTS):
        if tag := find_tag(cleaned):
            return tag
        try:
            with transaction.atomic():
                return Tag.objects.create(name=cleaned, status=status)
        except IntegrityError:
            # Somebody else made it, or one whose address is spelt alike, a moment ago.
            continue
    raise NameNotPossible(f"“{cleaned}” could not be made a tag just now. Save once more.")


@transaction.atomic
def set_tags(story: Story, names: Iterable[str], *, by: AbstractBaseUser) -> list[Tag]:
    """Give a story exactly these tags. Call it in the transaction that records the edit.

    Raises:
        NameNotPossible: when no tag can bear one of the names.
    """
    tag_lock.hold()
    Story.objects.select_for_update(of=("self",)).filter(pk=story.pk).values_list("pk").first()
    # Always in the same order, so that two people who invent the same tags do not wait for each other.
    wanted = {tag.pk: tag for tag in (tag_named(name, by=by) for name in sorted(set(names), key=name_key))}
    there = set(story.tagged.values_list("tag", flat=True))
    story.tagged.exclude(tag__in=wanted).delete()
    TaggedStory.objects.bulk_create(
        TaggedStory(content_object=story, tag=tag) for pk, tag in wanted.items() if pk not in there
    )
    # Whatever the tagging desk takes back from now on, what was set by hand stays.
    by_hand = TaggingChange.objects.filter(story=story, copy=Copy.WORKING, on__in=there ^ wanted.keys())
    by_hand.update(brought=False)
    return list(wanted.values())
