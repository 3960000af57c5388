"""Where the pictures with headlines lie that stand for stories elsewhere, and under which names.

A name holds a checksum of what the picture shows, so that an address never shows something else, and chance,
so that nobody guesses it.
"""

import hashlib
import logging
import secrets

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from articles.addresses import absolute

# Counted up when cards come to look different.
LOOK = 1
FOLDER = "cards/"

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
