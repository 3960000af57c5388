"""Print who gets quoted, for editors, as CSV."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand

from articles.who_is_quoted import who_is_quoted, write_csv


class Command(BaseCommand):
    """Count the quotations that readers see, by month, section and person."""

    help = "Print who gets quoted, by month and section, as CSV."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the first and the last day."""
        parser.add_argument("--since", type=date.fromisoformat, metavar="YYYY-MM-DD")
        parser.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD")

    def handle(self, *args: Any, since: date | None, until: date | None, **options: Any) -> None:
        """Write to standard output."""
        # The csv module ends its own lines.
        self.stdout.ending = ""
        write_csv(who_is_quoted(since=since, until=until), self.stdout)
