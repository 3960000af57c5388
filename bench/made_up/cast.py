"""Who and what made-up stories point to: people on the desk, authors, speakers, sections, tags, pictures."""

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import accumulate
from random import Random
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Picture

from articles.models import Author, Image, Person, Section, Tag, TagKey
from articles.models.evidence import private_storage
from articles.models.tag import TagStatus
from articles.models.tag_key import tag_keys
from articles.permissions import EDITORS, REPORTERS
from articles.picture_sizes import renditions_of, width_in
from articles.spotting import filed_under
from articles.text import address_word, name_key
from bench.made_up import words

# When everything here was made: each run makes the same newsroom.
OPENED = datetime(2011, 12, 1, tzinfo=UTC)
# Each is drawn in every size and kind that readers are offered, which takes as long as hundreds of stories.
PICTURES = 3
SECTIONS = (
    "Politics",
    "World",
    "Economy",
    "Culture",
    "Sport",
    "Opinion",
    "Science",
    "Health",
    "Region",
    "Travel",
)
ROLES = (
    "finance minister",
    "city mayor",
    "court president",
    "party leader",
    "union secretary",
    "school director",
)


@dataclass(frozen=True, slots=True)
class Known:
    """A row that stories point to: what of it is copied into pages and revisions."""

    pk: int
    uuid: str
    name: str
    slug: str = ""
    # Its place when the database sorts all rows by name.
    rank: int = 0

    @property
    def reference(self) -> dict[str, str]:
        """How a revision names it."""
        return {"uuid": self.uuid, "name": self.name}


class Popular:
    """Rows of which the first is chosen twice as often as the second and three times as often as the third."""

    def __init__(self, rows: Sequence[Known]) -> None:
        self.rows = rows
        self._weights = list(accumulate(1 / (place + 1) for place in range(len(rows))))

    def pick(self, rng: Random, number: int) -> list[Known]:
        """Return so many different rows."""
        chosen: dict[int, Known] = {}
        while len(chosen) < number:
            row = rng.choices(self.rows, cum_weights=self._weights)[0]
            chosen[row.pk] = row
        return list(chosen.values())


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and everything, ready to be picked from."""

    reporters: list[Known]
    editors: list[Known]
    authors: Popular
    speakers: Popular
    sections: Popular
    tags: Popular
    images: list[Image]


def assemble(stories: int, rng: Random) -> Cast:
    """Write as many authors, people and tags as a newsroom with so many stories has, and return them."""
    authors = [
        Author(uuid=_uuid(rng), name=name, slug=address_word(name)) for name in _names(0, 12 + stories // 500)
    ]
    people = [
        Person(uuid=_uuid(rng), name=name, slug=address_word(name), description=words.text(rng, 20))
        for name in _names(100_000, 40 + stories // 25)
    ]
    tags = [
        Tag(
            uuid=_uuid(rng),
            name=name,
            slug=address_word(name),
            key=name_key(name),
            filed_under=filed_under(name),
            status=TagStatus.APPROVED,
            created_at=OPENED,
        )
        for name in _names(200_000, 60 + stories // 20)
    ]
    sections = [
        Section(uuid=_uuid(rng), name=name, slug=name.lower(), order=place, description=words.text(rng, 12))
        for place, name in enumerate(SECTIONS)
    ]
    known_tags = _write(tags)
    TagKey.objects.bulk_create(
        TagKey(tag=tag, key=key) for tag in tags for key in sorted(tag_keys([tag.name]))
    )
    return Cast(
        reporters=_people_with_logins("reporter", REPORTERS, 40),
        editors=_people_with_logins("editor", EDITORS, 8),
        authors=_write(authors),
        speakers=_write(people),
        sections=_write(sections),
        tags=known_tags,
        images=[_image(number, rng) for number in range(PICTURES)],
    )


def _names(first: int, number: int) -> list[str]:
    return [words.name(first + place) for place in range(number)]


def _uuid(rng: Random) -> uuid.UUID:
    return uuid.UUID(int=rng.getrandbits(128), version=4)


def _write(rows: Sequence[Author | Person | Section | Tag]) -> Popular:
    model: Any = type(rows[0])
    model.objects.bulk_create(rows)
    by_name = {
        pk: place
        for place, pk in enumerate(model.objects.order_by("name", "pk").values_list("pk", flat=True))
    }
    return Popular([Known(row.pk, str(row.uuid), row.name, row.slug, by_name[row.pk]) for row in rows])


def _people_with_logins(part: str, group: str, number: int) -> list[Known]:
    """Write accounts that nobody can log in with: they have no password."""
    users = [
        User(
            username=f"{part}{place}",
            first_name=part.capitalize(),
            last_name=str(place),
            password="!",  # noqa: S106  (what stands where nobody has a password)
            is_staff=True,
        )
        for place in range(number)
    ]
    User.objects.bulk_create(users)
    Group.objects.get(name=group).user_set.add(*users)
    return [Known(user.pk, "", user.get_full_name()) for user in users]


def _image(number: int, rng: Random) -> Image:
    """Write a picture under names that are the same in every run, with everything that readers are offered."""
    folder, size = f"images/{number:032x}", (600, 400)
    drawn = Picture.linear_gradient("L").resize(size).rotate(15 * number).convert("RGB")
    for name in renditions_of(size[0]):
        if not default_storage.exists(f"{folder}/{name}"):
            out = io.BytesIO()
            width = width_in(name)
            kind = name.partition(".")[2].replace("jpg", "jpeg")
            drawn.resize((width, width * size[1] // size[0])).save(out, kind, quality=60, speed=10)
            default_storage.save(f"{folder}/{name}", ContentFile(out.getvalue()))
    original = f"{folder}/original.jpg"
    if not private_storage().exists(original):
        out = io.BytesIO()
        drawn.save(out, "JPEG", quality=60)
        private_storage().save(original, ContentFile(out.getvalue()))
    return Image.objects.create(
        uuid=_uuid(rng),
        file=original,
        folder=folder,
        renditions=" ".join(renditions_of(size[0])),
        width=size[0],
        height=size[1],
        title=f"Picture {number}",
        alt_text=words.text(rng, 10),
        caption=words.text(rng, 14),
        credit=f"{words.name(number)} / Newsroom",
    )
