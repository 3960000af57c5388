"""Loading fixtures adds what is missing and never undoes what a person did."""

import json
import uuid
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import serializers
from django.core.management import CommandError, call_command
from django.db.models import Model

from articles import public_state, workflow
from articles.models import (
    Address,
    AlikeDismissal,
    Arrangement,
    Author,
    BreakingNews,
    Byline,
    CheckLevel,
    CorrectionTask,
    Dismissal,
    DismissedTag,
    EnoughTags,
    ErrorReport,
    Front,
    Image,
    KeptApart,
    MediaTopic,
    MisquoteOverride,
    NameKey,
    Notice,
    NoticeSwitchedOff,
    Person,
    PersonMerge,
    PersonSpelling,
    PictureInText,
    Position,
    Presence,
    PublicChange,
    PublicState,
    PublishedByline,
    PublishedPage,
    PublishedQuote,
    PublishedStory,
    PublishedWords,
    Quote,
    QuoteKey,
    QuoteWords,
    Refusal,
    RelatedStory,
    Revision,
    SavedView,
    Scratch,
    SealedIdentity,
    SealedLook,
    Section,
    ShareLink,
    StandingPage,
    Story,
    StoryWords,
    Tag,
    TagAddress,
    TagAlias,
    TagDecision,
    TaggedPublishedStory,
    TaggedStory,
    TaggingChange,
    TagKey,
    TagsKeptApart,
    TagSuggestion,
    Transcript,
    Transition,
    UntoldStory,
    VerificationStep,
)
from articles.people import bearers
from tests import stories

# What comes later may point to what comes earlier; a story points forward to its revisions.
OURS = [
    *(Section, Image, Author, Tag, TagAlias, Person, PersonSpelling, Position),
    *(Story, Revision, Byline, Quote, TaggedStory, Transition),
    *(PublishedStory, PublishedByline, PublishedQuote, TaggedPublishedStory, Address),
]
# Worked out from the others.
WORKED_OUT = [
    NameKey,
    QuoteKey,
    TagKey,
    StoryWords,
    PictureInText,
    RelatedStory,
    PublishedWords,
    QuoteWords,
    UntoldStory,
]
# What the desk decided and checked: it stays where it was done.
OF_THE_DESK = [
    *(Dismissal, MisquoteOverride, VerificationStep, Transcript, CorrectionTask),
    *(PersonMerge, KeptApart, SealedIdentity, SealedLook),
    *(MediaTopic, TagAddress, TagDecision, TaggingChange, TagsKeptApart, DismissedTag),
    *(TagSuggestion, EnoughTags),
    *(Notice, NoticeSwitchedOff, SavedView),
    *(PublicChange, CheckLevel),
    *(Presence, Scratch, ShareLink, Refusal, AlikeDismissal),
    *(Front, Arrangement, BreakingNews, ErrorReport),
    *(StandingPage, PublishedPage),
]


def load(fixture: Path, **options: bool) -> str:
    said = StringIO()
    call_command("loaddata", str(fixture), stdout=said, **options)
    return said.getvalue()


def everything() -> str:
    """Return every row of ours, as text, with its own key."""
    return serializers.serialize("json", rows_of(OURS), indent=1)


def rows_of(models: list[type[Model]]) -> list[Model]:
    return [row for model in models for row in model.objects.order_by("pk")]


@pytest.fixture
def fixture(story_at: Callable[..., Story], tmp_path: Path) -> Path:
    """A fixture with a live story, its people and tags, that nobody has loaded yet."""
    story = story_at("live", "Ferry sails again", tags=["Ferries"], author="Mira Toska")
    TagAlias.objects.create(tag=Tag.objects.get(), name="Boats")
    PersonSpelling.objects.create(person=story.quotes.get().speaker, name="Vyosa Dema")
    text = serializers.serialize(
        "json", rows_of(OURS), use_natural_foreign_keys=True, use_natural_primary_keys=True
    )
    Story.objects.update(revision=None, live_revision=None)
    for model in reversed(OURS):
        model.objects.all().delete()
    rows = json.loads(text)
    for row in rows:
        if row["model"] == "articles.publishedstory":
            # Its key is its story's, which a natural key leaves out.
            row["fields"]["working_copy"] = [row["fields"]["uuid"]]
    path = tmp_path / "ferry.json"
    path.write_text(json.dumps(rows))
    return path


def test_every_noun_is_in_the_fixture_of_these_tests() -> None:
    assert {*apps.get_app_config("articles").get_models()} - {*OURS} == {
        PublicState,
        *WORKED_OUT,
        *OF_THE_DESK,
    }


@pytest.mark.django_db
def test_people_of_a_fixture_are_found_by_every_form_of_their_names(fixture: Path) -> None:
    load(fixture)

    for name in ("Vjosa Dema", "Vyosa Dema"):
        assert bearers([name])[name].exact == Person.objects.get()


@pytest.mark.django_db
def test_tags_of_a_fixture_are_found_by_names_that_read_alike(fixture: Path) -> None:
    load(fixture)

    assert [key.key for key in Tag.objects.get().keys.all()]


