"""Clear out unsaved work that nobody has come back for."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.scratches import clear_out, left_behind

# Nobody means more days than this; and a date has to come of it.
MOST_DAYS = 36_500


class Command(BaseCommand):
    """Deletes what was typed and never saved, some days after it was last touched."""

    help = "Delete unsaved work that no window has sent for so many days. Stories and their history stay as they are."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--days", type=int, default=30, help="Unsaved work younger than this is kept (30)."
        )
        parser.add_argument("--dry-run", action="store_true", help="Count, and delete nothing.")

    def handle(self, *args: Any, days: int, dry_run: bool, **options: Any) -> None:
        if not 1 <= days <= MOST_DAYS:
            # What is typed at this very moment is unsaved work as well.
            raise CommandError(f"--days is a number from 1 to {MOST_DAYS}. Nothing was deleted.")
        before = timezone.now() - timedelta(days=days)
        found = left_behind(before=before).count()
        gone = 0
        if not dry_run:
            for count in clear_out(before=before):
                gone += count
                self.stdout.write(f"{gone:,} of {found:,} deleted.")
        told = f"{found:,} would be deleted" if dry_run else f"{gone:,} deleted"
        self.stdout.write(
            self.style.SUCCESS(f"Unsaved work of windows closed {days} days ago or earlier: {told}.")
        )
