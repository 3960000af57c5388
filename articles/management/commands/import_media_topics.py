"""Read in the vocabulary of subjects that the news trade agrees on."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from articles.media_topics import NotMediaTopics, import_topics, read


class Command(BaseCommand):
    """Bring the Media Topics here up to date with a file."""

    help = (
        "Read in IPTC's Media Topics from their JSON file (https://cv.iptc.org/newscodes/mediatopic/). "
        "Retired topics are kept for the tags that have them and not offered. Run again, it does nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The JSON file, all languages or one.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would change, and change nothing."
        )

    def handle(self, *, file: Path, dry_run: bool, **options: Any) -> None:
        try:
            topics = read(file.read_text("utf-8"))
        except OSError as problem:
            raise CommandError(f"{file} cannot be read: {problem.strerror}.") from problem
        except (NotMediaTopics, UnicodeDecodeError) as problem:
            raise CommandError(str(problem)) from problem
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
            task = bar.add_task("Media Topics", total=len(topics))
            result = import_topics(topics, dry_run=dry_run, progress=lambda: bar.advance(task))
        if options["verbosity"] > 1 or dry_run:
            for done in ("added", "changed", "retired"):
                for name in getattr(result, done):
                    self.stdout.write(f"{done}: {name}")
        offered = sum(not topic.values["is_retired"] for topic in topics)
        self.stdout.write(
            f"{'Nothing was changed; it would be: ' if dry_run else ''}{len(result.added)} added, {len(result.changed)} changed, "
            f"{len(result.retired)} retired, {result.unchanged} unchanged; {offered} of {len(topics)} are offered."
        )
