"""Take in tags from a file that export_tags wrote, or that somebody made."""

from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles import tag_exchange
from articles.permissions import NotAllowed
from articles.tag_decisions import DecisionNotPossible


class Command(BaseCommand):
    """Say what each row of a file changes; without --dry-run, change it, all rows or none."""

    help = "Take in tags from a CSV or JSON file. With --dry-run, only say what it would change."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file, who is answerable, and whether only to look."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--by", default="", help="the login of whoever is answerable for it")
        parser.add_argument("--dry-run", action="store_true", help="change nothing")

    def handle(self, *args: Any, file: Path, by: str, dry_run: bool, **options: Any) -> None:
        try:
            rows = tag_exchange.read(file.read_text("utf-8"))
            news = tag_exchange.news(rows)
            if dry_run:
                changes = tag_exchange.plan(news)
            else:
                changes = tag_exchange.carry_out(news, by=User.objects.get(username=by))
        except User.DoesNotExist:
            raise CommandError(
                "Say with --by whose login is answerable for it. Nothing was changed."
            ) from None
        except (
            OSError,
            UnicodeDecodeError,
            tag_exchange.NotReadable,
            DecisionNotPossible,
            NotAllowed,
        ) as problem:
            raise CommandError(str(problem)) from problem
        for change in changes:
            kind = "new" if change.tag is None else "change"
            told = [f"{name}: {was!r} → {new!r}" for name, was, new in change.differences]
            self.stdout.write(
                f"row {change.number}, {kind}, {change.name}: {'; '.join([*change.problems, *told])}"
            )
        self.stdout.write(
            f"{len(changes)} of {len(rows)} rows {'would change' if dry_run else 'changed'} something."
        )
