"""Make one place ready for a measurement."""

import json
import os
import time
from argparse import ArgumentParser
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.addresses import addresses
from bench.made_up.fill import fill, make_findable
from bench.place import BODIES, HOT, KNOWN, SEPARATE
from bench.progress import Progress


class Command(BaseCommand):
    """An empty database, made-up stories, and what the load generator has to know of them."""

    help = (
        "Empty the bench's own database, fill it with made-up stories, and write down which pages there are."
    )
    # There is no database yet that could be asked.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of stories."""
        parser.add_argument("stories", type=int)

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it all, the filling against the clock."""
        empty_database()
        call_command("migrate", interactive=False, verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        rate = self.fill(options["stories"])
        known = {"stories_a_second": rate, "pages": look_at(addresses(Random(1)))}
        (Path(settings.DATA_DIR) / KNOWN).write_text(json.dumps(known))

    def fill(self, stories: int) -> float:
        """Write the stories; return how many a second."""
        processes = os.cpu_count() or 1
        began = time.perf_counter()
        with Progress(stories, "stories") as progress:
            maker = fill(stories, processes=processes, on_progress=progress.advance)
        rate = stories / (time.perf_counter() - began)
        with Progress(stories, "stories in the search indexes") as progress:
            make_findable(maker, processes=processes, on_progress=progress.advance)
        self.stdout.write(
            f"{stories:,} stories in {connection.vendor}, {rate:,.0f} a second with {processes} processes."
        )
        if connection.vendor == "postgresql":
            # Within a minute it would do so by itself.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")
        return rate


def empty_database() -> None:
    """Begin anew. Only what bears our mark is removed: a file in our folder, a database with our name."""
    name = str(connection.settings_dict["NAME"])
    if SEPARATE not in name:
        raise CommandError(f"{name} is not a database of the bench.")
    if connection.vendor == "sqlite":
        for file in Path(name).parent.glob(f"{Path(name).name}*"):
            file.unlink()
        return
    quoted = connection.ops.quote_name(name)
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quoted}")


def look_at(paths: dict[str, list[str]]) -> dict[str, dict[str, Any]]:
    """Ask for each page once: keep its bytes for the bare view, and count its queries."""
    reader = Client(headers={"host": "127.0.0.1", "x-way": "uncached"})
    pages = {}
    for kind, found in paths.items():
        folder = Path(settings.DATA_DIR) / BODIES / kind
        folder.mkdir(parents=True, exist_ok=True)
        queries = 0
        for number, path in enumerate(found[:HOT]):
            with CaptureQueriesContext(connection) as asked:
                answer = reader.get(path)
            if answer.status_code != 200:
                raise CommandError(f"{path} answered {answer.status_code}.")
            (folder / f"{number}.html").write_bytes(answer.content)
            queries = max(queries, len(asked))
        pages[kind] = {"paths": found, "queries": queries, "hot": min(HOT, len(found))}
    return pages
