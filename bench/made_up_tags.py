"""A newsroom of many tags: ten thousand names with aliases, and stories that carry eight of them each."""

from collections.abc import Iterator
from itertools import islice, product
from random import Random

from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Model

from articles.models import (
    PublishedStory,
    Revision,
    Story,
    Tag,
    TagAlias,
    TaggedPublishedStory,
    TaggedStory,
    TagKey,
    TagStatus,
    TagType,
)
from articles.models.tag_key import tag_keys
from articles.spotting import filed_under
from articles.text import address_word, name_key

# So many tags a story; every tag belongs to one of as many classes, so that no story carries one twice.
EACH = 8
_BEGINNINGS = "Ba Dre Fo Gja Hu Ki Lu Me No Pra Ri She Ta Vu Ze Bro".split()
_ENDINGS = "dan lin mar nik per rac san tov ven zir bek dol gas hin jet kur lak mos".split()
_KINDS = ("", " Bridge", " Party", " Council", " Valley", " Accord", " Festival", " Report")


def names(number: int) -> Iterator[tuple[str, list[str]]]:
    """Yield so many different names, each with two aliases."""
    for first, second, third, kind in islice(product(_BEGINNINGS, _ENDINGS, _ENDINGS, _KINDS), number):
        name = f"{first}{second}{third}{kind}"
        yield name, [f"{name} ({third})", f"New {name}"]


def make_tags(number: int) -> None:
    """Store so many tags with all the forms by which they are found."""
    named = list(names(number))
    types = list(TagType)
    tags = Tag.objects.bulk_create(
        (
            Tag(
                id=place,
                name=name,
                key=name_key(name),
                slug=address_word(name),
                filed_under=filed_under(name),
                status=TagStatus.APPROVED,
                type=types[place % len(types)],
            )
            for place, (name, _) in enumerate(named, start=1)
        ),
        batch_size=2000,
    )
    TagAlias.objects.bulk_create(
        (
            TagAlias(tag=tag, name=alias, key=name_key(alias), filed_under=filed_under(alias))
            for tag, (_, aliases) in zip(tags, named, strict=True)
            for alias in aliases
        ),
        batch_size=2000,
    )
    TagKey.objects.bulk_create(
        (
            TagKey(tag=tag, key=key)
            for tag, (name, aliases) in zip(tags, named, strict=True)
            for key in sorted(tag_keys([name, *aliases]))
        ),
        batch_size=2000,
    )


def text_of(chance: Random, number: int, words: int) -> str:
    """Return a body of so many words, with a tag's name in every sentence."""
    known = [name for name, _ in names(number)]
    sentence = "The people of {} met again on Monday and said that nothing had been decided so far."
    count = words // len(sentence.split())
    return "".join(f"<p>{sentence.format(chance.choice(known))}</p>" for _ in range(count))


def copy_story(story: Story, number: int) -> None:
    """Store so many copies of a live story, each with a revision and a published copy, by three statements."""
    for model, changed in (
        (
            Story,
            {
                "id": "{first} + n.i",
                "revision_id": "{revision} + n.i",
                "live_revision_id": "{revision} + n.i",
            },
        ),
        (Revision, {"id": "{revision} + n.i", "story_id": "{first} + n.i"}),
        (PublishedStory, {"story_id": "{first} + n.i", "revision_id": "{revision} + n.i"}),
    ):
        _copy(model, story, number, changed)


def tag_stories(first: int, number: int, tags: int) -> None:
    """Give each of these stories eight tags in both copies: a few tags are on very many, most on a few.

    The first two tags are on four stories in five each, which is what a merge is measured with.
    """
    classes = tags // EACH
    for model in (TaggedStory, TaggedPublishedStory):
        date, at = (", published_at", ", p.published_at") if model is TaggedPublishedStory else ("", "")
        source = "articles_publishedstory p JOIN n ON p.story_id = %s + n.i" if date else "n"
        for place in range(EACH):
            # Squares of a number that runs through all classes: the lower ones come up most often.
            spread = f"((n.i * 7919 + {place} * 31) %% {classes})"
            chosen = f"1 + {place} + {EACH} * (({spread} * {spread}) / {classes})"
            if place < 2:
                chosen = f"CASE WHEN (n.i + {place}) %% 5 < 4 THEN {1 + place} ELSE {chosen} END"
            _run(
                f"{model._meta.db_table} (content_object_id, tag_id{date})",
                f"%s + n.i, {chosen}{at} FROM {source}",
                number,
                [first, *([first] if date else [])],
            )


def _copy(model: type[Model], story: Story, number: int, changed: dict[str, str]) -> None:
    other = {
        "uuid": "gen_random_uuid()" if connection.vendor == "postgresql" else "lower(hex(randomblob(16)))",
        "slug": "t.slug || '-' || n.i",
    }
    columns = [field.column for field in model._meta.concrete_fields]
    numbers = {"first": story.pk, "revision": story.revision_id}
    values = [changed.get(name, other.get(name, f"t.{name}")).format(**numbers) for name in columns]
    row = "t.story_id" if model is PublishedStory else "t.id"
    key = story.revision_id if model is Revision else story.pk
    _run(
        f"{model._meta.db_table} ({', '.join(columns)})",
        f"{', '.join(values)} FROM {model._meta.db_table} t, n WHERE {row} = %s",
        number,
        [key],
    )


def _run(into: str, select: str, number: int, values: list[int]) -> None:
    """Insert what is selected for each n.i from 1 to `number`."""
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s)"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {into} {numbers} SELECT {select}", [number, *values])


def a_moderator() -> User:
    """Return somebody who may do everything."""
    return User.objects.create_superuser("moderator")
