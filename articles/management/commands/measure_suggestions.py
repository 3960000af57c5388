"""How good the suggestions of tags are: compared with the tags that people gave."""

from statistics import median
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.models import Story
from articles.suggesting import suggestions


class Command(BaseCommand):
    """Hide the tags of each live story, look what is suggested for it, and count what people would have taken."""

    help = "Print precision and recall of suggested tags over live stories, and how long a story takes."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many stories are looked at."""
        parser.add_argument("--newest", type=int, default=500, help="so many of the newest stories (500)")

    def handle(self, *args: Any, newest: int, **options: Any) -> None:
        stories = Story.objects.filter(published__isnull=False, tagged__isnull=False).distinct()
        totals, taken, right, times, found = 0, 0, 0, [], 0
        for story in stories.order_by("-pk")[:newest]:
            tags = set(story.tagged.values_list("tag", flat=True))
            begun = perf_counter()
            suggested = suggestions(story, as_if_untagged=True)
            times.append(perf_counter() - begun)
            found += 1
            totals += len(tags)
            taken += len(suggested)
            right += sum(1 for one in suggested if one.tag.pk in tags)
        if not found:
            raise CommandError("No live story has tags yet.")
        times.sort()
        self.stdout.write(
            f"{found} stories with {totals} tags, {taken} suggested, {right} of them right\n"
            f"precision {_share(right, taken)}  recall {_share(right, totals)}\n"
            f"a story {median(times) * 1000:.1f} ms median, {times[int(len(times) * 0.95)] * 1000:.1f} ms p95"
        )


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "–"
