"""Empty the database, the ledger of public changes too."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.commands import flush
from django.db import connections


class Command(flush.Command):
    """Django's flush. On SQLite it deletes row by row, which the ledger refuses: its triggers step aside meanwhile."""

    def handle(self, **options: Any) -> None:
        with _triggers_aside(options["database"]):
            super().handle(**options)


@contextmanager
def _triggers_aside(database: str) -> Iterator[None]:
    connection = connections[database]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for _, sql in triggers:
                cursor.execute(sql)
