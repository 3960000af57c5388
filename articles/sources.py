"""Unnamed sources: their identity sealed, and opened only with a permission of its own, a name and a reason.

The identity is encrypted before it reaches the database and is never part of a quote, so that no
page, revision, export, log or dump can hold it. Every look is recorded before the name is shown.
"""

import json
from base64 import urlsafe_b64encode
from datetime import datetime
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from articles import permissions, workflow
from articles.models import Quote, SealedIdentity, SealedLook

MOST_LETTERS = 2000


class NotSealed(ValueError):
    """An identity was not sealed; the message is for the person who asked."""


class CannotOpen(Exception):
    """A sealed identity could not be read: the key is another one, or the row was tampered with."""


@sensitive_variables("identity", "words")
def seal(quote: Quote, identity: str, *, by: User, now: datetime | None = None) -> SealedIdentity:
    """Seal who spoke a quotation that bears no name; what was sealed before is replaced.

    Raises:
        NotSealed: when there is nothing to seal, the quote names its speaker, or somebody else sealed it.
    """
    words = identity.strip()
    if not words or len(words) > MOST_LETTERS:
        raise NotSealed(f"Write who it was, in at most {MOST_LETTERS} characters.")
    if quote.speaker_id:
        raise NotSealed("This quotation names its speaker. Take the name off first.")
    with transaction.atomic():
        workflow.record_edit(quote.story, by=by, now=now)
        before = SealedIdentity.objects.select_for_update().filter(quote_uuid=quote.uuid).first()
        if before and before.sealed_by_id != by.pk and not permissions.can_see_sealed_source(by):
            raise NotSealed(
                "Somebody else sealed this source; only they, or who may open it, can seal it anew."
            )
        source = before or SealedIdentity(quote_uuid=quote.uuid, story=quote.story)
        source.sealed = _keys().encrypt(json.dumps([str(quote.uuid), words]).encode())
        source.sealed_at, source.sealed_by = now or timezone.now(), by
        source.save()
    return source


@sensitive_variables("words")
def reveal(source: SealedIdentity, *, by: User, reason: str, now: datetime | None = None) -> str:
    """Return a sealed identity; that this person looked, and why, is recorded first and for good.

    Call it outside any transaction: a look that is rolled back would be a look that nobody sees.

    Raises:
        NotAllowed: when this person may not open sealed sources, or gives no reason.
        CannotOpen: when the key is not the one it was sealed with.
    """
    if not permissions.can_see_sealed_source(by):
        raise permissions.NotAllowed("You cannot open sealed sources.")
    if not reason.strip():
        raise permissions.NotAllowed("Say why you need to know: it is recorded with your name.")
    with transaction.atomic(durable=True):
        SealedLook.objects.create(
            identity=source,
            at=now or timezone.now(),
            by=by,
            by_name=workflow.name_of(by),
            reason=reason.strip()[: SealedLook._meta.get_field("reason").max_length],
        )
    try:
        quote_uuid, words = json.loads(_keys().decrypt(bytes(source.sealed)))
    except InvalidToken:
        raise CannotOpen("The key that this was sealed with is not among SEALED_SOURCES_KEYS.") from None
    if quote_uuid != str(source.quote_uuid):
        raise CannotOpen("This was sealed for another quotation.")
    return str(words)


def seal_again() -> int:
    """Encrypt every identity with the newest key, so that the older ones can be put away; return how many."""
    count = 0
    with transaction.atomic():
        for source in SealedIdentity.objects.select_for_update():
            source.sealed = _keys().rotate(bytes(source.sealed))
            source.save(update_fields=["sealed"])
            count += 1
    return count


def _keys() -> MultiFernet:
    return _keys_from(tuple(settings.SEALED_SOURCES_KEYS))


@lru_cache(maxsize=4)
def _keys_from(secrets: tuple[str, ...]) -> MultiFernet:
    """Return what seals with the first secret and opens with any."""

    def key(secret: str) -> Any:
        derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"newsroom sealed sources")
        return Fernet(urlsafe_b64encode(derived.derive(secret.encode())))

    return MultiFernet([key(secret) for secret in secrets])
