"""Measure finding the same words across stories, on the newsroom's own tables."""

import time
from argparse import ArgumentParser
from random import Random
from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from articles.alike import alike
from articles.models import Quote, QuoteKey, Story
from articles.quotation.similar import Kind
from articles.quote_index import index_quotes
from bench.made_up_quotes import MadeUpQuotes
from bench.progress import Progress
from bench.similar_quotes import Store, measure

CHUNK = 2000


class Stored(Store):
    """The quotes of the newsroom, asked in the way the desk asks."""

    def __init__(self, first: int) -> None:
        self._first = first

    def find(self, text: str) -> list[tuple[int, Kind]]:
        """Return the numbers of the stored quotations that are alike, and how."""
        return [(found.quote.pk - self._first, found.likeness.kind) for found in alike(text)]


class Command(BaseCommand):
    """Fill a database that is thrown away with quotes, look for changed copies and strangers, print the figures."""

    help = (
        "Measure finding the same words across stories, in a database that is thrown away: "
        "recall and precision on changed copies, false alarms on strangers, time of a look-up."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take how many quotes are stored, and how many are looked for."""
        parser.add_argument("--quotes", type=int, default=100_000)
        parser.add_argument("--lookups", type=int, default=2_000)

    def handle(self, *args: Any, quotes: int, lookups: int, **options: Any) -> None:
        """Build, measure, throw away."""
        own_name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            made_up = MadeUpQuotes(Random(1))
            texts = [made_up.one() for _ in range(quotes)]
            began = time.perf_counter()
            first = self.fill(texts)
            self.stdout.write(
                f"{quotes:,} quotes in {connection.vendor}, stored in {time.perf_counter() - began:.0f} s"
            )
            self.stdout.write(f"{QuoteKey.objects.count():,} rows of signatures")
            strangers = [made_up.one() for _ in range(lookups)]
            for name, figure in measure(Stored(first), texts, strangers).items():
                self.stdout.write(f"{name:32} {figure:,.4g}")
        finally:
            connection.creation.destroy_test_db(own_name, verbosity=0)

    def fill(self, texts: list[str]) -> int:
        """Store the texts as quotes of one story, with their index; return the key of the first."""
        story = Story.objects.create(headline="Made-up quotations")
        first = 0
        with Progress(len(texts), "quotes") as progress:
            for start in range(0, len(texts), CHUNK):
                rows = Quote.objects.bulk_create(
                    Quote(story=story, text=text) for text in texts[start : start + CHUNK]
                )
                first = first or rows[0].pk
                index_quotes(rows)
                progress.advance(len(rows))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return first
