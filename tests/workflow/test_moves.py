"""What each move writes: a transition every time, a revision when something changed, and nothing readers see but by publishing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from articles import public_state, revisions, workflow
from articles.models import PublishedStory, Revision, RevisionIsImmutable, Story, Transition
from tests import stories
from tests.rows import everything
from tests.workflow.test_too_late import POSSIBLE_AT, move

pytestmark = pytest.mark.django_db

EDITABLE = [state for state in stories.STATES if state != "spiked"]
VOIDED_BY_AN_EDIT = ("approved", "scheduled", "live", "live_approved", "live_scheduled", "withdrawn")


def what_readers_see() -> tuple[list[object], str]:
    rows = everything()
    names = [name for name in rows if "Published" in name or name == "Address"]
    return [rows[name] for name in names], public_state.read().generation


@pytest.mark.parametrize("verb", [verb for verb in POSSIBLE_AT if verb != "record_edit"])
def test_a_move_leaves_a_transition_that_says_everything(
    story_at: Callable[..., Story], editor: User, verb: str
) -> None:
    story = story_at(POSSIBLE_AT[verb])
    moves, kept, was = Transition.objects.count(), Revision.objects.count(), story.status
    now = timezone.now()

    move(verb, story, by=editor)

    left = Transition.objects.latest("pk")
    assert Transition.objects.count() == moves + 1
    assert (left.story, left.verb, left.from_status, left.to_status) == (story, verb, was, story.status)
    assert (left.by, left.by_name, left.note.removeprefix("At once, without a time. "), left.revision) == (
        editor,
        "Helen Marsh",
        "Why.",
        story.revision,
    )
    assert now <= left.at <= timezone.now()
    assert Revision.objects.count() == kept


@pytest.mark.parametrize("verb", POSSIBLE_AT)
def test_a_move_leaves_the_story_at_hand_as_it_is_in_the_database(
    story_at: Callable[..., Story], editor: User, verb: str
) -> None:
    story = story_at(POSSIBLE_AT[verb])

    if verb == "record_edit":
        stories.edit(story, by=editor, headline="Another headline")
    else:
        move(verb, story, by=editor)

    kept = Story.objects.filter(pk=story.pk).values().get()
    assert {name: getattr(story, name) for name in kept} == kept


@pytest.mark.parametrize("state", EDITABLE)
def test_an_edit_is_kept_as_a_revision_and_readers_see_no_difference(
    story_at: Callable[..., Story], reporter: User, state: str
) -> None:
    story = story_at(state)
    before, number = what_readers_see(), story.revisions.count()

    stories.edit(story, by=reporter, headline="Another headline")

    story.refresh_from_db()
    newest = story.revisions.first()
    assert what_readers_see() == before
    assert (newest.number, newest.content["headline"], newest.by) == (
        number + 1,
        "Another headline",
        reporter,
    )
    assert story.revision == newest
    assert revisions.changed_fields(story.revisions.get(number=number).content, newest.content) == [
        "headline"
    ]


@pytest.mark.parametrize("state", EDITABLE)
def test_an_edit_makes_an_approved_story_a_draft_and_takes_it_off_the_schedule(
    story_at: Callable[..., Story], reporter: User, state: str
) -> None:
    story = story_at(state)
    was, moves = story.status, Transition.objects.count()

    stories.edit(story, by=reporter, headline="Another headline")

    story.refresh_from_db()
    voided = state in VOIDED_BY_AN_EDIT
    assert story.status == ("draft" if voided else was)
    assert (story.publish_at, story.approved_fingerprint) == (None, "")
    assert Transition.objects.count() - moves == voided
    if voided:
        left = Transition.objects.latest("pk")
        assert (left.verb, left.from_status, left.to_status) == ("record_edit", "approved", "draft")


@pytest.mark.parametrize("state", EDITABLE)
def test_a_save_that_changes_nothing_writes_nothing(
    story_at: Callable[..., Story], reporter: User, state: str
) -> None:
    story = story_at(state)
    before = everything()

    assert workflow.record_edit(Story.objects.get(pk=story.pk), by=reporter) is None

    assert everything() == before


@pytest.mark.parametrize("change", ["byline", "quote", "tag", "order", "said_on"])
def test_what_stands_around_a_story_is_part_of_it(
    story_at: Callable[..., Story], editor: User, change: str
) -> None:
    story = story_at("approved")
    match change:
        case "byline":
            story.bylines.update(credited_as="A. Kelmendi")
        case "quote":
            story.quotes.all().delete()
        case "tag":
            story.tags.add(stories.a_tag("Rivers"))
        case "order":
            story.bylines.update(order=4)
        case "said_on":
            story.quotes.update(said_on=None)

    revision = workflow.record_edit(story, by=editor)

    assert revision is not None
    assert story.status == "draft"


def test_the_order_in_which_a_database_returns_rows_changes_no_fingerprint(
    story_at: Callable[..., Story],
) -> None:
    story = story_at("draft", tags=["Bridges", "Rivers"], quotes=["We have waited", "It is done"])
    content = revisions.content_of(story)

    other_way = {**content, "tags": content["tags"][::-1], "quotes": content["quotes"][::-1]}

    assert revisions.fingerprint(other_way) == revisions.fingerprint(content)


def test_renaming_a_tag_voids_no_approval(story_at: Callable[..., Story], editor: User) -> None:
    story = story_at("approved", tags=["Bridges", "Rivers"])
    tag = story.tags.get(name="Bridges")
    tag.name = "Zebra crossings"
    tag.save()

    workflow.publish(story, by=editor)

    assert story.is_live


def test_a_body_is_sanitised_by_whichever_door_it_comes(reporter: User) -> None:
    story = stories.write(by=reporter, body="<p onclick='x()'>Words</p><script>x()</script>")

    kept = Story.objects.get(pk=story.pk)
    assert kept.body == kept.revision.content["body"] == "<p>Words</p>"


def test_hidden_markup_in_a_body_that_else_did_not_change_is_not_kept(
    story_at: Callable[..., Story], reporter: User
) -> None:
    story = story_at("draft")
    clean = story.body

    stories.edit(story, by=reporter, body=f"{clean}<script>x()</script>")

    assert Story.objects.get(pk=story.pk).body == clean
    assert story.revisions.count() == 1


@pytest.mark.parametrize("note", ["", "   ", "\n"])
@pytest.mark.parametrize("verb", ["request_changes", "withdraw"])
def test_sending_back_and_withdrawing_need_a_note(
    story_at: Callable[..., Story], editor: User, verb: str, note: str
) -> None:
    story = story_at(POSSIBLE_AT[verb])
    before = everything()

    with pytest.raises(workflow.NoteMissing, match="needs a note"):
        getattr(workflow, verb)(story, by=editor, note=note)

    assert everything() == before


@pytest.mark.parametrize(
    ("verb", "longest"), [("request_changes", 2000), ("withdraw", 600), ("submit", 2000)]
)
def test_a_note_has_a_length_and_a_longer_one_is_refused(
    story_at: Callable[..., Story], editor: User, verb: str, longest: int
) -> None:
    story = story_at(POSSIBLE_AT[verb])

    with pytest.raises(workflow.NoteTooLong, match=str(longest)):
        getattr(workflow, verb)(story, by=editor, note="x" * (longest + 1))

    getattr(workflow, verb)(story, by=editor, note="x" * longest)
    assert Transition.objects.latest("pk").note == "x" * longest


def test_a_person_with_a_very_long_name_is_named_as_far_as_there_is_room(
    story_at: Callable[..., Story], editor: User
) -> None:
    editor.first_name, editor.last_name = "H" * 150, "M" * 150

    workflow.approve(story_at("in_review"), by=editor)

    assert Transition.objects.latest("pk").by_name == "H" * 150


def test_who_did_it_is_known_after_the_account_is_gone(story_at: Callable[..., Story], editor: User) -> None:
    story = story_at("live")
    editor.delete()

    left = story.transitions.last()
    assert (left.by, left.by_name) == (None, "Helen Marsh")


def test_a_revision_is_never_changed(story_at: Callable[..., Story]) -> None:
    revision = story_at("draft").revision
    revision.note = "Rewritten"

    with pytest.raises(RevisionIsImmutable):
        revision.save()


def test_a_story_is_on_the_desk_of_whoever_has_to_act(story_at: Callable[..., Story], editor: User) -> None:
    story = story_at("draft")
    desks = [story.assigned_to]
    for verb in ("submit", "request_changes", "submit", "approve"):
        move(verb, story, by=editor)
        desks.append(Story.objects.get(pk=story.pk).assigned_to)

    assert desks == [story.created_by, None, story.created_by, None, editor]


@pytest.mark.parametrize(
    ("lack", "said"),
    [
        ({"section": None}, "Choose a section"),
        ({"body": " "}, "body is empty"),
        ({"body": "<p> </p>"}, "body is empty"),
    ],
)
@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_a_story_that_lacks_what_readers_need_is_not_published(
    story_at: Callable[..., Story], editor: User, lack: dict[str, object], said: str, verb: str
) -> None:
    story = story_at("approved", **lack)

    with pytest.raises(workflow.NotReady, match=said):
        move(verb, story, by=editor)

    assert not PublishedStory.objects.exists()


def test_only_the_text_that_was_approved_is_published(story_at: Callable[..., Story], editor: User) -> None:
    story = story_at("approved")
    story.quotes.update(text="Slipped in after approval")

    with pytest.raises(workflow.NotReady, match="not the one that was approved"):
        workflow.publish(story, by=editor)


def test_readers_see_exactly_what_was_approved(story_at: Callable[..., Story]) -> None:
    story = story_at("live", tags=["Bridges", "Rivers"])

    published = PublishedStory.objects.get()
    assert revisions.fingerprint(revisions.content_of(published)) == story.approved_fingerprint
    assert published.revision == story.live_revision == story.revision


def test_a_story_keeps_the_date_on_which_readers_first_saw_it(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("live_approved")
    first = story.first_published_at
    later = first + timedelta(days=3)

    workflow.publish(story, by=editor, now=later, kind="update", public_note="There is news.")

    published = PublishedStory.objects.get()
    assert (published.published_at, published.updated_at) == (first, later)
    assert {row.published_at for row in (*published.bylines.all(), *published.quotes.all())} == {first}


def test_the_moments_a_story_is_begun_and_saved_are_those_that_were_given(reporter: User) -> None:
    moment = timezone.now() - timedelta(days=400)

    story = workflow.begin(Story(headline="Long ago"), by=reporter, now=moment)

    kept = Story.objects.get(pk=story.pk)
    assert (kept.created_at, kept.updated_at) == (moment, moment)
