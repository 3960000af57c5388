"""Two tags are made one and parted again: taggings, names, addresses, family."""

import threading
from collections.abc import Callable
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django.urls import reverse

from articles import public_state, retagging, tag_merging, tag_naming, tag_undoing, workflow
from articles.admin import tag_desk
from articles.models import (
    MediaTopic,
    Revision,
    Story,
    Tag,
    TagAlias,
    TagDecision,
    TaggedPublishedStory,
    TaggedStory,
    TagStatus,
    TagType,
)
from articles.permissions import NotAllowed
from articles.tag_decisions import DecisionNotPossible
from articles.tag_merging import SplitRule
from articles.tagging import find_tag, set_tags
from tests.at_once import at_once
from tests.stories import a_section, a_tag, bring_to, edit, write

pytestmark = pytest.mark.django_db


def tags_of(story: Story) -> set[str]:
    return set(story.tags.values_list("name", flat=True))


def for_readers(story: Story) -> set[str]:
    found = TaggedPublishedStory.objects.filter(content_object=story.pk)
    return set(found.values_list("tag__name", flat=True))


def verify() -> None:
    call_command("verify_integrity", stdout=StringIO())


def tables() -> list[list]:
    """Everything a merge touches, but for the journal."""
    return [
        list(Tag.objects.order_by("pk").values()),
        list(TagAlias.objects.order_by("pk").values()),
        sorted(TaggedStory.objects.values_list("content_object", "tag")),
        sorted(TaggedPublishedStory.objects.values_list("content_object", "tag", "published_at")),
        sorted(Tag.parents.through.objects.values_list("from_tag", "to_tag")),
    ]


@pytest.fixture
def towns(editor: User) -> tuple[Tag, Tag, list[Story]]:
    """Two tags for one town; stories with the one, the other and both, live and not."""
    one, other = (
        a_tag(name, type=TagType.PLACE, status=TagStatus.APPROVED) for name in ("Priština", "Prishtina")
    )
    TagAlias.objects.create(tag=one, name="Приштина", language="sr")
    made = [
        bring_to("live", write(by=editor, tags=["Priština"]), by=editor),
        bring_to("live", write(by=editor, tags=["Priština", "Prishtina"]), by=editor),
        bring_to("live", write(by=editor, tags=["Prishtina"]), by=editor),
        write(by=editor, tags=["Priština"]),
        bring_to("approved", write(by=editor, tags=["Priština"]), by=editor),
    ]
    return one, other, made


def test_a_dry_run_says_what_would_change_and_changes_nothing(towns: tuple, moderator: User) -> None:
    one, other, _ = towns
    before = tables()

    plan = tag_merging.plan_merge(one, other)

    assert (plan.stories, plan.live, plan.drafts, plan.with_both) == (4, 2, 2, 1)
    assert plan.redirects == [(one.get_absolute_url(), other.get_absolute_url())]
    assert plan.names == ["Priština", "Приштина"]
    assert tables() == before
    assert not TagDecision.objects.exists()


@pytest.mark.thorough
def test_a_merge_moves_taggings_names_and_addresses_and_writes_no_revision(
    towns: tuple, moderator: User, editor: User, reader: Client
) -> None:
    one, other, made = towns
    revisions, generation = Revision.objects.count(), public_state.read().generation
    old, new = one.get_absolute_url(), other.get_absolute_url()

    tag_merging.merge(one, other, by=moderator, note="One town.")

    assert all(tags_of(story) == {"Prishtina"} for story in made)
    assert [for_readers(story) for story in made[:3]] == [{"Prishtina"}] * 3
    assert Revision.objects.count() == revisions
    assert public_state.read().generation != generation
    for name in ("Priština", "PRIŠTINA ", "Приштина", "Prishtina"):
        assert find_tag(name) == other, name
    assert (reader.get(old).status_code, reader.get(old).headers["Location"]) == (301, new)
    feed = reader.get(f"{old}feed/")
    assert (feed.status_code, feed.headers["Location"]) == (301, f"{new}feed/")
    assert made[0].headline in reader.get(feed.headers["Location"]).content.decode()
    # Approved before, it is published as it was approved.
    workflow.publish(Story.objects.get(pk=made[4].pk), by=editor)
    assert for_readers(made[4]) == {"Prishtina"}
    # Saved again without a change, nothing is new; a form that types the old name gets the new tag.
    assert workflow.record_edit(Story.objects.get(pk=made[3].pk), by=editor) is None
    with transaction.atomic():
        set_tags(made[3], ["Priština"], by=editor)
    assert tags_of(made[3]) == {"Prishtina"}
    verify()


