"""Look whether the newsroom's rows and files agree with each other."""

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from articles import integrity
from articles.models import Story


class Command(BaseCommand):
    """Name everything that must not be, and how to mend it; change nothing."""

    help = "Check every story, its published copy, its history, tags, addresses and files. Fails if anything is wrong."

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through the stories, then through the rest; say what is wrong, one line a problem."""
        total, found, looked_at = Story.objects.count(), 0, 0
        with Progress(
            console=Console(stderr=True), transient=True, disable=not self.stderr.isatty()
        ) as progress:
            bar = progress.add_task("Checking stories", total=total)
            for number, problems in integrity.problems_in_stories():
                looked_at += number
                found += self.say(problems)
                progress.advance(bar, number)
        found += self.say(integrity.problems_elsewhere())
        if found:
            raise CommandError(f"{found} {'problem' if found == 1 else 'problems'} found.")
        self.stdout.write(f"{looked_at} {'story' if looked_at == 1 else 'stories'}: everything is in order.")

    def say(self, problems: Iterable[integrity.Problem]) -> int:
        """Write each problem on a line of its own; return how many there were."""
        lines = [str(problem) for problem in problems]
        for line in lines:
            self.stdout.write(line)
        return len(lines)
