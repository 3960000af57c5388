"""Old saves can be cleared out; what was public, and what anything points to, stays."""

from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles import merging, sharing, workflow
from articles.models import Revision, Story
from tests.rows import everything
from tests.stories import a_person, bring_to, edit, write

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def purge(*options: str) -> str:
    said = StringIO()
    call_command("purge_revisions", *options, stdout=said)
    return said.getvalue()


def numbers(story: Story) -> list[int]:
    return sorted(story.revisions.values_list("number", flat=True))


def age(*, days: int = 365) -> None:
    """Let all saves so far be old ones."""
    Revision.objects.update(created_at=timezone.now() - timedelta(days=days))


@pytest.fixture
def story(reporter: User, editor: User) -> Story:
    """Saved 1; 2, 3, published; 4, 5, published again after a person was renamed (6); 7, shared; 8, 9."""
    story = write(by=reporter)
    edit(story, by=reporter, standfirst="Two.")
    bring_to("live", edit(story, by=reporter, standfirst="Three."), by=editor)
    edit(story, by=editor, standfirst="Four.")
    bring_to("live", edit(story, by=editor, standfirst="Five."), by=editor)
    merging.merge(a_person(), a_person("Vjosa Dema-Berisha"), by=editor)
    story = Story.objects.get()
    edit(story, by=editor, standfirst="Seven.")
    sharing.share(story, by=editor, revision=story.revision, until=timezone.now() + MONTH)
    edit(story, by=editor, standfirst="Eight.")
    return edit(story, by=editor, standfirst="Nine.")


@pytest.mark.thorough
def test_what_was_public_stays_and_saves_in_between_go(story: Story) -> None:
    assert numbers(story) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    age()
    before = everything()

    assert "2 saves of 1 story would be deleted." in purge("--dry-run")
    assert everything() == before
    assert "2 saves" in purge()

    # First; published; what took the approval away; published; live when somebody was renamed; shared; newest.
    assert numbers(story) == [1, 3, 4, 5, 6, 7, 9]
    call_command("verify_integrity")
    assert "0 saves of 0 stories deleted." in purge()


def test_the_young_stay(story: Story) -> None:
    age(days=89)
    assert "0 saves" in purge()
    age(days=91)
    assert "0 saves" in purge("--days", "92")
    assert "2 saves" in purge()


@pytest.mark.thorough
def test_a_withdrawn_story_keeps_what_readers_saw(story: Story, editor: User) -> None:
    workflow.withdraw(story, by=editor, note="Wrong bridge.")
    age()
    purge("--days", "0")
    assert {3, 5, 6} <= set(numbers(story))
    call_command("verify_integrity")


@pytest.mark.parametrize("days", ["-1", "99999999999"])
def test_a_strange_number_of_days_deletes_nothing(days: str) -> None:
    with pytest.raises(CommandError, match="Nothing was deleted"):
        purge(f"--days={days}")
