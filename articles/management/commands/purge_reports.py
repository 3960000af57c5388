"""Delete readers' reports that were seen to long ago, and the readers' addresses with them."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.answering import purgeable

# Nobody means more days than this; and a date has to come of it.
MOST_DAYS = 36_500


class Command(BaseCommand):
    """Deletes reports that were answered or dismissed some days ago."""

    help = "Delete readers' reports that were answered or dismissed long ago, with the readers' addresses."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--days", type=int, default=180, help="Reports seen to since are kept (180).")
        parser.add_argument("--dry-run", action="store_true", help="Count, and delete nothing.")

    def handle(self, *args: Any, days: int, dry_run: bool, **options: Any) -> None:
        if not 0 <= days <= MOST_DAYS:
            raise CommandError(f"--days is a number from 0 to {MOST_DAYS}. Nothing was deleted.")
        old = purgeable(before=timezone.now() - timedelta(days=days))
        count = old.count() if dry_run else old.delete()[0]
        verb = "would be deleted" if dry_run else "deleted"
        self.stdout.write(self.style.SUCCESS(f"{count:,} report{'' if count == 1 else 's'} {verb}."))
