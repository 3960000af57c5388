"""An address that readers ever knew leads to the story, or says why it is gone; no other address says anything."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from articles import workflow
from articles.models import Address, PublishedStory, Story
from tests import stories
from tests.workflow.test_too_late import move

pytestmark = pytest.mark.django_db


def move_to(slug: str, story: Story, *, by: User) -> None:
    """Give a live story another address, and publish it there."""
    stories.edit(story, by=by, slug=slug)
    stories.bring_to("live", story, by=by)


def leads_to(slug: str) -> str:
    return Address.objects.get(slug=slug).published.slug


def closed() -> dict[str, str]:
    return dict(Address.objects.exclude(withdrawn_at=None).values_list("slug", "explanation"))


def test_an_old_address_leads_to_the_new_one(story_at: Callable[..., Story], editor: User) -> None:
    story = story_at("live", "First")

    move_to("second", story, by=editor)
    move_to("third", story, by=editor)

    assert (leads_to("first"), leads_to("second")) == ("third", "third")
    assert not Address.objects.filter(slug="third").exists()


def test_an_address_that_readers_never_knew_leads_nowhere(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("draft", "Secret working title")
    stories.edit(story, by=editor, slug="another-secret")
    stories.edit(story, by=editor, slug="public")
    stories.bring_to("live", story, by=editor)
    stories.edit(story, by=editor, slug="not-yet-public")

    assert not Address.objects.exists()


def test_a_story_that_goes_back_to_an_old_address_is_found_at_both(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("live", "First")
    move_to("second", story, by=editor)

    move_to("first", story, by=editor)

    assert PublishedStory.objects.get().slug == "first"
    assert leads_to("second") == "first"
    assert not Address.objects.filter(slug="first").exists()


def test_every_address_of_a_withdrawn_story_explains_itself(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("live", "First")
    move_to("second", story, by=editor)

    workflow.withdraw(story, by=editor, note="  It named the wrong bridge. ")

    assert closed() == dict.fromkeys(("first", "second"), "It named the wrong bridge.")
    assert not PublishedStory.objects.exists()


def test_withdrawing_closes_the_address_readers_know_not_the_one_in_the_working_copy(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("live", "First")
    stories.edit(story, by=editor, slug="not-yet-public")

    workflow.withdraw(story, by=editor, note="It named the wrong bridge.")

    assert {*closed()} == {"first"}


def test_a_story_that_is_published_again_is_found_at_all_its_addresses(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("live", "First")
    move_to("second", story, by=editor)
    first_seen = story.first_published_at
    workflow.withdraw(story, by=editor, note="It named the wrong bridge.")

    workflow.publish(story, by=editor)

    assert PublishedStory.objects.get().slug == "second"
    assert PublishedStory.objects.get().published_at == first_seen
    assert leads_to("first") == "second"
    assert closed() == {}
    call_command("verify_integrity")


def test_a_story_withdrawn_twice_gives_the_newer_explanation(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("live", "First")
    workflow.withdraw(story, by=editor, note="Wrong bridge.")
    workflow.publish(story, by=editor)

    workflow.withdraw(story, by=editor, note="No bridge at all.")

    assert closed() == {"first": "No bridge at all."}


@pytest.mark.parametrize("verb", ["publish", "schedule"])
@pytest.mark.parametrize("whose", ["live", "old", "withdrawn", "live_but_to_change"])
def test_the_address_of_another_story_is_refused(
    story_at: Callable[..., Story], editor: User, whose: str, verb: str
) -> None:
    owner = story_at("live", "Taken")
    match whose:
        case "old":
            move_to("elsewhere", owner, by=editor)
        case "withdrawn":
            workflow.withdraw(owner, by=editor, note="It named the wrong bridge.")
            stories.edit(owner, by=editor, slug="elsewhere")
        case "live_but_to_change":
            stories.edit(owner, by=editor, slug="elsewhere")
        case "live":
            # The working copy's own address is kept apart by the database.
            Story.objects.filter(pk=owner.pk).update(slug="elsewhere")
    story = story_at("approved", "Wants it", slug="taken")

    with pytest.raises(workflow.NotReady, match="“taken” belongs to another story"):
        move(verb, story, by=editor)

    assert not Story.objects.get(pk=story.pk).is_live


def test_a_new_story_is_not_given_an_address_that_is_or_was_anothers(
    story_at: Callable[..., Story], editor: User
) -> None:
    owner = story_at("live", "Bridge opens")
    move_to("elsewhere", owner, by=editor)

    story = story_at("draft", "Bridge opens")

    assert story.slug.startswith("bridge-opens-")


def test_a_headline_with_nothing_to_write_still_gives_an_address(story_at: Callable[..., Story]) -> None:
    story = story_at("live", "…!?", slug="")

    assert story.slug == f"story-{story.uuid.hex[:8]}"
