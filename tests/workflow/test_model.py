"""The workflow against a small model of it: whatever is tried in whatever order, both agree.

The model is written out by hand, in a few fields and one guard a move; it knows nothing of the code.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from articles import integrity, permissions, schedule, workflow
from articles.models import PublicChange, PublishedStory, Story
from tests import stories

PEOPLE = st.sampled_from(["reporter", "editor", "other_editor"])
KINDS = st.sampled_from(["", "minor", "update", "correction"])
DAY = timedelta(days=1)
REFUSALS = (workflow.WorkflowError, permissions.NotAllowed)


@dataclass
class Model:
    """What a story is, as an editor would tell it."""

    status: str = "draft"
    text: int = 0
    writer: str = "reporter"
    live: int | None = None
    scheduled: bool = False
    embargoed: bool = False
    expires: bool = False
    emergency_of: str = ""
    told: int = 0
    withdrawn: bool = False


class Newsroom(RuleBasedStateMachine):
    """One story, three people, and the clock."""

    @initialize()
    def begin(self) -> None:
        self.atom = transaction.atomic()
        self.atom.__enter__()
        self.people = {}
        for name, group in (("reporter", "Reporters"), ("editor", "Editors"), ("other_editor", "Editors")):
            self.people[name] = User.objects.create(username=name, is_staff=True)
            self.people[name].groups.add(Group.objects.get(name=group))
        self.story = stories.write("Text 0", by=self.people["reporter"], quotes=[])
        self.model = Model()
        self.now = timezone.now()

    def teardown(self) -> None:
        if hasattr(self, "atom"):
            found = [problem for _, problems in integrity.problems_in_stories() for problem in problems]
            transaction.set_rollback(True)
            self.atom.__exit__(None, None, None)
            assert found == []

    def tried(self, verb: str, by: str, *, may: bool, **asked: object) -> bool:
        """Try a move, and see that it was made if and only if the model says so."""
        story = Story.objects.get(pk=self.story.pk)
        try:
            with transaction.atomic():
                getattr(workflow, verb)(story, by=self.people[by], now=self.now, **asked)
        except REFUSALS as refusal:
            said = str(refusal)
        else:
            said = ""
        assert may == (not said), (verb, by, said, self.model)
        return may

    # --- Moves

    @rule(by=PEOPLE)
    def edit(self, by: str) -> None:
        if self.model.status == "spiked":
            return
        self.model.text += 1
        stories.edit(
            Story.objects.get(pk=self.story.pk), by=self.people[by], headline=f"Text {self.model.text}"
        )
        self.model.writer = by
        self.model.scheduled = False
        if self.model.status == "approved":
            self.model.status = "draft"

    @rule(by=PEOPLE)
    def save_without_a_change(self, by: str) -> None:
        if self.model.status != "spiked":
            stories.edit(
                Story.objects.get(pk=self.story.pk), by=self.people[by], headline=f"Text {self.model.text}"
            )

    @rule(by=PEOPLE)
    def submit(self, by: str) -> None:
        if self.tried("submit", by, may=self.model.status == "draft"):
            self.model.status = "in_review"

    @rule(by=PEOPLE)
    def request_changes(self, by: str) -> None:
        may = by != "reporter" and self.model.status in ("in_review", "approved")
        if self.tried("request_changes", by, may=may, note="Why."):
            self.model.status, self.model.scheduled = "draft", False

    @rule(by=PEOPLE)
    def approve(self, by: str) -> None:
        may = by != "reporter" and self.model.status == "in_review" and by != self.model.writer
        if self.tried("approve", by, may=may):
            self.model.status = "approved"

    def may_go_out(self, by: str, kind: str) -> bool:
        """Whether readers may be shown what differs from what they see, as this kind of change."""
        model = self.model
        if model.live is None:
            return True
        # Every change here is one of the headline.
        return kind != "" and not (kind == "minor" and by == model.writer)

    def is_out(self, kind: str) -> None:
        model = self.model
        model.told += model.live is not None and kind in ("update", "correction")
        model.live, model.scheduled, model.embargoed, model.withdrawn = model.text, False, False, False

    @rule(by=PEOPLE, kind=KINDS)
    def publish(self, by: str, kind: str) -> None:
        model = self.model
        may = by != "reporter" and model.status == "approved" and model.live != model.text
        may = may and not model.embargoed and self.may_go_out(by, kind)
        if self.tried("publish", by, may=may, kind=kind, public_note="There is news."):
            self.is_out(kind)

    @rule(by=PEOPLE, kind=KINDS)
    def publish_in_emergency(self, by: str, kind: str) -> None:
        model = self.model
        may = by != "reporter" and model.status in ("draft", "in_review") and model.live != model.text
        may = may and not model.embargoed and self.may_go_out(by, kind)
        if self.tried("publish_in_emergency", by, may=may, kind=kind, note="Why.", public_note="News."):
            model.status, model.emergency_of = "approved", by
            self.is_out(kind)

    @rule(by=PEOPLE)
    def clear_emergency(self, by: str) -> None:
        may = by != "reporter" and self.model.emergency_of not in ("", by)
        if self.tried("clear_emergency", by, may=may):
            self.model.emergency_of = ""

    @rule(by=PEOPLE, kind=KINDS)
    def schedule(self, by: str, kind: str) -> None:
        model = self.model
        may = by != "reporter" and model.status == "approved" and model.live != model.text
        # An embargo and a schedule end together here, an expiry comes after both.
        may = may and self.may_go_out(by, kind)
        at = self.now + DAY
        if self.tried("schedule", by, may=may, at=at, kind=kind, public_note="There is news."):
            model.scheduled, self.scheduled_kind = True, kind

    @rule(by=PEOPLE)
    def unschedule(self, by: str) -> None:
        if self.tried("unschedule", by, may=by != "reporter" and self.model.scheduled):
            self.model.scheduled = False

    @rule(by=PEOPLE)
    def set_embargo(self, by: str) -> None:
        model = self.model
        may = model.status != "spiked" and model.live is None and (by != "reporter" or not model.embargoed)
        if self.tried("set_embargo", by, may=may, at=self.now + DAY):
            model.embargoed = True

    @rule(by=PEOPLE)
    def lift_embargo(self, by: str) -> None:
        if self.tried("lift_embargo", by, may=by != "reporter" and self.model.embargoed, note="Why."):
            self.model.embargoed = False

    @rule(by=PEOPLE)
    def set_expiry(self, by: str) -> None:
        may = by != "reporter" and self.model.status != "spiked"
        if self.tried("set_expiry", by, may=may, at=self.now + 3 * DAY):
            self.model.expires = True

    @rule(by=PEOPLE, mode=st.sampled_from(["withdrawn", "gone"]))
    def withdraw(self, by: str, mode: str) -> None:
        may = by != "reporter" and self.model.live is not None
        if self.tried("withdraw", by, may=may, note="It was wrong.", mode=mode):
            self.is_off()

    def is_off(self) -> None:
        model = self.model
        model.live, model.withdrawn, model.scheduled, model.expires = None, True, False, False

    @rule(by=PEOPLE)
    def spike(self, by: str) -> None:
        may = by != "reporter" and self.model.status != "spiked" and self.model.live is None
        if self.tried("spike", by, may=may):
            self.model.status, self.model.scheduled = "spiked", False

    @rule(by=PEOPLE)
    def restore(self, by: str) -> None:
        if self.tried("restore", by, may=by != "reporter" and self.model.status == "spiked"):
            self.model.status = "draft"

    @rule(days=st.sampled_from([0, 2]))
    def the_clock_ticks(self, days: int) -> None:
        """Two days are longer than any embargo and schedule; expiry goes three days ahead, so it takes two steps."""
        self.now += days * DAY
        model = self.model
        list(schedule.release_due(now=self.now))
        if not days:
            return
        if model.scheduled:
            self.is_out(self.scheduled_kind)
        self.story.refresh_from_db()
        if model.expires and self.story.expire_at is None:
            assert self.story.withdrawn_at == self.now
            self.is_off()
        if model.embargoed and not self.story.is_embargoed(self.now):
            # It has passed, and stands on the record until the story is out or it is set anew.
            model.embargoed = False
            Story.objects.filter(pk=self.story.pk).update(embargo_until=None)
        if model.expires and self.story.expire_at is not None and self.story.expire_at <= self.now:
            # Nothing was live that could come off.
            model.expires = False
            Story.objects.filter(pk=self.story.pk).update(expire_at=None)

    # --- What always holds

    @invariant()
    def readers_see_what_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        model = self.model
        live = PublishedStory.objects.values_list("headline", flat=True).first()
        assert live == (None if model.live is None else f"Text {model.live}")
        story = Story.objects.get(pk=self.story.pk)
        assert (story.status, story.is_scheduled) == (model.status, model.scheduled)
        assert (story.emergency_at is not None) == bool(model.emergency_of)
        assert (story.withdrawn_at is not None) == model.withdrawn
        assert PublicChange.objects.count() == model.told


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            derandomize=True,
            suppress_health_check=[*HealthCheck],
        ),
    )


@pytest.mark.django_db
def test_the_workflow_and_a_model_of_it_agree() -> None:
    run(examples=6, steps=16)


@pytest.mark.thorough
@pytest.mark.django_db
def test_they_agree_for_long() -> None:
    run(examples=120, steps=50)
