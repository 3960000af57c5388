"""People, tags, authors and sections that readers know, found by what somebody types: the beginning of a name, or one near it.

Found only if something of theirs is public: a name that only a draft holds is offered to nobody.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import reduce
from operator import or_

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.urls import reverse

from articles.models.author import Author, PublishedByline
from articles.models.name_key import NameKey, name_keys
from articles.models.person import Person
from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.section import Section
from articles.models.tag import Tag, TaggedPublishedStory
from articles.models.tag_key import TagKey, tag_keys
from articles.quotation.folding import fold_name
from articles.quotation.near_names import near_names
from articles.text import address_word

SHOWN = 6
# Of names that begin alike so many are compared with what was typed.
COMPARED = 150
LIKENESS = 0.8
# So many words of a question may be parts of names.
MOST_WORDS = 4
_PAGES = {
    "Person": "articles:person-detail",
    "Tag": "articles:tag-detail",
    "Author": "articles:author-detail",
    "Section": "articles:section-detail",
}


@dataclass(frozen=True, slots=True)
class Name:
    """Somebody or something with a page of their own."""

    noun: str
    name: str
    slug: str

    @property
    def address(self) -> str:
        """Where readers find it."""
        return reverse(_PAGES[self.noun], args=[self.slug])


def quoted_in_public() -> Exists:
    """Return the condition that readers can see something a person said."""
    return Exists(PublishedQuote.objects.filter(speaker=OuterRef("pk")))


def called(question: str) -> list[Name]:
    """Return who and what is called as somebody typed, in any alphabet, by one query."""
    keys = {key for key, _ in name_keys([question])}
    if not keys:
        return []
    people = _people().filter(pk__in=NameKey.objects.filter(key__in=keys).values("person"))
    tags = _tags().filter(pk__in=TagKey.objects.filter(key__in=tag_keys([question])).values("tag"))
    word = address_word(question)
    return _names(
        {
            "Person": people.order_by("sorted_as", "pk"),
            "Tag": tags.order_by("name", "pk"),
            "Author": _authors().filter(slug=word),
            "Section": _sections().filter(slug=word),
        },
        most=SHOWN,
    )


def beginning(typed: str) -> list[Name]:
    """Return who and what begins with what somebody has typed so far, by one query."""
    words = {word for word in (address_word(typed), *_in_plain_letters(typed)) if word}
    if not words:
        return []
    begins = reduce(or_, (Q(slug__startswith=word) for word in words))
    surname = reduce(or_, (Q(sorted_as__startswith=word.replace("-", "")) for word in words))
    return _names(
        {
            "Person": _people().filter(begins | surname).order_by("sorted_as", "pk"),
            "Tag": _tags().filter(begins).order_by("slug"),
            "Author": _authors().filter(begins).order_by("slug"),
            "Section": _sections().filter(begins).order_by("slug"),
        },
        most=SHOWN,
    )


def near(words: Iterable[str]) -> list[Name]:
    """Return people, tags and authors whose names are near what was typed, by one query: for when nothing was found."""
    typed = [word for word in words if len(word) > 2][:MOST_WORDS]
    beginnings = {
        form[:2] for word in typed for form in (address_word(word), *_in_plain_letters(word)) if form
    }
    if not beginnings:
        return []
    begins = reduce(or_, (Q(slug__startswith=word) | Q(slug__contains=f"-{word}") for word in beginnings))
    rows: dict[str, QuerySet] = {"Person": _people(), "Tag": _tags(), "Author": _authors()}
    known = {
        name.name: name
        for name in _names(
            {noun: found.filter(begins).order_by("slug") for noun, found in rows.items()}, most=COMPARED
        )
    }
    found = [near.name for word in (" ".join(typed), *typed) for near in near_names(word, known, most=SHOWN)]
    found += [name for word in typed for name in known if _is_part_of(word, name)]
    return [known[name] for name in dict.fromkeys(found)][:SHOWN]


def moved(chosen: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Return the tags and people of a search by what they are called now, where that changed: renamed or merged since.

    For when nothing was found. Whom and what readers do not know is not named.
    """
    now = {}
    for facet, became in (("tag", _tag_now), ("person", _person_now)):
        slugs = chosen.get(facet, ())
        found = [became(slug) or slug for slug in slugs]
        if found != [*slugs]:
            now[facet] = found
    return now


def _tag_now(slug: str) -> str:
    known = Tag.objects.filter(Q(slug=slug) | Q(old_addresses__slug=slug)).distinct()
    # An address of now comes before the same address of another tag before.
    tag = min(known.select_related("merged_into"), key=lambda tag: tag.slug != slug, default=None)
    return tag.slug if tag and _tags().filter(pk=(tag := tag.became()).pk).exists() else ""


def _person_now(slug: str) -> str:
    merged = Person.objects.filter(slug=slug, merged_into__isnull=False).select_related("merged_into").first()
    person = merged.became() if merged else None
    return person.slug if person and _people().filter(pk=person.pk).exists() else ""


def _is_part_of(word: str, name: str) -> bool:
    """Whether a word is nearly one of a name's words."""
    return bool(get_close_matches(fold_name(word), fold_name(name).split(), n=1, cutoff=LIKENESS))


def _in_plain_letters(text: str) -> set[str]:
    """Return the other ways to write an address of these words: Приштина is pristina as well as prishtina."""
    return {key.replace(" ", "-") for key in tag_keys([text])}


def _names(rows: dict[str, QuerySet], *, most: int) -> list[Name]:
    # SQLite cuts no part of a union short, but it does so inside of a condition.
    parts = [
        found.model._default_manager.filter(pk__in=found.values("pk")[:most])
        .order_by()
        .annotate(place=Value(number), noun=Value(noun, CharField()))
        .values_list("place", "noun", "name", "slug")
        for number, (noun, found) in enumerate(rows.items())
    ]
    union = sorted(parts[0].union(*parts[1:], all=True), key=lambda row: (row[0], row[2].casefold()))
    return [Name(noun, name, slug) for _, noun, name, slug in union]


def _people() -> QuerySet[Person]:
    return Person.objects.current().filter(quoted_in_public())


def _tags() -> QuerySet[Tag]:
    return Tag.objects.current().filter(Exists(TaggedPublishedStory.objects.filter(tag=OuterRef("pk"))))


def _authors() -> QuerySet[Author]:
    return Author.objects.filter(Exists(PublishedByline.objects.filter(author=OuterRef("pk"))))


def _sections() -> QuerySet[Section]:
    return Section.objects.filter(Exists(PublishedStory.objects.filter(section=OuterRef("pk"))))
