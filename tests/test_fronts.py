"""Arranging fronts: who may, from when on, and that nobody's order is overwritten unseen."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import fronts, permissions, public_state
from articles.integrity import problems_elsewhere
from articles.models import Arrangement, Front
from tests import stories
from tests.at_once import at_once
from tests.public.site import publish

pytestmark = pytest.mark.django_db
SOON = timedelta(hours=1)


def pinned() -> list[int]:
    return Front.objects.get(section=None).pinned


def test_what_is_put_into_effect_now_holds_now_and_is_in_the_trail(editor: User) -> None:
    (story,) = publish(1, by=editor)
    before = public_state.read().generation

    fronts.arrange(None, [story.pk], by=editor, version=0)

    assert pinned() == [story.pk]
    assert public_state.read().generation != before
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_repr) == (editor, "Front page")
    assert story.headline in entry.get_change_message()


@pytest.mark.parametrize("person", ["reporter", "moderator"])
def test_only_editors_arrange(person: str, request: pytest.FixtureRequest) -> None:
    somebody = request.getfixturevalue(person)

    with pytest.raises(permissions.NotAllowed):
        fronts.arrange(None, [], by=somebody, version=0)

    assert not Arrangement.objects.exists()


def test_a_plan_changes_nothing_before_its_time_and_everything_at_it(editor: User) -> None:
    first, second = publish(2, by=editor)
    now = timezone.now()
    fronts.arrange(None, [first.pk], by=editor, version=0)
    fronts.arrange(None, [second.pk], by=editor, version=1, at=now + SOON)
    before = public_state.read().generation

    assert fronts.put_due_into_effect(now=now + SOON - timedelta(seconds=1)) == []
    assert (pinned(), public_state.read().generation) == ([first.pk], before)

    assert len(fronts.put_due_into_effect(now=now + SOON)) == 1
    assert pinned() == [second.pk]
    after = public_state.read().generation
    assert after != before
    # Once only.
    assert fronts.put_due_into_effect(now=now + SOON * 2) == []
    assert public_state.read().generation == after


def test_what_is_put_up_now_leaves_what_is_planned_alone(editor: User) -> None:
    first, second = publish(2, by=editor)
    at = timezone.now() + SOON
    plan = fronts.arrange(None, [second.pk], by=editor, version=0, at=at)

    fronts.arrange(None, [first.pk], by=editor, version=1)

    assert [*Arrangement.objects.planned()] == [plan]
    assert pinned() == [first.pk]


def test_of_plans_that_were_missed_the_latest_holds(editor: User) -> None:
    first, second = publish(2, by=editor)
    now = timezone.now()
    fronts.arrange(None, [second.pk], by=editor, version=0, at=now + SOON * 2)
    fronts.arrange(None, [first.pk], by=editor, version=1, at=now + SOON)

    fronts.put_due_into_effect(now=now + SOON * 3)

    assert pinned() == [second.pk]
    assert not Arrangement.objects.planned().exists()


def test_what_an_editor_put_up_later_by_hand_is_not_undone_by_an_older_plan(editor: User) -> None:
    first, second = publish(2, by=editor)
    now = timezone.now()
    fronts.arrange(None, [first.pk], by=editor, version=0, at=now + SOON)
    # The clock did not run.
    fronts.arrange(None, [second.pk], by=editor, version=1, now=now + SOON * 2)

    fronts.put_due_into_effect(now=now + SOON * 3)

    assert pinned() == [second.pk]


def test_whoever_has_not_seen_the_last_change_is_told(editor: User, other_editor: User) -> None:
    first, second = publish(2, by=editor)
    fronts.arrange(None, [first.pk], by=editor, version=0)

    with pytest.raises(fronts.StaleFront):
        fronts.arrange(None, [second.pk], by=other_editor, version=0)
    assert pinned() == [first.pk]


def test_the_clock_counts_as_somebody_who_was_quicker(editor: User) -> None:
    (story,) = publish(1, by=editor)
    now = timezone.now()
    fronts.arrange(None, [story.pk], by=editor, version=0, at=now + SOON)
    fronts.put_due_into_effect(now=now + SOON)

    with pytest.raises(fronts.StaleFront):
        fronts.arrange(None, [], by=editor, version=1)


def test_a_plan_is_changed_or_taken_back_before_its_time_only(editor: User) -> None:
    first, second = publish(2, by=editor)
    now = timezone.now()
    plan = fronts.arrange(None, [first.pk], by=editor, version=0, at=now + SOON)
    changed = fronts.arrange(None, [second.pk], by=editor, version=1, at=now + SOON, instead=plan)
    assert Arrangement.objects.get() == changed
    with pytest.raises(fronts.StaleFront):
        fronts.cancel(plan, by=editor, version=2)

    fronts.cancel(changed, by=editor, version=2)

    assert not Arrangement.objects.exists()
    fronts.put_due_into_effect(now=now + SOON)
    assert pinned() == []


@pytest.mark.parametrize("problem", ["past", "taken", "gone", "many"])
def test_what_cannot_be_is_refused_in_words(problem: str, editor: User) -> None:
    published = publish(1, by=editor)
    now = timezone.now()
    fronts.arrange(None, [], by=editor, version=0, at=now + SOON)
    asked = {
        "past": ([published[0].pk], now - SOON),
        "taken": ([published[0].pk], now + SOON),
        "gone": ([10**12], None),
        "many": ([*range(1, fronts.MOST_PINNED + 2)], None),
    }[problem]

    with pytest.raises(fronts.NotArranged):
        fronts.arrange(None, asked[0], by=editor, version=1, at=asked[1])

    assert Front.objects.get().version == 1


def test_each_front_is_arranged_by_itself(editor: User) -> None:
    (story,) = publish(1, by=editor)
    fronts.arrange(stories.a_section(), [story.pk], by=editor, version=0)
    fronts.arrange(None, [], by=editor, version=0)

    assert pinned() == []
    assert Front.objects.get(section__name="World").pinned == [story.pk]


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_many_workers_put_a_plan_into_effect_once(editor: User) -> None:
    (story,) = publish(1, by=editor)
    now = timezone.now()
    fronts.arrange(None, [story.pk], by=editor, version=0, at=now + SOON)

    done = at_once(
        *[lambda: fronts.put_due_into_effect(now=now + SOON)]
        * (8 if connection.vendor == "postgresql" else 3)
    )

    assert sorted(len(changed) for changed in done) == [0] * (len(done) - 1) + [1]
    assert Front.objects.get().version == 2


def test_the_integrity_check_finds_a_front_that_is_not_as_arranged(editor: User) -> None:
    (story,) = publish(1, by=editor)
    fronts.arrange(None, [story.pk], by=editor, version=0)
    assert [*problems_elsewhere()] == []

    Front.objects.update(pinned=[])

    assert ["Front page" in str(problem) for problem in problems_elsewhere()] == [True]


def test_the_clock_s_command_puts_fronts_into_effect(editor: User, capsys: pytest.CaptureFixture) -> None:
    (story,) = publish(1, by=editor)
    then = timezone.now() - SOON
    fronts.arrange(None, [story.pk], by=editor, version=0, at=then, now=then - SOON)

    call_command("publish_due", dry_run=True)
    assert pinned() == []
    call_command("publish_due")

    assert pinned() == [story.pk]
    assert "Arranged as planned: Front page" in capsys.readouterr().out
