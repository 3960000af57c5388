"""Making two tags one, and one tag two: looked at first, done in one transaction, undone under `tag_undoing`."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse

from articles import permissions, public_state, tag_decisions, tag_lock
from articles.models import Section, Story, Tag, TagAlias, TagDecision, TaggedStory
from articles.tag_decisions import DecisionNotPossible, Progress
from articles.tag_families import above, below


@dataclass(frozen=True, slots=True)
class Plan:
    """What a merge or a split would do, before it is done."""

    tag: Tag
    other: Tag
    # Stories that change, and those of them that carry both tags already.
    stories: int
    with_both: int
    # Stories that change for readers.
    live: int
    # Addresses that lead elsewhere from then on: from, to.
    redirects: list[tuple[str, str]]
    # Names under which the other is found from then on.
    names: list[str]

    @property
    def drafts(self) -> int:
        """Stories that change for the newsroom alone."""
        return self.stories - self.live


@dataclass(frozen=True, slots=True)
class SplitRule:
    """Which of a tag's stories go over: those for which everything holds that is asked here."""

    words: str = ""
    also: Tag | None = None
    section: Section | None = None

    def stories(self, tag: Tag) -> QuerySet[Story]:
        """Return the stories with this tag, in either copy, that are meant.

        Raises:
            DecisionNotPossible: when nothing is asked, which would be a rename.
        """
        if not (self.words or self.also or self.section):
            raise DecisionNotPossible("Say which stories go over: by words, another tag or a section.")
        found = _stories_of(tag)
        if self.words:
            found = found.filter(Q(headline__icontains=self.words) | Q(body__icontains=self.words))
        if self.also:
            found = found.filter(pk__in=self.also.tagged_stories.values("content_object"))
        if self.section:
            found = found.filter(section=self.section)
        return found


def plan_merge(tag: Tag, into: Tag) -> Plan:
    """Say what merging a tag into another would do. Nothing is written."""
    stories = _stories_of(tag)
    addresses = [tag.slug] if tag.tagged_published_stories.exists() else []
    addresses += tag.old_addresses.values_list("slug", flat=True)
    return Plan(
        tag=tag,
        other=into,
        stories=stories.count(),
        with_both=stories.filter(pk__in=into.tagged_stories.values("content_object")).count(),
        live=tag.tagged_published_stories.count(),
        redirects=[
            (reverse("articles:tag-detail", args=[slug]), into.get_absolute_url()) for slug in addresses
        ],
        names=[tag.name, *tag.aliases.values_list("name", flat=True)],
    )


@transaction.atomic
def merge(
    tag: Tag,
    into: Tag,
    *,
    by: User | None,
    note: str = "",
    now: datetime | None = None,
    progress: Progress | None = None,
) -> TagDecision:
    """Make two tags one: every story of `tag` carries `into`, its names and its public address lead there.

    `by` is None where a command merges. `tag` stays as a row, so that revisions and addresses still find it.

    Raises:
        DecisionNotPossible: when they are one already, or one of them was merged before.
    """
    tag, into = _held(tag, into, by=by)
    if tag.pk == into.pk or tag.merged_into_id or into.merged_into_id:
        raise DecisionNotPossible(f"“{tag}” and “{into}” cannot be merged: look at both again.")
    decision = tag_decisions.write_down("merge", tag, into, by=by, note=note, now=now)
    tag_decisions.carry_out(decision, off=tag, on=into, progress=progress)
    decision.details = {
        **_move_names(tag, into),
        **_move_family(tag, into),
        **_fill_in(tag, into),
    }
    decision.save(update_fields=["details"])
    tag.merged_into = into
    tag.save()
    into.save()
    public_state.refresh()
    return decision


