"""Which tags a story may lack, and what is said of them."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import suggesting, tag_merging
from articles.models import Story, Tag, TagAlias, TagStatus, TagSuggestion, TagType
from articles.permissions import NotAllowed
from articles.suggesting import suggestions
from tests.stories import a_person, a_tag, bring_to, write

BODY = "<p>Qeveria e Kosovës. Kosovën e viziton NATO-ja, tha ai. Në NATO, në Prishtinë, në Prishtinës.</p>"


def suggested(story: Story) -> dict[str, list[str]]:
    return {one.tag.name: one.reasons for one in suggestions(story)}


@pytest.fixture
def tags(db: None) -> dict[str, Tag]:
    made = {name: a_tag(name, type=TagType.PLACE) for name in ("Kosova", "Prishtina", "Skopje")}
    made["NATO"] = a_tag("North Atlantic Treaty Organisation", type=TagType.ORGANISATION)
    TagAlias.objects.create(tag=made["NATO"], name="NATO")
    return made


@pytest.fixture
def story(reporter: User, tags: dict[str, Tag]) -> Story:
    return write("Vizita në Kosovë", by=reporter, body=BODY, language="sq", quotes=(), tags=())


def test_what_the_text_names_is_suggested_with_the_words(story: Story) -> None:
    assert suggested(story) == {"Kosova": ["“Kosovë” in the headline, twice in the text"]}
    story.standfirst = "Ne Prishtine."
    assert suggested(story)["Prishtina"] == ["“Prishtine” in the standfirst, twice in the text"]
    assert "Skopje" not in suggested(story)


def test_an_alias_leads_to_its_tag(story: Story, tags: dict[str, Tag]) -> None:
    story.headline = "NATO-ja vjen"
    assert suggested(story)["North Atlantic Treaty Organisation"] == [
        "“NATO” in the headline, twice in the text"
    ]


def test_a_tag_made_or_renamed_a_moment_ago_is_suggested(story: Story) -> None:
    tag = a_tag("Qeveri")
    story.headline = "Qeveria vendos"
    assert "Qeveri" in suggested(story)
    tag.name = "Parlament"
    tag.save()
    assert "Qeveri" not in suggested(story)
    assert "Parlament" not in suggested(story)


def test_tags_it_has_and_tags_that_are_out_of_use_are_not_suggested(
    story: Story, tags: dict[str, Tag]
) -> None:
    story.tags.add(tags["Kosova"])
    assert suggested(story) == {}
    story.tags.clear()
    Tag.objects.update(status=TagStatus.DEPRECATED)
    assert suggested(story) == {}


def test_a_dismissed_tag_does_not_come_back_for_that_story(
    story: Story, tags: dict[str, Tag], reporter: User
) -> None:
    suggesting.dismiss(story, tags["Kosova"], by=reporter)
    suggesting.dismiss(story, tags["Kosova"], by=reporter)
    assert suggested(story) == {}
    assert "Kosova" in suggested(write("Në Kosovë", by=reporter, body=BODY, language="sq", tags=()))
    suggesting.undo_dismissal(story, tags["Kosova"], by=reporter)
    assert set(suggested(story)) == {"Kosova"}


def test_what_was_dismissed_stays_so_when_its_tag_is_merged(
    story: Story, tags: dict[str, Tag], moderator: User
) -> None:
    suggesting.dismiss(story, tags["Kosova"], by=moderator)
    tag_merging.merge(tags["Kosova"], a_tag("Kosovo"), by=moderator)
    assert suggested(story) == {}


def test_a_story_never_saved_is_suggested_what_it_names_and_nothing_else(tags: dict[str, Tag]) -> None:
    a_tag("Vjosa Dema", type=TagType.PERSON, person=a_person("Vjosa Dema"))
    assert suggested(Story()) == {}
    assert set(suggested(Story(headline="Skopje", language="mk"))) == {"Skopje"}


def test_who_may_not_tag_a_story_may_not_dismiss_for_it(
    story: Story, tags: dict[str, Tag], other_reporter: User, moderator: User
) -> None:
    with pytest.raises(NotAllowed):
        suggesting.dismiss(story, tags["Kosova"], by=other_reporter)
    with pytest.raises(NotAllowed):
        suggesting.undo_dismissal(story, tags["Kosova"], by=other_reporter)
    suggesting.dismiss(story, tags["Kosova"], by=moderator)


def test_people_who_are_quoted_are_suggested_and_what_stories_that_quote_them_carry(
    reporter: User, editor: User
) -> None:
    dema = a_tag("Vjosa Dema", type=TagType.PERSON, person=a_person("Vjosa Dema"))
    for _ in range(3):
        bring_to("live", write(by=reporter, tags=("Bridges", "Transport")), by=editor)
    story = write("Something else", by=reporter, body="<p>Nothing.</p>", tags=())

    found = suggested(story)

    assert found[dema.name] == ["Vjosa Dema is quoted once"]
    assert found["Transport"] == ["On 3 of 3 stories that quote Vjosa Dema"]


def test_similar_stories_suggest_what_they_carry(reporter: User, editor: User) -> None:
    for _ in range(3):
        bring_to("live", write(by=reporter, quotes=(), tags=("Bridges", "Rivers", "Transport")), by=editor)
    bring_to("live", write(by=reporter, quotes=(), tags=("Bridges", "Music")), by=editor)
    story = write(
        "Something else", by=reporter, body="<p>Nothing.</p>", quotes=(), tags=("Bridges", "Rivers")
    )

    assert suggested(story) == {"Transport": ["On 3 of 3 similar stories"]}


def test_it_asks_the_same_number_of_times_whatever_there_is(
    reporter: User, editor: User, story: Story
) -> None:
    with CaptureQueriesContext(connection) as few:
        suggestions(story)
    for number in range(30):
        TagAlias.objects.create(tag=a_tag(f"Kosova {number}"), name=f"Prishtina {number}")
    with CaptureQueriesContext(connection) as many:
        suggestions(story)
    assert len(many) == len(few) <= 12


def test_what_waits_for_a_live_story_is_kept_and_goes_when_it_is_seen_to(
    story: Story, tags: dict[str, Tag], reporter: User, editor: User
) -> None:
    assert suggesting.look_at(story) == 0
    bring_to("live", story, by=editor)
    assert suggesting.look_at(story) == 1
    assert suggesting.look_at(story) == 1
    assert TagSuggestion.objects.get().tag == tags["Kosova"]
    suggesting.dismiss(story, tags["Kosova"], by=editor)
    assert not TagSuggestion.objects.exists()
    suggesting.undo_dismissal(story, tags["Kosova"], by=editor)
    assert TagSuggestion.objects.exists()


@pytest.mark.thorough
def test_a_long_and_hostile_text_is_read_quickly(reporter: User) -> None:
    a_tag("Bridges")
    story = write("Long", by=reporter, body=f"<p>{'Bridges ' * 100_000}</p>", quotes=(), tags=())
    assert list(suggested(story)) == ["Bridges"]
