"""Who writes taggings does so beside others, or alone: a merge must not miss a story that is being saved."""

from django.db import connection

# Any number, the same wherever this newsroom runs.
_LOCK = 5_201_962


def hold(*, alone: bool = False) -> None:
    """Keep merges away until this transaction ends; `alone`, keep everybody away who writes taggings.

    Who saves, publishes or tags one story holds it together with all others who do; who moves the taggings
    of many waits for them, and they for it. SQLite has one writer at a time, and nothing to hold.
    """
    if connection.vendor == "postgresql":
        call = "pg_advisory_xact_lock" if alone else "pg_advisory_xact_lock_shared"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {call}(%s)", [_LOCK])
