"""Make two tags one from the command line, or look at what that would do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.console import Console
from rich.progress import Progress

from articles import tag_merging
from articles.models import Tag
from articles.tag_decisions import DecisionNotPossible
from articles.tagging import find_tag


class Command(BaseCommand):
    """Merge a tag into another; it is undone in the desk's journal of tags."""

    help = (
        "Merge a tag into another, by their names: stories, names and addresses follow. "
        "It is undone in the desk, in the journal of tags."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("tag", help="The tag that goes.")
        parser.add_argument("into", help="The tag that stays.")
        parser.add_argument("--note", default="", help="Why they are one; kept in the journal.")
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would change, and change nothing."
        )

    def handle(self, *, tag: str, into: str, note: str, dry_run: bool, **options: Any) -> None:
        gone, stays = _named(tag), _named(into)
        plan = tag_merging.plan_merge(gone, stays)
        self.stdout.write(
            f"“{gone}” into “{stays}”: {plan.stories:,} stories ({plan.live:,} that readers see,"
            f" {plan.with_both:,} with both tags already)."
        )
        for old, new in plan.redirects:
            self.stdout.write(f"{old} leads to {new}.")
        if dry_run:
            self.stdout.write("Nothing was changed.")
            return
        console = Console(stderr=True)
        with Progress(console=console, disable=not console.is_terminal, transient=True) as bar:
            task = bar.add_task("Merging", total=None)
            try:
                tag_merging.merge(
                    gone,
                    stays,
                    by=None,
                    note=note,
                    progress=lambda done, portions: bar.update(task, completed=done, total=portions),
                )
            except DecisionNotPossible as problem:
                raise CommandError(str(problem)) from problem
        self.stdout.write("Merged.")


def _named(name: str) -> Tag:
    tag = find_tag(name)
    if tag is None:
        raise CommandError(f"There is no tag “{name}”.")
    return tag
