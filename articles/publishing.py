"""The moves that decide what readers see: publish, now or at a time to come, and withdraw.

Made by `workflow`'s rules and spoken of as its verbs. There is one way to readers, `_show`.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import (
    card_making,
    checks,
    corrections,
    moving,
    permissions,
    public_changes,
    public_state,
    published_copy,
    recording,
    relating,
    renditions,
    revisions,
    suggesting,
    tag_lock,
)
from articles.models import ChangeKind, PublishedStory, Story, WithdrawnMode
from articles.moves import TRANSITIONS, Embargoed, Move, MoveNotPossible, NotReady
from articles.moving import OFF_THE_SCHEDULE, OUT_OF_THE_QUEUE
from articles.notices import schedulers_of, tell, writers_of


def publish(
    story: Story,
    *,
    by: AbstractBaseUser | None,
    note: str = "",
    kind: str = "",
    public_note: str = "",
    now: datetime | None = None,
) -> Story:
    """Copy the approved working copy, whole, to what readers see.

    `by` is None when the newsroom's clock publishes what a person scheduled. When readers see the story
    already, `kind` says what sort of change it is, and for all but minor ones they are shown `public_note`.

    Raises:
        MoveNotPossible: when nobody asked and its time has not come, or when it should be off by now.
        Embargoed: when nobody outside may see it yet.
        NotReady: when something is missing that readers need.
        KindMissing, NoteMissing, SecondPersonNeeded: see `public_changes.check_kind`.
    """
    now = now or timezone.now()
    if by is None and (story.publish_at is None or story.publish_at > now):
        raise MoveNotPossible(f"“{story}” is not due.")
    _draw_pictures(story)
    with transaction.atomic():
        _check_time(story, now)
        moving.check_possible(TRANSITIONS["publish"], story, by=by, note=note, now=now)
        moving.check_unchanged(story)
        _check_ready(story, story.approved_fingerprint)
        if by is None:
            # Asked and checked when it was scheduled.
            kind, public_note = story.change_kind, story.change_note
            change = ChangeKind(kind) if kind else None
        else:
            change = public_changes.check_kind(story, kind=kind, note=public_note, by=by)
        waiting_for_it = schedulers_of(story)
        _show(TRANSITIONS["publish"], story, by=by, note=note, kind=change, public_note=public_note, now=now)
        tell("published", story, to=[*writers_of(story), *waiting_for_it], by=by, note=note, now=now)
    return story


def publish_in_emergency(
    story: Story,
    *,
    by: AbstractBaseUser,
    note: str = "",
    kind: str = "",
    public_note: str = "",
    now: datetime | None = None,
) -> Story:
    """Publish on one person's word what nobody has approved; the note says why it could not wait.

    It stays on the desk's front page until a second person has looked at it: see `clear_emergency`.
    Raises the same as `publish`.
    """
    now = now or timezone.now()
    move = TRANSITIONS["publish_in_emergency"]
    _draw_pictures(story)
    with transaction.atomic():
        _check_time(story, now)
        moving.check_possible(move, story, by=by, note=note, now=now)
        moving.check_unchanged(story)
        fingerprint = story.revision.fingerprint if story.revision else ""
        _check_ready(story, fingerprint)
        change = public_changes.check_kind(story, kind=kind, note=public_note, by=by)
        _show(
            move,
            story,
            by=by,
            note=note,
            kind=change,
            public_note=public_note,
            now=now,
            emergency_at=now,
            emergency_by=by,
            **OUT_OF_THE_QUEUE,
        )
        tell("published", story, to=writers_of(story), by=by, note=note, now=now)
    return story


def clear_emergency(
    story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None
) -> Story:
    """Say, as the second person, that what somebody published alone is in order."""
    move = TRANSITIONS["clear_emergency"]
    return moving.make(move, story, by=by, note=note, now=now, emergency_at=None, emergency_by=None)


def schedule(
    story: Story,
    *,
    by: AbstractBaseUser,
    at: datetime,
    note: str = "",
    kind: str = "",
    public_note: str = "",
    now: datetime | None = None,
) -> Story:
    """Publish the approved text by itself at a time to come; `kind` and `public_note` as in `publish`.

    Raises:
        MoveNotPossible: when the time has passed, or the story is to come off before it.
        Embargoed: when nobody outside may see it yet at that time.
        NotReady: when something is missing that readers need.
        KindMissing, NoteMissing, SecondPersonNeeded: see `public_changes.check_kind`.
    """
    if at <= (now or timezone.now()):
        raise MoveNotPossible("That time has passed. Choose a later one, or publish now.")
    with transaction.atomic():
        _check_time(story, at)
        moving.check_possible(TRANSITIONS["schedule"], story, by=by, note=note, now=at)
        moving.check_unchanged(story)
        _check_ready(story, story.approved_fingerprint)
        change = public_changes.check_kind(story, kind=kind, note=public_note, by=by)
        return moving.make(
            TRANSITIONS["schedule"],
            story,
            by=by,
            note=note,
            now=now,
            **OFF_THE_SCHEDULE
            | {
                "publish_at": at,
                "change_kind": change or "",
                "change_note": public_note.strip() if change and change != ChangeKind.MINOR else "",
            },
        )


def unschedule(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Take a story off the schedule; it stays approved."""
    with transaction.atomic():
        waiting_for_it = schedulers_of(story)
        moving.make(TRANSITIONS["unschedule"], story, by=by, note=note, now=now, **OFF_THE_SCHEDULE)
        tell("unscheduled", story, to=waiting_for_it, by=by, note=note, now=now)
    return story


