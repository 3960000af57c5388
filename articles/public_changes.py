"""What readers are told of a change to a live story: asked for, checked, entered in the ledger, and redacted."""

from collections.abc import Iterator
from datetime import datetime
from difflib import SequenceMatcher
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from articles import permissions, public_state
from articles.comparing import differences
from articles.material import changes_words, material_changes
from articles.models import PUBLIC_KINDS, ChangeKind, PublicChange, Revision, Story
from articles.models.transition import name_of
from articles.moves import KindMissing, NoteMissing, NoteTooLong, SecondPersonNeeded
from articles.text import plain_text

LONGEST_NOTE = PublicChange._meta.get_field("note").max_length or 0
LONGEST_REDACTION = PublicChange._meta.get_field("redaction").max_length or 0
# What of a story readers can compare, and what each place is called.
COMPARED = {"headline": "Headline", "standfirst": "Standfirst", "lead_caption": "Caption", "body": "Text"}


def asks_for_kind(story: Story) -> bool:
    """Whether publishing this story changes what readers have seen, so that they are told.

    A story that was withdrawn comes back without a word when it says what it said.
    """
    if story.is_live:
        return True
    before, now = last_public(story), story.revision
    return before is not None and now is not None and changes_words(before.content, now.content)


def last_public(story: Story) -> Revision | None:
    """Return what readers see, or saw before the story was withdrawn; None when they never saw it."""
    if story.live_revision is not None or story.withdrawn_at is None:
        return story.live_revision
    shown = story.transitions.filter(verb__in=("publish", "publish_in_emergency"))
    last = shown.select_related("revision").last()
    return last.revision if last else None


def check_kind(story: Story, *, kind: str, note: str, by: AbstractBaseUser) -> ChangeKind | None:
    """Return what sort of change goes out, None when nothing of it was public yet.

    Raises:
        KindMissing: when readers saw other words and nobody said what sort of change it is.
        NoteMissing: when readers would be told nothing.
        NoteTooLong: when readers would be told too much.
        SecondPersonNeeded: when who wrote it calls minor what is not for one person to judge.
    """
    if not asks_for_kind(story):
        return None
    if kind not in ChangeKind.values:
        raise KindMissing(
            f"Readers {'see' if story.is_live else 'saw other words of'} this story. "
            "Say what sort of change this is: minor, update, correction or clarification."
        )
    kind = ChangeKind(kind)
    if kind != ChangeKind.MINOR and not note.strip():
        raise NoteMissing(f"“{kind.word}” needs a word to readers on what changed.")
    if kind != ChangeKind.MINOR and len(note) > LONGEST_NOTE:
        raise NoteTooLong(
            f"What readers are told has {len(note)} characters; there is room for {LONGEST_NOTE}."
        )
    if kind == ChangeKind.MINOR and story.words_by_id == by.pk and (found := _material(story)):
        raise SecondPersonNeeded(
            f"You changed {', '.join(found)}: that is not minor on one person’s word. "
            f"Tell readers what changed, or let somebody else publish it."
        )
    return kind


def _material(story: Story) -> list[str]:
    shown, latest = last_public(story), story.revision
    return material_changes(shown.content, latest.content) if shown and latest else []


def enter(
    story: Story,
    *,
    before: Revision,
    kind: ChangeKind | None,
    note: str,
    by: AbstractBaseUser | None,
    now: datetime,
) -> PublicChange | None:
    """Enter what readers saw `before` and see now in the ledger; None when it leaves no trace.

    Call it before the published copy is written: its page shows the entry.
    """
    after = story.live_revision
    if kind not in PUBLIC_KINDS or after is None:
        return None
    newest = story.public_changes.aggregate(newest=Max("number"))["newest"]
    return PublicChange.objects.create(
        working_copy=story,
        published_id=story.pk,
        number=(newest or 0) + 1,
        kind=kind,
        note=note.strip(),
        published_at=now,
        before=before,
        after=after,
        by=by,
        by_name=name_of(by),
        comparison=compared(before.content, after.content),
    )


def compared(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, Any]]:
    """Return how two contents differ for readers, as `[{"label": …, "pieces": [[kind, words], …]}]`; changed paragraphs only."""
    return [
        {"label": label, "pieces": pieces}
        for name, label in COMPARED.items()
        for pieces in _pieces(_text(before, name), _text(after, name))
    ]


def redact(change: PublicChange, *, by: AbstractBaseUser, note: str, now: datetime | None = None) -> None:
    """Take the comparison of two public texts away from readers, for legal reasons; they see the note instead.

    The entry itself stays in the ledger, and the revisions stay with the desk.

    Raises:
        NoteMissing: when readers would not be told why.
    """
    permissions.check_redact(by)
    if not note.strip():
        raise NoteMissing("Say why: readers see it instead of what changed.")
    if len(note) > LONGEST_REDACTION:
        raise NoteTooLong(f"The note has {len(note)} characters; here it may have {LONGEST_REDACTION}.")
    with transaction.atomic():
        redacted = {
            "comparison": [],
            "redacted_at": now or timezone.now(),
            "redacted_by": by,
            "redacted_by_name": name_of(by),
            "redaction": note.strip(),
        }
        # The first reason stays.
        PublicChange.objects.filter(pk=change.pk, redacted_at=None).update(**redacted)
        public_state.refresh()
    change.refresh_from_db()


def _text(content: dict[str, Any], name: str) -> str:
    text = content.get(name) or ""
    return plain_text(text) if name == "body" else text


def _pieces(before: str, after: str) -> Iterator[list[list[str]]]:
    """Yield each run of changed paragraphs as pieces."""
    old, new = before.split("\n"), after.split("\n")
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            found = differences("\n".join(old[i1:i2]), "\n".join(new[j1:j2]))
            yield [[piece.kind, piece.text] for piece in found]
