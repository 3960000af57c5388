"""Write all tags as CSV or JSON."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles import tag_exchange


class Command(BaseCommand):
    """Write every tag with its names and parents, to be edited and taken in again."""

    help = "Write all tags to the standard output, as CSV or JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the form."""
        parser.add_argument("--form", choices=["csv", "json"], default="csv")

    def handle(self, *args: Any, form: str, **options: Any) -> None:
        write = tag_exchange.as_json if form == "json" else tag_exchange.as_csv
        self.stdout.write(write(tag_exchange.records()))
