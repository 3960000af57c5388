"""The builders of tests themselves: each state is what its name says."""

from collections.abc import Callable

import pytest

from articles.models import PublishedStory, Story
from tests import stories

EXPECTED = {
    "draft": ("draft", "not_live"),
    "in_review": ("in_review", "not_live"),
    "approved": ("approved", "not_live"),
    "scheduled": ("approved", "scheduled"),
    "spiked": ("spiked", "not_live"),
    "live": ("approved", "live"),
    "live_draft": ("draft", "changed"),
    "live_in_review": ("in_review", "changed"),
    "live_approved": ("approved", "changed"),
    "live_scheduled": ("approved", "changed"),
    "withdrawn": ("approved", "withdrawn"),
}


@pytest.mark.parametrize("state", stories.STATES)
def test_a_story_is_brought_to_the_state_asked_for(story_at: Callable[..., Story], state: str) -> None:
    story = Story.objects.get(pk=story_at(state).pk)

    assert (story.status, story.visibility) == EXPECTED[state]
    assert story.is_scheduled is ("scheduled" in state)
    assert PublishedStory.objects.filter(pk=story.pk).exists() is state.startswith("live")
