"""The readers' index holds what is published, is made anew while it is used, and tells when it is wrong."""

import io
from collections.abc import Callable
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from articles import search_entries, search_index, workflow
from articles.models import PublishedQuote, PublishedStory, PublishedWords, QuoteWords, Story
from articles.search import search
from articles.search_request import QUOTES, STORIES
from tests import stories
from tests.at_once import at_once

pytestmark = pytest.mark.django_db


def rebuild() -> str:
    said = io.StringIO()
    call_command("rebuild_search_index", stdout=said)
    return said.getvalue()


def problems() -> str:
    said = io.StringIO()
    with pytest.raises(CommandError, match=r"problems? found"):
        call_command("verify_integrity", stdout=said)
    return said.getvalue()


def everything() -> list[object]:
    return [list(model.objects.order_by("place").values_list()) for model in (PublishedWords, QuoteWords)]


# What is done to the index behind the newsroom's back.
BROKEN: dict[str, Callable[[Story], object]] = {
    "a story is missing": lambda story: PublishedWords.objects.all().delete(),
    "a quotation is missing": lambda story: QuoteWords.objects.all().delete(),
    "words that are not there": lambda story: PublishedWords.objects.update(words="zeppelin"),
    "a headline that is not there": lambda story: PublishedWords.objects.update(marks="h_zeppelin"),
    "words nobody said": lambda story: QuoteWords.objects.update(words="zeppelin"),
    "another date": lambda story: PublishedWords.objects.update(place=1),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_wrong_index_is_noticed_and_mended(broken: str, story_at: Callable[..., Story]) -> None:
    story = story_at("live", "Tunnel opens")
    before = everything()
    BROKEN[broken](story)
    assert f"Story {story.pk} “Tunnel opens”: readers do not find the" in problems()

    assert rebuild() == "1 story in the search index.\n"

    assert everything() == before
    call_command("verify_integrity")
    assert search("tunnel", {}).times == 1


@pytest.mark.parametrize("model", [PublishedWords, QuoteWords])
def test_a_search_that_cannot_be_narrowed_down_is_noticed_and_mended(
    model: type[PublishedWords | QuoteWords], story_at: Callable[..., Story]
) -> None:
    story_at("live", "Tunnel opens")
    before = everything()
    model._default_manager.update(facets="k_live t_999")
    assert "readers cannot narrow a search down to the" in problems()

    rebuild()

    assert everything() == before


def test_an_index_that_lost_its_rows_is_noticed_and_mended(story_at: Callable[..., Story]) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("On PostgreSQL the index is a column that nobody writes.")
    story_at("live", "Tunnel opens")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO articles_publishedwords_fts(articles_publishedwords_fts) VALUES ('delete-all')"
        )
    assert search("tunnel", {}).times == 0
    assert "the search index does not lead to it" in problems()

    assert "made anew" in rebuild()

    assert search("tunnel", {}).times == 1
    call_command("verify_integrity")


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "scheduled", "spiked", "withdrawn"])
def test_what_is_not_live_is_in_no_index(state: str, story_at: Callable[..., Story]) -> None:
    story_at(state, "Tunnel opens")

    rebuild()

    assert not PublishedWords.objects.exists()
    assert not QuoteWords.objects.exists()


def test_an_unpublished_change_is_in_no_index(story_at: Callable[..., Story], editor: User) -> None:
    story = stories.edit(story_at("live", "Tunnel opens"), by=editor, headline="Zeppelin opens")

    rebuild()

    assert search("zeppelin", {}).times == 0
    assert search("tunnel", {}).times == 1
    stories.bring_to("live", story, by=editor)
    assert search("zeppelin", {}).times == 1
    assert search("tunnel", {}).times == 0


def test_what_was_published_before_there_was_an_index_is_found(story_at: Callable[..., Story]) -> None:
    story_at("live")
    before = everything()
    PublishedWords.objects.all().delete()
    QuoteWords.objects.all().delete()

    import_module("articles.migrations.0046_stories_found_by_readers").keep(apps, None)
    import_module("articles.migrations.0101_facets_in_the_index").fill(apps, None)

    assert everything() == before


def test_places_are_in_the_order_of_dates(story_at: Callable[..., Story]) -> None:
    older, newer = story_at("live").published, story_at("live").published

    assert search_entries.place_of(older.published_at, older.pk) < search_entries.place_of(
        newer.published_at, newer.pk
    )
    assert search_index.lost(STORIES, list(PublishedWords.objects.values_list("pk", flat=True))) == set()
    assert search_index.lost(QUOTES, list(QuoteWords.objects.values_list("pk", flat=True))) == set()


@pytest.mark.thorough
@pytest.mark.django_db(transaction=True)
def test_stories_are_published_while_the_index_is_made_anew(
    story_at: Callable[..., Story], editor: User
) -> None:
    for number in range(4):
        story_at("live", f"Tunnel {number}")
    approved = [
        stories.bring_to("approved", stories.write(f"Bridge {number}", by=editor), by=editor)
        for number in range(3)
    ]

    results = at_once(publish_all(approved, editor), rebuild, rebuild)

    assert not [result for result in results if isinstance(result, Exception)], results
    assert PublishedStory.objects.count() == PublishedWords.objects.count() == 7
    assert PublishedQuote.objects.count() == QuoteWords.objects.count() == 7
    call_command("verify_integrity")


def publish_all(approved: list[Story], editor: User) -> Callable[[], None]:
    def publish() -> None:
        for story in approved:
            workflow.publish(Story.objects.get(pk=story.pk), by=editor)

    return publish
