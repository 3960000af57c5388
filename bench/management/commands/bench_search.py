"""Measure the readers' search on the stories that are in a database, and print the figures."""

import os
import statistics
import time
from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Author, Person, PublishedStory, PublishedWords, Section, Tag
from articles.models.content import Kind
from articles.search_filters import MOST_CHOSEN, together
from articles.search_terms import STOP_WORDS
from articles.text import plain_text
from bench.management.commands.bench_tags import seconds_at_work
from newsroom.settled import settle

ROUNDS = 20
# So many stories tell which words are common.
SAMPLE = 300


class Command(BaseCommand):
    """Ask each question many times, by the whole way that a reader's request goes."""

    help = "Measure the search on the stories of this database: median, p95, processor time and queries of a page."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the number of rounds."""
        parser.add_argument("--rounds", type=int, default=ROUNDS)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each question, and one for all of them."""
        stories = PublishedStory.objects.count()
        if not stories:
            raise CommandError("There is no story here. Run make bench first, and point DATABASE_URL at it.")
        if not PublishedWords.objects.exists():
            raise CommandError("Nothing is found here yet. Run: manage.py rebuild_search_index")
        self.stdout.write(
            f"{stories:,} stories in {connection.vendor}, {os.cpu_count()} cores,"
            f" load {os.getloadavg()[0]:.1f}; {options['rounds']} rounds"
        )
        settle()
        reader = Client(headers={"host": "127.0.0.1"})
        everything: list[float] = []
        for name, asked in questions().items():
            everything += self.line(name, reader, asked, options["rounds"])
        everything.sort()
        self.stdout.write(
            f"all: median {statistics.median(everything):.0f} ms,"
            f" p95 {everything[int(len(everything) * 0.95)]:.0f} ms, longest {everything[-1]:.0f} ms;"
            f" load {os.getloadavg()[0]:.1f}"
        )

    def line(self, name: str, reader: Client, asked: dict[str, str], rounds: int) -> list[float]:
        """Measure one question; return how many milliseconds each answer took."""
        address = "/search/suggest/" if name.startswith("suggest") else "/search/"
        reader.get(address, asked)
        took = []
        worked = seconds_at_work()
        for _ in range(rounds):
            began = time.perf_counter()
            answer = reader.get(address, asked)
            took.append((time.perf_counter() - began) * 1000)
        worked = (seconds_at_work() - worked) * 1000 / rounds
        with CaptureQueriesContext(connection) as queries:
            reader.get(address, asked)
        if answer.status_code != 200:
            raise CommandError(f"{address} answered {answer.status_code}.")
        took.sort()
        self.stdout.write(
            f"  {name:<56} {statistics.median(took):6.1f} ms, p95 {took[int(len(took) * 0.95)]:6.1f} ms,"
            f" {worked:6.1f} ms at work  {len(queries)} queries"
        )
        return took


def questions() -> dict[str, dict[str, str]]:
    """Return what is looked for: words of half the stories and of none, filters, phrases, and what means harm."""
    counts: Counter[str] = Counter()
    for body in PublishedStory.objects.order_by("-pk").values_list("body", flat=True)[:SAMPLE]:
        counts.update({word.strip(".,").lower() for word in plain_text(body).split()} - STOP_WORDS)
    ordered = [word for word, _ in counts.most_common() if word.isalpha() and len(word) > 3]
    half = min(ordered, key=lambda word: abs(counts[word] - SAMPLE / 2))
    some = min(ordered, key=lambda word: abs(counts[word] - SAMPLE / 20))
    oldest, newest = (
        PublishedStory.objects.earliest("published_at"),
        PublishedStory.objects.latest("published_at"),
    )
    author, tag, person = Author.objects.first(), Tag.objects.first(), Person.objects.first()
    assert author
    assert tag
    assert person
    assert newest.section
    common = ordered[0]
    chosen = {
        "q": common,
        "kind": ",".join(Kind.values[:MOST_CHOSEN]),
        **{
            facet: _of(model, MOST_CHOSEN)
            for facet, model in (("section", Section), ("tag", Tag), ("author", Author), ("person", Person))
        },
    }
    return {
        "the commonest word": {"q": common},
        "a word of half the stories": {"q": half},
        "a word of one story in twenty": {"q": some},
        "a word of none": {"q": "zzqqzz"},
        "three common words": {"q": " ".join(ordered[:3])},
        "twelve common words": {"q": " ".join(ordered[:12])},
        "a common phrase": {"q": f'"{ordered[0]} {ordered[1]}"'},
        "a common word without another": {"q": f"{common} -{half}"},
        "the oldest headline": {"q": oldest.headline},
        "the oldest headline as a phrase": {"q": f'"{oldest.headline}"'},
        "a common word in a section": {"q": common, "section": newest.section.slug},
        "a common word under a tag": {"q": common, "tag": tag.slug},
        "a common word by an author": {"q": common, "author": author.slug},
        "a common word in three sections, two tags": {
            "q": common,
            "section": _of(Section, 3),
            "tag": _of(Tag, 2),
        },
        "by one of two authors, under five tags, in two sections": {
            "q": common,
            "author": _of(Author, 2),
            "tag": _of(Tag, MOST_CHOSEN),
            "section": _of(Section, 2),
        },
        "five of every facet, in one year": {**chosen, "when": "year"},
        "five of every facet, a rare word": {**chosen, "q": some},
        "five of every facet, a phrase": {**chosen, "q": f'"{ordered[0]} {ordered[1]}"'},
        "quotations: five of every facet": {**chosen, "tab": "quotes"},
        "a common word beside a person quoted": {"q": common, "person": person.slug},
        "a common word of one year": {"q": common, "from": "2015-01-01", "to": "2015-12-31"},
        "a common word, the fiftieth page": {"q": common, "page": "50"},
        "quotations: a common word": {"q": common, "tab": "quotes"},
        "quotations: of a person": {"q": common, "tab": "quotes", "person": person.slug},
        "a name": {"q": person.name},
        "stop words alone": {"q": "the of and to in a is"},
        "10,000 letters": {"q": "a" * 10_000},
        "1,000 words": {"q": " ".join(ordered[:100] * 10)},
        "1,000 exclusions": {"q": common + " -the" * 1000},
        "operators": {"q": '") OR NEAR(a b) * ^ : { } AND NOT ' * 20},
        "suggest: two letters": {"q": common[:2]},
        "suggest: a word begun": {"q": common[:4]},
        "suggest: a name begun": {"q": person.name[:6]},
    }


def _of(model: type[Section | Tag | Author | Person], number: int) -> str:
    """Return so many values of a facet, as they stand in an address."""
    return together(model._default_manager.order_by("pk").values_list("slug", flat=True)[:number])
