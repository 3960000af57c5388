"""Withdrawing: an explanation, nothing, or another story; at once, everywhere, and back again."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from articles import workflow
from articles.models import Story
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.mark.thorough
def test_each_mode_is_what_readers_find_and_can_be_undone(
    story_at: Callable[..., Story], editor: User, reader: Client
) -> None:
    other = story_at("live", "Told better")
    for mode, status, shows in (("withdrawn", 410, True), ("gone", 410, False), ("redirect", 301, False)):
        story = story_at("live", f"Bridge {mode}")
        address = story.published.get_absolute_url()
        assert reader.get(address).status_code == 200

        workflow.withdraw(
            story, by=editor, note="It named the wrong town.", mode=mode, to=other if status == 301 else None
        )

        page = reader.get(address)
        assert page.status_code == status
        assert (b"It named the wrong town." in page.content) is shows
        assert story.body.encode() not in page.content
        assert story.headline.encode() not in page.content
        if status == 301:
            assert page["Location"] == "/stories/told-better/"
        assert address not in reader.get("/").content.decode()
        assert Story.objects.get(pk=story.pk).withdrawn_mode == mode
        call_command("verify_integrity")

        workflow.publish(Story.objects.get(pk=story.pk), by=editor)
        assert reader.get(address).status_code == 200
        assert story.revisions.count() == 1
    call_command("verify_integrity")


def test_readers_are_led_only_to_another_live_story(story_at: Callable[..., Story], editor: User) -> None:
    story, draft = story_at("live"), story_at("approved")

    for to in (None, story, draft):
        with pytest.raises(workflow.MoveNotPossible, match="Choose another story"):
            workflow.withdraw(story, by=editor, note="Told better.", mode="redirect", to=to)
    with pytest.raises(ValueError, match="hidden"):
        workflow.withdraw(story, by=editor, note="Told better.", mode="hidden")
    assert Story.objects.get(pk=story.pk).is_live


@pytest.mark.thorough
def test_a_way_over_several_stories_ends_where_readers_find_something(
    story_at: Callable[..., Story], editor: User, reader: Client
) -> None:
    first, second, third = (story_at("live", name) for name in ("First", "Second", "Third"))

    def answers() -> list[tuple[int, str]]:
        call_command("verify_integrity")
        pages = [reader.get(f"/stories/{name}/") for name in ("first", "second", "third")]
        return [(page.status_code, page.headers.get("Location", "")) for page in pages]

    at_third, found, gone = (301, "/stories/third/"), (200, ""), (410, "")
    workflow.withdraw(first, by=editor, note="See there.", mode="redirect", to=second)
    workflow.withdraw(second, by=editor, note="See there.", mode="redirect", to=third)
    assert answers() == [at_third, at_third, found]

    workflow.withdraw(third, by=editor, note="It was wrong.")
    assert answers() == [gone, gone, gone]
    assert b"It was wrong." not in reader.get("/stories/first/").content

    workflow.publish(third, by=editor)
    assert answers() == [at_third, at_third, found]

    # A circle leads nowhere, and says so.
    workflow.publish(first, by=editor)
    workflow.withdraw(third, by=editor, note="See there.", mode="redirect", to=first)
    workflow.withdraw(first, by=editor, note="See there.", mode="gone")
    assert answers() == [gone, gone, gone]

    # A new address of the story at the end of the way is followed.
    workflow.publish(third, by=editor)
    stories.edit(third, by=editor, slug="third-again")
    stories.bring_to("live", third, by=editor)
    assert reader.get("/stories/second/")["Location"] == "/stories/third-again/"
    call_command("verify_integrity")
