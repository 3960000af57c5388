"""Keeping what was written: every save becomes a revision, if anything changed.

Made by `workflow`'s rules; `record_edit` and `record_merge` are spoken of as its verbs.
"""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import corrections, moving, quote_index, quote_places, revisions, story_search
from articles.material import changes_words
from articles.models import Copy, PublishedStory, Revision, Status, Story, StoryContent, TaggingChange
from articles.models.transition import name_of
from articles.moves import TRANSITIONS
from articles.moving import OFF_THE_SCHEDULE
from articles.notices import schedulers_of, tell


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
        before, voided, was = story.revision, story.status == Status.APPROVED, story.status
        waiting_for_it = schedulers_of(story)
        has_new_words = before is None or changes_words(before.content, content)
        # The claim comes first: whoever is second fails here, before a number is taken twice.
        moving.claim(
            story,
            status=Status.DRAFT if voided else story.status,
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


def with_tags_of_now(story: Story, *, by: AbstractBaseUser | None, now: datetime) -> Revision:
    """Return the revision that is published: a new one if the tagging desk changed tags since the newest."""
    assert story.revision is not None
    if not TaggingChange.objects.filter(story=story, revision=story.revision).exists():
        return story.revision
    content = revisions.content_of(story)
    story_search.keep_words([(story.pk, content)])
    note = "With the tags that the tagging desk has set since."
    return _write(story, content, by=by, note=note, now=now)


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
