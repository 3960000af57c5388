"""Make the fixture with the two first stories from their source form."""

import json
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management.base import BaseCommand, CommandParser
from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from articles import models, workflow
from articles.text import address_word, plain_text

FIXTURES = Path(settings.BASE_DIR) / "fixtures"
# What the stories point to; every other file beside it is a story.
NEWSROOM = "newsroom.toml"
NAMESPACE = UUID("6f0a3c5e-5d0c-4a55-9f2e-1f1c0d8f7b11")
# Each after those it points to; only a story points forward, to its revisions, and loaddata comes back to it.
NOUNS = (
    *(models.Section, models.Author, models.Person, models.PersonSpelling, models.Position),
    *(models.Tag, models.TagAlias, models.Story, models.Revision, models.Byline, models.Quote),
    *(models.TaggedStory, models.Transition, models.PublishedStory, models.PublishedByline),
    *(models.PublishedQuote, models.TaggedPublishedStory),
)
PAGES = ("head_html", "article_html", "share_card")


class Command(BaseCommand):
    """Walk the seeds through the newsroom, from the first draft to publication, and write down every row.

    It happens in an empty database that is thrown away afterwards, so each run writes the same bytes:
    uuids are made from names, times stand in the seeds, and the people whose logins did it all are
    removed, so that only a name stays in the history. The rendered pages are left out, because they
    carry a site's name and address: loaddata renders them.
    """

    help = "Make fixtures/seed_articles.json from fixtures/seeds/*.toml. Run it when the seeds or the models change."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take another place to write to."""
        parser.add_argument("--output", type=Path, default=FIXTURES / "seed_articles.json")

    def handle(self, *args: Any, output: Path, **options: Any) -> None:
        """Build, write down, throw away."""
        own_name = connection.settings_dict["NAME"]
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            build(FIXTURES / "seeds")
            output.write_text(written_down(), encoding="utf-8")
        finally:
            connection.creation.destroy_test_db(own_name, verbosity=0)
        self.stdout.write(f"Wrote {output}.")


def build(folder: Path) -> None:
    """Fill an empty newsroom: what stories point to, then the stories, oldest first."""
    add_what_stories_point_to(tomllib.loads((folder / NEWSROOM).read_text("utf-8")))
    files = (file for file in folder.glob("*.toml") if file.name != NEWSROOM)
    # Who approves is not who wrote.
    desk, second = (User.objects.create_superuser(name, first_name="The desk") for name in ("desk", "second"))
    seeds = (tomllib.loads(file.read_text("utf-8")) for file in files)
    for seed in sorted(seeds, key=lambda seed: seed["published_at"]):
        publish(seed, desk, second)
    desk.delete()
    second.delete()


def add_what_stories_point_to(newsroom: dict[str, Any]) -> None:
    """Add sections, authors, people with their spellings and positions, tags with their aliases."""
    for order, section in enumerate(newsroom["sections"], start=1):
        models.Section.objects.create(order=order, **named("section", section))
    for author in newsroom["authors"]:
        models.Author.objects.create(**named("author", author))
    for person in newsroom["people"]:
        spellings, positions = person.pop("spellings", []), person.pop("positions", [])
        row = models.Person.objects.create(**named("person", person))
        for spelling in spellings:
            models.PersonSpelling.objects.create(person=row, **spelling)
        for position in positions:
            models.Position.objects.create(person=row, **position)
    for tag in newsroom["tags"]:
        aliases = tag.pop("aliases", [])
        row = models.Tag.objects.create(status=models.TagStatus.APPROVED, **named("tag", tag))
        for alias in aliases:
            models.TagAlias.objects.create(tag=row, name=alias)


def publish(seed: dict[str, Any], desk: User, second: User) -> None:
    """Take one story from the first draft to its readers."""
    published_at = seed.pop("published_at")
    begun, submitted, approved = (published_at - timedelta(minutes=before) for before in (90, 60, 30))
    authors, quotes, tags = seed.pop("authors", []), seed.pop("quotes"), seed.pop("tags")
    seed["section"] = models.Section.objects.get(name=seed["section"])
    seed["body"] = seed["body"].replace("\n", "")
    story = models.Story(uuid=stable_uuid("story", seed["slug"]), language="en", **seed)
    workflow.begin(story, by=desk, now=begun)
    for order, name in enumerate(authors):
        models.Byline.objects.create(story=story, author=models.Author.objects.get(name=name), order=order)
    words = plain_text(story.body)
    for quote in quotes:
        quote["speaker"] = models.Person.objects.get(name=quote["speaker"])
        models.Quote.objects.create(
            story=story,
            uuid=stable_uuid("quote", quote["text"]),
            # Fails here and now if these are not the story's words.
            position=words.index(f"“{quote['text']}") + 1,
            **quote,
        )
    story.tags.set([models.Tag.objects.get(name=name) for name in tags])
    workflow.record_edit(story, by=desk, now=begun)
    workflow.submit(story, by=desk, now=submitted)
    workflow.approve(story, by=second, now=approved)
    workflow.publish(story, by=desk, now=published_at)


def named(noun: str, fields: dict[str, Any]) -> dict[str, Any]:
    """Return a row's fields with the uuid and the word for its address that follow from its name."""
    return {"uuid": stable_uuid(noun, fields["name"]), "slug": address_word(fields["name"]), **fields}


def stable_uuid(noun: str, name: str) -> UUID:
    """Return the uuid that a thing of this name bears in every run."""
    return uuid5(NAMESPACE, f"{noun} {name}")


def written_down() -> str:
    """Return all rows as a JSON fixture with natural keys."""
    rows = serializers.serialize(
        "python",
        (row for noun in NOUNS for row in noun._base_manager.order_by("pk")),
        use_natural_foreign_keys=True,
        use_natural_primary_keys=True,
    )
    for row in rows:
        if row["model"] == models.Tag._meta.label_lower:
            # Whoever loads it makes it then.
            del row["fields"]["created_at"]
        if row["model"] == models.PublishedStory._meta.label_lower:
            # Its key is its story's; Django leaves it out with all the other keys.
            row["fields"]["working_copy"] = [row["fields"]["uuid"]]
            for page in PAGES:
                del row["fields"][page]
    # Sorted, because PostgreSQL gives the keys of a revision's content an order of its own.
    return json.dumps(rows, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
