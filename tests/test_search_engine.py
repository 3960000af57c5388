"""A search engine beside the database: it answers as the database does, and nothing depends on it.

What needs one runs where SEARCH_URL names a server; the rest does without.
"""

import logging
import socket
import time
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from articles import search_engine as engine_itself
from articles import search_index, workflow
from articles.models import PublishedQuote, PublishedStory, PublishedWords, Story, UntoldStory
from articles.search import search
from articles.search_on_opensearch import searches
from articles.search_request import QUOTES, STORIES, Kept, Request
from articles.search_terms import read
from tests import stories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


def known(engine: ModuleType, kept: Kept = STORIES) -> list[str]:
    """Return the keys of all that the engine knows."""
    index = engine._index(kept)
    engine.client().indices.refresh(index=index)
    return sorted(
        hit["_id"] for hit in engine.client().search(index=index, body={"size": 100})["hits"]["hits"]
    )


def found(question: str, *, quotes: bool = False) -> int:
    return search(question, {}, quotes=quotes).times


# --- What it is asked ----------------------------------------------------------------------------------


def test_a_question_becomes_a_search_for_terms() -> None:
    words, headlines = searches(
        Request(STORIES, read("bridge -river"), 5, 9, [["s_3", "s_1"]]), untold={8, 7}
    )

    assert words["query"]["bool"] == {
        "filter": [
            {"range": {"place": {"gte": 5, "lt": 9}}},
            {"terms": {"facets": ["s_3", "s_1"]}},
            {"terms": {"words": ["bridg", "_bridg", "_bridge"]}},
        ],
        "must_not": [{"terms": {"words": ["river", "_river"]}}, {"terms": {"story": [7, 8]}}],
    }
    assert headlines["query"]["bool"]["filter"][-1] == {
        "terms": {"marks": ["h_bridg", "h__bridg", "h__bridge"]}
    }
    assert words["size"] > headlines["size"]
    assert len(searches(Request(QUOTES, read("bridge"), 5, 9), untold=())) == 1


# --- Without one ---------------------------------------------------------------------------------------


def test_where_there_is_none_nothing_is_noted(story_at: Callable[..., Story], settings: Settings) -> None:
    settings.SEARCH_ENGINE = {}

    story_at("live", "Tunnel opens")

    assert not UntoldStory.objects.exists()
    assert found("tunnel") == 1


