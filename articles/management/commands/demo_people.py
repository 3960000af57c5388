"""Make the demo people."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from articles import demo_people


class Command(BaseCommand):
    """Make a reporter, an editor, a moderator and an admin to try the newsroom out with."""

    help = "Make the demo people, unless they are there already. Only with DEMO=1."

    def handle(self, *args: Any, **options: Any) -> None:
        """Add who is missing and say so."""
        if not settings.DEMO:
            raise CommandError(
                "The password of the demo people is public, so they are made only in a demo. Set DEMO=1."
            )
        added = demo_people.add_missing()
        for person in added:
            self.stdout.write(f"Added {person.name}, who logs in as {person.username}.")
        if not added:
            self.stdout.write("All demo people are there; nobody was changed.")
