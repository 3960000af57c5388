"""Breaking news: put one line above every page for a while, and take it down again.

When its time is over it is gone by itself: `public_state` looks at the time with each request.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from articles import permissions, public_state
from articles.models import BreakingNews, Story
from articles.models.transition import name_of
from articles.text import clean_name

LONGEST = timedelta(days=2)
LONGEST_TEXT = 160


class NotAnnounced(ValueError):
    """Nothing was changed; the message is for the person who asked."""


class Overtaken(NotAnnounced):
    """Somebody has announced something that this person has not seen."""


def announce(
    text: str,
    *,
    by: User,
    until: datetime,
    story: Story | None = None,
    seen: int | None = None,
    uuid: UUID | None = None,
    now: datetime | None = None,
) -> BreakingNews:
    """Put a line above every page until a time; it takes the place of the one that stands.

    `seen` is the key of the line that this person saw standing, 0 for none; who does not say replaces any.

    Raises:
        NotAllowed: when this person may not.
        Overtaken: when another line stands than the one they saw.
        NotAnnounced: when it says nothing or too much, lasts too long, or leads where readers find nothing.
    """
    permissions.check_arrange_fronts(by)
    now = now or timezone.now()
    text = clean_name(text)
    if not text or len(text) > LONGEST_TEXT:
        raise NotAnnounced(f"Write one line of at most {LONGEST_TEXT} characters.")
    if not now < until <= now + LONGEST:
        raise NotAnnounced(f"It ends in the future, and within {LONGEST.days} days.")
    if story is not None and not story.is_live:
        raise NotAnnounced("Readers do not see that story. Publish it first, or announce without a link.")
    named = {"uuid": uuid} if uuid else {}
    try:
        with transaction.atomic():
            _end(seen, by=by, now=now)
            news = BreakingNews.objects.create(
                text=text, story=story, started_at=now, expires_at=until, by=by, by_name=name_of(by), **named
            )
            _write_down(news, f"Announced until {timezone.localtime(until):%-d %B %Y, %H:%M}.", by=by)
            public_state.refresh()
    except IntegrityError:
        # One line stands at a time: the one that was not ended, because it was not the one they saw.
        raise Overtaken(_overtaken(now)) from None
    return news


def end(*, by: User, seen: int | None = None, now: datetime | None = None) -> bool:
    """Take down the line that stands, if it is the one this person saw; return whether there was one.

    Raises:
        NotAllowed, Overtaken: as in `announce`.
    """
    permissions.check_arrange_fronts(by)
    now = now or timezone.now()
    with transaction.atomic():
        last = BreakingNews.objects.filter(ended_at=None).first()
        if not _end(seen, by=by, now=now) or last is None:
            if standing(now=now):
                raise Overtaken(_overtaken(now))
            return False
        _write_down(last, "Taken down.", by=by)
        public_state.refresh()
    return True


def standing(*, now: datetime | None = None) -> BreakingNews | None:
    """Return what readers are shown now."""
    rows = BreakingNews.objects.filter(ended_at=None, expires_at__gt=now or timezone.now())
    return rows.select_related("story").defer("story__body").first()


def _end(seen: int | None, *, by: User, now: datetime) -> int:
    """Close what stands, if it is what they saw; return how many lines readers saw until now."""
    rows = BreakingNews.objects.filter(ended_at=None)
    rows.filter(expires_at__lte=now).update(ended_at=F("expires_at"))
    meant = rows if seen is None else rows.filter(pk=seen)
    return meant.update(ended_at=now, ended_by_name=name_of(by))


def _overtaken(now: datetime) -> str:
    other = standing(now=now)
    if other is None:
        return "Somebody announced something at the same moment, and it is gone already."
    return f"{other.by_name} announced “{other.text}” after you opened this page."


def _write_down(news: BreakingNews, message: str, *, by: User) -> None:
    LogEntry.objects.log_actions(by.pk, [news], CHANGE, change_message=message, single_object=True)
