"""Let readers find every published story and quotation by its words, after rows came in around the desk or the rules changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from rich.console import Console
from rich.progress import Progress

from articles import search_index
from articles.models.published import PublishedStory

# So many stories at a time are held from being published again: a fraction of a second.
PORTION = 100


class Command(BaseCommand):
    """Write the search index anew while readers search it; it can be stopped and started again at any time.

    Each story is found as before until its new row is there, in one transaction with the old one's end.
    A story that is published meanwhile waits for its portion, or its portion for it: the newest text wins.
    """

    help = "Write the readers' search index anew, story by story, while the site is being read and written."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the live stories, oldest first."""
        if search_index.mend():
            self.stdout.write("The database's own index did not fit its rows: it was made anew.")
        total, done, last = PublishedStory.objects.count(), 0, 0
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal) as progress:
            bar = progress.add_task("Search index", total=total)
            while keys := _keys_after(last):
                with transaction.atomic():
                    # A publish writes this row first, so it and we take turns.
                    stories = list(PublishedStory.objects.select_for_update().filter(pk__in=keys))
                    search_index.keep(stories)
                done += len(stories)
                last = keys[-1]
                progress.advance(bar, len(stories))
        self.stdout.write(f"{done} {'story' if done == 1 else 'stories'} in the search index.")


def _keys_after(last: int) -> list[int]:
    return list(
        PublishedStory.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PORTION]
    )
