"""Saying that words which are alike in two stories are both right: with a reason, until one of them changes."""

from datetime import datetime
from hashlib import blake2b

from django.contrib.auth.models import User
from django.utils import timezone

from articles import permissions
from articles.alike import AlikeQuote
from articles.models import AlikeDismissal, Story
from articles.models.transition import name_of
from articles.overriding import ReasonMissing
from articles.quote_places import one_form


def key_of(story: Story, words: str, found: AlikeQuote) -> str:
    """Return what a finding is known by from either of its two stories."""
    ends = sorted([(story.pk, one_form(words)), (found.quote.story_id, one_form(found.quote.text))])
    return blake2b(repr((found.relation.name, ends)).encode(errors="replace"), digest_size=16).hexdigest()


def dismiss(
    story: Story, words: str, found: AlikeQuote, *, by: User, reason: str, now: datetime | None = None
) -> AlikeDismissal:
    """Let words of a story and the quote like them stand side by side; both stories stop being asked.

    Raises:
        ReasonMissing: without a reason.
    """
    permissions.check_edit(by, story)
    if not reason.strip():
        raise ReasonMissing("Say why both are right: it is recorded with your name.")
    row, _ = AlikeDismissal.objects.get_or_create(
        key=key_of(story, words, found),
        defaults={
            "one": story,
            "other": found.quote.story,
            "words": words[:5000],
            "reason": reason.strip()[:400],
            "at": now or timezone.now(),
            "by": by,
            "by_name": name_of(by),
        },
    )
    return row


def take_back(row: AlikeDismissal, story: Story, *, by: User) -> None:
    """Have both looked at again."""
    permissions.check_edit(by, story)
    row.delete()
