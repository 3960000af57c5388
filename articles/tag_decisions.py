"""What the tagging desk decides: written down, made so in both copies of every story, and taken back exactly.

A decision names its taggings in `TaggingChange`, one row for each copy of each story, and only what is
written there is done: first the rows, then the taggings, both by statements over all stories at once. No
story is held, no revision written and no version counted, so that nobody who writes is disturbed.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, models
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from articles import tag_finding, tag_relating, workflow
from articles.models import (
    Copy,
    PublishedStory,
    Story,
    Tag,
    TagDecision,
    TaggedPublishedStory,
    TaggedStory,
    TaggingChange,
)

# So many stories are changed before it is said how far it is.
PORTION = 10_000

# Told how many portions are done, and of how many.
Progress = Callable[[int, int], None]

# Each copy, and where it keeps its tags.
Copies = type[Story] | type[PublishedStory]
Taggings = type[TaggedStory] | type[TaggedPublishedStory]
_COPIES: dict[Copy, tuple[Copies, Taggings]] = {
    Copy.WORKING: (Story, TaggedStory),
    Copy.PUBLISHED: (PublishedStory, TaggedPublishedStory),
}
_FALSE, _TRUE = Value(False, models.BooleanField()), Value(True, models.BooleanField())


class DecisionNotPossible(ValueError):
    """Nothing was decided; the message is for the person who asked."""


def write_down(
    verb: str,
    tag: Tag,
    other: Tag | None = None,
    *,
    by: User | None,
    note: str = "",
    now: datetime | None = None,
    undoes: TagDecision | None = None,
    **details: Any,
) -> TagDecision:
    """Write a decision into the journal; `by` is None where a command decided."""
    return TagDecision.objects.create(
        verb=verb,
        tag=tag,
        other=other,
        tag_name=tag.name,
        other_name=other.name if other else "",
        at=now or timezone.now(),
        by=by,
        by_name=workflow.name_of(by) if by else "Command",
        note=" ".join(note.split())[:400],
        details=details,
        undoes=undoes,
    )


def carry_out(
    decision: TagDecision,
    *,
    off: Tag | None,
    on: Tag | None,
    stories: QuerySet[Story] | None = None,
    progress: Progress | None = None,
) -> int:
    """Take `off` off stories and give them `on`, in the working copy and in what readers see; return how many taggings.

    With `off`, whatever carries it is meant, or those of `stories` that do; without it, all of `stories`.
    Call it in the transaction that wrote the decision, holding `tag_lock`.
    """
    count = 0
    for copy, portion in _portions(_keys(off, stories), progress):
        copies, taggings = _COPIES[copy]
        chosen = copies.objects.filter(**_within("pk", portion))
        if off is not None:
            chosen = chosen.filter(_has(taggings, "pk", off.pk))
        if stories is not None:
            chosen = chosen.filter(pk__in=stories.order_by().values("pk"))
        _insert(
            TaggingChange,
            chosen,
            decision=Value(decision.pk),
            story=F("pk"),
            copy=Value(copy.value),
            revision=F("revision"),
            off=_key(off),
            on=_key(on),
            brought=~_has(taggings, "pk", on.pk) if on is not None else _FALSE,
            is_settled=_FALSE,
        )
        done = decision.changes.filter(copy=copy, **_within("story", portion))
        _apply(done, taggings)
        count += done.exclude(off=None, brought=False).count()
    tag_finding.follow(decision)
    tag_relating.follow(decision)
    return count


def take_back(decision: TagDecision, undoing: TagDecision, *, progress: Progress | None = None) -> int:
    """Give every story the tags it would have without a decision; return how many taggings that changed.

    What people have done since stays, and so does a tag that came by another decision as well.
    """
    count = 0
    # Most decisions are undone before anything else happens: then nobody needs to be asked story by story.
    is_last = not TaggingChange.objects.filter(decision__gt=decision.pk, is_settled=False).exists()
    keys = decision.changes.order_by("story").values_list("story").distinct()
    for copy, portion in _portions(keys, progress):
        copies, taggings = _COPIES[copy]
        claims = decision.changes.filter(copy=copy, **_within("story", portion), is_settled=False)
        if not is_last:
            _let_others_stand(claims)
        had_it = Q(brought=True) & _has(taggings, "story", OuterRef("on"))
        lacks_it = Q(~_has(taggings, "story", OuterRef("off")), off__isnull=False)
        if not is_last:
            lacks_it &= Q(~Exists(_later().filter(off=OuterRef("off"))))
        of_copy = copies.objects.filter(pk=OuterRef("story"))
        count += _insert(
            TaggingChange,
            claims.filter(Exists(of_copy)).filter(had_it | lacks_it),
            decision=Value(undoing.pk),
            story=F("story"),
            copy=F("copy"),
            revision=Subquery(of_copy.values("revision")),
            off=Case(When(had_it, then=F("on"))),
            on=Case(When(lacks_it, then=F("off"))),
            brought=Case(When(lacks_it, then=_TRUE), default=_FALSE),
            is_settled=_TRUE,
        )
        _apply(undoing.changes.filter(copy=copy, **_within("story", portion)), taggings)
    decision.changes.update(is_settled=True)
    tag_finding.follow(undoing)
    tag_relating.follow(undoing)
    return count


# --- Which stories -----------------------------------------------------------------------------------


def _keys(off: Tag | None, stories: QuerySet[Story] | None) -> QuerySet:
    """Return the keys of the stories that are meant, in their order."""
    if stories is not None:
        return stories.order_by("pk").values_list("pk")
    assert off is not None, "Either a tag or stories."
    working = off.tagged_stories.order_by().values_list("content_object")
    return working.union(off.tagged_published_stories.order_by().values_list("content_object")).order_by(
        "content_object"
    )


def _portions(keys: QuerySet, progress: Progress | None) -> Iterator[tuple[Copy, tuple[int, int]]]:
    """Yield each copy of each portion of stories, as a range of keys, and say how far it is."""
    found = [key for (key,) in keys.iterator(chunk_size=PORTION)]
    starts = range(0, len(found), PORTION)
    for number, start in enumerate(starts, start=1):
        last = min(start + PORTION, len(found)) - 1
        for copy in Copy:
            yield copy, (found[start], found[last])
        if progress:
            progress(number, len(starts))


def _within(field: str, portion: tuple[int, int]) -> dict[str, int]:
    return {f"{field}__gte": portion[0], f"{field}__lte": portion[1]}


def _has(taggings: Taggings, story: str, tag: Any) -> Exists:
    """Whether a copy carries a tag; `story` is the field that names the story in the query around."""
    return Exists(taggings.objects.filter(content_object=OuterRef(story), tag=tag))


def _key(tag: Tag | None) -> Value:
    return Value(tag.pk if tag else None, models.BigIntegerField())


# --- The taggings ------------------------------------------------------------------------------------


def _apply(changes: QuerySet[TaggingChange], taggings: Taggings) -> None:
    """Make so what the rows of a decision say of one copy of some stories."""
    needed = changes.exclude(off=None, brought=False).order_by()
    for off, on, brought in needed.values_list("off", "on", "brought").distinct():
        like_this = changes.filter(off=off, on=on, brought=brought).order_by()
        there = taggings.objects.filter(tag=off, content_object__in=like_this.values("story"))
        if off and on and brought:
            there.update(tag=on)
        elif off:
            there.delete()
        elif taggings is TaggedStory:
            _insert(taggings, like_this, content_object=F("story"), tag=F("on"))
        else:
            at = F("story__published__published_at")
            _insert(taggings, like_this, content_object=F("story"), tag=F("on"), published_at=at)


def _let_others_stand(claims: QuerySet[TaggingChange]) -> None:
    """Let later decisions about the same stories do what they would have done without the one that is undone."""
    first_off = _later().filter(off=OuterRef("on")).order_by("pk").values("pk")[:1]
    first_on = _later().filter(on=OuterRef("on"), brought=False).order_by("pk").values("pk")[:1]
    brought = claims.filter(brought=True).annotate(taker=Subquery(first_off), heir=Subquery(first_on))
    found = list(brought.exclude(taker=None, heir=None).values_list("pk", "taker", "heir"))
    heirs = {heir for _, taker, heir in found if heir and not (taker and taker < heir)}
    # What was taken off since would not have been there to be taken off.
    takers = {taker for _, taker, heir in found if taker and heir not in heirs}
    # What was given since would have been there already.
    again = _later().filter(on=OuterRef("off"), brought=True).order_by("pk").values("pk")[:1]
    needless = claims.annotate(again=Subquery(again)).exclude(again=None).values_list("again", flat=True)
    no_more = {*(pk for pk, _, _ in found), *needless}
    changes = TaggingChange.objects
    changes.filter(pk__in=heirs).update(brought=True)
    changes.filter(pk__in=takers).update(is_settled=True)
    changes.filter(pk__in=no_more).update(brought=False)


def _later() -> QuerySet[TaggingChange]:
    """Return what still stands of later decisions about the copy of a story that the query around is about."""
    return TaggingChange.objects.filter(
        story=OuterRef("story"), copy=OuterRef("copy"), pk__gt=OuterRef("pk"), is_settled=False
    )


def _insert(model: type[models.Model], source: QuerySet, **values: Any) -> int:
    """Insert a row made of `values` for each row of a query, in one statement; return how many."""
    known = {field.name: str(field.column) for field in model._meta.concrete_fields}
    columns = ", ".join(known[name] for name in values)
    select, parameters = source.order_by().values_list(*values.values()).query.sql_with_params()
    with connection.cursor() as cursor:
        # Names of our own columns, and a statement that Django made.
        cursor.execute(f"INSERT INTO {model._meta.db_table} ({columns}) {select}", parameters)
        return cursor.rowcount