@pytest.mark.thorough
def test_an_undone_merge_leaves_everything_as_it_was_but_for_what_was_done_since(
    towns: tuple, moderator: User, editor: User, reader: Client
) -> None:
    one, other, made = towns
    before = tables()
    tag_undoing.undo(tag_merging.merge(one, other, by=moderator), by=moderator)
    assert tables() == before

    decision = tag_merging.merge(one, other, by=moderator)
    # Since then: one story edited and published again, one tagged by hand, one published for the first time.
    edit(made[0], by=editor, headline="Another headline")
    bring_to("live", made[0], by=editor)
    new = bring_to("live", write(by=editor, tags=["Harbours"]), by=editor)
    retagging.tag_story(new, one, by=moderator)
    with transaction.atomic():
        set_tags(made[3], ["Prishtina", "Harbours"], by=editor)
        workflow.record_edit(made[3], by=editor)
    workflow.publish(Story.objects.get(pk=made[4].pk), by=editor)
    tag_undoing.undo(decision, by=moderator)

    assert [tags_of(story) for story in made] == [
        {"Priština"}, {"Priština", "Prishtina"}, {"Prishtina"}, {"Priština", "Harbours"}, {"Priština"},
    ]  # fmt: skip
    assert tags_of(new) == for_readers(new) == {"Harbours", "Prishtina"}
    assert for_readers(made[0]) == for_readers(made[4]) == {"Priština"}
    assert reader.get(one.get_absolute_url()).status_code == 200
    assert find_tag("Приштина") == one
    verify()


@pytest.mark.thorough
def test_three_merged_into_one_are_undone_in_any_order(editor: User) -> None:
    names = ("Ada", "Bor", "Cer")
    story = bring_to("live", write(by=editor, tags=[*names, "Dub"][:3]), by=editor)
    dub = a_tag("Dub")
    first, second, third = (tag_merging.merge(a_tag(name), dub, by=editor) for name in names)
    assert tags_of(story) == for_readers(story) == {"Dub"}

    for decision, left in ((first, {"Ada", "Dub"}), (third, {"Ada", "Cer", "Dub"}), (second, set(names))):
        tag_undoing.undo(decision, by=editor)
        assert tags_of(story) == for_readers(story) == left
    verify()


@pytest.mark.thorough
def test_what_a_merge_brings_along_goes_back(towns: tuple, moderator: User) -> None:
    one, other, _ = towns
    region, quarter, other_quarter = a_tag("Kosovo"), a_tag("Dardania"), a_tag("Arbëria")
    one.parents.add(region, other)
    one.children.add(quarter)
    other.children.add(other_quarter)
    one.media_topic = MediaTopic.objects.create(code="20000001", name="towns", broader=None, level=1)
    one.save()
    before = tables()

    decision = tag_merging.merge(one, other, by=moderator)
    other.refresh_from_db()
    assert set(other.parents.all()) == {region}
    assert set(other.children.all()) >= {quarter, other_quarter}
    assert other.media_topic.name == "towns"

    tag_undoing.undo(decision, by=moderator)
    assert tables() == before


