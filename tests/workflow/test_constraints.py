"""What the database itself refuses, whoever asks it: each constraint violated once."""

import uuid
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from articles.models import (
    Address,
    AlikeDismissal,
    Arrangement,
    Author,
    BreakingNews,
    Byline,
    CheckLevel,
    Dismissal,
    DismissedTag,
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
    Quote,
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
from tests import stories

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


def another_tag() -> Tag:
    return Tag.objects.create(name="Rivers")


def person(slug: str) -> Callable[[], Person]:
    return lambda: Person.objects.get(slug=slug)


THE_STORY = {"story": Story.objects.get, "at": NOW, "by_name": "Helen"}
THE_TWO = {"at": NOW, "one": person("one"), "other": person("other")}
TWO_STORIES = {
    "one": Story.objects.get,
    "other": lambda: Story(pk=9_999_999),
    "at": NOW,
    "by_name": "Helen",
}
A_DECISION = {
    "decision": lambda: TagDecision.objects.create(verb="merge", tag_name="x", at=NOW, by_name="Teuta")
}
A_TAG = {"story": Story.objects.get, "tag": Tag.objects.get}
A_SEALED = {"quote_uuid": uuid.uuid4, "story": THE_STORY["story"], "sealed": b"", "sealed_at": NOW}

A_FRONT = {"front": lambda: Front.objects.create(section=Section.objects.first()), "by_name": "Helen"}
A_PLAN = {**A_FRONT, "made_at": NOW, "starts_at": NOW}
A_LINE = {"text": "x", "started_at": NOW, "expires_at": NOW + timedelta(hours=1), "by_name": "Helen"}
A_REPORT = {"text": "x", "fingerprint": "x", "received_at": NOW, "last_at": NOW, "story": Story.objects.get}
THE_COPY = {"story": PublishedStory.objects.get, "weight": 1.0}


def another_copy() -> PublishedStory:
    """Return a second live story, next to the one there is."""
    editor = User.objects.get(username="editor")
    return stories.bring_to("live", stories.write(by=editor), by=editor).published


# Constraint: something that violates it, and nothing else, in a newsroom with one live story.
VIOLATIONS: dict[str, Callable[[], object]] = {
    "address_moved_or_withdrawn": update(Address, withdrawn_at=NOW),
    "byline_once_per_author": again(Byline),
    "published_byline_once_per_author": again(PublishedByline),
    "picture_in_text_once": lambda: [
        PictureInText.objects.create(story=PublishedStory.objects.get(), image=Image.objects.get())
        for _ in range(2)
    ],
    "image_focal_point_inside": update(Image, focal_x=1.01),
    "spelling_once_per_person": again(PersonSpelling),
    "position_ends_after_it_starts": update(Position, ends_on=date(1999, 1, 1)),
    "public_state_is_one_row": lambda: PublicState.objects.create(id=2, generation="x"),
    "standing_page_has_title_and_slug": lambda: StandingPage.objects.create(title="", slug="about"),
    "published_page_has_title_and_slug": lambda: PublishedPage.objects.create(
        title="About", slug="", updated_at=NOW
    ),
    "published_before_updated": update(PublishedStory, updated_at=NOW - timedelta(days=9999)),
    "published_has_headline_and_slug": update(PublishedStory, headline=""),
    "published_has_section": update(PublishedStory, section=None),
    "dismissed_once_per_story": made(Dismissal, times=2, words="x", key="x", **THE_STORY),
    "overridden_once_per_passage": made(MisquoteOverride, times=2, key="x", reason="x", **THE_STORY),
    "refused_at_least_once": made(Refusal, tries=0, at=NOW, last_at=NOW, by_name="Rina", door="/admin/"),
    "alike_dismissed_for_a_reason": made(AlikeDismissal, key="x", reason="", **TWO_STORIES),
    "alike_in_two_stories": made(
        AlikeDismissal, key="x", reason="x", **TWO_STORIES | {"other": Story.objects.get}
    ),
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
    "story_mode_means_withdrawn": update(Story, withdrawn_mode="gone"),
    "story_redirect_leads_somewhere": update(
        Story, live_revision=None, withdrawn_at=datetime(2999, 1, 1, tzinfo=UTC), withdrawn_mode="redirect"
    ),
    "story_known_priority": update(Story, priority=9),
    "story_waits_only_in_review": update(Story, in_review_since=NOW),
    "story_scheduled_after_embargo": update(
        Story, live_revision=None, publish_at=NOW, embargo_until=NOW + timedelta(days=1)
    ),
    "story_live_is_not_embargoed": update(Story, embargo_until=NOW),
    "story_scheduled_before_expiry": update(Story, publish_at=NOW, expire_at=NOW),
    "story_kind_of_a_scheduled_change": update(Story, change_kind="update"),
    "change_number_once": again(PublicChange),
    "change_tells_readers": lambda: a_change(number=2, note=""),
    "change_redacted_leaves_a_stub": update(PublicChange, redaction="A court asked for it."),
    "notice_told_once": again(Notice, uuid=uuid.uuid4()),
    "notice_known_kind": update(Notice, kind="gossip"),
    "notice_mailed_was_handed_over": update(Notice, mailed_at=NOW, handed_over_at=None),
    "notice_switched_off_once": lambda: [
        NoticeSwitchedOff.objects.create(user=User.objects.first(), kind="published", way="mail")
        for _ in range(2)
    ],
    "check_known_level": lambda: CheckLevel.objects.create(check_name="tags-missing", level="fierce"),
    "tag_known_status": update(Tag, status="beloved"),
    "tag_known_type": update(Tag, type="animal"),
    "tag_has_slug": update(Tag, slug=""),
    "tag_not_merged_into_itself": update(Tag, merged_into=models.F("pk")),
    "tag_of_a_person": lambda: Tag.objects.update(type="topic", person=Person.objects.get()),
    "tag_key_once": made(TagKey, times=2, tag=Tag.objects.get, key="x"),
    "tag_dismissed_once": made(DismissedTag, times=2, at=NOW, **A_TAG),
    "tag_suggested_once": made(TagSuggestion, times=2, weight=1, published_at=NOW, **A_TAG),
    "tags_kept_apart_once": made(
        TagsKeptApart, times=2, one=Tag.objects.get, other=another_tag, **A_DECISION
    ),
    "tags_kept_apart_order": made(TagsKeptApart, one=Tag.objects.get, other=Tag.objects.get, **A_DECISION),
    "tagging_change_of_something": made(TaggingChange, story=Story.objects.get, copy=1, **A_DECISION),
    "media_topic_below_another": made(MediaTopic, code="20000638", name="vote", level=2),
    "saved_view_name_once": made(SavedView, times=2, user=User.objects.first, name="Mine", query=""),
    "presence_once_per_person_and_story": made(
        Presence, times=2, story=Story.objects.get, by=User.objects.first, opened_at=NOW, seen_at=NOW
    ),
    "scratch_once_per_person_and_page": made(
        Scratch,
        times=2,
        page=lambda: uuid.UUID(int=1),
        story_uuid=uuid.uuid4,
        by=User.objects.first,
        saved_at=NOW,
        fields=[],
    ),
    "share_link_lasts_a_while": made(
        ShareLink, story=Story.objects.get, token_hash="x", created_at=NOW, expires_at=NOW, by_name="Helen"
    ),
    "front_once_a_page": lambda: [Front.objects.create() for _ in range(2)],
    "arrangement_one_at_a_time": made(Arrangement, times=2, **A_PLAN),
    "arrangement_not_before_its_time": made(Arrangement, **A_PLAN, took_effect_at=NOW - timedelta(seconds=1)),
    "breaking_lasts_a_while": made(BreakingNews, **A_LINE | {"expires_at": NOW}),
    "breaking_says_something": made(BreakingNews, **A_LINE | {"text": ""}),
    "breaking_one_at_a_time": made(BreakingNews, times=2, **A_LINE),
    "related_once": made(RelatedStory, times=2, **THE_COPY, to=another_copy),
    "related_to_another": made(RelatedStory, **THE_COPY, to=PublishedStory.objects.get),
    "report_once_in_the_same_words": made(ErrorReport, times=2, **A_REPORT),
    "report_known_state": made(ErrorReport, **A_REPORT, state="lost", by_name="Helen", closed_at=NOW),
    "report_taken_by_somebody": made(ErrorReport, **A_REPORT, state="taken"),
    "report_closed_means_seen_to": made(ErrorReport, **A_REPORT, closed_at=NOW),
    "report_says_something": made(ErrorReport, **A_REPORT | {"text": ""}),
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
    "alike dismissed": made(AlikeDismissal, times=2, key="x", reason="x", **TWO_STORIES),
    "tag key": again(Tag, uuid=uuid.uuid4(), name="Other", slug="other"),
    "tag name": again(Tag, uuid=uuid.uuid4(), key="other", slug="other"),
    "tag slug": again(Tag, uuid=uuid.uuid4(), key="other", name="Other"),
    "tag alias key": again(TagAlias),
    "section slug": again(Section, uuid=uuid.uuid4(), name="Other"),
    "section name": again(Section, uuid=uuid.uuid4(), slug="other"),
    "author slug": again(Author, uuid=uuid.uuid4()),
    "person slug": again(Person, uuid=uuid.uuid4()),
}


def a_change(**changes: object) -> PublicChange:
    """Enter something in the ledger of the live story."""
    story = Story.objects.get()
    said = {"number": 1, "kind": "correction", "note": "The bridge is in Prizren.", "published_at": NOW}
    between = {"before": story.revision, "after": story.revision}
    return PublicChange.objects.create(
        working_copy=story, published=story.published, **{**said, **between, **changes}
    )


@pytest.fixture
def newsroom(story_at: Callable[..., Story]) -> Iterator[Story]:
    """A live story with one of everything around it."""
    story = story_at("live", tags=["Bridges"])
    person = Person.objects.get()
    PersonSpelling.objects.create(person=person, name="Vyosa Dema")
    Position.objects.create(person=person, title="Mayor", starts_on=date(2021, 1, 1))
    TagAlias.objects.create(tag=Tag.objects.get(), name="Crossings")
    Image.objects.create(title="Bridge")
    a_change()
    Address.objects.create(slug="old", working_copy=story, published=story.published)
    return story


def test_every_constraint_is_violated_here() -> None:
    assert {*VIOLATIONS} == CONSTRAINTS


@pytest.mark.thorough
def test_a_constraint_refuses_what_must_not_be(newsroom: Story, subtests: pytest.Subtests) -> None:
    for constraint, violate in VIOLATIONS.items():
        with subtests.test(constraint):
            with pytest.raises(IntegrityError) as refused, transaction.atomic():
                violate()

            # SQLite names the columns of a unique constraint, not the constraint.
            assert constraint in str(refused.value) or "UNIQUE constraint failed" in str(refused.value)


def test_what_is_unique_is_not_there_twice(newsroom: Story, subtests: pytest.Subtests) -> None:
    for what, violate in UNIQUE.items():
        with (
            subtests.test(what),
            pytest.raises(IntegrityError, match=r"(?i)unique|primary key"),
            transaction.atomic(),
        ):
            violate()


def test_what_a_story_needs_cannot_be_deleted_from_under_it(
    newsroom: Story, subtests: pytest.Subtests
) -> None:
    # An old address leads to the published story; `workflow.withdraw` closes that first.
    assert newsroom.addresses.exists()

    for model in (Story, Revision, Author, Person, Section, Tag, PublishedStory):
        with subtests.test(model.__name__), pytest.raises(ProtectedError):
            model._base_manager.first().delete()


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"status": "spiked"}])
def test_a_story_that_is_not_approved_bears_no_approval(newsroom: Story, fields: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.update(**fields)
