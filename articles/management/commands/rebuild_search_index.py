"""Let readers find every published story and quotation by its words, after rows came in around the desk or the rules changed."""

from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from rich.console import Console
from rich.progress import Progress

from articles import search_index
from articles.models.published import PublishedStory
from articles.models.search_entry import UntoldStory

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
        engine = search_index.engine()
        since = engine.now() if engine else 0
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal) as progress:
            done = _keep_all(progress)
            if engine:
                _tell_all(engine, since, progress)
        self.stdout.write(f"{done} {'story' if done == 1 else 'stories'} in the search index.")


def _keep_all(progress: Progress) -> int:
    bar = progress.add_task("Search index", total=PublishedStory.objects.count())
    done, last = 0, 0
    while keys := _keys_after(last):
        with transaction.atomic():
            # A publish writes this row first, so it and we take turns.
            stories = list(PublishedStory.objects.select_for_update().filter(pk__in=keys))
            search_index.keep(stories)
        done += len(stories)
        last = keys[-1]
        progress.advance(bar, len(stories))
    return done


def _tell_all(engine: ModuleType, since: int, progress: Progress) -> None:
    """Tell the search engine of all that was kept since that moment; the database answers meanwhile."""
    bar = progress.add_task("Search engine", total=UntoldStory.objects.count())
    try:
        while told := engine.tell():
            progress.advance(bar, told)
        engine.put_into_service(since)
    except engine.FAULTS as error:
        raise CommandError(f"The search engine did not take it, the database answers: {error}") from error


def _keys_after(last: int) -> list[int]:
    return list(
        PublishedStory.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:PORTION]
    )
