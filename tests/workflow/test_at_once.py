"""Two people act on one story at the same moment: one wins, the other is told, nothing is lost."""

from collections.abc import Callable
from functools import partial

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import IntegrityError, transaction

from articles import workflow
from articles.models import PublishedStory, Status, Story, Transition
from tests import stories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def as_seen(story: Story) -> Story:
    """Return the story as somebody has it on their screen."""
    return Story.objects.get(pk=story.pk)


def save(story: Story, *, by: User, **fields: str) -> None:
    with transaction.atomic():
        for name, value in fields.items():
            setattr(story, name, value)
        story.save()
        story.quotes.update(**{"text": fields["headline"]} if "headline" in fields else {})
        workflow.record_edit(story, by=by)


def one_won(results: list[object]) -> bool:
    """Whether one of two succeeded and the other was told that it came too late."""
    too_late = [result for result in results if isinstance(result, workflow.StaleStory)]
    return len(too_late) == 1 and not any(
        isinstance(result, Exception) for result in results if result not in too_late
    )


@pytest.mark.parametrize(
    ("verb", "state"), [("publish", "approved"), ("publish", "live_approved"), ("approve", "in_review")]
)
def test_two_editors_make_the_same_move(
    story_at: Callable[..., Story], editor: User, other_editor: User, verb: str, state: str
) -> None:
    story = story_at(state)
    moves = Transition.objects.filter(verb=verb).count()
    make = getattr(workflow, verb)
    told = {"kind": "update", "public_note": "There is news."} if state == "live_approved" else {}

    results = at_once(
        *(partial(make, as_seen(story), by=person, **told) for person in (editor, other_editor))
    )

    assert one_won(results), results
    assert Transition.objects.filter(verb=verb).count() == moves + 1
    assert as_seen(story).status == Status.APPROVED
    call_command("verify_integrity")


@pytest.mark.thorough
def test_two_editors_save_different_texts(
    story_at: Callable[..., Story], editor: User, other_editor: User
) -> None:
    story = story_at("in_review")

    results = at_once(
        partial(save, as_seen(story), by=editor, headline="What one wrote"),
        partial(save, as_seen(story), by=other_editor, headline="What the other wrote"),
    )

    assert one_won(results), results
    kept = as_seen(story)
    assert kept.revision.number == kept.revisions.count() == 2
    # Headline and quote are of the same person.
    assert kept.headline == kept.revision.content["headline"] == kept.quotes.get().text
    call_command("verify_integrity")


def test_a_reporter_saves_while_an_editor_publishes(
    story_at: Callable[..., Story], reporter: User, editor: User
) -> None:
    story = story_at("approved")
    approved = story.revision

    results = at_once(
        partial(save, as_seen(story), by=reporter, headline="One more thing"),
        partial(workflow.publish, as_seen(story), by=editor),
    )

    assert one_won(results), results
    kept = as_seen(story)
    if isinstance(results[0], Exception):
        assert (kept.headline, kept.live_revision) == (story.headline, approved)
        assert PublishedStory.objects.get().revision == approved
    else:
        assert (kept.headline, kept.status, kept.is_live) == ("One more thing", Status.DRAFT, False)
    call_command("verify_integrity")


@pytest.mark.thorough
def test_one_publishes_changes_while_another_withdraws(
    story_at: Callable[..., Story], editor: User, other_editor: User
) -> None:
    story = story_at("live_approved")

    results = at_once(
        partial(workflow.publish, as_seen(story), by=editor, kind="update", public_note="There is news."),
        partial(workflow.withdraw, as_seen(story), by=other_editor, note="It named the wrong bridge."),
    )

    assert one_won(results), results
    assert PublishedStory.objects.exists() is as_seen(story).is_live
    call_command("verify_integrity")


@pytest.mark.thorough
def test_a_story_and_the_one_whose_address_it_wants_are_published(
    story_at: Callable[..., Story], editor: User
) -> None:
    owner = story_at("live", "Bridge opens")
    stories.edit(owner, by=editor, slug="bridge-open-at-last")
    wanting = story_at("approved", "Bridge opens", slug="bridge-opens")
    stories.bring_to("approved", owner, by=editor)

    moved, refused = at_once(
        partial(workflow.publish, as_seen(owner), by=editor, kind="minor"),
        partial(workflow.publish, as_seen(wanting), by=editor),
    )

    assert moved == owner
    assert isinstance(refused, workflow.NotReady)
    assert PublishedStory.objects.get().slug == "bridge-open-at-last"
    call_command("verify_integrity")


@pytest.mark.thorough
def test_two_editors_publish_the_same_stories_the_other_way_round(
    story_at: Callable[..., Story], editor: User, other_editor: User
) -> None:
    pair = [story_at("approved"), story_at("approved")]

    def publish_all(seen: list[Story], person: User) -> list[object]:
        return [result_of(partial(workflow.publish, story, by=person)) for story in seen]

    both = at_once(
        partial(publish_all, [as_seen(story) for story in pair], editor),
        partial(publish_all, [as_seen(story) for story in reversed(pair)], other_editor),
    )

    results = [result for results in both for result in results]
    assert sum(isinstance(result, workflow.StaleStory) for result in results) == 2
    assert sum(isinstance(result, Story) for result in results) == 2
    assert PublishedStory.objects.count() == 2
    call_command("verify_integrity")


def result_of(call: Callable[[], object]) -> object:
    try:
        return call()
    except workflow.WorkflowError as error:
        return error


def test_four_reporters_begin_stories_with_the_same_headline(reporter: User) -> None:
    results = at_once(*[lambda: workflow.begin(Story(headline="Bridge opens"), by=reporter)] * 4)

    assert all(isinstance(result, Story) for result in results), results
    slugs = set(Story.objects.values_list("slug", flat=True))
    assert len(slugs) == 4
    assert "bridge-opens" in slugs


def test_an_address_given_by_a_person_is_not_changed_behind_their_back(reporter: User) -> None:

    workflow.begin(Story(headline="Bridge opens"), by=reporter)

    with pytest.raises(IntegrityError):
        workflow.begin(Story(headline="Another", slug="bridge-opens"), by=reporter)
