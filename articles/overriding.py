"""Letting a passage stand that differs from what was said: by an editor, with a reason, for these words alone."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import permissions, workflow
from articles.misquotes import CheckedPassage
from articles.models import MisquoteOverride, Story


class ReasonMissing(ValueError):
    """A passage was not let stand, because nobody said why."""


def override(
    story: Story, passage: CheckedPassage, *, by: User, reason: str, now: datetime | None = None
) -> MisquoteOverride:
    """Let a passage stand as it is, for as long as it says these words in this place with this fault.

    Raises:
        ReasonMissing: without a reason.
    """
    permissions.check_review(by, story)
    if not reason.strip():
        raise ReasonMissing("Say why these words stay: it is recorded with your name.")
    with transaction.atomic():
        row, _ = MisquoteOverride.objects.update_or_create(
            story=story,
            key=passage.key,
            defaults={
                "place": passage.place,
                "passage": passage.words,
                "verdict": passage.verdict.name,
                "reason": reason.strip(),
                "at": now or timezone.now(),
                "by": by,
                "by_name": workflow.name_of(by),
            },
        )
        workflow.record_edit(story, by=by, now=now)
    return row


def undo_override(row: MisquoteOverride, *, by: User, now: datetime | None = None) -> None:
    """Have the passage looked at again."""
    permissions.check_review(by, row.story)
    with transaction.atomic():
        workflow.record_edit(row.story, by=by, now=now)
        row.delete()
