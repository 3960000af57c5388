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
    permissions,
    public_state,
    published_copy,
    quote_index,
    quote_places,
    readiness,
    revisions,
)
from articles.models import PublishedStory, Revision, Status, Story, StoryContent, Transition
from articles.moves import (
    TRANSITIONS,
    Move,
    MoveNotPossible,
    NoteMissing,
    NoteTooLong,
    NotReady,
    StaleStory,
    WorkflowError,
)

# The table and the refusals are spoken of as the workflow's own.
__all__ = [
    "TRANSITIONS",
    "Move",
    "MoveNotPossible",
    "NotReady",
    "NoteMissing",
    "NoteTooLong",
    "StaleStory",
    "WorkflowError",
    "approve",
    "begin",
    "moves_for",
    "name_of",
    "publish",
    "record_edit",
    "record_merge",
    "request_changes",
    "restore",
    "schedule",
    "spike",
    "submit",
    "unschedule",
    "withdraw",
]

DRAFT, APPROVED = Status.DRAFT, Status.APPROVED
LONGEST_NAME = Transition._meta.get_field("by_name").max_length
_TOO_LATE = "“{}” was changed by somebody else in the meantime. Nothing was done; look at it again."


def submit(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Send a draft to review. It leaves the writer's desk for the editors' queue."""
    return _make(TRANSITIONS["submit"], story, by=by, note=note, now=now, assigned_to=None)


def request_changes(
    story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None
) -> Story:
    """Send a story back to whoever began it, with a note that says what to change."""
    return _make(
        TRANSITIONS["request_changes"],
        story,
        by=by,
        note=note,
        now=now,
        assigned_to=story.created_by,
        approved_fingerprint="",
        publish_at=None,
    )


def approve(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Approve exactly the text as it stands; changing a character later voids it."""
    return _make(
        TRANSITIONS["approve"],
        story,
        by=by,
        note=note,
        now=now,
        assigned_to=by,
        approved_fingerprint=story.revision.fingerprint if story.revision else "",
    )


def publish(
    story: Story, *, by: AbstractBaseUser | None, note: str = "", now: datetime | None = None
) -> Story:
    """Copy the approved working copy, whole, to what readers see.

    `by` is None when the newsroom's clock publishes what a person scheduled.

    Raises:
        MoveNotPossible: when nobody asked and its time has not come.
        NotReady: when something is missing that readers need.
    """
    now = now or timezone.now()
    first_published_at = story.first_published_at or now
    if by is None and (story.publish_at is None or story.publish_at > now):
        raise MoveNotPossible(f"“{story}” is not due.")
    with transaction.atomic():
        _check_possible(TRANSITIONS["publish"], story, by=by, note=note)
        _check_unchanged(story)
        _check_ready(story)
        old_slug = published_copy.slug_of(story)
        _make(
            TRANSITIONS["publish"],
            story,
            by=by,
            note=note,
            now=now,
            live_revision=story.revision,
            first_published_at=first_published_at,
            publish_at=None,
            withdrawn_at=None,
        )
        published = published_copy.write(story, published_at=first_published_at, updated_at=now)
        published_copy.move_addresses(story, published, old_slug=old_slug)
        public_state.refresh()
    return story


def schedule(
    story: Story, *, by: AbstractBaseUser, at: datetime, note: str = "", now: datetime | None = None
) -> Story:
    """Publish the approved text by itself at a time to come.

    Raises:
        MoveNotPossible: when the time has passed.
        NotReady: when something is missing that readers need.
    """
    if at <= (now or timezone.now()):
        raise MoveNotPossible("That time has passed. Choose a later one, or publish now.")
    with transaction.atomic():
        _check_possible(TRANSITIONS["schedule"], story, by=by, note=note)
        _check_unchanged(story)
        _check_ready(story)
        return _make(TRANSITIONS["schedule"], story, by=by, note=note, now=now, publish_at=at)


def unschedule(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Take a story off the schedule; it stays approved."""
    return _make(TRANSITIONS["unschedule"], story, by=by, note=note, now=now, publish_at=None)


def withdraw(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Take a story away from readers; every address it had shows the note as explanation."""
    now = now or timezone.now()
    with transaction.atomic():
        _make(
            TRANSITIONS["withdraw"],
            story,
            by=by,
            note=note,
            now=now,
            live_revision=None,
            publish_at=None,
            withdrawn_at=now,
        )
        published_copy.close_addresses(story, explanation=note.strip(), at=now)
        published_copy.remove(story)
        public_state.refresh()
    return story


def spike(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Put a story that readers do not see out of the way. Nothing of it is lost."""
    return _make(
        TRANSITIONS["spike"],
        story,
        by=by,
        note=note,
        now=now,
        assigned_to=None,
        approved_fingerprint="",
        publish_at=None,
    )


def restore(story: Story, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None) -> Story:
    """Take a spiked story up again, as a draft."""
    return _make(TRANSITIONS["restore"], story, by=by, note=note, now=now, assigned_to=story.created_by)


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
        _check_possible(move, story, by=by, note=note)
        quote_places.follow(story)
        content = revisions.content_of(story)
        fingerprint = revisions.fingerprint(content)
        if story.revision is not None and story.revision.fingerprint == fingerprint:
            _check_unchanged(story)
            return None
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
        voided = story.status == APPROVED
        was = story.status
        # The claim comes first: whoever is second fails here, before a number is taken twice.
        _claim(
            story,
            status=DRAFT if voided else story.status,
            approved_fingerprint="",
            publish_at=None,
            updated_at=now,
            updated_by=by,
        )
        revision.save()
        Story.objects.filter(pk=story.pk).update(revision=revision)
        story.revision = revision
        quote_index.index_quotes(story.quotes.all())
        if voided:
            _record(story, move.verb, was, by=by, note=note or "Changed after approval.", now=now)
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
        if as_live:
            live = revision
        if (revision, live) == (story.revision, story.live_revision):
            return
        _claim(
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
    fingerprint = revisions.fingerprint(content)
    if fingerprint == before.fingerprint:
        return before
    return Revision.objects.create(
        story=story,
        number=revisions.next_number(story),
        created_at=now,
        by=by,
        by_name=name_of(by),
        note=note[:300],
        format=revisions.FORMAT,
        content=content,
        fingerprint=fingerprint,
        is_renaming=True,
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
        if move.verb != "record_edit" and _is_possible(move, story) and _may(move, user, story)
    ]


def _may(move: Move, user: AbstractBaseUser, story: Story) -> bool:
    try:
        move.allowed(user, story)
    except permissions.NotAllowed:
        return False
    return True


def _is_possible(move: Move, story: Story) -> bool:
    if move.verb == "unschedule" and story.publish_at is None:
        return False
    if story.revision_id is None and move.verb != "record_edit":
        return False
    return story.status in move.starts and story.visibility in move.visible


def _check_possible(move: Move, story: Story, *, by: AbstractBaseUser | None, note: str) -> None:
    if by is not None:
        move.allowed(by, story)
    elif move.verb != "publish":
        raise permissions.NotAllowed("Only a person does this, never the clock.")
    if not _is_possible(move, story):
        state = f"{story.get_status_display().lower()}, {story.visibility.label.lower()}"
        raise MoveNotPossible(f"“{story}” is {state}: “{move.label}” is not possible now.")
    if move.needs_note and not note.strip():
        raise NoteMissing(f"“{move.label}” needs a note that says why.")
    if len(note) > move.longest_note:
        raise NoteTooLong(f"The note has {len(note)} characters; here it may have {move.longest_note}.")


def _check_unchanged(story: Story) -> None:
    """Raise `StaleStory` when somebody has moved or saved the story since the caller read it."""
    if not Story.objects.filter(pk=story.pk, version=story.version).exists():
        raise StaleStory(_TOO_LATE.format(story))


def _make(
    move: Move,
    story: Story,
    *,
    by: AbstractBaseUser | None,
    note: str,
    now: datetime | None,
    **changes: object,
) -> Story:
    """Make a move: check, claim the story, write its new state, and record it."""
    with transaction.atomic():
        _check_possible(move, story, by=by, note=note)
        was = story.status
        _claim(story, status=move.ends or story.status, **changes)
        _record(story, move.verb, was, by=by, note=note, now=now or timezone.now())
    return story


def _claim(story: Story, **changes: object) -> None:
    """Write the story's new state, unless somebody has moved or saved it since the caller read it.

    The UPDATE decides: it matches the version the caller saw, and its row count is the answer.
    """
    changes["version"] = story.version + 1
    matched = Story.objects.filter(pk=story.pk, version=story.version).update(**changes)
    if not matched:
        raise StaleStory(_TOO_LATE.format(story))
    for name, value in changes.items():
        setattr(story, name, value)


def _record(
    story: Story, verb: str, was: str, *, by: AbstractBaseUser | None, note: str, now: datetime
) -> Transition:
    return Transition.objects.create(
        story=story,
        verb=verb,
        from_status=was,
        to_status=story.status,
        at=now,
        by=by,
        by_name=name_of(by),
        note=note.strip(),
        revision=story.revision,
    )


def name_of(user: AbstractBaseUser | None) -> str:
    """Return a person's name as it is kept beside their account, which may be renamed or removed."""
    name = (user.get_full_name() or user.get_username()) if user is not None else "Schedule"
    return name[:LONGEST_NAME]


def _check_ready(story: Story) -> None:
    """Raise `NotReady` unless the story has what readers need and is what was approved."""
    problems = []
    if not story.section_id:
        problems.append("Choose a section.")
    if not story.body.strip():
        problems.append("The body is empty.")
    if not story.is_slug_free():
        problems.append(f"The address “{story.slug}” belongs to another story; change it.")
    if revisions.fingerprint(revisions.content_of(story)) != story.approved_fingerprint:
        problems.append("The text is not the one that was approved; send it to review again.")
    problems += readiness.problems(story)
    if problems:
        raise NotReady(problems)
