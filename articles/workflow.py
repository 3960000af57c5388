"""The life of a story: every move it can make, and what each move does.

A move is `verb(story, *, by, note="", now=None)`. It asks whether it is allowed, writes, leaves a
`Transition`, and lists what follows, one effect a line. `story` is the working copy as the caller
saw it: when somebody was quicker, the move raises `StaleStory` and nothing has happened.

Only this module writes `status` and what goes with it.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
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
    quote_index,
    quote_places,
    relating,
    renditions,
    revisions,
    story_search,
    suggesting,
    tag_lock,
)
from articles.assigning import assign, reprioritise
from articles.material import changes_words
from articles.models import (
    ChangeKind,
    Copy,
    Priority,
    PublishedStory,
    Revision,
    Status,
    Story,
    StoryContent,
    TaggingChange,
    WithdrawnMode,
)
from articles.models.transition import name_of
from articles.moves import (
    TRANSITIONS,
    Embargoed,
    KindMissing,
    Move,
    MoveNotPossible,
    NoteMissing,
    NoteTooLong,
    NotReady,
    SecondPersonNeeded,
    StaleStory,
    WorkflowError,
)
from articles.notices import tell
from articles.timing import lift_embargo, lift_expiry, set_embargo, set_expiry

# The table and the refusals are spoken of as the workflow's own.
__all__ = [
    "TRANSITIONS",
    "Embargoed",
    "KindMissing",
    "Move",
    "MoveNotPossible",
    "NotReady",
    "NoteMissing",
    "NoteTooLong",
    "SecondPersonNeeded",
    "StaleStory",
    "WorkflowError",
    "approve",
    "assign",
    "begin",
    "claim",
    "clear_emergency",
    "lift_embargo",
    "lift_expiry",
    "moves_for",
    "name_of",
    "publish",
    "publish_in_emergency",
    "record_edit",
    "record_merge",
    "reprioritise",
    "request_changes",
    "restore",
    "schedule",
    "set_embargo",
    "set_expiry",
    "spike",
    "submit",
    "unschedule",
    "withdraw",
]

DRAFT, APPROVED = Status.DRAFT, Status.APPROVED
# What a story loses when it leaves the schedule, and when it leaves the editors' queue.
OFF_THE_SCHEDULE: dict[str, object] = {
    "publish_at": None,
    "change_kind": "",
    "change_note": "",
    "failures": 0,
    "problem": "",
    "try_again_at": None,
}
OUT_OF_THE_QUEUE: dict[str, object] = {
    "in_review_since": None,
    "review_due_at": None,
    "priority": Priority.NORMAL,
}


def submit(
    story: Story,
    *,
    by: AbstractBaseUser,
    note: str = "",
    to: AbstractBaseUser | None = None,
    due_at: datetime | None = None,
    priority: int = Priority.NORMAL,
    now: datetime | None = None,
) -> Story:
    """Send a draft to review: to one person, or to all editors; with a time by which it should be done.

    Raises:
        MoveNotPossible: when that person does not review stories, or the time has passed.
    """
    now = now or timezone.now()
    if to is not None and not permissions.can_edit_any_story(to):
        raise MoveNotPossible(f"{name_of(to)} does not review stories. Send it to somebody else.")
    if due_at is not None and due_at <= now:
        raise MoveNotPossible("The review cannot be due in the past. Choose a later time.")
    with transaction.atomic():
        moving.make(
            TRANSITIONS["submit"],
            story,
            by=by,
            note=note,
            now=now,
            assigned_to=to,
            in_review_since=now,
            review_due_at=due_at,
            priority=Priority(priority),
        )
        tell("sent_to_me", story, to=[to], by=by, note=note, now=now)
    return story


def claim(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Take up a review, so that two people do not read the same story."""
    return moving.make(TRANSITIONS["claim"], story, by=by, note=note, now=now, assigned_to=by)


def request_changes(
    story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None
) -> Story:
    """Send a story back to whoever began it, with a note that says what to change."""
    with transaction.atomic():
        waiting_for_it = _scheduled_by(story)
        moving.make(
            TRANSITIONS["request_changes"],
            story,
            by=by,
            note=note,
            now=now,
            assigned_to=story.created_by,
            approved_fingerprint="",
            **OFF_THE_SCHEDULE,
            **OUT_OF_THE_QUEUE,
        )
        tell("changes_requested", story, to=_writers(story), by=by, note=note, now=now)
        tell("unscheduled", story, to=waiting_for_it, by=by, note=note, now=now)
    return story


