"""Work out anew which stories stand below each story."""

from typing import Any

from django.core.management.base import BaseCommand
from rich.console import Console
from rich.progress import track

from articles import public_state
from articles.models.published import PublishedStory
from articles.relating import relate_again


class Command(BaseCommand):
    """Relate every live story to those like it, the oldest first. It can be stopped and started again at any time."""

    help = "Work out anew which stories stand below each; after an upgrade or an import."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the live stories one by one, then tell the page cache."""
        # Keys only, so that neither memory nor a long-lived cursor grows with the archive.
        keys = list(PublishedStory.objects.order_by("published_at", "pk").values_list("pk", flat=True))
        console = Console(stderr=True)
        shown = track(keys, description="Relating", console=console, disable=not console.is_terminal)
        try:
            related = sum(relate_again(key) for key in shown)
        finally:
            # Also when stopped half-way: what was written is what readers should see.
            if keys:
                public_state.refresh()
        self.stdout.write(f"{related} live {'story' if related == 1 else 'stories'} related.")
