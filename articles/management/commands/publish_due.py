"""Publish the stories whose time has come."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from articles.models import Story
from articles.schedule import release_due


class Command(BaseCommand):
    """Publish what is due, once, or again and again."""

    help = "Publish the stories whose time has come. Safe when several run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Keep running, and look this often.")
        parser.add_argument("--dry-run", action="store_true", help="Say what is due; publish nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            for story in Story.objects.due(timezone.now()):
                self.stdout.write(f"Due since {story.publish_at:%Y-%m-%d %H:%M %Z}: {story}")
            return
        if not options["every"]:
            if self.publish():
                raise CommandError("Some stories could not be published.")
            return
        while True:
            try:
                self.publish()
            except DatabaseError as error:
                self.stderr.write(f"The database does not answer; trying again: {error}")
            close_old_connections()
            time.sleep(options["every"])

    def publish(self) -> int:
        """Publish what is due; return how many stories failed."""
        failed = 0
        for release in release_due():
            if release.problem:
                failed += 1
                self.stderr.write(f"Not published, still scheduled: {release.story}: {release.problem}")
            else:
                self.stdout.write(f"Published, due {release.due_at:%Y-%m-%d %H:%M %Z}: {release.story}")
        return failed
