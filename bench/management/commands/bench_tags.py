"""Measure the tagging desk with many tags on many stories, on the newsroom's own tables."""

import os
import statistics
import time
from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.models import Count, F, Sum
from django.test import Client
from django.urls import reverse

from articles import suggesting, tag_merging, tag_undoing, workflow
from articles.models import Section, Story, Tag, TaggedPublishedStory, TaggedStory, TaggingChange
from bench.made_up_tags import EACH, a_moderator, copy_story, make_tags, tag_stories, text_of
from bench.progress import Progress
from newsroom.settled import settle

ROUNDS = 50
WORDS = 800


class Command(BaseCommand):
    """Fill a database that is thrown away, measure pages, type-ahead, suggestions, a merge and its undoing."""

    help = (
        "Measure the tagging desk in a database that is thrown away: a tag's page, type-ahead, "
        "suggestions, the merge of a tag that is on four stories in five, and its undoing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tags", type=int, default=10_000)
        parser.add_argument("--taggings", type=int, default=1_000_000, help="In each of the two copies.")

    def handle(self, *args: Any, tags: int, taggings: int, **options: Any) -> None:
        """Build, measure, throw away."""
        call_command("collectstatic", interactive=False, verbosity=0)
        own_name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            began = time.perf_counter()
            story = self.fill(tags, taggings // EACH)
            counts = [model.objects.count() for model in (Tag, TaggedStory, TaggedPublishedStory)]
            self.stdout.write(
                f"{counts[0]:,} tags, {counts[1]:,} taggings and {counts[2]:,} that readers see in"
                f" {connection.vendor}, stored in {time.perf_counter() - began:.0f} s"
            )
            settle()
            self.measure(story, tags)
        finally:
            connection.creation.destroy_test_db(own_name, verbosity=0)

    def fill(self, tags: int, stories: int) -> Story:
        """Store everything; return the story that the others are copies of."""
        self.moderator = a_moderator()
        make_tags(tags)
        with transaction.atomic():
            section = Section.objects.create(name="World", slug="world")
            body = text_of(Random(1), tags, words=40)
            story = workflow.begin(
                Story(headline="A story like many", body=body, section=section), by=self.moderator
            )
            workflow.record_edit(story, by=self.moderator)
            for verb in (workflow.submit, workflow.approve, workflow.publish):
                verb(story, by=self.moderator)
        with transaction.atomic():
            copy_story(story, stories)
            tag_stories(story.pk, stories, tags)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        return story

    def measure(self, story: Story, tags: int) -> None:
        """Print one figure a line."""
        chance = Random(2)
        host = urlsplit(settings.SITE_URL).netloc
        reader, desk = Client(headers={"host": host}), Client(headers={"host": host})
        desk.force_login(self.moderator, backend="django.contrib.auth.backends.ModelBackend")
        largest = Tag.objects.get(pk=1)
        used = list(TaggedPublishedStory.objects.values_list("tag", flat=True).distinct())
        self.stdout.write(f"{len(used):,} of the tags are on a story")
        some = [Tag.objects.get(pk=chance.choice(used)) for _ in range(ROUNDS)]
        self.measured("page of the largest tag", lambda _: _ok(reader, largest.get_absolute_url()))
        self.measured("page of a tag", lambda place: _ok(reader, some[place].get_absolute_url()))
        lookup = reverse("admin:articles_tag_names")
        typed = [one.name[: chance.randint(2, 7)] for one in some]
        self.measured("type-ahead", lambda place: _ok(desk, f"{lookup}?term={typed[place]}"))
        bodies = [text_of(chance, tags, WORDS) for _ in range(ROUNDS)]

        def suggest(place: int) -> None:
            suggesting.suggestions(Story(headline="A story like many", body=bodies[place], language="en"))

        self.measured(f"suggestions for {WORDS} words", suggest)
        one, other = Tag.objects.get(pk=1), Tag.objects.get(pk=2)
        self.measured("dry run of a merge", lambda _: tag_merging.plan_merge(one, other), rounds=5)
        self.merge(one, other)
        self.merge(other, Tag.objects.get(pk=tags))

    def merge(self, one: Tag, other: Tag) -> None:
        """Merge one tag into another and undo it; see that all taggings are then what they were."""
        plan = tag_merging.plan_merge(one, other)
        self.stdout.write(f"{plan.stories:,} stories, {plan.with_both:,} of them with both:")
        before = _sums()
        decision = self.timed(
            "  merge", lambda bar: tag_merging.merge(one, other, by=self.moderator, progress=bar)
        )
        self.stdout.write(
            f"  {TaggingChange.objects.filter(decision=decision).count():,} taggings in the journal"
        )
        self.timed("  undo", lambda bar: tag_undoing.undo(decision, by=self.moderator, progress=bar))
        self.stdout.write(f"  all taggings as before: {_sums() == before}")

    def timed(self, what: str, work: Callable[[Callable[[int, int], None]], Any]) -> Any:
        """Do something once, with its progress shown."""
        bars: list[Progress] = []

        def advance(done: int, portions: int) -> None:
            if not bars:
                bars.append(Progress(portions, "portions"))
                bars[0].__enter__()
            bars[0].advance(1)

        began, worked = time.perf_counter(), seconds_at_work()
        result = work(advance)
        for bar in bars:
            bar.__exit__(None, None, None)
        took, worked = time.perf_counter() - began, seconds_at_work() - worked
        self.stdout.write(f"{what}: {took:.1f} s, of which {worked:.1f} s at work")
        return result

    def measured(self, what: str, once: Callable[[int], Any], rounds: int = ROUNDS) -> None:
        """Print the median and the slowest in twenty, each on a cache that knows nothing."""
        taken, working = [], []
        for place in range(rounds):
            cache.clear()
            worked, began = seconds_at_work(), time.perf_counter()
            once(place)
            taken.append((time.perf_counter() - began) * 1000)
            working.append((seconds_at_work() - worked) * 1000)
        slow = sorted(taken)[int(len(taken) * 0.95)]
        self.stdout.write(
            f"{what}: {statistics.median(taken):.1f} ms, p95 {slow:.1f} ms; {statistics.fmean(working):.1f} ms at work"
        )


def seconds_at_work() -> float:
    """Return the seconds of processor time that this process and the database's have taken, where that can be seen."""
    seconds = time.process_time()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
        if stat.exists():
            user, system = stat.read_text().rpartition(")")[2].split()[11:13]
            seconds += (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
    return seconds


def _sums() -> list[dict[str, int]]:
    """Return numbers that differ when any tagging does, but for a rare chance."""
    mixed = Sum((F("content_object") * 31 + F("tag") * 17) * (F("tag") % 1009 + 1))
    return [
        model.objects.aggregate(Count("pk"), mixed=mixed) for model in (TaggedStory, TaggedPublishedStory)
    ]


def _ok(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
