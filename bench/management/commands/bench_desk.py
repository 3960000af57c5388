"""Measure the desk's pages and its search on the stories that are in a database, and print the figures."""

import statistics
import time
from collections import Counter
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Author, Story, StoryWords
from newsroom.settled import settle

ROUNDS = 7
# So many stories tell which words are common.
SAMPLE = 500


class Command(BaseCommand):
    """Ask for each page a few times; nothing that is written stays."""

    help = "Measure the desk on the stories of this database: processor time and queries of a page."

    def handle(self, *args: Any, **options: Any) -> None:
        """Measure in a transaction that is undone."""
        stories = Story.objects.count()
        if not stories:
            raise CommandError("There is no story here. Run make bench first, and point DATABASE_URL at it.")
        self.stdout.write(f"{stories:,} stories in {connection.vendor}; median of {ROUNDS}")
        settle()
        with transaction.atomic():
            self.measure(desk())
            transaction.set_rollback(True)

    def measure(self, client: Client) -> None:
        """Print a line for each page and each question."""
        listed = reverse("admin:articles_story_changelist")
        for name, address in {
            "front page": reverse("admin:index"),
            "stories": listed,
            "to review": f"{listed}?view=review",
            "audit trail": reverse("admin:audit"),
            "notices": reverse("admin:inbox"),
        }.items():
            self.line(name, client, address, {})
        for name, question in questions().items():
            self.line(f"search: {name}", client, listed, {"q": question})

    def line(self, name: str, client: Client, address: str, asked: dict[str, str]) -> None:
        """Measure one page."""
        client.get(address, asked)
        spent = []
        for _ in range(ROUNDS):
            began = time.process_time()
            answer = client.get(address, asked)
            spent.append(time.process_time() - began)
        with CaptureQueriesContext(connection) as queries:
            client.get(address, asked)
        if answer.status_code != 200:
            raise CommandError(f"{address} answered {answer.status_code}.")
        self.stdout.write(
            f"  {name:<40} {statistics.median(spent) * 1000:7.1f} ms CPU  {len(queries):>3} queries"
        )


def desk() -> Client:
    """Return a browser in which somebody who may do everything is logged in."""
    chief = User.objects.create_superuser("who measures the desk")
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(chief, backend="django.contrib.auth.backends.ModelBackend")
    return client


def questions() -> dict[str, str]:
    """Return what is looked for: words that many stories hold, and such that one or none does."""
    counts: Counter[str] = Counter()
    for words in StoryWords.objects.order_by("-pk").values_list("words", flat=True)[:SAMPLE]:
        counts.update(word for word in words.split() if word.isalpha() and 3 < len(word) < 20)
    common = [word for word, _ in counts.most_common(3)]
    oldest, newest = Story.objects.earliest("pk"), Story.objects.latest("pk")
    author = Author.objects.first()
    return {
        "a common word": common[0],
        "three common words": " ".join(common),
        "a beginning of three letters": common[-1][:3],
        "a word of one story": newest.slug.rpartition("-")[2],
        "the oldest headline": oldest.headline,
        "an author": author.name if author else "",
        "a word of none": "zzqqzz",
    }
