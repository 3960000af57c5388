"""Publish the stories whose time has come, take off those whose time is over, and put planned fronts into effect."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, close_old_connections

from articles.clock import clock
from articles.fronts import put_due_into_effect
from articles.models import Arrangement, Story
from articles.models.story import GRACE
from articles.schedule import release_due, remind_of_reviews


class Command(BaseCommand):
    """Do what is due, once, or again and again."""

    help = "Publish what is due and take off what has expired. Safe when several run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=int, metavar="SECONDS", help="Keep running, and look this often.")
        parser.add_argument("--dry-run", action="store_true", help="Say what is due; publish nothing.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["dry_run"]:
            now = clock()
            for story in Story.objects.due(now):
                self.stdout.write(f"Due since {story.publish_at:%Y-%m-%d %H:%M %Z}: {story}")
            for story in Story.objects.expired(now):
                self.stdout.write(f"Expired since {story.expire_at:%Y-%m-%d %H:%M %Z}: {story}")
            for arrangement in Arrangement.objects.due(now):
                self.stdout.write(
                    f"Planned since {arrangement.starts_at:%Y-%m-%d %H:%M %Z}: {arrangement.front}"
                )
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
        """Publish what is due, take off what has expired, arrange fronts, remind of reviews; return how many stories failed."""
        failed = 0
        for release in release_due():
            if release.problem:
                failed += 1
                what = "Not published, still scheduled" if release.verb == "publish" else "Not taken off yet"
                self.stderr.write(f"{what}: {release.story}: {release.problem}")
                continue
            late = f", {release.late_by} late" if release.late_by > GRACE else ""
            what = f"Published, due {release.due_at:%Y-%m-%d %H:%M %Z}{late}"
            self.stdout.write(
                f"{what if release.verb == 'publish' else 'Taken off, its time is over'}: {release.story}"
            )
        # After the stories, which an arrangement of the same minute may be about.
        for front in put_due_into_effect(now=clock()):
            self.stdout.write(f"Arranged as planned: {front}")
        remind_of_reviews()
        return failed
