"""Stories below a story: what they share, the newest first, and never one that is not public."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import relating, retagging, tag_merging, tag_relating, tag_undoing, workflow
from articles.models import PublishedStory, RelatedStory, Story, Tag
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db


def live(headline: str, *, by: User, **fields: object) -> Story:
    fields = {"quotes": (), "tags": ()} | fields
    return stories.bring_to("live", stories.write(headline, by=by, **fields), by=by)


def below(reader: Client, story: Story) -> list[str]:
    page = site.text(reader.get(story.published.get_absolute_url()))
    related = page.partition('<nav class="onward"')[2].partition("</ul>")[0]
    return [part.partition("</a>")[0].rpartition(">")[2] for part in related.split("<li")[1:]]


def test_stories_with_the_same_tags_or_people_stand_below_each_other(reader: Client, editor: User) -> None:
    elsewhere = {"section": stories.a_section("Sport")}
    tagged = live("Same tag", by=editor, tags=["Dams"], **elsewhere)
    live("Same person", by=editor, quotes=["The dam holds"], **elsewhere)
    live("Nothing in common", by=editor, tags=["Football"], **elsewhere)

    story = live("The dam", by=editor, tags=["Dams"], quotes=["It holds"])

    assert set(below(reader, story)) == {"Same tag", "Same person"}
    # The older ones lead to the new one.
    assert below(reader, tagged) == ["The dam"]


def test_more_in_common_stands_above_and_among_equals_the_newer(reader: Client, editor: User) -> None:
    elsewhere = {"section": stories.a_section("Sport")}
    for headline, days, tags in (
        ("Old", 400, ["Dams"]),
        ("New", 1, ["Dams"]),
        ("Both", 1, ["Dams", "Floods"]),
    ):
        other = live(headline, by=editor, tags=tags, **elsewhere)
        at = timezone.now() - timedelta(days=days)
        PublishedStory.objects.filter(pk=other.pk).update(published_at=at)
        other.published.tagged.update(published_at=at)

    story = live("The dam", by=editor, tags=["Dams", "Floods"])

    assert below(reader, story) == ["Both", "New", "Old"]


def test_a_withdrawn_story_is_in_no_list_and_a_new_headline_in_all(reader: Client, editor: User) -> None:
    one = live("One", by=editor, tags=["Dams"], section=stories.a_section("Sport"))
    two = live("Two", by=editor, tags=["Dams"])
    assert below(reader, two) == ["One"]

    site.publish_changes(stories.edit(one, by=editor, headline="One, corrected"), by=editor)
    assert below(reader, two) == ["One, corrected"]
    workflow.withdraw(one, by=editor, note="It was wrong.")

    assert below(reader, two) == []
    assert "One" not in site.text(reader.get(two.published.get_absolute_url()))
    assert not RelatedStory.objects.exists()


def test_what_a_story_shares_no_more_is_forgotten_when_it_is_published(reader: Client, editor: User) -> None:
    one = live("One", by=editor, tags=["Dams"], section=stories.a_section("Sport"))
    two = live("Two", by=editor, tags=["Dams"])
    two.tags.clear()
    workflow.record_edit(two, by=editor)

    site.publish_changes(two, by=editor)

    assert below(reader, one) == below(reader, two) == []


@pytest.mark.thorough
def test_lists_are_bounded_and_keep_a_few_in_reserve(editor: User, reader: Client) -> None:
    elsewhere = {"section": stories.a_section("Sport")}
    first = live("First", by=editor, tags=["Dams"])
    for number in range(relating.KEPT + 2):
        live(f"Number {number}", by=editor, tags=["Dams"], **elsewhere)

    assert first.published.related.count() == relating.KEPT
    newest = [f"Number {number}" for number in range(relating.KEPT + 1, relating.KEPT - 3, -1)]
    assert below(reader, first) == newest


def test_the_next_older_of_the_section_follows(reader: Client, editor: User) -> None:
    live("Older", by=editor)
    live("In between", by=editor, section=stories.a_section("Sport"))
    story = live("Newer", by=editor)

    page = site.text(reader.get(story.published.get_absolute_url()))

    assert "Next in this section: <a " in page
    assert "Older</a>" in page.partition("Next in this section")[2]
    assert "In between" not in page


@pytest.mark.thorough
def test_a_story_with_everything_costs_two_queries(
    reader: Client, editor: User, django_assert_num_queries
) -> None:
    """The public state; the story with its tags, related ones and the next."""
    published = site.publish(6, by=editor)

    with django_assert_num_queries(2):
        page = reader.get(published[3].published.get_absolute_url())
    assert "Related stories" in site.text(page)
    assert "Next in this section" in site.text(page)


def test_the_command_relates_what_was_there_before(reader: Client, editor: User) -> None:
    site.publish(2, by=editor)
    before = set(RelatedStory.objects.values_list("story", "to"))
    RelatedStory.objects.all().delete()

    call_command("relate_stories")

    assert set(RelatedStory.objects.values_list("story", "to")) == before != set()


# --- What the tagging desk decides -----------------------------------------------------------------


def test_stories_follow_their_tags_when_the_tagging_desk_changes_them(
    reader: Client, editor: User, moderator: User
) -> None:
    one = live("One", by=editor, tags=["Dams"], section=stories.a_section("Sport"))
    two = live("Two", by=editor)
    assert below(reader, two) == []

    decision = retagging.tag_story(two, Tag.objects.get(name="Dams"), by=moderator)
    assert (below(reader, one), below(reader, two)) == (["Two"], ["One"])

    tag_undoing.undo(decision, by=moderator)
    assert below(reader, one) == below(reader, two) == []


def test_stories_of_two_tags_that_become_one_lead_to_each_other_until_it_is_undone(
    reader: Client, editor: User, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = live("One", by=editor, tags=["Dams"], section=stories.a_section("Sport"))
    barrages = [live(headline, by=editor, tags=["Barrages"]) for headline in ("Two", "Three", "Four")]
    monkeypatch.setattr(tag_relating, "AT_ONCE", 1)
    monkeypatch.setattr(tag_relating, "PORTION", 1)
    dams, barrage = Tag.objects.get(name="Dams"), Tag.objects.get(name="Barrages")

    decision = tag_merging.merge(barrage, dams, by=moderator)

    # The newest at once, the others by tasks, each of them short.
    assert below(reader, one) == ["Four"]
    assert do_tasks() == 3
    assert set(below(reader, one)) == {"Two", "Three", "Four"}

    tag_undoing.undo(decision, by=moderator)
    do_tasks()
    assert below(reader, one) == []
    assert set(below(reader, barrages[0])) == {"Three", "Four"}


def do_tasks() -> int:
    """Do the tasks that wait for stories to be related; return how many there were."""
    done = 0
    while row := DBTaskResult.objects.filter(task_path__contains="tag_relating").first():
        tag_relating.follow_the_rest.call(*row.args_kwargs["args"])
        row.delete()
        done += 1
    return done
