"""Render the stored pages of live stories anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from rich.console import Console
from rich.progress import track

from articles import card_making, public_state, published_copy
from articles.models.published import PublishedStory


class Command(BaseCommand):
    """Bring every live story's page up to date with the templates, the site's name and the people in it.

    Words and dates stay as they were published. It can be stopped and started again at any time.
    """

    help = "Render the pages of all live stories anew, after a change of templates, SITE_NAME or SITE_URL."

    def add_arguments(self, parser: CommandParser) -> None:
        """Offer to look only."""
        parser.add_argument("--dry-run", action="store_true", help="Say how many would change; change none.")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        """Go through the live stories one by one, then tell the page cache."""
        # Keys only, so that neither memory nor a long-lived cursor grows with the archive.
        keys = list(PublishedStory.objects.order_by("pk").values_list("pk", flat=True))
        console = Console(stderr=True)
        shown = track(keys, description="Rendering", console=console, disable=not console.is_terminal)
        changed = 0
        try:
            for key in shown:
                # None when it was withdrawn a moment ago.
                published = PublishedStory.objects.filter(pk=key).first()
                if published is None:
                    continue
                if published_copy.render_again(published, dry_run=dry_run):
                    changed += 1
                if not dry_run:
                    card_making.ask_for(published)
        finally:
            # Also when stopped half-way: what was written is what readers should see.
            if changed and not dry_run:
                public_state.refresh()
        would = "would change" if dry_run else "changed"
        self.stdout.write(f"{len(keys)} live {'story' if len(keys) == 1 else 'stories'}, {changed} {would}.")
