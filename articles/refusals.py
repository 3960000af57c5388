"""Keeping what people were refused, so that the audit trail shows it. Nobody fills the table by trying again and again."""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import DatabaseError, transaction
from django.db.models import F
from django.utils import timezone

from articles.models import Refusal, Story
from articles.models.transition import name_of

logger = logging.getLogger(__name__)

# The same thing tried again within this time is counted, not written down again.
AT_ONCE = timedelta(minutes=1)
# Beyond so many things in an hour, all that one person tries is counted with the last of them.
MOST_AN_HOUR = 60


def record(
    *,
    by: AbstractBaseUser,
    door: str,
    asked: str = "",
    reason: str = "",
    story: Story | None = None,
    now: datetime | None = None,
) -> None:
    """Keep that somebody was refused something.

    A refusal stays a refusal, whatever becomes of this: a database that takes nothing is reported in the log.
    """
    door, asked, reason = (_storable(text) for text in (door, asked, reason))
    try:
        with transaction.atomic():
            _record(by, door[:200], asked[:100], reason[:300], story, now or timezone.now())
    except DatabaseError:
        logger.exception("%s was refused %s, and it could not be recorded", name_of(by), asked or door)


def _record(
    by: AbstractBaseUser, door: str, asked: str, reason: str, story: Story | None, now: datetime
) -> None:
    own = Refusal.objects.filter(by=by.pk).order_by("-at", "-pk")
    same = own.filter(at__gt=now - AT_ONCE, door=door, asked=asked, story=story).first()
    if same is None and own.filter(at__gt=now - timedelta(hours=1)).count() >= MOST_AN_HOUR:
        same = own.first()
    if same is not None:
        Refusal.objects.filter(pk=same.pk).update(tries=F("tries") + 1, last_at=now)
        return
    said = {"door": door, "asked": asked, "reason": reason, "story": story}
    Refusal.objects.create(at=now, last_at=now, by_id=by.pk, by_name=name_of(by), **said)


def _storable(text: str) -> str:
    """Return text as every database takes it: an address may hold anything."""
    return text.replace("\0", "�").encode(errors="replace").decode()
