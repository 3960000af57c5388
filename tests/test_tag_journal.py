"""Whatever moderators do and undo, stories carry exactly the tags that the journal implies, and so do their readers."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from articles import retagging, tag_merging, tag_naming, tag_undoing, workflow
from articles.models import (
    Story,
    Tag,
    TagAddress,
    TagAlias,
    TagDecision,
    TaggedPublishedStory,
    TaggedStory,
)
from articles.tag_decisions import DecisionNotPossible
from articles.tag_merging import SplitRule
from tests.stories import a_section, a_tag, bring_to, write

# One step: what is done, to which tag, with which other tag, story, or earlier decision.
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["tag", "untag", "merge", "merge", "split", "rename", "undo", "undo", "undo"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    max_size=14,
)


@pytest.mark.thorough
class AnySequence(TestCase):
    """Four tags, three stories: one live, one live with a draft that carries other tags, one that readers do not see."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.moderator = User.objects.create_superuser("moderator")
        cls.tags = [a_tag(name) for name in ("Ada", "Bor", "Cer", "Dub")]
        given_tags = (["Ada", "Bor"], ["Ada", "Cer"], ["Bor"])
        cls.stories = [
            write(f"Story {word}", by=cls.moderator, tags=tags, section=a_section(word), quotes=())
            for word, tags in zip(("one", "two", "three"), given_tags, strict=True)
        ]
        for story in cls.stories[:2]:
            bring_to("live", story, by=cls.moderator)
        cls.stories[1].tags.remove(cls.tags[0])
        cls.stories[1].tags.add(cls.tags[3])
        bring_to_draft(cls.stories[1], cls.moderator)

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_taggings_are_what_the_journal_implies(self, steps: list) -> None:
        start = taggings()
        done: list[tuple] = []
        for verb, one, other, number in steps:
            self.take(verb, one, other, number, done)

        assert taggings() == implied(start, done)
        verified = StringIO()
        call_command("verify_integrity", stdout=verified)

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(steps=STEPS)
    def test_undoing_everything_leaves_everything_as_it_was(self, steps: list) -> None:
        before = everything()
        done: list[tuple] = []
        for verb, one, other, number in steps:
            self.take(verb, one, other, number, done)
        for decision in TagDecision.objects.exclude(verb="undo").filter(undone_by=None).order_by("-pk"):
            tag_undoing.undo(decision, by=self.moderator)

        assert everything() == before

    def take(self, verb: str, one: int, other: int, number: int, done: list[tuple]) -> None:
        """Take a step if it is possible, and note what it was."""
        tag, second = self.tags[one], self.tags[other]
        by, story = self.moderator, self.stories[number]
        try:
            match verb:
                case "tag":
                    decision = retagging.tag_story(story, tag, by=by)
                case "untag":
                    decision = retagging.untag_story(story, tag, by=by)
                case "merge":
                    decision = tag_merging.merge(tag, second, by=by)
                case "split":
                    decision = tag_merging.split(tag, second, SplitRule(section=story.section), by=by)
                case "rename":
                    decision = tag_naming.rename(tag, f"{tag.name} {other}", by=by)
                case "undo":
                    standing = TagDecision.objects.exclude(verb="undo").order_by("-pk")
                    decision = standing[other : other + 1].first()
                    if decision is None:
                        return
                    tag_undoing.undo(decision, by=by)
                    done[:] = [step for step in done if step[0] != decision.pk]
                    return
        except DecisionNotPossible:
            return
        done.append((decision.pk, verb, decision.tag_id, decision.other_id, story.pk))


def bring_to_draft(story: Story, by: User) -> None:
    """Save what was changed after publication."""
    workflow.record_edit(story, by=by)


def taggings() -> dict[tuple[str, int], set[int]]:
    """Return the tags of each copy of each story."""
    found: dict[tuple[str, int], set[int]] = {}
    for rows in (TaggedStory, TaggedPublishedStory):
        for story, tag in rows.objects.values_list("content_object", "tag"):
            found.setdefault((rows.__name__, story), set()).add(tag)
    return found


def implied(start: dict, done: list[tuple]) -> dict:
    """Return what the standing decisions, one after the other, make of the start."""
    tags = {copy: set(found) for copy, found in start.items()}
    for _, verb, tag, other, story in done:
        for (_, pk), found in tags.items():
            if verb != "merge" and pk != story:
                continue
            if verb == "tag":
                found.add(tag)
            elif tag in found and verb in {"untag", "merge", "split"}:
                found.remove(tag)
                found.update({other} - {None})
    return {copy: found for copy, found in tags.items() if found}


def everything() -> list:
    """Return all that a decision may change, but for the journal."""
    return [
        taggings(),
        list(Tag.objects.order_by("pk").values()),
        sorted(TagAlias.objects.values_list("tag", "name")),
        # Addresses that were public stay in use.
        list(TagAddress.objects.filter(slug__in=Tag.objects.values("slug"))),
    ]
