"""What the database itself refuses, whoever asks it: each constraint violated once."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from articles.models import (
    Address,
    Author,
    Byline,
    Copy,
    Dismissal,
    DismissedTag,
    Image,
    KeptApart,
    MediaTopic,
    MisquoteOverride,
    NameKey,
    Person,
    PersonMerge,
    PersonSpelling,
    Position,
    PublicState,
    PublishedByline,
    PublishedQuote,
    PublishedStory,
    Quote,
    Revision,
    SealedIdentity,
    SealedLook,
    Section,
    Story,
    Tag,
    TagAlias,
    TagDecision,
    TaggedPublishedStory,
    TaggedStory,
    TaggingChange,
    TagKey,
    TagsKeptApart,
    TagSuggestion,
    Transcript,
    VerificationStep,
)

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, tzinfo=UTC)
CONSTRAINTS = {
    constraint.name
    for model in apps.get_app_config("articles").get_models()
    for constraint in model._meta.constraints
}


def update(model: type[models.Model], **fields: object) -> Callable[[], object]:
    return lambda: model._base_manager.update(**fields)


def again(model: type[models.Model], **changes: object) -> Callable[[], object]:
    """Insert a row that is there already, as a new one."""

    def insert() -> None:
        row = model._base_manager.order_by("pk").first()
        if row._meta.pk.name == "id":
            row.pk = None
        for name, value in changes.items():
            setattr(row, name, value)
        row._state.adding = True
        row.save_base(raw=True, force_insert=True)

    return insert


def made(model: type[models.Model], *, times: int = 1, **fields: object) -> Callable[[], object]:
    """Insert so many rows that belong to the one story and to two people; what is callable is asked first."""

    def insert() -> None:
        for person in ("One", "Other"):
            Person.objects.get_or_create(name=person, slug=person.lower())
        known = asked(fields)
        for _ in range(times):
            model.objects.create(**known)

    return insert


def asked(fields: dict[str, object]) -> dict[str, object]:
    return {name: value() if callable(value) else value for name, value in fields.items()}


def person(slug: str) -> Callable[[], Person]:
    return lambda: Person.objects.get(slug=slug)


THE_STORY = {"story": Story.objects.get, "at": NOW, "by_name": "Helen"}
THE_TWO = {"at": NOW, "one": person("one"), "other": person("other")}
A_SEALED = {"quote_uuid": uuid.uuid4, "story": THE_STORY["story"], "sealed": b"", "sealed_at": NOW}


def tag(name: str) -> Callable[[], Tag]:
    return lambda: Tag.objects.get_or_create(name=name)[0]


def a_decision() -> TagDecision:
    return TagDecision.objects.create(verb="keep", tag_name="Bridges", at=NOW, by_name="Teuta")


# Bridges is there already, so that the other comes after it.
TWO_TAGS = {"one": tag("Bridges"), "other": tag("Other"), "decision": a_decision}

# Constraint: something that violates it, and nothing else, in a newsroom with one live story.
VIOLATIONS: dict[str, Callable[[], object]] = {
    "address_moved_or_withdrawn": update(Address, withdrawn_at=NOW),
    "byline_once_per_author": again(Byline),
    "published_byline_once_per_author": again(PublishedByline),
    "image_focal_point_inside": update(Image, focal_x=1.01),
    "spelling_once_per_person": again(PersonSpelling),
    "position_ends_after_it_starts": update(Position, ends_on=date(1999, 1, 1)),
    "public_state_is_one_row": lambda: PublicState.objects.create(id=2, generation="x"),
    "published_before_updated": update(PublishedStory, updated_at=NOW - timedelta(days=9999)),
    "published_has_headline_and_slug": update(PublishedStory, headline=""),
    "published_has_section": update(PublishedStory, section=None),
    "dismissed_once_per_story": made(Dismissal, times=2, words="x", key="x", **THE_STORY),
    "overridden_once_per_passage": made(MisquoteOverride, times=2, key="x", reason="x", **THE_STORY),
    "override_has_reason": made(MisquoteOverride, key="x", reason="", **THE_STORY),
    "person_not_merged_into_itself": update(Person, merged_into=models.F("pk")),
    "merge_of_two_people": made(
        PersonMerge, person=person("one"), into=person("one"), at=NOW, by_name="Helen"
    ),
    "merged_once_at_a_time": made(
        PersonMerge, times=2, person=person("one"), into=person("other"), at=NOW, by_name="Helen"
    ),
    "kept_apart_once": made(KeptApart, times=2, **THE_TWO),
    "kept_apart_lower_first": made(KeptApart, **THE_TWO | {"one": person("other"), "other": person("one")}),
    "name_key_once": made(NameKey, times=2, person=person("one"), key="x", is_whole=True),
    "step_known_rung": made(
        VerificationStep, quote_uuid=uuid.uuid4, words="x", rung="unverified", **THE_STORY
    ),
    "transcript_has_words": made(Transcript, title="x", text="", **THE_STORY),
    "look_has_reason": made(
        SealedLook,
        identity=lambda: SealedIdentity.objects.create(**asked(A_SEALED)),
        at=NOW,
        by_name="Helen",
        reason="",
    ),
    "quote_known_terms": update(Quote, terms="between us"),
    "published_quote_known_terms": update(PublishedQuote, terms="between us"),
    "quote_has_words": update(Quote, text=""),
    "quote_original_has_language": update(Quote, original_text="Fjalë", original_language=""),
    "quote_known_verification": update(Quote, verification="sworn"),
    "published_quote_has_words": update(PublishedQuote, text=""),
    "published_quote_original_has_language": update(
        PublishedQuote, original_text="Fjalë", original_language=""
    ),
    "published_quote_known_verification": update(PublishedQuote, verification="sworn"),
    "revision_number_once": again(Revision),
    "story_known_status": update(Story, status="lost", approved_fingerprint=""),
    "story_approved_means_fingerprint": update(Story, approved_fingerprint=""),
    "story_scheduled_is_approved": update(Story, status="draft", approved_fingerprint="", publish_at=NOW),
    "story_spiked_is_not_live": update(Story, status="spiked", approved_fingerprint=""),
    "story_withdrawn_is_not_live": update(Story, withdrawn_at=datetime(2999, 1, 1, tzinfo=UTC)),
    "story_live_has_a_date": update(Story, first_published_at=None),
    "story_withdrawn_after_published": update(
        Story, live_revision=None, withdrawn_at=datetime(1999, 1, 1, tzinfo=UTC)
    ),
    "tag_known_status": update(Tag, status="beloved"),
    "tag_known_type": update(Tag, type="animal"),
    "tag_has_slug": update(Tag, slug=""),
    "tag_not_merged_into_itself": update(Tag, merged_into=models.F("pk")),
    "tag_of_a_person": lambda: Tag.objects.update(person=Person.objects.get(), type="place"),
    "tag_key_once": made(TagKey, times=2, tag=tag("Bridges"), key="x"),
    "tags_kept_apart_once": made(TagsKeptApart, times=2, **TWO_TAGS),
    "tags_kept_apart_order": made(
        TagsKeptApart, **TWO_TAGS | {"one": TWO_TAGS["other"], "other": TWO_TAGS["one"]}
    ),
    "tag_dismissed_once": made(DismissedTag, times=2, tag=tag("Bridges"), story=Story.objects.get, at=NOW),
    "tag_suggested_once": made(
        TagSuggestion, times=2, tag=tag("Bridges"), story=Story.objects.get, weight=1, published_at=NOW
    ),
    "tagging_change_of_something": made(
        TaggingChange, decision=a_decision, story=Story.objects.get, copy=Copy.WORKING
    ),
    "media_topic_below_another": made(MediaTopic, code="20000001", name="Bridges", level=2),
    "story_tagged_once": again(TaggedStory),
    "published_story_tagged_once": again(TaggedPublishedStory),
}
# The same for what is unique by itself.
UNIQUE: dict[str, Callable[[], object]] = {
    "story uuid": again(Story, slug="another"),
    "story slug": again(Story, uuid=uuid.uuid4()),
    "published story slug": again(PublishedStory, uuid=uuid.uuid4(), working_copy_id=0),
    "one published copy": again(PublishedStory, uuid=uuid.uuid4(), slug="another"),
    "quote uuid": again(Quote),
    "published quote uuid": again(PublishedQuote),
    "address slug": again(Address),
    "tag key": again(Tag, uuid=uuid.uuid4(), name="Other", slug="other"),
    "tag name": again(Tag, uuid=uuid.uuid4(), key="other", slug="other"),
    "tag slug": again(Tag, uuid=uuid.uuid4(), key="other", name="Other"),
    "tag alias key": again(TagAlias),
    "section slug": again(Section, uuid=uuid.uuid4(), name="Other"),
    "section name": again(Section, uuid=uuid.uuid4(), slug="other"),
    "author slug": again(Author, uuid=uuid.uuid4()),
    "person slug": again(Person, uuid=uuid.uuid4()),
}


@pytest.fixture
def newsroom(story_at: Callable[..., Story]) -> Iterator[Story]:
    """A live story with one of everything around it."""
    story = story_at("live", tags=["Bridges"])
    person = Person.objects.get()
    PersonSpelling.objects.create(person=person, name="Vyosa Dema")
    Position.objects.create(person=person, title="Mayor", starts_on=date(2021, 1, 1))
    TagAlias.objects.create(tag=Tag.objects.get(), name="Crossings")
    Image.objects.create(title="Bridge")
    Address.objects.create(slug="old", working_copy=story, published=story.published)
    return story


def test_every_constraint_is_violated_here() -> None:
    assert {*VIOLATIONS} == CONSTRAINTS


@pytest.mark.parametrize("constraint", VIOLATIONS)
def test_a_constraint_refuses_what_must_not_be(newsroom: Story, constraint: str) -> None:
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        VIOLATIONS[constraint]()

    # SQLite names the columns of a unique constraint, not the constraint.
    assert constraint in str(refused.value) or "UNIQUE constraint failed" in str(refused.value)


@pytest.mark.parametrize("what", UNIQUE)
def test_what_is_unique_is_not_there_twice(newsroom: Story, what: str) -> None:
    with pytest.raises(IntegrityError, match=r"(?i)unique|primary key"), transaction.atomic():
        UNIQUE[what]()


@pytest.mark.parametrize(
    "model", [Story, Revision, Author, Person, Section, Tag, PublishedStory], ids=lambda model: model.__name__
)
def test_what_a_story_needs_cannot_be_deleted_from_under_it(
    newsroom: Story, model: type[models.Model]
) -> None:
    if model is PublishedStory:
        # An old address leads to it; `workflow.withdraw` closes that first.
        assert newsroom.addresses.exists()

    with pytest.raises(ProtectedError):
        model._base_manager.first().delete()


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "spiked"}])
def test_a_story_that_is_not_approved_bears_no_approval(newsroom: Story, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.update(**fields)
