"""Share links: somebody without a login reads one story before readers do, for a while.

The address holds 32 random bytes and nothing else; only their hash is kept, so that neither the database
nor a backup of it opens anything. Whoever made a link answers for it: it shows what they may read
themselves, now, or nothing.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import F, QuerySet
from django.utils import timezone

from articles import permissions, workflow
from articles.models import Revision, ShareLink, Story

LONGEST = timedelta(days=90)
TOKEN_BYTES = 32


class NotShared(ValueError):
    """No link was made; the message is for the person who asked."""


def share(
    story: Story,
    *,
    by: User,
    until: datetime,
    revision: Revision | None = None,
    for_whom: str = "",
    uuid: UUID | None = None,
    now: datetime | None = None,
) -> tuple[ShareLink, str]:
    """Make a link to one revision, or to the text as it is last saved; return it and the end of its address.

    This is the one moment at which the address is known. `uuid` is what the link will be known by.

    Raises:
        NotAllowed: when this person may not show this story to others.
        NotShared: when it would last too long, or the story may not be shown outside now.
    """
    now = now or timezone.now()
    permissions.check_share(by, story)
    if not permissions.can_be_shown_outside(story):
        raise NotShared("A story that is spiked, withdrawn or under embargo is shown to nobody outside.")
    if not now < until <= now + LONGEST:
        raise NotShared(f"A link lasts at most {LONGEST.days} days, and ends in the future.")
    if revision is not None and revision.story_id != story.pk:
        raise NotShared("That is a revision of another story.")
    token = secrets.token_urlsafe(TOKEN_BYTES)
    named = {"uuid": uuid} if uuid else {}
    link = ShareLink.objects.create(
        story=story,
        revision=revision,
        token_hash=hash_of(token),
        for_whom=for_whom,
        created_at=now,
        created_by=by,
        by_name=workflow.name_of(by),
        expires_at=until,
        **named,
    )
    return link, token


def revoke(link: ShareLink, *, by: User, now: datetime | None = None) -> None:
    """Close a link at once; whoever made it may, and whoever may share the story.

    Raises:
        NotAllowed: when this person may not.
    """
    if link.created_by_id != by.pk:
        permissions.check_share(by, link.story)
    ShareLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=now or timezone.now(), revoked_by_name=workflow.name_of(by)
    )


def links_of(story: Story) -> QuerySet[ShareLink]:
    """Return every link to a story, the newest first."""
    return story.share_links.select_related("created_by", "revision").defer("revision__content")


def opened(token: str, *, now: datetime | None = None) -> ShareLink | None:
    """Return the link with this address if it shows something now; None in every other case."""
    found = (
        ShareLink.objects.select_related("story__section", "story__lead_image", "created_by", "revision")
        .filter(token_hash=hash_of(token))
        .first()
    )
    return found if found and is_open(found, now=now) else None


def is_open(link: ShareLink, *, now: datetime | None = None) -> bool:
    """Whether a link shows its story now."""
    return (
        link.revoked_at is None
        and link.expires_at > (now or timezone.now())
        and link.created_by is not None
        and permissions.can_read_stories(link.created_by)
        and permissions.can_be_shown_outside(link.story)
    )


def count_view(link: ShareLink, *, now: datetime | None = None) -> None:
    """Count that somebody opened a link."""
    ShareLink.objects.filter(pk=link.pk).update(views=F("views") + 1, last_viewed_at=now or timezone.now())


def hash_of(token: str) -> str:
    """Return what a link is recognised by."""
    return sha256(token.encode(errors="replace")).hexdigest()
