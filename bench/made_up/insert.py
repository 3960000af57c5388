"""Rows into the database by the shortest way it has: `bulk_create` takes several times as long."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.management.color import no_style
from django.db import connection, models, transaction

Row = dict[str, Any]


# Most moments of a story stand in several of its rows.
@lru_cache(maxsize=10_000)
def _as_text(moment: datetime) -> str:
    return str(moment.replace(tzinfo=None))


# As Django writes them: SQLite has neither type.
_FOR_SQLITE: dict[type[models.Field], Callable[[Any], str]] = {
    models.UUIDField: lambda value: value.hex,
    models.DateTimeField: _as_text,
}


def as_columns(model: type[models.Model], rows: list[Row]) -> list[Sequence[Any]]:
    """Return rows as the database takes them; a column that a row does not name gets its default."""
    fields = model._meta.concrete_fields
    defaults = {field.attname: field.get_default() for field in fields}
    values = [[*{**defaults, **row}.values()] for row in rows]
    if connection.vendor == "sqlite":
        _adapt_for_sqlite(fields, values)
    return values


def insert(model: type[models.Model], values: list[Sequence[Any]]) -> None:
    """Write what `as_columns` returned."""
    table = connection.ops.quote_name(model._meta.db_table)
    columns = [connection.ops.quote_name(field.column) for field in model._meta.concrete_fields]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608  (names of our own)
            cursor.executemany(statement, values)


# What makes each index of a table, but those that belong to a constraint of its definition; on SQLite also
# each trigger, which keep an index of words row by row.
_INDEXES = {
    "sqlite": """
        SELECT type, name, sql FROM sqlite_master
        WHERE type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name = %s
    """,
    "postgresql": """
        SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s
        AND indexname NOT IN (SELECT conname FROM pg_constraint)
    """,
}
# Those that read what they index from a table beside them.
_INDEXES_OF_WORDS = (
    "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%USING fts5(%content=%'"
)


@contextmanager
def indexes_made_afterwards(tables: Iterable[type[models.Model]]) -> Iterator[None]:
    """Take the indexes off while rows are written: to sort all at the end is less work than to keep sorted."""
    statements = []
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(_INDEXES[connection.vendor], [table._meta.db_table])
            for kind, name, statement in cursor.fetchall():
                statements.append(statement)
                cursor.execute(f"DROP {kind} {connection.ops.quote_name(name)}")
    yield
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
        if connection.vendor == "sqlite":
            cursor.execute(_INDEXES_OF_WORDS)
            for (name,) in cursor.fetchall():
                quoted = connection.ops.quote_name(name)
                cursor.execute(f"INSERT INTO {quoted} ({quoted}) VALUES ('rebuild')")  # noqa: S608  (a name of our own)


def continue_numbering(tables: Iterable[type[models.Model]]) -> None:
    """Let the database number its next rows after those that came with numbers."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(tables)):
            cursor.execute(statement)


def _adapt_for_sqlite(fields: Sequence[models.Field], rows: list[list[Any]]) -> None:
    for place, field in enumerate(fields):
        if adapt := _FOR_SQLITE.get(type(field)):
            for row in rows:
                if row[place] is not None:
                    row[place] = adapt(row[place])
