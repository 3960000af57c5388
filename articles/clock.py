"""The time on which all workers agree."""

from datetime import datetime

from django.db import connection
from django.utils import timezone


def clock() -> datetime:
    """Return the time by the clock that all workers share: the database's, where that is another machine."""
    if connection.vendor != "postgresql":
        return timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]
