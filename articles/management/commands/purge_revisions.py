"""Clear out old saves that nobody needs any more."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.purging import purge, purgeable, stories_with_old_saves

# A line of progress each so many stories.
PORTION = 500
# Nobody means more days than this; and a date has to come of it.
MOST_DAYS = 36_500


class Command(BaseCommand):
    """Deletes revisions between moves that are older than some days."""

    help = (
        "Delete old saves. Kept are each story's first and newest, whatever readers ever saw, whatever a "
        "move was made with, and whatever a link or a correction points to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=90, help="Saves younger than this are kept (90).")
        parser.add_argument("--dry-run", action="store_true", help="Count, and delete nothing.")

    def handle(self, *args: Any, days: int, dry_run: bool, **options: Any) -> None:
        if not 0 <= days <= MOST_DAYS:
            raise CommandError(f"--days is a number from 0 to {MOST_DAYS}. Nothing was deleted.")
        before = timezone.now() - timedelta(days=days)
        stories = list(stories_with_old_saves(before=before))
        gone = touched = 0
        for place, story in enumerate(stories, 1):
            count = purgeable(story, before=before).count() if dry_run else purge(story, before=before)
            gone += count
            touched += bool(count)
            if place % PORTION == 0:
                self.stdout.write(f"{place:,} of {len(stories):,} stories looked at, {gone:,} saves found.")
        verb = "would be deleted" if dry_run else "deleted"
        saves = f"{gone:,} save{'' if gone == 1 else 's'}"
        of = f"{touched:,} {'story' if touched == 1 else 'stories'}"
        self.stdout.write(self.style.SUCCESS(f"{saves} of {of} {verb}."))
