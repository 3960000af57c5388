"""Look which tags live stories may lack, for the tagging desk to see to."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import track

from articles import suggesting
from articles.models import Story


class Command(BaseCommand):
    """Look at the newest live stories once more: publishing looks at each by itself, but new tags come later."""

    help = "Look which tags the newest live stories may lack. Run it after many tags have been added or imported."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many stories are looked at."""
        parser.add_argument("--newest", type=int, default=1000, help="so many of the newest stories (1000)")

    def handle(self, *args: Any, newest: int, **options: Any) -> None:
        keys = list(
            Story.objects.filter(published__isnull=False)
            .order_by("-published__published_at", "-pk")
            .values_list("pk", flat=True)[:newest]
        )
        shown = track(
            keys, "Looking", console=Console(stderr=True), disable=not self.stderr.isatty(), transient=True
        )
        found = sum(suggesting.look_at(Story.objects.get(pk=pk)) for pk in shown)
        self.stdout.write(f"{found} suggestions for {len(keys)} live stories wait in the queue.")