@pytest.mark.thorough
def test_what_cannot_be_merged_split_or_undone_says_why(towns: tuple, moderator: User) -> None:
    one, other, _ = towns
    third = a_tag("Pristina Municipality")
    first = tag_merging.merge(one, other, by=moderator)
    for this, that in ((one, third), (other, one), (other, other)):
        with pytest.raises(DecisionNotPossible, match="look at both again"):
            tag_merging.merge(this, that, by=moderator)
    second = tag_merging.merge(other, third, by=moderator)
    with pytest.raises(DecisionNotPossible, match="undo that first"):
        tag_undoing.undo(first, by=moderator)
    tag_undoing.undo(second, by=moderator)
    tag_undoing.undo(first, by=moderator)
    with pytest.raises(DecisionNotPossible, match="undone already"):
        tag_undoing.undo(first, by=moderator)
    with pytest.raises(DecisionNotPossible, match="Say which stories"):
        tag_merging.split(other, third, SplitRule(), by=moderator)
    with pytest.raises(DecisionNotPossible, match="No story"):
        tag_merging.split(other, third, SplitRule(words="nowhere to be found"), by=moderator)


@pytest.mark.thorough
def test_a_split_moves_the_stories_that_are_meant_and_is_undone(
    towns: tuple, moderator: User, editor: User
) -> None:
    _, other, _ = towns
    airport = write("The airport opens", by=editor, tags=["Prishtina"], section=a_section("Travel"))
    bring_to("live", airport, by=editor)
    rule = SplitRule(words="airport", section=a_section("Travel"))
    plan = tag_merging.plan_split(other, Tag(name="Prishtina Airport"), rule)
    assert (plan.stories, plan.live) == (1, 1)
    before = tables()[2:4]

    decision = tag_merging.split(other, a_tag("Prishtina Airport"), rule, by=moderator)
    assert tags_of(airport) == for_readers(airport) == {"Prishtina Airport"}
    verify()

    tag_undoing.undo(decision, by=moderator)
    assert tables()[2:4] == before


def test_a_deprecated_tag_stays_where_it_is_and_is_given_to_no_story(towns: tuple, moderator: User) -> None:
    one, _, made = towns
    decision = tag_naming.set_status(one, TagStatus.DEPRECATED, by=moderator)
    assert "Priština" in tags_of(made[0])
    with pytest.raises(DecisionNotPossible, match="no longer used"):
        retagging.tag_story(made[2], one, by=moderator)
    tag_undoing.undo(decision, by=moderator)
    assert Tag.objects.get(pk=one.pk).status == TagStatus.APPROVED


def test_only_those_who_look_after_tags_decide(towns: tuple, reporter: User, moderator: User) -> None:
    one, other, made = towns
    decision = tag_naming.rename(one, "Town", by=moderator)
    for attempt in (
        lambda: tag_merging.merge(one, other, by=reporter),
        lambda: tag_merging.split(one, other, SplitRule(words="a"), by=reporter),
        lambda: tag_naming.rename(one, "Mine", by=reporter),
        lambda: tag_naming.set_status(one, TagStatus.DEPRECATED, by=reporter),
        lambda: tag_undoing.undo(decision, by=reporter),
        lambda: retagging.tag_story(made[2], one, by=reporter),
        lambda: retagging.untag_story(made[0], one, by=reporter),
    ):
        with pytest.raises(NotAllowed):
            attempt()


# --- The desk ------------------------------------------------------------------------------------------