def withdraw(
    story: Story,
    *,
    by: AbstractBaseUser | None,
    note: str = "",
    mode: str = WithdrawnMode.WITHDRAWN,
    to: Story | None = None,
    now: datetime | None = None,
) -> Story:
    """Take a story away from readers, at every address it had.

    There they find the note as explanation, or nothing, or are led `to` another live story: as `mode`
    says. `by` is None when the newsroom's clock takes off what has expired.

    Raises:
        MoveNotPossible: when nobody asked and its time is not over, or there is nowhere to lead readers to.
    """
    now = now or timezone.now()
    mode = WithdrawnMode(mode)
    if by is None and (story.expire_at is None or story.expire_at > now):
        raise permissions.NotAllowed("Only a person withdraws a story before its time is over.")
    if mode == WithdrawnMode.REDIRECT and (to is None or to.pk == story.pk or not to.is_live):
        raise MoveNotPossible("Choose another story that readers see now: they are led to it.")
    with transaction.atomic():
        tag_lock.hold()
        moving.make(
            TRANSITIONS["withdraw"],
            story,
            by=by,
            note=note,
            now=now,
            live_revision=None,
            withdrawn_at=now,
            withdrawn_mode=mode,
            withdrawn_to=to if mode == WithdrawnMode.REDIRECT else None,
            expire_at=None,
            **OFF_THE_SCHEDULE,
        )
        explanation = note.strip() if mode == WithdrawnMode.WITHDRAWN else ""
        published_copy.close_addresses(story, explanation=explanation, at=now)
        relating.hold()
        published_copy.remove(story)
        public_state.refresh()
        if by is None:
            tell("expired", story, to=[*writers_of(story), story.assigned_to], by=None, note=note, now=now)
    return story


def _show(
    move: Move,
    story: Story,
    *,
    by: AbstractBaseUser | None,
    note: str,
    kind: ChangeKind | None,
    public_note: str,
    now: datetime,
    **changes: object,
) -> None:
    """Make the working copy what readers see: the one way there, for every verb that publishes."""
    first_published_at = story.first_published_at or now
    updated_at = now
    if kind == ChangeKind.MINOR:
        # It leaves no trace, not even a date. Withdrawn a moment ago, it has none: the claim below refuses.
        live = PublishedStory.objects.filter(pk=story.pk).values_list("updated_at", flat=True)
        updated_at = live.first() or now
    revision = recording.with_tags_of_now(story, by=by, now=now)
    old_slug = published_copy.slug_of(story)
    changed_from = public_changes.last_public(story)
    moving.make(
        move,
        story,
        by=by,
        note=note,
        now=now,
        revision=revision,
        live_revision=revision,
        approved_fingerprint=revision.fingerprint,
        first_published_at=first_published_at,
        withdrawn_at=None,
        withdrawn_mode="",
        withdrawn_to=None,
        embargo_until=None,
        **OFF_THE_SCHEDULE,
        **changes,
    )
    if changed_from is not None:
        public_changes.enter(story, before=changed_from, kind=kind, note=public_note, by=by, now=now)
    published = published_copy.write(story, published_at=first_published_at, updated_at=updated_at)
    published_copy.move_addresses(story, published, old_slug=old_slug)
    if changed_from is not None:
        corrections.open_for(story, changed_from.content, by=by, now=now)
    suggesting.look_at(story)
    relating.relate(published)
    card_making.ask_for(published)
    public_state.refresh()


def _draw_pictures(story: Story) -> None:
    """Finish what readers are to see of a story's pictures; mostly it was done long ago.

    Before the transaction, where nobody waits for it: the clock's is the exception.
    """
    try:
        renditions.draw_for(story)
    except renditions.CannotDraw as problem:
        raise MoveNotPossible(str(problem)) from problem


def _check_time(story: Story, at: datetime) -> None:
    """Raise unless readers may see the story at that time."""
    if story.embargo_until is not None and story.is_embargoed(at):
        raise Embargoed(
            f"“{story}” is under embargo until {_shown(story.embargo_until)}. It can be published from then on."
        )
    if story.expire_at is not None and story.expire_at <= at:
        raise MoveNotPossible(
            f"“{story}” is to come off on {_shown(story.expire_at)}. Change that first, or nobody would see it."
        )


def _shown(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y, %H:%M}"


def _check_ready(story: Story, approved_fingerprint: str) -> None:
    """Raise `NotReady` unless the story has what readers need and is what was approved."""
    problems = []
    if not story.is_slug_free():
        problems.append(f"The address “{story.slug}” belongs to another story; change it.")
    revision = story.revision
    if (
        revision is None
        or revision.fingerprint != approved_fingerprint
        or not revisions.keeps(revision, revisions.content_of(story))
    ):
        problems.append("The text is not the one that was approved; send it to review again.")
    problems += checks.what_stops(story)
    if problems:
        raise NotReady(problems)
