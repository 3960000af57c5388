"""Breaking news: put one line above every page for a while, and take it down again.

When its time is over it is gone by itself: `public_state` looks at the time with each request.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import transaction
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


def announce(
    text: str,
    *,
    by: User,
    until: datetime,
    story: Story | None = None,
    uuid: UUID | None = None,
    now: datetime | None = None,
) -> BreakingNews:
    """Put a line above every page until a time; it takes the place of the one that stands.

    Raises:
        NotAllowed: when this person may not.
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
    with transaction.atomic():
        _end(by=by, now=now)
        news = BreakingNews.objects.create(
            text=text, story=story, started_at=now, expires_at=until, by=by, by_name=name_of(by), **named
        )
        _write_down(news, f"Announced until {timezone.localtime(until):%-d %B %Y, %H:%M}.", by=by)
        public_state.refresh()
    return news


def end(*, by: User, now: datetime | None = None) -> bool:
    """Take down the line that stands; return whether there was one."""
    permissions.check_arrange_fronts(by)
    with transaction.atomic():
        standing = BreakingNews.objects.filter(ended_at=None).first()
        if not _end(by=by, now=now or timezone.now()) or standing is None:
            return False
        _write_down(standing, "Taken down.", by=by)
        public_state.refresh()
    return True


def standing(*, now: datetime | None = None) -> BreakingNews | None:
    """Return what readers are shown now."""
    rows = BreakingNews.objects.filter(ended_at=None, expires_at__gt=now or timezone.now())
    return rows.select_related("story").defer("story__body").first()


def _end(*, by: User, now: datetime) -> int:
    """Close what stands; return how many lines readers saw until now."""
    rows = BreakingNews.objects.filter(ended_at=None)
    rows.filter(expires_at__lte=now).update(ended_at=F("expires_at"))
    return rows.update(ended_at=now, ended_by_name=name_of(by))


def _write_down(news: BreakingNews, message: str, *, by: User) -> None:
    LogEntry.objects.log_actions(by.pk, [news], CHANGE, change_message=message, single_object=True)