@pytest.mark.django_db
def test_a_fixture_is_loaded_whole(fixture: Path) -> None:
    said = load(fixture)

    story = Story.objects.get()
    assert story.headline == story.published.headline == "Ferry sails again"
    assert story.live_revision == story.revision == story.published.revision
    assert [byline.author.name for byline in story.published.bylines.all()] == ["Mira Toska"]
    assert [quote.speaker.name for quote in story.published.quotes.all()] == ["Vjosa Dema"]
    assert [tag.name for tag in story.published.tags.all()] == ["Ferries"]
    assert "Kept" not in said


@pytest.mark.django_db
@pytest.mark.thorough
def test_loading_three_times_changes_nothing(fixture: Path) -> None:
    load(fixture)
    before = everything()
    generation = public_state.read().generation

    said = [load(fixture), load(fixture)]

    assert everything() == before
    assert public_state.read().generation == generation
    rows = len(json.loads(fixture.read_text()))
    assert all(f"Kept {rows} as they are" in words for words in said)


@pytest.mark.django_db
@pytest.mark.thorough
def test_loading_again_undoes_nothing_that_people_did(fixture: Path, editor: User) -> None:
    load(fixture)
    story = Story.objects.get()
    stories.edit(story, by=editor, headline="Ferry sails again, late", slug="ferry-late")
    story.bylines.all().delete()
    story.quotes.all().delete()
    story.tags.clear()
    workflow.record_edit(story, by=editor)
    workflow.withdraw(story, by=editor, note="The ferry sank.")
    Tag.objects.update(name="Ships", key="ships")
    TagAlias.objects.all().delete()
    PersonSpelling.objects.all().delete()
    Section.objects.update(name="Abroad")
    before = everything()

    load(fixture)

    assert everything() == before


@pytest.mark.django_db
@pytest.mark.thorough
def test_what_somebody_took_away_does_not_come_back(fixture: Path, editor: User) -> None:
    load(fixture)
    story = Story.objects.get()
    other = stories.a_person("Vjosa Dema-Hoti")
    Quote.objects.update(speaker=other)
    PublishedQuote.objects.update(speaker=other)
    Person.objects.exclude(pk=other.pk).delete()
    stories.edit(story, by=editor, headline="Ferry sails again, late")
    before = everything()

    load(fixture)

    assert everything() == before


@pytest.mark.django_db
@pytest.mark.thorough
def test_a_new_story_comes_with_its_parts_and_the_old_one_stays_as_it_is(fixture: Path, editor: User) -> None:
    load(fixture)
    old = Story.objects.get()
    old.bylines.all().delete()
    old.tags.clear()
    TagAlias.objects.all().delete()
    rows = json.loads(fixture.read_text())
    names = {"uuid": str(uuid.uuid4()), "slug": "second-ferry", "headline": "Second ferry"}
    story = next(row for row in rows if row["model"] == "articles.story")
    text = json.dumps(
        [row for row in rows if row["model"] in {"articles.story", "articles.revision", "articles.byline"}]
    )
    for name, value in names.items():
        text = text.replace(story["fields"][name], value)
    second = json.loads(text)
    second[0]["fields"] |= {"live_revision": None, "first_published_at": None}
    fixture.write_text(json.dumps(rows + second))

    load(fixture)

    new = Story.objects.get(slug="second-ferry")
    assert new.bylines.count() == new.revisions.count() == 1
    assert (old.bylines.count(), old.tags.count(), TagAlias.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_a_word_that_is_taken_refuses_the_whole_file(fixture: Path) -> None:
    stories.a_section("World")
    before = everything()

    with pytest.raises(CommandError, match="Nothing was loaded"):
        load(fixture)

    assert everything() == before


@pytest.mark.django_db
@pytest.mark.thorough
def test_overwrite_puts_back_what_the_fixture_says(fixture: Path) -> None:
    load(fixture)
    Section.objects.update(name="Abroad")
    Byline.objects.all().delete()

    said = load(fixture, overwrite=True)

    assert Section.objects.get().name == "World"
    assert Byline.objects.count() == 1
    assert "Kept" not in said


@pytest.mark.django_db
@pytest.mark.thorough
def test_what_was_added_is_seen_by_readers_at_once(fixture: Path) -> None:
    before = public_state.read().generation

    load(fixture)

    assert public_state.read().generation != before
    assert [entry["name"] for entry in public_state.read().navigation] == ["World"]


@pytest.mark.django_db
@pytest.mark.thorough
def test_a_story_of_our_own_is_not_touched_by_a_fixture(
    fixture: Path, story_at: Callable[..., Story]
) -> None:
    own = story_at(
        "live",
        "Our own story",
        tags=["Harbours"],
        section=stories.a_section("Coast"),
        quotes=[],
        author="Ilir Deda",
    )
    before = serializers.serialize("json", [own, own.published, *own.quotes.all(), *own.bylines.all()])

    load(fixture)

    own = Story.objects.get(headline="Our own story")
    assert (
        serializers.serialize("json", [own, own.published, *own.quotes.all(), *own.bylines.all()]) == before
    )
    assert Story.objects.count() == 2
