"""Who speaks: people, the spellings of their names, and the positions they held."""

import uuid
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from articles.text import address_word

from .name_key import NameKey, name_keys
from .named import ByUuidManager


class PersonQuerySet(models.QuerySet):
    """The questions the desk asks of its people."""

    def current(self) -> Self:
        """Everybody but those who turned out to be somebody else."""
        return self.filter(merged_into__isnull=True)


class Person(models.Model):
    """Somebody who is quoted, under the name this newsroom prefers."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("preferred name", max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    description = models.TextField(blank=True, max_length=600, help_text="One or two sentences for readers.")
    # Surname first, in plain small letters: how an index of people is ordered.
    sorted_as = models.CharField(max_length=130, blank=True, editable=False, db_index=True)
    # Written by `merging.merge` alone. The row stays, so that old addresses and revisions still find it.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    objects = ByUuidManager.from_queryset(PersonQuerySet)()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("pk")), name="person_not_merged_into_itself")
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.index_names()

    @property
    def surname_first(self) -> str:
        """The name in plain small letters with the surname first, without blanks: “ruttemark”."""
        *given, surname = self.name.split() or [""]
        return address_word(f"{surname} {' '.join(given)}", max_length=150).replace("-", "")[:130]

    def index_names(self) -> None:
        """Keep the folded forms of all the person's names, by which `people` finds them."""
        if self.sorted_as != self.surname_first:
            self.sorted_as = self.surname_first
            Person.objects.filter(pk=self.pk).update(sorted_as=self.sorted_as)
        names = [self.name, *self.spellings.values_list("name", flat=True)]
        wanted = set() if self.merged_into_id else name_keys(names)
        there = {(row.key, row.is_whole): row.pk for row in self.name_keys.all()}
        if gone := there.keys() - wanted:
            self.name_keys.filter(pk__in=[there[key] for key in gone]).delete()
        if fresh := wanted - there.keys():
            NameKey.objects.bulk_create(
                (NameKey(person=self, key=key, is_whole=is_whole) for key, is_whole in sorted(fresh)),
                ignore_conflicts=True,
            )

    def natural_key(self) -> tuple[str]:
        return (str(self.uuid),)

    def get_absolute_url(self) -> str:
        return reverse("articles:person-detail", args=[self.slug])

    def became(self) -> "Person":
        """Return who this person is now, after whatever merges."""
        person = self
        while person.merged_into is not None:
            person = person.merged_into
        return person

    def position_on(self, day: date) -> "Position | None":
        """Return the position held on a day, the latest begun if there are several."""
        return (
            self.positions.filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day))
            .filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day))
            .order_by(F("starts_on").desc(nulls_last=True), "-pk")
            .first()
        )


class SpellingKind(models.TextChoices):
    """Why a name is also written another way."""

    ALIAS = "alias", "Also known as"
    TRANSLITERATION = "transliteration", "Transliteration"
    FORMER = "former", "Former name"
    MISSPELLING = "misspelling", "Misspelling"


class Script(models.TextChoices):
    """The letters a name is written in, by their ISO 15924 codes."""

    LATIN = "Latn", "Latin"
    CYRILLIC = "Cyrl", "Cyrillic"
    GREEK = "Grek", "Greek"
    ARABIC = "Arab", "Arabic"
    OTHER = "Zyyy", "Other"


class PersonSpelling(models.Model):
    """Another way a person's name is written."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="spellings")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=SpellingKind, default=SpellingKind.ALIAS)
    script = models.CharField(max_length=4, choices=Script, blank=True)
    language = models.CharField(max_length=12, blank=True, help_text="Language code, for example “mk”.")

    class Manager(models.Manager):
        def get_by_natural_key(self, person_uuid: str, name: str) -> "PersonSpelling":
            return self.get(person__uuid=person_uuid, name=name)

    objects = Manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "other spelling"
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="spelling_once_per_person")]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str]:
        return (str(self.person.uuid), self.name)

    natural_key.dependencies = ["articles.person"]

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        self.person.index_names()

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete the spelling, and find the person by it no more."""
        deleted = super().delete(*args, **kwargs)
        self.person.index_names()
        return deleted


class Position(models.Model):
    """An office or job a person held, with its dates where they are known."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="positions")
    title = models.CharField(max_length=160)
    organisation = models.CharField(max_length=160, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Manager(models.Manager):
        def get_by_natural_key(
            self, person_uuid: str, title: str, organisation: str, starts_on: date | None
        ) -> "Position":
            # Somebody may hold the same office twice.
            same = self.filter(person__uuid=person_uuid, title=title, organisation=organisation)
            return same.filter(starts_on=starts_on).earliest("pk")

    objects = Manager()

    class Meta:
        ordering = [F("starts_on").desc(nulls_last=True), "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="position_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}" if self.organisation else self.title

    def natural_key(self) -> tuple[str, str, str, date | None]:
        return (str(self.person.uuid), self.title, self.organisation, self.starts_on)

    natural_key.dependencies = ["articles.person"]