@pytest.fixture
def dead_engine(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Name a search engine at a port at which there is none."""

    def at(port: int) -> None:
        settings.SEARCH_ENGINE = {"hosts": [{"host": "127.0.0.1", "port": port}], "prefix": "nothing"}
        engine_itself.client.cache_clear()

    monkeypatch.setattr(engine_itself, "_resting_until", 0.0)
    yield at
    engine_itself.client.cache_clear()


def closed_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def test_when_it_is_down_the_database_answers_and_one_line_says_so(
    story_at: Callable[..., Story],
    dead_engine: Callable[[int], None],
    caplog: pytest.LogCaptureFixture,
    reader: Client,
) -> None:
    dead_engine(closed_port())
    story_at("live", "Tunnel opens")

    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert b"Tunnel" in reader.get("/search/?q=tunnel").content

    lines = [record.getMessage() for record in caplog.records if record.name == engine_itself.__name__]
    assert len(lines) == 1
    assert "the database answers" in lines[0]


def test_when_it_hangs_nobody_waits_long(
    story_at: Callable[..., Story], dead_engine: Callable[[int], None]
) -> None:
    story_at("live", "Tunnel opens")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        dead_engine(silent.getsockname()[1])
        began = time.monotonic()
        assert found("tunnel") == 1
        first = time.monotonic() - began

        assert engine_itself._resting_until > time.monotonic()
        assert found("tunnel") == 1

    assert first < engine_itself.ASKING_SECONDS + 5


@pytest.mark.django_db(transaction=True)
def test_what_cannot_be_told_waits(
    story_at: Callable[..., Story], dead_engine: Callable[[int], None]
) -> None:
    dead_engine(closed_port())
    story = story_at("live", "Tunnel opens")

    call_command("work")

    assert list(UntoldStory.objects.values_list("story_key", flat=True)) == [story.pk]


def test_a_rebuild_without_it_says_so_and_serves_the_database(
    story_at: Callable[..., Story], dead_engine: Callable[[int], None]
) -> None:
    dead_engine(closed_port())
    story_at("live", "Tunnel opens")
    PublishedWords.objects.all().delete()

    with pytest.raises(CommandError, match="The search engine"):
        call_command("rebuild_search_index")

    assert found("tunnel") == 1


# --- With one ------------------------------------------------------------------------------------------


def test_told_or_not_yet_told_readers_find_the_same(
    story_at: Callable[..., Story], editor: User, search_engine: ModuleType
) -> None:
    story = story_at("live", "Tunnel opens")
    assert (found("tunnel"), found("waited", quotes=True)) == (1, 1)
    search_engine.catch_up()
    assert not UntoldStory.objects.exists()
    assert known(search_engine) == [f"{story.pk}"]
    assert (found("tunnel"), found("waited", quotes=True)) == (1, 1)

    story = stories.bring_to(
        "live", stories.edit(story, by=editor, headline="Zeppelin opens", body="<p>Up.</p>"), by=editor
    )
    for tell in (lambda: None, search_engine.tell_all):
        tell()
        assert (found("tunnel"), found("zeppelin"), found("waited", quotes=True)) == (0, 1, 1)
    assert known(search_engine, QUOTES) == [
        f"{quote.pk}" for quote in PublishedQuote.objects.filter(story=story.pk)
    ]

    workflow.withdraw(Story.objects.get(pk=story.pk), by=editor, note="It was wrong.")
    for tell in (lambda: None, search_engine.tell_all):
        tell()
        assert (found("zeppelin"), found("waited", quotes=True)) == (0, 0)
    assert known(search_engine) == known(search_engine, QUOTES) == []


@pytest.mark.django_db(transaction=True)
def test_the_worker_tells_it(story_at: Callable[..., Story], search_engine: ModuleType) -> None:
    story = story_at("live", "Tunnel opens")

    call_command("work")

    assert not UntoldStory.objects.exists()
    assert known(search_engine) == [f"{story.pk}"]


def test_it_is_really_asked(story_at: Callable[..., Story], search_engine: ModuleType) -> None:
    story_at("live", "Tunnel opens")
    search_engine.tell_all()

    search_engine._remove(STORIES, [{"match_all": {}}])

    assert found("tunnel") == 0


def test_what_it_still_knows_of_a_story_that_is_gone_is_never_shown(
    story_at: Callable[..., Story], search_engine: ModuleType
) -> None:
    story_at("live", "Tunnel opens")
    search_engine.tell_all()

    PublishedStory.objects.all().delete()

    assert len(known(search_engine)) == 1
    assert found("tunnel") == found("waited", quotes=True) == 0


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "scheduled", "spiked", "withdrawn"])
def test_what_is_not_live_it_is_never_told(
    state: str, story_at: Callable[..., Story], search_engine: ModuleType
) -> None:
    story_at(state, "Tunnel opens")

    call_command("rebuild_search_index")

    assert known(search_engine) == known(search_engine, QUOTES) == []


def test_a_publish_that_is_taken_back_tells_nothing(
    story_at: Callable[..., Story], editor: User, search_engine: ModuleType
) -> None:
    story = story_at("approved", "Tunnel opens")

    with transaction.atomic():
        workflow.publish(story, by=editor)
        transaction.set_rollback(True)

    assert not UntoldStory.objects.exists()


def test_of_many_that_it_was_not_told_the_database_tells(
    story_at: Callable[..., Story], search_engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_engine, "MOST_UNTOLD", 1)
    for number in range(3):
        story_at("live", f"Tunnel {number}")
    monkeypatch.setattr(search_engine, "_found", None)

    assert found("tunnel") == 3


def test_an_older_text_never_replaces_a_newer(
    story_at: Callable[..., Story], search_engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = story_at("live", "Tunnel opens")
    search_engine.tell_all()
    search_index.has_changed([story.pk])
    monkeypatch.setattr(search_engine, "now", lambda: 1)

    # As a worker would that read its text before, and comes to an end now.
    assert search_engine.tell() == 0

    assert UntoldStory.objects.exists()
    monkeypatch.undo()
    assert search_engine.tell() == 1
    assert found("tunnel") == 1


def test_a_rebuild_mends_whatever_it_knows(
    story_at: Callable[..., Story], search_engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.search_engine._MOST_REMOVED", 2)
    story = story_at("live", "Tunnel opens")
    wrong = {"place": 1, "story": story.pk, "marks": "", "facets": "", "words": "zeppelin"}
    search_engine._write(STORIES, [{**wrong, "key": story.pk}], 1)
    search_engine._write(STORIES, [{**wrong, "key": key, "story": key} for key in range(900, 905)], 1)
    UntoldStory.objects.all().delete()
    assert found("tunnel") == 0

    call_command("rebuild_search_index")

    assert known(search_engine) == [f"{story.pk}"]
    assert (found("tunnel"), found("zeppelin")) == (1, 0)


def test_an_index_that_was_lost_is_made_again(
    story_at: Callable[..., Story], search_engine: ModuleType
) -> None:
    story_at("live", "Tunnel opens")
    search_engine.tell_all()
    search_engine.client().indices.delete(index=search_engine._index(STORIES))
    assert found("tunnel") == 1
    assert search_engine._resting_until
    search_engine._resting_until = 0.0

    call_command("rebuild_search_index")

    assert len(known(search_engine)) == found("tunnel") == 1


def test_until_a_rebuild_has_ended_the_database_answers(
    story_at: Callable[..., Story], search_engine: ModuleType
) -> None:
    search_engine.client().indices.delete(index=f"{search_engine._name(STORIES)}-*")
    story_at("live", "Tunnel opens")
    UntoldStory.objects.all().delete()
    story_at("live", "Zeppelin opens")

    search_engine.tell_all()

    assert len(known(search_engine)) == 1
    assert (found("tunnel"), found("zeppelin")) == (1, 1)
    search_engine._resting_until = 0.0
    call_command("rebuild_search_index")
    assert (len(known(search_engine)), found("tunnel")) == (2, 1)


def test_an_index_of_an_earlier_shape_goes(
    story_at: Callable[..., Story], search_engine: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    story_at("live", "Tunnel opens")
    monkeypatch.setattr(search_engine, "SHAPE", 99)
    # Asked of the earlier one, it would find too little: until then the database answers.
    assert found("tunnel") == 1
    assert search_engine._resting_until
    search_engine._resting_until = 0.0

    call_command("rebuild_search_index")

    assert found("tunnel") == 1
    assert list(search_engine.client().indices.get(index=f"{search_engine._name(STORIES)}-*")) == [
        search_engine._index(STORIES)
    ]
    monkeypatch.undo()
    search_engine.make_ready()
    search_engine.put_into_service(0)


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_stories_are_published_while_it_is_told_and_made_anew(
    story_at: Callable[..., Story], editor: User, search_engine: ModuleType
) -> None:
    live = [story_at("live", f"Tunnel {number}") for number in range(3)]

    def publish_again() -> None:
        for story in live:
            for number in range(3):
                changed = stories.edit(Story.objects.get(pk=story.pk), by=editor, headline=f"Bridge {number}")
                stories.bring_to("live", changed, by=editor)

    def rebuild() -> None:
        call_command("rebuild_search_index")

    results = at_once(publish_again, rebuild, search_engine.tell_all, search_engine.tell_all)

    assert not [result for result in results if isinstance(result, Exception)], results
    search_engine.tell_all()
    assert not UntoldStory.objects.exists()
    assert (found("tunnel"), found("bridge 2"), found("bridge 1")) == (0, 3, 0)
    assert len(known(search_engine)) == 3
