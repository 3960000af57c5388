"""The two first stories: what the software proposes of them is what the desk confirmed."""

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from articles import quoting
from articles.house_spelling import odd_spellings
from articles.models import Person, Quote, Story
from articles.proposing import changed_quotes

pytestmark = pytest.mark.django_db


@pytest.fixture
def seeds() -> list[Story]:
    call_command("loaddata", "seed_articles", verbosity=0)
    return list(Story.objects.order_by("first_published_at"))


def test_a_confirmed_story_has_nothing_more_to_propose_and_nothing_changed(seeds: list[Story]) -> None:
    for story in seeds:
        assert quoting.proposals(story) == []
        assert changed_quotes(story) == []


def test_the_seven_quotations_are_proposed_each_with_its_person(seeds: list[Story]) -> None:
    known = {quote.text: quote.speaker for quote in Quote.objects.select_related("speaker")}
    Quote.objects.all().delete()

    found = {proposal.words: proposal for story in seeds for proposal in quoting.proposals(story)}

    assert found.keys() == known.keys()
    assert len(found) == 7
    for words, proposal in found.items():
        assert proposal.person == known[words], (words, proposal)


def test_the_first_story_tells_the_occasion_of_each(seeds: list[Story]) -> None:
    seeds[0].quotes.all().delete()

    occasions = [proposal.occasion for proposal in quoting.proposals(seeds[0])]

    assert occasions == [
        "in a social media post",
        "at a joint press conference with President Osmani",
        "during a discussion with journalists in Prishtina on March 11",
    ]


def test_all_are_confirmed_at_once_with_the_words_and_places_of_the_fixture(
    seeds: list[Story], superuser: User
) -> None:
    before = {
        quote.text: (quote.position, quote.speaker) for quote in Quote.objects.select_related("speaker")
    }
    Quote.objects.all().delete()

    for story in seeds:
        quoting.take_known(story, by=superuser)

    assert {
        quote.text: (quote.position, quote.speaker) for quote in Quote.objects.select_related("speaker")
    } == before


def test_the_second_story_spells_her_name_otherwise(seeds: list[Story]) -> None:
    first, second = ([(odd.written, odd.preferred) for odd in odd_spellings(story)] for story in seeds)

    assert first == []
    assert second == [("Sekerinska", "Shekerinska"), ("Radmila Sekerinska", "Radmila Shekerinska")]
    assert Person.objects.filter(name="Radmila Shekerinska").count() == 1
