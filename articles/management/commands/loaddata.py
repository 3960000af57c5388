"""Load fixtures, leaving alone what people have done since the last time."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.core.management.commands import loaddata
from django.core.serializers.base import DeserializedObject
from django.db import IntegrityError, models, transaction

from articles import (
    card_making,
    public_state,
    published_copy,
    quote_index,
    relating,
    search_index,
    story_search,
)
from articles.models import Person, PersonSpelling, PublishedStory, Quote, Story, Tag, TagAlias


class Command(loaddata.Command):
    """Django's loaddata, but it only adds.

    Left as they are:
    - a file whose stories are all here: what is missing of it, somebody took away;
    - a row that is here;
    - a row that is part of something that was here before, such as a byline that an editor removed.
    """

    help = "Load fixtures; add what is missing, and change nothing that is there."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take Django's own arguments and one more."""
        super().add_arguments(parser)
        parser.add_argument(
            "--overwrite",
            action="store_true",
            help="Replace rows that are already here by what the fixture says, as Django does.",
        )

    def handle(self, *fixture_labels: str, **options: Any) -> None:
        """Load all or nothing, then make every page anew if anything was added."""
        self.overwrite = options["overwrite"]
        self.kept = 0
        self.added: set[tuple[type[models.Model], Any]] = set()
        try:
            with transaction.atomic(using=options["database"]):
                super().handle(*fixture_labels, **options)
                if self.added:
                    self.render_what_was_added()
                    self.index_what_was_added()
                    self.relate_what_was_added()
                    public_state.refresh()
        except IntegrityError as problem:
            raise CommandError(f"Nothing was loaded. {problem}") from problem
        if self.kept and options["verbosity"] >= 1:
            self.stdout.write(f"Kept {self.kept} as they are here; --overwrite would replace them.")

    def load_label(self, fixture_label: str) -> None:
        """Load the files of this name, unless their stories are all here."""
        files = [Path(found[0]) for found in self.find_fixtures(fixture_label)]
        rows = [
            row for file in files if file.suffix == ".json" for row in json.loads(file.read_text("utf-8"))
        ]
        if not self.overwrite and self._stories_are_here(rows):
            self.kept += len(rows)
        else:
            super().load_label(fixture_label)

    def save_obj(self, obj: DeserializedObject) -> bool:
        """Save a row of the fixture, unless it was here or belongs to something that was."""
        row = obj.object
        if not self.overwrite and (self._is_here(type(row), row.pk) or self._is_part_of_something_here(row)):
            self.kept += 1
            return False
        saved = bool(super().save_obj(obj))
        if saved:
            self.added.add((type(row), row.pk))
        return saved

    def render_what_was_added(self) -> None:
        """Make the pages of new stories, which carry this site's name and address: no fixture knows them."""
        for published in self._added(PublishedStory):
            published_copy.render_again(published)
            card_making.ask_for(published)

    def relate_what_was_added(self) -> None:
        """Let new stories stand below those like them, and those below them: no fixture knows which are here."""
        for published in self._added(PublishedStory):
            relating.relate(published)

    def index_what_was_added(self) -> None:
        """Let new people and tags be found by their names, quotes and stories by their words: how that is kept is in no fixture."""
        added = {row.pk for row in self._added(Person)} | {
            row.person_id for row in self._added(PersonSpelling)
        }
        for person in Person.objects.using(self.using).filter(pk__in=added):
            person.index_names()
        added = {row.pk for row in self._added(Tag)} | {row.tag_id for row in self._added(TagAlias)}
        for tag in Tag.objects.using(self.using).filter(pk__in=added):
            tag.index_names()
        quote_index.index_quotes(self._added(Quote))
        stories = self._added(Story).filter(revision__isnull=False)
        story_search.keep_words(stories.values_list("pk", "revision__content"))
        search_index.keep(self._added(PublishedStory))

    def _added(self, noun: type[models.Model]) -> models.QuerySet:
        pks = [pk for model, pk in self.added if model is noun]
        return noun._base_manager.using(self.using).filter(pk__in=pks)

    def _stories_are_here(self, rows: list[dict[str, Any]]) -> bool:
        uuids = {row["fields"].get("uuid") for row in rows if row["model"] == Story._meta.label_lower}
        return bool(uuids) and Story.objects.using(self.using).filter(uuid__in=uuids - {None}).count() == len(
            uuids
        )

    def _is_here(self, model: type[models.Model], pk: Any) -> bool:
        if pk is None or (model, pk) in self.added:
            return False
        return model._base_manager.using(self.using).filter(pk=pk).exists()

    def _is_part_of_something_here(self, row: models.Model) -> bool:
        return any(
            self._is_here(field.related_model, getattr(row, field.attname))
            for field in row._meta.concrete_fields
            if isinstance(field, models.ForeignKey) and _is_whole_and_part(field)
        )


def _is_whole_and_part(field: models.ForeignKey) -> bool:
    """Whether the row would mean nothing without the one this key points to."""
    if field.related_model in (Story, PublishedStory):
        return True
    return (
        field.related_model._meta.app_label == "articles" and field.remote_field.on_delete is models.CASCADE
    )
