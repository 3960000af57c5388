"""Do what was put off: send mails, whatever else is asked for as a task, and tell the search engine what has changed."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from articles import search_index

# A task that has run this long has lost its worker. Every task may be begun twice: see each one's own words.
ABANDONED_AFTER = timedelta(minutes=5)
# Finished tasks are kept this long, for whoever looks for a mistake.
KEPT_FOR = timedelta(days=7)
TIDY_EVERY = 60.0


class Command(BaseCommand):
    """Do the tasks that wait, once, or until told to stop."""

    help = "Do the tasks that wait. Any number of these may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--every", type=float, metavar="SECONDS", help="Keep running, and look this often."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker(
            queue_names=["*"],
            excluded_queue_names=[],
            interval=0,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
        )
        if not options["every"]:
            tidy()
            worker.run()
            tell_the_search_engine()
            return
        worker.configure_signals()
        tidied_at = -TIDY_EVERY
        while worker.running:
            try:
                if time.monotonic() - tidied_at >= TIDY_EVERY:
                    tidy()
                    tidied_at = time.monotonic()
                worker.run()
                tell_the_search_engine()
            except DatabaseError as error:
                self.stderr.write(f"The database does not answer; trying again: {error}")
            close_old_connections()
            if worker.running:
                time.sleep(options["every"])


def tell_the_search_engine() -> None:
    """Tell the search engine, where there is one, of what has changed."""
    if engine := search_index.engine():
        engine.catch_up()


def tidy() -> None:
    """Put back the tasks of workers that were killed, and throw away what was done long ago."""
    now = timezone.now()
    abandoned = Q(status=TaskResultStatus.RUNNING, started_at__lt=now - ABANDONED_AFTER) | Q(
        # Told twice to stop, a worker ends in the middle.
        status=TaskResultStatus.FAILED,
        exception_class_path="builtins.SystemExit",
    )
    DBTaskResult.objects.filter(abandoned).update(status=TaskResultStatus.READY, exception_class_path="")
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT_FOR).delete()
