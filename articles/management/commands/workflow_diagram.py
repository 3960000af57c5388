"""Print the diagram of moves that the docs show."""

from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Status
from articles.workflow import TRANSITIONS


class Command(BaseCommand):
    """Print the workflow as a Mermaid state diagram, read off `workflow.TRANSITIONS`."""

    help = "Print the workflow as a Mermaid state diagram."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("stateDiagram-v2")
        for status in Status:
            self.stdout.write(f"    {status.value}: {status.label}")
        self.stdout.write(f"    [*] --> {Status.DRAFT.value}")
        for move in TRANSITIONS.values():
            # What leaves every status as it was would only be loops.
            if move.ends is None and not move.is_hidden:
                continue
            for start in move.starts:
                end = move.ends or start
                if move.verb == "record_edit":
                    end = Status.DRAFT if start == Status.APPROVED else start
                self.stdout.write(f"    {start.value} --> {end.value}: {move.label}")
