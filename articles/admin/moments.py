"""Moments as people at the desk say them: “14:03”, and the day where it is another one."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def moment(at: datetime, *, now: datetime | None = None) -> str:
    """Return a moment in the newsroom's time zone."""
    local, today = timezone.localtime(at), timezone.localtime(now or timezone.now())
    return date_format(local, "H:i" if local.date() == today.date() else "H:i, j F")


def day_and_time(at: datetime) -> str:
    """Return a moment as lists show it: with its day, by a clock of 24 hours whatever the language."""
    return date_format(timezone.localtime(at), "j M Y, H:i")
