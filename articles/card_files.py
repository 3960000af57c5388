"""Where the pictures with headlines lie that stand for stories elsewhere, and under which names.

A name holds a checksum of what the picture shows, so that an address never shows something else, and chance,
so that nobody guesses it.
"""

import hashlib
import logging
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from articles.addresses import absolute
from articles.models.published import PublishedStory

# Counted up when cards come to look different.
LOOK = 1
FOLDER = "cards/"
# Until a card stands in its story's row nobody names it; one as old as this is nobody's.
MADE_WITHIN = timedelta(hours=1)

logger = logging.getLogger(__name__)


def checksum(headline: str) -> str:
    """Return what tells one card from another."""
    shown = f"{LOOK}\n{settings.SITE_NAME}\n{headline}"
    return hashlib.blake2b(shown.encode(errors="replace"), digest_size=8).hexdigest()


def shows(name: str, headline: str) -> bool:
    """Whether the card of this name says this headline."""
    return name.endswith(f"-{checksum(headline)}.png")


def address(name: str) -> str:
    """Return where a card is found; nothing for no card."""
    return absolute(default_storage.url(name)) if name else ""


def keep(picture: bytes, headline: str) -> str:
    """Store a card and return its name."""
    chance = secrets.token_hex(8)
    name = f"{FOLDER}{chance[:2]}/{chance}-{checksum(headline)}.png"
    return default_storage.save(name, ContentFile(picture))


def discard(name: str) -> None:
    """Remove a card's file as soon as what is being done is certain."""
    if name:
        transaction.on_commit(lambda: remove(name))


def remove(name: str) -> None:
    """Remove a card's file now; a storage that fails is no reason to fail."""
    try:
        default_storage.delete(name)
    # A bucket may answer with anything; what was asked for, a withdrawal, is done.
    except Exception:
        logger.exception("The card %s could not be removed", name)


def left_behind(*, now: datetime | None = None) -> list[str]:
    """Return the cards that no live story has: left by a crash, or by a storage that could not remove them."""
    before = (now or timezone.now()) - MADE_WITHIN
    # Files first: a card that is shown meanwhile is seen with its row.
    there = sorted(_names())
    named = {*PublishedStory.objects.exclude(share_card="").values_list("share_card", flat=True)}
    return [name for name in there if name not in named and _is_older(name, before)]


def _names() -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(FOLDER)
        yield from (f"{FOLDER}{name}" for name in files)
        for folder in folders:
            yield from (
                f"{FOLDER}{folder}/{name}" for name in default_storage.listdir(f"{FOLDER}{folder}")[1]
            )
    except FileNotFoundError:
        # No card was ever made.
        return


def _is_older(name: str, moment: datetime) -> bool:
    try:
        return default_storage.get_modified_time(name) <= moment
    except FileNotFoundError:
        # Removed a moment ago.
        return False
