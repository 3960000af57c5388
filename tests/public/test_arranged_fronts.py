"""What readers see of arranging: the pinned first, the newest after them, each once, and no hole."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles import fronts, workflow
from articles.models import Section, Story
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db


def arrange(section: Section | None, *pinned: Story, by: User) -> None:
    version = fronts.front_of(section).version
    fronts.arrange(section, [story.pk for story in pinned], by=by, version=version)


def links(reader: Client, address: str) -> list[str]:
    return site.story_links(reader.get(address))


def addresses(*published: Story) -> list[str]:
    return [story.published.get_absolute_url() for story in published]


@pytest.mark.parametrize("address", ["/", "/sections/world/"])
def test_the_pinned_come_first_and_the_newest_follow(address: str, reader: Client, editor: User) -> None:
    one, two, three, four = site.publish(4, by=editor)
    section = None if address == "/" else stories.a_section()

    arrange(section, two, one, by=editor)

    assert links(reader, address) == addresses(two, one, four, three)


@pytest.mark.parametrize("address", ["/", "/sections/world/"])
def test_a_pinned_story_that_is_withdrawn_drops_out_and_the_next_moves_up(
    address: str, reader: Client, editor: User
) -> None:
    one, two, three = site.publish(3, by=editor)
    arrange(None if address == "/" else stories.a_section(), one, two, by=editor)
    reader.get(address)

    workflow.withdraw(one, by=editor, note="It was wrong.")

    assert links(reader, address) == addresses(two, three)


def test_a_pinned_story_that_moves_to_another_section_leaves_the_first(reader: Client, editor: User) -> None:
    one, two = site.publish(2, by=editor)
    arrange(stories.a_section(), one, by=editor)

    site.publish_changes(stories.edit(one, by=editor, section=stories.a_section("Sport")), by=editor)

    assert links(reader, "/sections/world/") == addresses(two)
    assert links(reader, "/sections/sport/") == addresses(one)


def test_what_is_planned_is_nowhere_before_its_time(reader: Client, editor: User) -> None:
    one, two = site.publish(2, by=editor)
    scheduled = stories.bring_to("scheduled", stories.write("Not yet", by=editor), by=editor)
    at = timezone.now() + timedelta(hours=1)
    fronts.arrange(None, [scheduled.pk, one.pk], by=editor, version=0, at=at)
    assert links(reader, "/") == addresses(two, one)

    # Its time comes, and the story is late: it is left out until it is live, and then it leads.
    fronts.put_due_into_effect(now=at)
    page = reader.get("/")
    assert site.story_links(page) == addresses(one, two)
    assert "Not yet" not in site.text(page)
    workflow.publish(scheduled, by=editor)
    assert links(reader, "/") == addresses(scheduled, one, two)


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4])
def test_few_stories_stand_each_once_and_no_box_is_empty(number: int, reader: Client, editor: User) -> None:
    published = site.publish(number, by=editor)
    section = stories.a_section()
    if published:
        arrange(None, published[0], by=editor)
        arrange(section, published[0], by=editor)

    for address in ("/", "/sections/world/"):
        page = reader.get(address)
        expected = addresses(*published[:1], *reversed(published[1:]))
        assert site.story_links(page) == expected
        for box in re.findall(
            r'<div class="(?:front-below|front-beside|river)">\s*<(/?\w+)', site.text(page)
        ):
            assert box in {"article", "section"}


@pytest.mark.thorough
def test_older_pages_go_on_where_the_arranged_one_ends(reader: Client, editor: User) -> None:
    published = site.publish(25, by=editor)
    arrange(None, published[0], published[24], by=editor)
    page = reader.get("/")
    older = site.text(page).split('rel="next" href="')[1].split('"')[0]

    seen = site.story_links(page) + links(reader, f"/{older}")

    assert set(seen) == set(addresses(*published))
    assert len(site.story_links(page)) == len(set(site.story_links(page))) == 21


@pytest.mark.parametrize(("address", "queries"), [("/", 5), ("/sections/world/", 5)])
@pytest.mark.thorough
def test_an_arranged_front_costs_five_queries(
    address: str, queries: int, reader: Client, editor: User, django_assert_num_queries
) -> None:
    """The public state, (the section,) what is pinned, its stories, the newest (and what was said there)."""
    published = site.publish(8, by=editor)
    arrange(None, *published[:5], by=editor)
    arrange(stories.a_section(), *published[:5], by=editor)

    with django_assert_num_queries(queries):
        reader.get(address)
