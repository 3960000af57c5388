"""Who may make which move, from which state: the whole table, every state by every move by every part.

The table is written out, not worked out from `workflow.TRANSITIONS`: it is what the newsroom was told.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.utils import timezone

from articles import permissions, workflow
from articles.models import Author, Priority, Story
from tests import stories
from tests.rows import everything

pytestmark = pytest.mark.django_db

People = dict[str, User | AnonymousUser]
EDITORS = frozenset({"editor", "superuser"})
WRITERS = EDITORS | {"owner"}
PARTS = ("owner", "other_reporter", "editor", "moderator", "superuser", "inactive_editor", "anonymous")

VERBS = (
    *("submit", "request_changes", "approve", "publish", "schedule", "unschedule"),
    *("withdraw", "spike", "restore", "record_edit"),
    *("assign", "claim", "reprioritise", "publish_in_emergency", "clear_emergency"),
    *("set_embargo", "lift_embargo", "set_expiry", "lift_expiry"),
)
# What is possible wherever a story is not spiked: who says until when readers see it, and who has it.
ANYWHERE = {"set_expiry": EDITORS, "assign": EDITORS}
# What is possible wherever readers do not see it besides: who says from when on they may.
UNSEEN = {**ANYWHERE, "set_embargo": WRITERS}
# A first embargo is any writer's to set; one that stands is an editor's to change.
EMBARGOED = {**ANYWHERE, "set_embargo": EDITORS, "lift_embargo": EDITORS}

# State of the working copy, and what readers see: who may make which move. Whatever is not here, nobody may.
TABLE: dict[str, dict[str, frozenset[str]]] = {
    # Not live
    "draft": {
        **UNSEEN,
        "publish_in_emergency": EDITORS,
        "record_edit": WRITERS,
        "submit": WRITERS,
        "spike": EDITORS,
    },
    "in_review": {
        **UNSEEN,
        "claim": EDITORS,
        "reprioritise": EDITORS,
        "publish_in_emergency": EDITORS,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "approve": EDITORS,
        "spike": EDITORS,
    },
    "approved": {
        **UNSEEN,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "publish": EDITORS,
        "schedule": EDITORS,
        "spike": EDITORS,
    },
    "spiked": {"restore": EDITORS},
    # Scheduled
    "scheduled": {
        **UNSEEN,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "publish": EDITORS,
        "schedule": EDITORS,
        "unschedule": EDITORS,
        "spike": EDITORS,
    },
    # Live, as published
    "live": {**ANYWHERE, "record_edit": WRITERS, "request_changes": EDITORS, "withdraw": EDITORS},
    "live_sent_back": {**ANYWHERE, "record_edit": WRITERS, "submit": WRITERS, "withdraw": EDITORS},
    "live_back_in_review": {
        **ANYWHERE,
        "claim": EDITORS,
        "reprioritise": EDITORS,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "approve": EDITORS,
        "withdraw": EDITORS,
    },
    # Live, with changes that readers do not see
    "live_draft": {
        **ANYWHERE,
        "publish_in_emergency": EDITORS,
        "record_edit": WRITERS,
        "submit": WRITERS,
        "withdraw": EDITORS,
    },
    "live_in_review": {
        **ANYWHERE,
        "claim": EDITORS,
        "reprioritise": EDITORS,
        "publish_in_emergency": EDITORS,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "approve": EDITORS,
        "withdraw": EDITORS,
    },
    "live_approved": {
        **ANYWHERE,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "publish": EDITORS,
        "schedule": EDITORS,
        "withdraw": EDITORS,
    },
    "live_scheduled": {
        **ANYWHERE,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "publish": EDITORS,
        "schedule": EDITORS,
        "unschedule": EDITORS,
        "withdraw": EDITORS,
    },
    # Withdrawn
    "withdrawn": {
        **UNSEEN,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "publish": EDITORS,
        "schedule": EDITORS,
        "spike": EDITORS,
    },
    "withdrawn_draft": {
        **UNSEEN,
        "publish_in_emergency": EDITORS,
        "record_edit": WRITERS,
        "submit": WRITERS,
        "spike": EDITORS,
    },
    "withdrawn_in_review": {
        **UNSEEN,
        "claim": EDITORS,
        "reprioritise": EDITORS,
        "publish_in_emergency": EDITORS,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "approve": EDITORS,
        "spike": EDITORS,
    },
    "withdrawn_scheduled": {
        **UNSEEN,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "publish": EDITORS,
        "schedule": EDITORS,
        "unschedule": EDITORS,
        "spike": EDITORS,
    },
    "withdrawn_spiked": {"restore": EDITORS},
    # Under embargo, to come off, and published on one person's word
    "embargoed": {
        **EMBARGOED,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "schedule": EDITORS,
        "spike": EDITORS,
    },
    "expiring": {
        **ANYWHERE,
        "lift_expiry": EDITORS,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "withdraw": EDITORS,
    },
    "emergency": {
        **ANYWHERE,
        "clear_emergency": EDITORS,
        "record_edit": WRITERS,
        "request_changes": EDITORS,
        "withdraw": EDITORS,
    },
}
# States that the builders of tests do not know: from where, and by which moves.
FURTHER = {
    "live_sent_back": ("live", ["request_changes"]),
    "live_back_in_review": ("live", ["request_changes", "submit"]),
    "withdrawn_draft": ("withdrawn", ["request_changes"]),
    "withdrawn_in_review": ("withdrawn", ["request_changes", "submit"]),
    "withdrawn_scheduled": ("withdrawn", ["schedule"]),
    "withdrawn_spiked": ("withdrawn", ["spike"]),
    "embargoed": ("embargoed", []),
    "expiring": ("expiring", []),
    "emergency": ("emergency", []),
}


@pytest.fixture
def people(request: pytest.FixtureRequest, reporter: User, person_with_login: Callable[..., User]) -> People:
    """Everybody there is, by their part."""
    return {
        "owner": reporter,
        "inactive_editor": person_with_login("inactive", "Editors", is_active=False),
        "anonymous": AnonymousUser(),
        **{
            part: request.getfixturevalue(part)
            for part in ("other_reporter", "editor", "moderator", "superuser")
        },
    }


def move(verb: str, story: Story, *, by: User | AnonymousUser) -> None:
    """Make a move with all it needs, so that only the state and the person decide."""
    asked: dict[str, object] = {}
    if verb == "record_edit":
        stories.edit(story, by=by, standfirst="Said otherwise.")
        return
    if workflow.TRANSITIONS[verb].needs_time:
        # An embargo before the hour a scheduled story has, all else after it.
        asked["at"] = timezone.now() + timedelta(hours=1 if verb == "set_embargo" else 48)
    if "kind" in workflow.TRANSITIONS[verb].asks:
        asked |= {"kind": "update", "public_note": "There is news."}
    if verb == "reprioritise":
        asked["priority"] = Priority.URGENT
    if verb == "assign":
        asked["to"] = User.objects.get_or_create(username="colleague", is_superuser=True, is_staff=True)[0]
    getattr(workflow, verb)(story, by=by, note="There is a reason.", **asked)


def bring_to(state: str, story: Story, *, by: User) -> Story:
    start, moves = FURTHER.get(state, (state, []))
    stories.bring_to(start, story, by=by)
    for verb in moves:
        move(verb, story, by=by)
    return story


# Every state is tried; the most usual ones in each run.
USUAL = {"draft", "in_review", "approved", "live", "withdrawn"}
STATES = [state if state in USUAL else pytest.param(state, marks=pytest.mark.thorough) for state in TABLE]


def test_the_table_knows_every_move_and_every_state() -> None:
    assert {*VERBS} == {*workflow.TRANSITIONS}
    assert {*TABLE} == {*stories.STATES, *FURTHER}


def can(person: User | AnonymousUser, verb: str, story: Story) -> bool:
    """Try a move; take it back if it was made, and leave what it wrote if it was refused."""
    with transaction.atomic():
        try:
            move(verb, Story.objects.get(pk=story.pk), by=person)
        except (workflow.WorkflowError, permissions.NotAllowed):
            return False
        transaction.set_rollback(True)
        return True


@pytest.mark.parametrize("state", STATES)
@pytest.mark.thorough
def test_each_person_makes_the_moves_of_their_part_and_a_refusal_writes_nothing(
    people: People, state: str
) -> None:
    story = bring_to(state, stories.write(by=people["owner"]), by=people["editor"])
    before = everything()

    who_can = {verb: {part for part in PARTS if can(people[part], verb, story)} for verb in VERBS}

    assert {verb: parts for verb, parts in who_can.items() if parts} == TABLE[state]
    assert everything() == before


@pytest.mark.parametrize("state", STATES)
def test_the_buttons_a_person_is_offered_are_the_moves_they_can_make(people: People, state: str) -> None:
    story = bring_to(state, stories.write(by=people["owner"]), by=people["editor"])

    for part, person in people.items():
        offered = {move.verb for move in workflow.moves_for(person, story)}
        assert offered == {
            verb
            for verb in VERBS
            # Asked for in the list of stories, and by saving.
            if verb not in {"assign", "record_edit"} and part in TABLE[state].get(verb, ())
        }


@pytest.mark.parametrize("part", PARTS)
def test_reporters_and_editors_begin_stories(people: People, part: str) -> None:
    try:
        workflow.begin(Story(headline="New"), by=people[part])
    except permissions.NotAllowed:
        assert not Story.objects.exists()
        begun = False
    else:
        begun = Story.objects.get().created_by == people[part]

    assert begun is (part in {"owner", "other_reporter", "editor", "superuser"})


def test_a_story_is_also_a_reporters_own_who_is_credited_on_it(
    people: People,
) -> None:
    story = stories.write(by=people["owner"], author="Luan Hoti")
    Author.objects.update(user=people["other_reporter"])

    stories.edit(story, by=people["other_reporter"], headline="Changed by whom it credits")
    workflow.submit(story, by=people["other_reporter"])

    assert story.status == "in_review"


def test_nobodys_story_is_not_everybodys(people: People) -> None:
    story = stories.write(by=people["owner"])
    people["owner"].delete()
    story.refresh_from_db()

    assert story.created_by is None
    assert not permissions.is_own(AnonymousUser(), story)


def test_a_story_that_was_never_saved_makes_no_move(people: People) -> None:
    story = workflow.begin(Story(headline="Only begun"), by=people["owner"])

    with pytest.raises(workflow.MoveNotPossible):
        workflow.submit(story, by=people["owner"])
