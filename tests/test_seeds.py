"""The two stories everything starts from: complete, faithful, and as if they had been published here."""

import html
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import models
from django.test import Client

from articles import workflow
from articles.models import Person, PublishedStory, Quote, Revision, Section, Story, Transition
from articles.text import name_key, plain_text
from tests import stories
from tests.rows import everything

FIXTURE = Path(settings.BASE_DIR) / "fixtures" / "seed_articles.json"
AS_RECEIVED = Path(__file__).parent / "data"
FIRST, SECOND = (
    "nato-deputy-secretary-general-reaffirms-commitment-to-balkan-security",
    "kfor-vital-to-stability-in-kosovo",
)
BOILERPLATE = {"RksNews", "RksNews 2 Min Read", "2 Min Read", "Share this Post"}
SUBHEADS = [
    "“NATO is firmly committed to security in the Western Balkans”",
    "Increase of KFOR Troops Tied Directly to Serbia’s Actions",
    "Western Balkans Stability Raised by Several Foreign Ministers",
    "NATO Supports Dialogue — But Cannot Replace It",
]


def load() -> None:
    call_command("loaddata", "seed_articles", verbosity=0)


@pytest.fixture
def seeds(db: None) -> Iterator[tuple[Story, Story]]:
    """The two stories, loaded."""
    load()
    return Story.objects.get(slug=FIRST), Story.objects.get(slug=SECOND)


