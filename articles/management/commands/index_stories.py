"""Let every story be found by its words, after rows came in around the desk."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Story
from articles.story_search import keep_tags, keep_words

CHUNK = 500


class Command(BaseCommand):
    """Keep the words of all stories anew; running it again changes nothing."""

    help = "Keep the words by which the desk finds its stories anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only-missing", action="store_true", help="Leave alone what is there.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it chunk by chunk, oldest first."""
        stories = Story.objects.filter(revision__isnull=False).order_by("pk")
        if options["only_missing"]:
            stories = stories.filter(search_words=None)
        last = count = 0
        while chunk := list(stories.filter(pk__gt=last).values_list("pk", "revision__content")[:CHUNK]):
            keep_words(chunk)
            keep_tags([pk for pk, _ in chunk])
            last = chunk[-1][0]
            count += len(chunk)
        self.stdout.write(f"{count} stories.")
