"""Moderators tag live stories: readers see it at once, whoever writes is not disturbed, and nothing else changes by any door."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from articles import retagging, revisions, tag_merging, tag_naming, tag_undoing, workflow
from articles.models import (
    PublishedStory,
    Revision,
    Story,
    Tag,
    TagDecision,
    TaggedPublishedStory,
    TaggedStory,
    Transition,
)
from articles.permissions import NotAllowed
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import opened, send
from tests.stories import STATES, a_tag, bring_to, write

pytestmark = pytest.mark.django_db
NOUNS = (Story, Revision, Transition, PublishedStory)


def rows() -> list[list[dict[str, Any]]]:
    """Everything of stories but their tags."""
    return [list(noun.objects.order_by("pk").values()) for noun in NOUNS]


def names(story: Story) -> tuple[set[str], set[str]]:
    """The tags of both copies."""
    published = TaggedPublishedStory.objects.filter(content_object=story.pk)
    working = {tag.name for tag in story.tags.all()}
    return working, set(published.values_list("tag__name", flat=True))


def verified() -> bool:
    call_command("verify_integrity", stdout=StringIO())
    return True


@pytest.mark.thorough
def test_moderators_tag_a_story_in_any_state_and_nothing_else_of_it_changes(
    story_at: Callable[..., Story], moderator: User
) -> None:
    """One table: every state a story can be in."""
    harbours, bridges = a_tag("Harbours"), a_tag("Bridges")
    for state in STATES:
        story = story_at(state)
        before = rows()
        if state == "spiked":
            with pytest.raises(NotAllowed):
                retagging.tag_story(story, harbours, by=moderator)
            continue
        retagging.tag_story(story, harbours, by=moderator, note="It is about the port.")
        gone = retagging.untag_story(story, bridges, by=moderator)

        for_readers = {"Harbours"} if story.is_live else set()
        assert names(story) == ({"Harbours"}, for_readers), state
        assert rows() == before, state
        tag_undoing.undo(gone, by=moderator)
        assert names(story)[0] == {"Harbours", "Bridges"}, state
    assert verified()


def test_readers_see_a_tag_at_once_on_the_story_and_on_the_page_of_the_tag(
    story_at: Callable[..., Story], moderator: User, reader: Client
) -> None:
    story = story_at("live")
    address = story.published.get_absolute_url()
    assert "Harbours" not in reader.get(address).content.decode()
    assert reader.get("/tags/harbours/").status_code == 404

    retagging.tag_story(story, a_tag("Harbours"), by=moderator)
    page = reader.get(address).content.decode()
    assert '<a rel="tag" href="/tags/harbours/">Harbours</a>' in page
    assert '<meta property="article:tag" content="Harbours">' in page
    assert story.headline in reader.get("/tags/harbours/").content.decode()

    retagging.untag_story(story, a_tag("Harbours"), by=moderator)
    assert "Harbours" not in reader.get(address).content.decode()


def test_what_a_story_has_in_common_with_others_follows_its_tags_at_once(
    editor: User, moderator: User
) -> None:
    one, two = (bring_to("live", write(by=editor, tags=[name], quotes=()), by=editor) for name in ("A", "B"))

    def related() -> set[int]:
        return set(two.published.related.values_list("to", flat=True))

    tagging = retagging.tag_story(one, a_tag("B"), by=moderator)
    assert related() == {one.pk}
    tag_undoing.undo(tagging, by=moderator)
    assert related() == set()
    retagging.tag_story(one, a_tag("B"), by=moderator)
    retagging.untag_story(one, a_tag("B"), by=moderator)
    assert related() == set()


def test_what_is_published_after_a_moderator_has_tagged_carries_the_tag(
    story_at: Callable[..., Story], moderator: User, editor: User
) -> None:
    story = story_at("approved")
    retagging.tag_story(story, a_tag("Harbours"), by=moderator)

    workflow.publish(story, by=editor)

    assert names(story) == ({"Bridges", "Harbours"}, {"Bridges", "Harbours"})
    assert [tag["name"] for tag in story.live_revision.content["tags"]] == ["Bridges", "Harbours"]
    assert verified()


@pytest.mark.thorough
def test_a_form_that_was_open_meanwhile_is_saved_and_keeps_what_the_moderator_did(
    story_at: Callable[..., Story], moderator: User, reporter: User, desk: Desk
) -> None:
    story = story_at("draft", tags=["Bridges", "Roads"])
    client = desk(reporter)
    form = opened(client, address_of(story))
    retagging.tag_story(story, a_tag("Harbours"), by=moderator)
    retagging.untag_story(story, a_tag("Roads"), by=moderator)
    tag_naming.rename(a_tag("Bridges"), "Crossings", by=moderator)

    answer = send(
        client,
        address_of(story),
        form,
        headline="The bridge opens at last",
        tag_names=["Bridges", "Roads", "Mayors"],
    )

    assert answer.status_code == 302
    story.refresh_from_db()
    assert story.headline == "The bridge opens at last"
    assert names(story)[0] == {"Crossings", "Harbours", "Mayors"}
    assert verified()


def test_the_storys_history_shows_who_tagged_it_and_why(
    story_at: Callable[..., Story], moderator: User, editor: User, desk: Desk
) -> None:
    story = story_at("live")
    decision = retagging.tag_story(story, a_tag("Harbours"), by=moderator, note="It is about the port.")
    tag_undoing.undo(decision, by=editor)

    page = desk(editor).get(reverse("admin:articles_story_history", args=[story.pk])).content.decode()

    assert "Tagged “Harbours”" in page
    assert "Undone: Tagged “Harbours”" in page
    assert "Teuta Krasniqi" in page
    assert "It is about the port." in page


@pytest.mark.thorough
def test_the_page_tags_several_at_once_or_none(
    story_at: Callable[..., Story], moderator: User, desk: Desk
) -> None:
    story = story_at("live")
    address = reverse("admin:articles_story_retag", args=[story.pk])
    client = desk(moderator)
    assert "Bridges" in client.get(address).content.decode()

    client.post(address, {"do": "add", "names": "Harbours\nTides, and moons", "note": "Both."})
    assert names(story)[1] == {"Bridges", "Harbours", "Tides, and moons"}

    refused = client.post(address, {"do": "add", "names": "Lighthouses\nHarbours"})
    assert "carries “Harbours” already" in refused.content.decode()
    assert "Lighthouses" in refused.content.decode()
    assert not Tag.objects.filter(name="Lighthouses").exists()

    client.post(address, {"do": f"off {a_tag('Harbours').pk}"})
    assert names(story)[1] == {"Bridges", "Tides, and moons"}
    for nonsense in ("", "off", "off x", "off 9999999999999999999999", "off 99999", "on 1", "add"):
        assert client.post(address, {"do": nonsense}).status_code == 200, nonsense
    assert names(story)[1] == {"Bridges", "Tides, and moons"}


# --- Roles and doors -------------------------------------------------------------------------------

# What a tampered form adds to whatever the page asks for.
MORE = {
    "headline": "Taken over", "body": "<p>Taken over</p>", "slug": "taken-over", "status": "approved",
    "publish_at": "2026-01-01", "_move": "publish", "_save": "1", "live_revision": "1", "created_by": "1",
}  # fmt: skip


@pytest.mark.thorough
def test_who_may_do_what_by_which_door(
    story_at: Callable[..., Story],
    reporter: User,
    other_reporter: User,
    editor: User,
    moderator: User,
    desk: Desk,
) -> None:
    """One table: each role posts to each door of the tagging desk, with everything else thrown in."""
    story = story_at("live")
    bridges, harbours = a_tag("Bridges"), a_tag("Harbours")
    decision = tag_naming.rename(a_tag("Old"), "New", by=moderator)
    doors = {
        "retag": (reverse("admin:articles_story_retag", args=[story.pk]), {"do": "add", "names": "Harbours"}),
        "merge": (
            reverse("admin:articles_tag_merge", args=[harbours.pk]),
            {"into": bridges.pk, "do": "merge"},
        ),
        "split": (
            reverse("admin:articles_tag_split", args=[bridges.pk]),
            {"other": "Spans", "words": "bridge", "do": "split"},
        ),
        "rename": (reverse("admin:articles_tag_rename", args=[bridges.pk]), {"name": "Crossings"}),
        "journal": (reverse("admin:articles_tag_journal"), {"do": f"undo {decision.pk}"}),
    }
    may = {moderator: True, editor: True, reporter: False, other_reporter: False, None: False}
    for door, (address, form) in doors.items():
        for user, allowed in may.items():
            client = desk(user) if user else Client()
            before, tags = rows(), _tags()
            answer = client.post(address, {**form, **MORE})
            assert answer.status_code in ((200, 302) if allowed else (302, 403)), (door, user)
            assert rows() == before, (door, user)
            assert (_tags() != tags) == allowed, (door, user)
            if allowed:
                last = TagDecision.objects.exclude(verb="undo").filter(undone_by=None).first()
                if door == "journal":
                    decision = tag_naming.rename(a_tag("Old"), "New", by=moderator)
                    doors["journal"][1]["do"] = f"undo {decision.pk}"
                    form["do"] = f"undo {decision.pk}"
                else:
                    tag_undoing.undo(last, by=moderator)
    assert verified()


def _tags() -> list:
    return [
        list(Tag.objects.order_by("pk").values()),
        sorted(TaggedStory.objects.values_list("content_object", "tag")),
        sorted(TaggedPublishedStory.objects.values_list("content_object", "tag")),
    ]


def test_a_moderator_posts_the_whole_story_form_and_nothing_changes(
    story_at: Callable[..., Story], moderator: User, editor: User, desk: Desk
) -> None:
    story = story_at("live")
    form = opened(desk(editor), address_of(story))
    before, tags = rows(), _tags()

    send(desk(moderator), address_of(story), form, headline="Taken over", tag_names=["Harbours"])

    assert rows() == before
    assert _tags() == tags


def test_what_a_revision_keeps_includes_the_tags(editor: User, moderator: User) -> None:
    story = write(by=editor, tags=["Osmani"])
    assert revisions.keeps(story.revision, revisions.content_of(story))
    added = TaggedStory.objects.create(content_object=story, tag=a_tag("Elections"))
    assert not revisions.keeps(story.revision, revisions.content_of(story))
    added.delete()
    row = TaggedStory.objects.get()
    TaggedStory.objects.filter(pk=row.pk).update(tag=a_tag("Bridges"))
    assert not revisions.keeps(story.revision, revisions.content_of(story))
    row.save()
    # What the tagging desk did is known, and is no change.
    tag_merging.merge(a_tag("Osmani"), a_tag("Presidents"), by=moderator)
    assert revisions.keeps(story.revision, revisions.content_of(story))
    # A save that changes tags alone is kept.
    TaggedStory.objects.update(tag=a_tag("Bridges"))
    assert workflow.record_edit(Story.objects.get(pk=story.pk), by=editor) is not None
