"""Copy all that a newsroom cannot do without to a folder, while people go on working."""

import os
import shutil
import sqlite3
import subprocess
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage, storages
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

# The storages that hold what people have sent, and how their copies are called.
STORED = {"default": "media", "private": "private"}


class Command(BaseCommand):
    """Copies the database as it is at one moment, then the files.

    In this order, because the files of a picture are there before its row is, and stay as long: so no row of
    the copy names a file that was yet to come. Only what somebody deletes meanwhile may be missing.
    """

    help = "Copy the database and the files of pictures and evidence to a new folder. Nobody has to wait."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="A folder that is not there yet.")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            # What is sealed or not out yet lies in it: nobody else on the machine looks inside.
            folder.mkdir(mode=0o700, parents=True)
        except FileExistsError:
            raise CommandError(
                f"{folder} is there already. Name a folder of its own for each copy."
            ) from None
        except OSError as problem:
            raise CommandError(f"{folder} cannot be made: {problem.strerror}.") from None
        try:
            copy = _copy_sqlite(folder) if connection.vendor == "sqlite" else _dump_postgresql(folder)
            self.stdout.write(f"Database: {copy.name}, {copy.stat().st_size:,} bytes, sound.")
            for name, called in STORED.items():
                self.stdout.write(_copy_files(name, folder / called))
        except OSError as problem:
            raise CommandError(f"The copy is not whole, do not keep it: {problem}") from None
        self.stdout.write(
            "Keep SECRET_KEY and SEALED_SOURCES_KEYS in another place: sealed sources open with them alone."
        )


def _copy_sqlite(folder: Path) -> Path:
    path = folder / "db.sqlite3"
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        # All pages in one go: a reader, for whom no writer waits.
        connection.connection.backup(copy)
        [sound] = copy.execute("PRAGMA integrity_check").fetchone()
        if sound != "ok" or copy.execute("PRAGMA foreign_key_check").fetchone():
            raise CommandError("The copy of the database is not sound, and neither may the database be.")
    return path


def _dump_postgresql(folder: Path) -> Path:
    path = folder / "db.dump"
    given = connection.settings_dict
    named = {"host": given["HOST"], "port": given["PORT"], "username": given["USER"]}
    command = ["pg_dump", "--format=custom", "--no-owner", f"--file={path}"]
    command += [f"--{name}={value}" for name, value in named.items() if value]
    try:
        subprocess.run(  # noqa: S603  (our own words)
            [*command, given["NAME"]], check=True, env={**os.environ, "PGPASSWORD": given["PASSWORD"] or ""}
        )
    except FileNotFoundError:
        raise CommandError("pg_dump is not here: install PostgreSQL's client programs.") from None
    except subprocess.CalledProcessError:
        raise CommandError("pg_dump failed, and said why above. There is no copy.") from None
    return path


def _copy_files(storage: str, folder: Path) -> str:
    stored = storages[storage]
    if not isinstance(stored, FileSystemStorage):
        return f"{folder.name}: in its bucket, and to be copied from there."
    source, number = Path(stored.location), 0
    for path in source.rglob("*"):
        to = folder / path.relative_to(source)
        if not path.is_file():
            continue
        to.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(path, to)
        except FileNotFoundError:
            # Deleted this very moment.
            continue
        number += 1
    return f"{folder.name}: {number:,} files."
