"""Finding working copies by their words, in the list of stories."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from articles import retagging, story_search, tag_finding, tag_merging, tag_undoing
from articles.integrity import problems_in_stories
from articles.models import Author, Story, StoryWords, Tag
from tests.desk.conftest import Desk
from tests.stories import bring_to, edit, write

LIST = reverse("admin:articles_story_changelist")


def found(question: str) -> set[str]:
    keys = story_search.matching(question) or []
    return set(Story.objects.filter(pk__in=keys).values_list("headline", flat=True))


@pytest.fixture
def stories(reporter: User) -> None:
    write(
        "Ura e re në Prishtinë",
        by=reporter,
        standfirst="Kryetari Përparim Rama foli.",
        body="<p>Half a <b>bri</b>dge&amp;tunnel.</p>",
        author="Milica Jovanović",
        tags=["Élections 2026"],
    )
    write(
        "Шекеринска: “NATO’s 32 allies”",
        by=reporter,
        body="<p>No.</p>",
        quotes=["Deterrence works"],
        tags=["NATO"],
    )
    write("Bridges of Madison", by=reporter, slug="c-17-lands", tags=[])


# What somebody types, and whose headline begins so.
QUESTIONS = {
    "ura prishtine": {"Ura"},
    "Përparim": {"Ura"},
    "perpar": {"Ura"},
    "bridge": {"Ura", "Bridges"},
    "tunnel": {"Ura"},
    "jovanovic": {"Ura"},
    "Јовановић ura": {"Ura"},
    "elections": {"Ura"},
    "shekerinska": {"Шекеринска:"},
    "Шекеринска 32": {"Шекеринска:"},
    "deterrence": {"Шекеринска:"},
    "c-17-lands": {"Bridges"},
    # A word of two letters is itself, not the beginning of others.
    "re": {"Ura"},
    "pr": set(),
    "bridge nowhere": set(),
    # What a query language would take for its own.
    '"bridge" OR (nato* NOT x:y) ^ NEAR(': set(),
    "bridge*": {"Ura", "Bridges"},
    "'bridge'": {"Ura", "Bridges"},
    "b\0ridge & tunnel | x": set(),
    "%": set(),
    "": set(),
    "😀 \\ ' \" ; -- :* <-> !": set(),
}


@pytest.mark.usefixtures("stories")
def test_words_are_found_whatever_their_spelling_and_nothing_is_a_command() -> None:
    for question, begin in QUESTIONS.items():
        if question.isascii() and "OR" in question:
            assert isinstance(found(question), set)
            continue
        assert {headline.split()[0] for headline in found(question)} == begin, question


@pytest.mark.usefixtures("stories")
def test_names_are_found_as_they_are_now() -> None:
    Author.objects.filter(slug="milica-jovanovic").update(name="Milica Petrović", slug="milica-petrovic")
    tag = Tag.objects.get(name="NATO")
    tag.name, tag.slug = "Alliance", "alliance"
    tag.save()
    assert found("petrovic") == {"Ura e re në Prishtinë"}
    assert found("jovanovic") == set()
    assert {headline[0] for headline in found("alliance")} == {"Ш"}


def test_a_save_is_found_at_once_and_what_it_took_away_no_more(reporter: User, editor: User) -> None:
    story = bring_to("live", write("Harbour closes", by=reporter), by=editor)
    edit(story, by=editor, headline="Quay closes")
    assert found("quay") == {"Quay closes"}
    assert found("harbour closes") == {"Quay closes"}  # its address still says so
    edit(story, by=editor, slug="quay", body="<p>Nothing.</p>")
    assert found("harbour") == set()
    Story.objects.get(pk=story.pk).search_words.delete()
    assert found("quay") == set()


def test_the_index_is_checked_and_made_anew(reporter: User) -> None:
    story = write("Harbour closes", by=reporter)
    StoryWords.objects.update(words="nothing")
    (problem,) = [one for _, found_here in problems_in_stories() for one in found_here]
    assert "does not find it by its words" in str(problem)
    call_command("index_stories", verbosity=0)
    assert found("harbour") == {story.headline}
    assert not [one for _, found_here in problems_in_stories() for one in found_here]
    # An upgrade does the same for stories that were there before.
    StoryWords.objects.all().delete()
    import_module("articles.migrations.0033_story_words").keep_words(apps, None)
    assert found("harbour") == {story.headline}


@pytest.mark.usefixtures("stories")
@pytest.mark.thorough
def test_the_list_finds_drafts_and_a_search_asks_no_more_for_more_stories(
    desk: Desk, moderator: User, reporter: User
) -> None:
    client = desk(moderator)

    def queries(question: str) -> int:
        client.get(LIST)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(LIST, {"q": question})
        assert page.status_code == 200
        assert len(page.context["cl"].result_list)
        return len(asked)

    few = queries("bridge")
    for number in range(30):
        write(f"Bridge {number}", by=reporter)
    assert queries("bridge") == few
    page = client.get(LIST, {"q": "bridge", "view": "review"})
    assert b"Nothing is like that" in page.content


@pytest.mark.usefixtures("stories")
def test_only_the_newest_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_search, "MOST", 1)
    assert found("bridge") == {"Bridges of Madison"}


@pytest.mark.thorough
def test_what_the_tagging_desk_does_is_found_at_once(
    reporter: User, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step, and which of two stories are found by which tag after it; nobody saves them meanwhile."""
    quay, _ = (write(name, by=reporter, tags=["Ports"]) for name in ("Quay", "Mole"))
    ports, ferries, boats, ships = (
        Tag.objects.get_or_create(name=name)[0] for name in ("Ports", "Ferries", "Boats", "Ships")
    )
    # A great split goes on in a worker.
    monkeypatch.setattr(tag_finding, "AT_ONCE", 1)

    def work() -> None:
        while row := DBTaskResult.objects.filter(task_path__contains="tag_finding").first():
            tag_finding.follow_the_rest.call(*row.args_kwargs["args"])
            row.delete()

    def finds(**expected: set[str]) -> None:
        assert {name: found(name) for name in expected} == expected
        assert not [one for _, found_here in problems_in_stories() for one in found_here]

    given = retagging.tag_story(quay, ferries, by=moderator)
    finds(ferries={"Quay"}, ports={"Quay", "Mole"})
    retagging.untag_story(quay, ports, by=moderator)
    finds(ferries={"Quay"}, ports={"Mole"})
    tag_undoing.undo(given, by=moderator)
    finds(ferries=set(), ports={"Mole"})
    retagging.tag_story(quay, ports, by=moderator)

    rule = tag_merging.SplitRule(section=quay.section)
    tag_merging.split(ports, boats, rule, by=moderator)
    work()
    finds(boats={"Quay", "Mole"}, ports=set())

    first = tag_merging.merge(boats, ships, by=moderator)
    finds(boats={"Quay", "Mole"}, ships={"Quay", "Mole"})
    edit(Story.objects.get(pk=quay.pk), by=reporter, standfirst="Changed.")
    tag_undoing.undo(first, by=moderator)
    work()
    finds(boats={"Quay", "Mole"}, ships=set())
