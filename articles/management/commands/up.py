"""Start the newsroom: prepare what it needs, then serve it, publish what is due and do its tasks."""

import errno
import hashlib
import os
import socket
import sys
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from rich.console import Console
from rich.panel import Panel

from articles import demo_pages, demo_people, old_pictures
from articles.management.children import Child, ChildKeepsDying, Children, manage
from articles.models import Story

SEED = "seed_articles"
LOOK_FOR_DUE_STORIES_EVERY = 15
LOOK_FOR_TASKS_EVERY = 2
READY_WITHIN = 60.0


class Command(BaseCommand):
    """Bring the database up to date, then run the web server and the publisher until told to stop."""

    help = "Start the newsroom and keep it running; Ctrl-C stops it."
    # Asked below, once the tables are there.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, serve, and wait."""
        self.address = f"http://{_shown(settings.HOST)}:{settings.PORT}"
        self.refuse_a_taken_port()
        self.bring_the_database_up_to_date()
        self.check(databases=[DEFAULT_DB_ALIAS])
        if settings.DEMO:
            self.fill_the_demo()
        self.bring_pictures_over()
        try:
            self.collect_static_files()
        except OSError as problem:
            raise CommandError(
                f"{settings.STATIC_ROOT} cannot be written: {problem.strerror}. Nothing was started."
            ) from None
        # The children open connections of their own.
        connections.close_all()
        try:
            Children(self.children(), self.stdout.write).run(self.announce)
        except ChildKeepsDying as problem:
            raise CommandError(f"{problem} Its own message above says why.") from None
        self.stdout.write("Stopped.")

    def refuse_a_taken_port(self) -> None:
        """Say so before anything else is done if nobody could reach us."""
        family = socket.AF_INET6 if ":" in settings.HOST else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.HOST, settings.PORT))
            except OSError as problem:
                raise CommandError(_why_not(problem)) from None

    def bring_the_database_up_to_date(self) -> None:
        """Migrate, if there is anything to migrate."""
        try:
            executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
            behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
        except OperationalError as problem:
            raise CommandError(f"The database of DATABASE_URL does not answer: {problem}") from None
        if behind:
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", interactive=False, verbosity=0)

    def bring_pictures_over(self) -> None:
        """Have the worker draw the pictures of an earlier version; texts show them meanwhile."""
        if waiting := old_pictures.ask_for_those_that_wait():
            self.stdout.write(f"Pictures from an earlier version: {waiting}, to be drawn by the worker …")

    def fill_the_demo(self) -> None:
        """Add the two stories to an empty newsroom, and the demo people who are missing."""
        seed = Path(settings.BASE_DIR) / "fixtures" / f"{SEED}.json"
        # Only into an empty one: a story that somebody removed does not come back.
        is_empty = not Story.objects.exists()
        if seed.exists() and is_empty:
            self.stdout.write("Loading the first stories …")
            call_command("loaddata", SEED, verbosity=0)
        demo_people.add_missing()
        if is_empty:
            demo_pages.add_to_empty(by=User.objects.filter(is_superuser=True).first())

    def collect_static_files(self) -> None:
        """Collect stylesheets and scripts, if one of them is not what it was."""
        kept = Path(settings.STATIC_ROOT) / ".collected"
        now = _fingerprint_of_static_files()
        if not settings.DEBUG and (not kept.exists() or kept.read_text() != now):
            self.stdout.write("Collecting stylesheets and scripts …")
            call_command("collectstatic", interactive=False, verbosity=0)
            kept.write_text(now)

    def children(self) -> list[Child]:
        """Return what runs side by side."""
        children = [Child("web server", web_server())]
        if "publish_due" in get_commands():
            children.append(
                Child("publisher", manage("publish_due", "--every", str(LOOK_FOR_DUE_STORIES_EVERY)))
            )
        children.append(Child("worker", manage("work", "--every", str(LOOK_FOR_TASKS_EVERY))))
        return children

    def announce(self) -> None:
        """Wait until the server answers, then say where everything is."""
        deadline = time.monotonic() + READY_WITHIN
        while not _answers() and time.monotonic() < deadline:
            time.sleep(0.1)
        lines = [f"Site   {self.address}/", f"Admin  {self.address}{settings.DESK_PATH}"]
        if settings.DEMO:
            lines += ["", f"Log in to the admin with the password  {demo_people.PASSWORD}  as"]
            lines += [
                f"  {person.username:<10} {person.name}, {(person.group or 'everything')}"
                for person in demo_people.PEOPLE
            ]
        lines += ["", "Ctrl-C stops everything."]
        box = Panel(
            "\n".join(lines), title=settings.SITE_NAME, title_align="left", expand=False, padding=(1, 2)
        )
        Console(highlight=False, markup=False).print(box)


def web_server() -> list[str]:
    """Return the command line of the web server, as the settings have it."""
    return [
        *(sys.executable, "-m", "gunicorn", "newsroom.wsgi:application"),
        *("--bind", f"{_shown(settings.HOST)}:{settings.PORT}"),
        *("--workers", str(settings.WEB_CONCURRENCY), "--threads", "4"),
        *("--graceful-timeout", "5", "--log-level", "warning", "--no-control-socket"),
        # Nobody's word about addresses and schemes counts, unless all requests come through our proxy.
        *("--forwarded-allow-ips", "*" if settings.TRUSTED_PROXY else ""),
    ]


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _answers() -> bool:
    """Whether the server gives an answer, whichever; an open port alone may still be starting."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.HOST, settings.HOST)  # noqa: S104  (compared only)
    connection = HTTPConnection(host, settings.PORT, timeout=READY_WITHIN)
    try:
        connection.request("GET", "/")
        return bool(connection.getresponse().status)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _why_not(problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return (
            f"Port {settings.PORT} is taken, perhaps by a newsroom that is already running. "
            f"Stop that one, or choose another port: make run PORT={settings.PORT + 1}"
        )
    if problem.errno == errno.EACCES:
        return f"Port {settings.PORT} may not be opened by you; choose one above 1023: make run PORT=8000"
    return f"Nothing can listen on HOST={settings.HOST}: {problem.strerror}."


def _fingerprint_of_static_files() -> str:
    """Return a word that changes when a file is added, removed or changed, without reading any."""
    seen = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))  # noqa: PTH116  (a storage's path is a string)
            seen.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return seen.hexdigest()