def plan_split(tag: Tag, other: Tag, rule: SplitRule) -> Plan:
    """Say what splitting stories off to another tag, there or still to be made, would do. Nothing is written."""
    stories = rule.stories(tag)
    others = TaggedStory.objects.filter(tag=other.pk).values("content_object")
    return Plan(
        tag=tag,
        other=other,
        stories=stories.count(),
        with_both=stories.filter(pk__in=others).count(),
        live=tag.tagged_published_stories.filter(content_object__in=stories.values("pk")).count(),
        redirects=[],
        names=[],
    )


@transaction.atomic
def split(
    tag: Tag,
    other: Tag,
    rule: SplitRule,
    *,
    by: User | None,
    note: str = "",
    now: datetime | None = None,
    progress: Progress | None = None,
) -> TagDecision:
    """Give some of a tag's stories another tag in its place.

    Raises:
        DecisionNotPossible: when there is nothing to split, or one of them was merged before.
    """
    tag, other = _held(tag, other, by=by)
    if tag.pk == other.pk or tag.merged_into_id or other.merged_into_id:
        raise DecisionNotPossible(f"“{tag}” cannot be split off to “{other}”: look at both again.")
    # Which stories those are is settled before the first of them changes.
    keys = list(rule.stories(tag).values_list("pk", flat=True))
    decision = tag_decisions.write_down("split", tag, other, by=by, note=note, now=now)
    done = tag_decisions.carry_out(
        decision, off=tag, on=other, stories=Story.objects.filter(pk__in=keys), progress=progress
    )
    if not done:
        raise DecisionNotPossible(f"No story with “{tag}” is meant by that. Nothing was changed.")
    public_state.refresh()
    return decision


def _stories_of(tag: Tag) -> QuerySet[Story]:
    """Return the stories that carry a tag in either copy."""
    working = tag.tagged_stories.order_by().values("content_object")
    return Story.objects.filter(
        pk__in=working.union(tag.tagged_published_stories.order_by().values("content_object"))
    )


def _held(tag: Tag, other: Tag, *, by: User | None) -> tuple[Tag, Tag]:
    """Return both tags as they are now; nobody else writes taggings until this is through."""
    if by is not None:
        permissions.check_look_after_tags(by)
    tag_lock.hold(alone=True)
    rows = Tag.objects.select_for_update(of=("self",)).filter(pk__in=[tag.pk, other.pk]).order_by("pk")
    now = {row.pk: row for row in rows}
    return now[tag.pk], now[other.pk]


def _move_names(tag: Tag, into: Tag) -> dict[str, list[int] | int]:
    """Let the other be found by all names of a tag; return what moved."""
    moved = list(tag.aliases.values_list("pk", flat=True))
    TagAlias.objects.filter(pk__in=moved).update(tag=into)
    return {"aliases": moved, "alias": TagAlias.objects.create(tag=into, name=tag.name).pk}


def _move_family(tag: Tag, into: Tag) -> dict[str, list[int]]:
    """Give the other the parents and children of a tag, but for each other; return who is new to it."""
    own = {tag.pk, into.pk}
    parents = _keys(tag.parents.all()) - _keys(into.parents.all()) - own - below(into)
    into.parents.add(*parents)
    children = _keys(tag.children.all()) - _keys(into.children.all()) - own - above(into)
    into.children.add(*children)
    return {"parents": sorted(parents), "children": sorted(children)}


def _keys(tags: QuerySet[Tag]) -> set[int]:
    return set(tags.values_list("pk", flat=True))


def _fill_in(tag: Tag, into: Tag) -> dict[str, int | None]:
    """Give the other the person and the Media Topic of a tag, where it has none of its own."""
    filled: dict[str, int | None] = {"person": None, "media_topic": None}
    if tag.person_id and not into.person_id and tag.type == into.type:
        filled["person"] = tag.person_id
        into.person_id, tag.person_id = tag.person_id, None
    if tag.media_topic_id and not into.media_topic_id:
        filled["media_topic"] = into.media_topic_id = tag.media_topic_id
    return filled
