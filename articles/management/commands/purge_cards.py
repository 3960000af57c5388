"""Clear out the cards of stories that readers do not see any more."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles import card_files


class Command(BaseCommand):
    """Deletes the pictures with headlines that no live story has, an hour after they were made.

    A card goes with its story by itself; this is for what a crash or a storage that failed left behind.
    """

    help = "Delete the cards that no live story has, left behind by a crash or a storage that failed."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Count, and delete nothing.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        left = card_files.left_behind()
        if not dry_run:
            for name in left:
                card_files.remove(name)
        told = "would be deleted" if dry_run else "deleted"
        self.stdout.write(f"{len(left):,} {'card' if len(left) == 1 else 'cards'} of no live story {told}.")