def lines(name: str) -> list[str]:
    text = (AS_RECEIVED / f"{name}.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.splitlines() if line.strip() and line.strip() not in BOILERPLATE]


@pytest.mark.thorough
def test_the_fixture_is_what_its_tool_makes_of_the_seeds(tmp_path: Path) -> None:
    made = tmp_path / "made.json"
    own = {"DATA_DIR": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/db.sqlite3", "DEMO": "1"}
    subprocess.run(
        [sys.executable, "manage.py", "make_seed_fixture", "--output", str(made)],
        cwd=settings.BASE_DIR,
        env={**os.environ, **own, "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        check=True,
        capture_output=True,
    )

    assert made.read_bytes() == FIXTURE.read_bytes(), "run: manage.py make_seed_fixture"


def test_the_first_story_is_word_for_word_what_was_received(seeds: tuple[Story, Story]) -> None:
    story = seeds[0].published

    headline, standfirst, *body = lines("commitment-to-balkan-security")
    assert (story.headline, story.standfirst) == (headline, standfirst)
    assert plain_text(story.body).split("\n") == body
    assert "<h2>" not in story.body


def test_the_second_story_is_word_for_word_what_was_received(seeds: tuple[Story, Story]) -> None:
    story = seeds[1].published

    assert plain_text(story.body).split("\n") == lines("kfor-vital-to-stability-in-kosovo")
    assert [html.unescape(words) for words in re.findall("<h2>(.*?)</h2>", story.body)] == SUBHEADS
    assert story.headline
    assert "headline was written by the desk" in story.source_note


def test_the_first_story_is_credited_to_its_source(seeds: tuple[Story, Story]) -> None:
    first, second = (story.published for story in seeds)

    assert (first.source, first.byline_text) == ("RksNews", "RksNews")
    assert (second.source, second.byline_text) == ("", "")


def test_both_stories_are_live_after_loading(seeds: tuple[Story, Story], reader: Client) -> None:
    for story in seeds:
        assert (story.status, story.visibility) == ("approved", "live")
        page = reader.get(story.published.get_absolute_url())
        assert page.status_code == 200
        assert html.escape(story.headline) in page.content.decode()


def test_every_quotation_is_a_quote_that_points_at_its_words(seeds: tuple[Story, Story]) -> None:
    printed = [re.findall("“([^”]+?),?”", re.sub("<h2>.*?</h2>", "", story.body)) for story in seeds]

    assert [len(quotations) for quotations in printed] == [3, 4]
    for story, quotations in zip(seeds, printed, strict=True):
        words = plain_text(story.body)
        quotes = list(story.published.quotes.select_related("speaker"))
        assert [quote.text for quote in quotes] == quotations
        for quote in quotes:
            assert words[quote.position :].startswith(quote.text)
            assert quote.speaker is not None
            assert all((quote.role, quote.cue, quote.occasion))


def test_who_said_what(seeds: tuple[Story, Story]) -> None:
    said = Quote.objects.order_by("story__first_published_at", "position").values_list("speaker__name", "cue")

    assert list(said) == [
        ("Radmila Shekerinska", "stated"),
        ("Mark Rutte", "said"),
        ("Mark Rutte", "remarked"),
        ("Radmila Shekerinska", "said"),
        ("Radmila Shekerinska", "pointed to"),
        ("Radmila Shekerinska", "noted"),
        ("Radmila Shekerinska", "emphasized"),
    ]


def test_one_person_has_all_the_spellings_of_her_name(seeds: tuple[Story, Story]) -> None:
    spellings = set(Person.objects.get(slug="radmila-shekerinska").spellings.values_list("name", flat=True))

    assert {"Radmila Sekerinska", "Радмила Шекеринска"} <= spellings
    assert Person.objects.filter(name__icontains="ekerinsk").count() == 1


@pytest.mark.parametrize(
    "name",
    ["Radmila Shekerinska", "Mark Rutte", "Vjosa Osmani", "Albin Kurti", "Aleksandar Vučić", "Donald Trump"],
)
def test_everybody_named_is_a_person_with_a_position(seeds: tuple[Story, Story], name: str) -> None:
    assert Person.objects.get(name=name).positions.exists()


@pytest.mark.thorough
def test_every_tag_says_what_it_is_and_both_stories_have_some(seeds: tuple[Story, Story]) -> None:
    for story in seeds:
        tags = list(story.published.tags.all())
        assert len(tags) > 3
        for tag in tags:
            assert tag.description
            assert tag.status == "approved"
            assert tag.key == name_key(tag.name)


def test_the_history_names_the_desk_and_no_login(seeds: tuple[Story, Story]) -> None:
    assert not User.objects.exists()
    rows = [*Transition.objects.all(), *Revision.objects.all()]
    assert {(row.by, row.by_name) for row in rows} == {(None, "The desk")}
    for story in seeds:
        assert list(story.transitions.values_list("verb", flat=True)) == ["submit", "approve", "publish"]


def published_rows(story: Story) -> dict[str, list[dict[str, Any]]]:
    """Return every field of what readers see of a story, but for keys that a row gets when it is written."""
    published = PublishedStory.objects.get(pk=story.pk)
    return {
        "story": [values(published)],
        "bylines": [values(row) for row in published.bylines.all()],
        "quotes": [values(row) for row in published.quotes.all()],
        "tags": sorted((values(row) for row in published.tagged.all()), key=lambda row: row["tag"]),
    }


def values(row: models.Model) -> dict[str, Any]:
    return {
        field.name: field.value_from_object(row) for field in row._meta.concrete_fields if field.name != "id"
    }


@pytest.mark.thorough
def test_publishing_the_working_copies_again_gives_the_very_rows_that_were_loaded(
    seeds: tuple[Story, Story], editor: User
) -> None:
    loaded = [published_rows(story) for story in seeds]

    for story in seeds:
        moment = story.published.updated_at
        workflow.withdraw(story, by=editor, note="To publish it again.", now=moment)
        assert not PublishedStory.objects.filter(pk=story.pk).exists()
        workflow.publish(story, by=editor, now=moment)

    assert [published_rows(story) for story in seeds] == loaded


@pytest.mark.django_db
def test_loading_three_times_changes_nothing() -> None:
    load()
    before = everything()

    load()
    load()

    assert everything() == before


@pytest.mark.thorough
def test_loading_after_edits_undoes_none_of_them(seeds: tuple[Story, Story], editor: User) -> None:
    first, second = seeds
    stories.edit(first, by=editor, headline="Another headline")
    first.quotes.first().delete()
    workflow.record_edit(first, by=editor)
    workflow.withdraw(second, by=editor, note="Not ours to publish.")
    Person.objects.filter(name="Albin Kurti").delete()
    Section.objects.filter(name="Culture").update(name="Books")
    before = everything()

    load()
    load()

    assert everything() == before


@pytest.mark.thorough
def test_a_newsroom_with_stories_of_its_own_takes_the_seeds_in(
    story_at: Callable[..., Story], editor: User
) -> None:
    own = story_at("live", section=stories.a_section("Coast"))

    load()

    assert Story.objects.count() == PublishedStory.objects.count() == 3
    assert Story.objects.get(pk=own.pk).headline == own.headline


def test_a_newsroom_with_the_seeds_is_sound(seeds: tuple[Story, Story]) -> None:
    call_command("verify_integrity")
