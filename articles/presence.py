"""Who has a story open: told to the others, and nothing more. There is no lock, so there is none to break."""

from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models import Presence, Story

# A page says that it is open every 15 seconds; a browser that slows its hidden pages down, once a minute.
GONE_AFTER = timedelta(seconds=90)


def is_here(story: Story, *, by: User, now: datetime | None = None) -> None:
    """Note that this person has the story open."""
    now = now or timezone.now()
    still_here = Presence.objects.filter(story=story, by=by, seen_at__gte=now - GONE_AFTER)
    if not still_here.update(seen_at=now):
        Presence.objects.bulk_create(
            [Presence(story=story, by=by, opened_at=now, seen_at=now)],
            update_conflicts=True,
            unique_fields=["story", "by"],
            update_fields=["opened_at", "seen_at"],
        )


def has_left(story: Story, *, by: User) -> None:
    """Note that this person has closed the story."""
    Presence.objects.filter(story=story, by=by).delete()


def others(story: Story, *, than: User, now: datetime | None = None) -> list[Presence]:
    """Return who else has the story open, the first to come first."""
    fresh = Presence.objects.filter(story=story, seen_at__gte=(now or timezone.now()) - GONE_AFTER)
    return list(fresh.exclude(by=than).select_related("by").order_by("opened_at", "pk"))