@pytest.mark.thorough
def test_the_pages_of_the_desk_show_first_and_then_do(
    towns: tuple, moderator: User, desk: Callable[[User], Client]
) -> None:
    one, other, made = towns
    client = desk(moderator)
    merging, splitting, journal = (
        reverse("admin:articles_tag_merge", args=[one.pk]),
        reverse("admin:articles_tag_split", args=[one.pk]),
        reverse("admin:articles_tag_journal"),
    )
    # The lists name what reads alike; the plan says what would change.
    assert f"?into={other.pk}" in client.get(merging).content.decode()
    plan = client.get(merging, {"into": other.pk}).content.decode()
    assert "4 stories carry" in plan
    assert "/tags/prishtina" in plan
    answer = client.post(merging, {"into": other.pk, "note": "One town."}, follow=True)
    assert "It can be undone in the journal" in answer.content.decode()
    page = client.get(journal).content.decode()
    assert "merged into" in page
    assert "One town." in page
    client.post(journal, {"do": f"undo {TagDecision.objects.get().pk}"})
    assert tags_of(made[0]) == {"Priština"}

    asked = {"other": "Prishtina Airport", "words": made[0].headline, "also": "", "section": ""}
    assert "1 story carries" in client.get(splitting, asked).content.decode()
    assert not Tag.objects.filter(name="Prishtina Airport").exists()
    client.post(splitting, {**asked, "do": "split"})
    assert tags_of(made[0]) == {"Prishtina Airport"}
    for sent in (
        {"other": ""},
        {"other": "\0"},
        {"other": "x" * 500},
        {"other": "A", "also": "None such"},
        {"other": "A"},
    ):
        assert client.get(splitting, sent).status_code == 200, sent
    for sent in ("", "x", "9" * 30, str(one.pk), "\0"):
        assert client.get(merging, {"into": sent}).status_code == 200, sent
        assert client.get(journal, {"tag": sent}).status_code == 200, sent
        client.post(journal, {"do": f"undo {sent}"})
    verify()


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_a_merge_of_many_is_shown_while_it_goes_on(
    towns: tuple, moderator: User, desk: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other, made = towns
    monkeypatch.setattr(tag_desk, "MANY", 2)
    client = desk(moderator)
    address = reverse("admin:articles_tag_merge", args=[one.pk])

    page = b"".join(client.post(address, {"into": other.pk})).decode()
    assert "100 % done" in page
    assert "It can be undone in the journal" in page
    assert tags_of(made[0]) == {"Prishtina"}

    again = client.post(address, {"into": other.pk}, follow=True).content.decode()
    assert "look at both again" in again
    assert "was merged already" in again


@pytest.mark.thorough
def test_the_command_says_what_would_change_and_then_merges(towns: tuple) -> None:
    _, _, made = towns

    def run(*args: str) -> str:
        said = StringIO()
        call_command("merge_tags", *args, stdout=said)
        return said.getvalue()

    said = run("приштина", "Prishtina", "--dry-run")
    assert "4 stories (2 that readers see, 1 with both tags already)" in said
    assert "/tags/pristina/ leads to /tags/prishtina/" in said
    assert not TagDecision.objects.exists()
    assert "Merged." in run("Priština", "Prishtina", "--note", "One town.")
    assert tags_of(made[0]) == {"Prishtina"}
    assert (TagDecision.objects.get().by_name, TagDecision.objects.get().note) == ("Command", "One town.")
    for wrong in (("Priština", "Prishtina"), ("None such", "Prishtina")):
        with pytest.raises(CommandError):
            run(*wrong)


# --- At once ---------------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_two_moderators_merging_crosswise_make_one_tag_of_two(
    towns: tuple, moderator: User, editor: User
) -> None:
    one, other, made = towns
    for _ in range(3):
        done = at_once(
            lambda: tag_merging.merge(one, other, by=moderator),
            lambda: tag_merging.merge(other, one, by=editor),
        )
        decisions = [result for result in done if isinstance(result, TagDecision)]
        refusals = [result for result in done if isinstance(result, DecisionNotPossible)]
        assert (len(decisions), len(refusals)) == (1, 1), done
        assert len(set.union(*(tags_of(story) for story in made))) == 1
        tag_undoing.undo(decisions[0], by=moderator)
    verify()


@pytest.mark.thorough
@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_story_that_is_saved_during_a_merge_carries_no_merged_tag(
    towns: tuple, moderator: User, editor: User
) -> None:
    one, other, _ = towns
    story = write(by=editor, tags=["Harbours"])
    tagged, merging = threading.Event(), threading.Event()

    def save() -> Story:
        with transaction.atomic():
            set_tags(story, ["Priština"], by=editor)
            tagged.set()
            # The merge has to wait for this story, and finds it.
            assert not merging.wait(0.3)
            workflow.record_edit(story, by=editor)
        return story

    def merge() -> TagDecision:
        tagged.wait(5)
        decision = tag_merging.merge(one, other, by=moderator)
        merging.set()
        return decision

    done = at_once(save, merge)

    assert not [result for result in done if isinstance(result, Exception)], done
    assert tags_of(story) == {"Prishtina"}
    verify()