def approve(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Approve exactly the text as it stands; changing a character later voids it.

    Raises:
        NotAllowed: also when this person wrote the latest words, and the newsroom has a second one.
    """
    with transaction.atomic():
        moving.make(
            TRANSITIONS["approve"],
            story,
            by=by,
            note=note,
            now=now,
            assigned_to=by,
            approved_fingerprint=story.revision.fingerprint if story.revision else "",
            **OUT_OF_THE_QUEUE,
        )
        tell("approved", story, to=_writers(story), by=by, note=note, now=now)
    return story


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
        waiting_for_it = _scheduled_by(story)
        _show(TRANSITIONS["publish"], story, by=by, note=note, kind=change, public_note=public_note, now=now)
        tell("published", story, to=[*_writers(story), *waiting_for_it], by=by, note=note, now=now)
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
        tell("published", story, to=_writers(story), by=by, note=note, now=now)
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
        waiting_for_it = _scheduled_by(story)
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
            tell("expired", story, to=[*_writers(story), story.assigned_to], by=None, note=note, now=now)
    return story


def spike(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Put a story that readers do not see out of the way. Nothing of it is lost."""
    with transaction.atomic():
        waiting_for_it = _scheduled_by(story)
        moving.make(
            TRANSITIONS["spike"],
            story,
            by=by,
            note=note,
            now=now,
            assigned_to=None,
            approved_fingerprint="",
            **OFF_THE_SCHEDULE,
            **OUT_OF_THE_QUEUE,
        )
        tell("unscheduled", story, to=waiting_for_it, by=by, note=note, now=now)
    return story


def restore(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Take a spiked story up again, as a draft."""
    return moving.make(TRANSITIONS["restore"], story, by=by, note=note, now=now, assigned_to=story.created_by)


def record_edit(
    story: Story,
    *,
    by: AbstractBaseUser,
    note: str = "",
    now: datetime | None = None,
    merged_with: Revision | None = None,
) -> Revision | None:
    """Keep what was just saved in the working copy as a new revision, if anything changed.

    Call it in the transaction that saved the story, its bylines, quotes and tags. An approved
    story, live or not, becomes a draft again and leaves the schedule; readers see no difference.
    Returns the new revision, or None when nothing changed.
    """
    now = now or timezone.now()
    move = TRANSITIONS["record_edit"]
    with transaction.atomic():
        moving.check_possible(move, story, by=by, note=note)
        moving.check_unchanged(story)
        quote_places.follow(story)
        content = revisions.content_of(story)
        if story.revision is not None and revisions.keeps(story.revision, content):
            return None
        fingerprint = revisions.fingerprint(content)
        revision = Revision(
            story=story,
            number=revisions.next_number(story),
            created_at=now,
            by=by,
            by_name=name_of(by),
            note=note,
            format=revisions.FORMAT,
            content=content,
            fingerprint=fingerprint,
            merged_with=merged_with,
        )
        before, voided, was = story.revision, story.status == APPROVED, story.status
        waiting_for_it = _scheduled_by(story)
        has_new_words = before is None or changes_words(before.content, content)
        # The claim comes first: whoever is second fails here, before a number is taken twice.
        moving.claim(
            story,
            status=DRAFT if voided else story.status,
            approved_fingerprint="",
            updated_at=now,
            updated_by=by,
            **{"words_by": by} if has_new_words else {},
            **OFF_THE_SCHEDULE,
        )
        revision.save()
        Story.objects.filter(pk=story.pk).update(revision=revision)
        story.revision = revision
        quote_index.index_quotes(story.quotes.all())
        story_search.keep_words([(story.pk, content)])
        if before is not None:
            corrections.open_for(story, before.content, by=by, now=now)
        if voided:
            moving.record(story, move.verb, was, by=by, note=note or "Changed after approval.", now=now)
        tell("unscheduled", story, to=waiting_for_it, by=by, note=note, now=now)
        return revision


def record_merge(story: Story, *, by: AbstractBaseUser, note: str, now: datetime | None = None) -> None:
    """Keep in a story that somebody it quotes is now known as somebody else; no word of it has changed.

    Call it in the transaction that moved the quotes. Status, approval and what readers see stay as they
    are; only the revisions that they name are written anew, because content names people.
    """
    now = now or timezone.now()
    with transaction.atomic():
        if story.revision is None:
            return
        as_live = story.live_revision_id == story.revision_id
        live = story.live_revision
        if live is not None and not as_live:
            live = _same_words(story, story.published, live, by=by, note=note, now=now)
        revision = _same_words(story, story, story.revision, by=by, note=note, now=now)
        story_search.keep_words([(story.pk, revision.content)])
        if as_live:
            live = revision
        if (revision, live) == (story.revision, story.live_revision):
            return
        moving.claim(
            story,
            revision=revision,
            live_revision=live,
            approved_fingerprint=revision.fingerprint if story.approved_fingerprint else "",
        )
        PublishedStory.objects.filter(working_copy=story).update(revision=live)


def _same_words(
    story: Story,
    content_of: StoryContent,
    before: Revision,
    *,
    by: AbstractBaseUser,
    note: str,
    now: datetime,
) -> Revision:
    """Return the revision that says what a story says now, written now if it is not the one before."""
    content = revisions.content_of(content_of)
    copy = Copy.WORKING if isinstance(content_of, Story) else Copy.PUBLISHED
    if revisions.keeps(before, content, copy):
        return before
    return _write(story, content, by=by, note=note, now=now, is_renaming=True)


def _with_tags_of_now(story: Story, *, by: AbstractBaseUser | None, now: datetime) -> Revision:
    """Return the revision that is published: a new one if the tagging desk changed tags since the newest."""
    assert story.revision is not None
    if not TaggingChange.objects.filter(story=story, revision=story.revision).exists():
        return story.revision
    content = revisions.content_of(story)
    story_search.keep_words([(story.pk, content)])
    note = "With the tags that the tagging desk has set since."
    return _write(story, content, by=by, note=note, now=now)


def _write(
    story: Story,
    content: revisions.Content,
    *,
    by: AbstractBaseUser | None,
    note: str,
    now: datetime,
    is_renaming: bool = False,
) -> Revision:
    return Revision.objects.create(
        story=story,
        number=revisions.next_number(story),
        created_at=now,
        by=by,
        by_name=name_of(by),
        note=note[:300],
        format=revisions.FORMAT,
        content=content,
        fingerprint=revisions.fingerprint(content),
        is_renaming=is_renaming,
    )


def begin(story: Story, *, by: AbstractBaseUser, now: datetime | None = None) -> Story:
    """Put a new story, not yet saved, on its writer's desk.

    Raises:
        NotAllowed: when this person does not write stories.
    """
    if not permissions.can_write_stories(by):
        raise permissions.NotAllowed("Only reporters and editors begin stories.")
    story.created_by = story.assigned_to = story.updated_by = by  # type: ignore[assignment]  # any user model
    story.created_at = story.updated_at = now or timezone.now()
    address_is_given = bool(story.slug)
    try:
        with transaction.atomic():
            story.save()
    except IntegrityError:
        if address_is_given:
            raise
        # Somebody began a story with the same headline a moment ago: its address is seen now.
        story.slug = ""
        story.save()
    return story


def moves_for(user: AbstractBaseUser, story: Story) -> list[Move]:
    """Return the moves this person can make with this story now, in the order of the table."""
    return [
        move
        for move in TRANSITIONS.values()
        if not move.is_hidden and moving.is_possible(move, story) and _may(move, user, story)
    ]


def _may(move: Move, user: AbstractBaseUser, story: Story) -> bool:
    try:
        move.allowed(user, story)
    except permissions.NotAllowed:
        return False
    return True


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
    revision = _with_tags_of_now(story, by=by, now=now)
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


def _writers(story: Story) -> list[AbstractBaseUser | None]:
    """Return who waits to hear what became of a story: whoever began it, and whoever wrote its words."""
    return [story.created_by, story.words_by]


def _scheduled_by(story: Story) -> list[AbstractBaseUser | None]:
    """Return who counts on a scheduled story going out; nobody when it is not scheduled."""
    if story.publish_at is None:
        return []
    last = story.transitions.filter(verb="schedule").select_related("by").last()
    return [story.created_by, last.by if last else None]


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
