"""Whatever people do, in whatever order, the newsroom stays sound and readers see what was published last."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles import integrity, permissions, schedule, workflow
from articles.models import PublishedStory, Story
from tests import stories

STEPS = (
    *(
        "submit",
        "request_changes",
        "approve",
        "publish",
        "schedule",
        "unschedule",
        "withdraw",
        "spike",
        "restore",
        "claim",
        "reprioritise",
        "publish_in_emergency",
        "clear_emergency",
    ),
    *("edit", "edit", "save", "readdress", "retag", "requote", "time passes", "old form"),
)


def take(step: str, story: Story, *, by: User, number: int) -> bool:
    """Try a step; return whether it could be made."""
    try:
        with transaction.atomic():
            _take(step, story, by=by, number=number)
    except (workflow.WorkflowError, permissions.NotAllowed):
        return False
    return True


def _take(step: str, story: Story, *, by: User, number: int) -> None:
    match step:
        case "edit":
            stories.edit(story, by=by, headline=f"Headline {number}")
        case "save":
            stories.edit(story, by=by, headline=story.headline)
        case "readdress":
            stories.edit(story, by=by, slug=f"address-{number % 3}-{story.pk}")
        case "retag":
            with transaction.atomic():
                story.tags.set([stories.a_tag(f"Tag {number % 4}")])
                workflow.record_edit(story, by=by)
        case "requote":
            with transaction.atomic():
                story.quotes.update(text=f"Words {number}")
                workflow.record_edit(story, by=by)
        case "time passes":
            list(schedule.release_due(now=timezone.now() + timedelta(days=30)))
        case "schedule":
            at = timezone.now() + timedelta(days=number + 1)
            workflow.schedule(story, by=by, at=at, kind="update", public_note="There is news.")
        case "publish" | "publish_in_emergency":
            getattr(workflow, step)(
                story,
                by=by,
                kind="clarification",
                note="There is a reason.",
                public_note="It is clearer now.",
            )
        case "reprioritise":
            workflow.reprioritise(story, by=by, priority=number % 4)
        case "old form":
            stories.edit(Story.objects.get(pk=story.pk), by=by, standfirst=f"Standfirst {number}")
            stories.edit(story, by=by, dateline=f"Place {number}")
        case _:
            getattr(workflow, step)(story, by=by, note="There is a reason.")


@pytest.fixture
def story(story_at: Callable[..., Story]) -> Story:
    return story_at("draft")


@pytest.mark.django_db
@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(STEPS), st.sampled_from(["reporter", "editor", "other_editor"])),
        max_size=14,
    )
)
@pytest.mark.thorough
def test_any_sequence_of_moves_leaves_a_sound_newsroom(
    story: Story, reporter: User, editor: User, other_editor: User, steps: list[tuple[str, str]]
) -> None:
    people = {"reporter": reporter, "editor": editor, "other_editor": other_editor}
    readers_see = None
    with transaction.atomic():
        for number, (step, part) in enumerate(steps):
            before = Story.objects.get(pk=story.pk)
            if take(step, Story.objects.get(pk=story.pk), by=people[part], number=number):
                if step in ("publish", "publish_in_emergency") or (
                    step == "time passes" and before.is_scheduled
                ):
                    readers_see = before.headline
                elif step == "withdraw":
                    readers_see = None
            assert PublishedStory.objects.values_list("headline", flat=True).first() == readers_see

        assert [problem for _, found in integrity.problems_in_stories() for problem in found] == []
        assert list(integrity.problems_elsewhere()) == []
        transaction.set_rollback(True)
