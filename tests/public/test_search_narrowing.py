"""The readers' search: by what it is narrowed down, and what else could be chosen."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django_tasks_db.models import DBTaskResult

from articles import merging, retagging, tag_finding, tag_merging, tag_undoing
from articles.models import Person, Story, Tag
from articles.search import search
from articles.search_facets import SHOWN
from articles.search_filters import MOST_CHOSEN
from articles.search_request import QUOTES, STORIES
from articles.tag_merging import SplitRule
from tests.public import site
from tests.public.searching import ask, headlines, live
from tests.stories import a_section, a_tag, bring_to, edit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whoever_finds")]

FACET = re.compile(r'<a href="(/search/[^"]*)"[^>]*>([^<]+?) <span>(\d+|remove)</span>')


@pytest.mark.usefixtures("town")
@pytest.mark.thorough
def test_facets_are_links_with_counts_and_narrow_down(reader: Client) -> None:
    choices = offered(ask(reader, "bridge"))

    assert choices["World"][1] == "2"
    assert choices["Weather"][1] == "1"
    assert choices["Analysis"][1] == "1"
    assert choices["Mira Toska"][1] == "1"
    assert choices["Vjosa Dema"][1] == "2"
    assert choices["Bridges"][1] == "1"
    assert choices["Past 24 hours"][1] == "3"
    for name, (address, times) in choices.items():
        narrowed = reader.get(address)
        assert len(headlines(narrowed)) == int(times), name
        assert "remove" in site.text(narrowed)


def offered(response: HttpResponse) -> dict[str, tuple[str, str]]:
    """Return what a page offers to narrow down by: where each leads, and its count."""
    found = FACET.findall(site.text(response))
    return {name: (address.replace("&amp;", "&"), times) for address, name, times in found}


@pytest.mark.usefixtures("town")
def test_of_one_facet_several_may_be_chosen_and_one_is_enough(reader: Client) -> None:
    one = ask(reader, "bridge", section="weather")
    assert offered(one)["World"] == ("/search/?q=bridge&section=weather,world", "2")
    assert offered(one)["Weather"] == ("/search/?q=bridge", "remove")
    assert "Bridges" not in offered(one)

    both = reader.get(offered(one)["World"][0])
    assert headlines(both) == headlines(ask(reader, "bridge"))
    assert offered(both)["World"] == ("/search/?q=bridge&section=weather", "remove")
    assert offered(both)["Bridges"] == ("/search/?q=bridge&section=weather,world&tag=bridges", "1")


@pytest.mark.usefixtures("town")
def test_of_two_facets_each_has_to_be_met_and_each_is_counted_without_itself(reader: Client) -> None:
    answer = ask(reader, "bridge", section="world", tag="bridges,floods")

    assert headlines(answer) == ["Old bridge falls"]
    # With the section: what the tags let through. With the tags: what the section lets through.
    assert offered(answer)["Weather"][1] == "1"
    assert offered(answer)["Bridges"][1] == "remove"
    assert offered(answer)["News"][1] == "1"
    # Chosen and not found stays, to be taken back, by its address alone.
    assert offered(answer)["floods"] == ("/search/?q=bridge&section=world&tag=bridges", "remove")


CHIP = re.compile(r'<a href="(/search/[^"]*)"><span class="unseen">Remove</span> ([^<]+?) <span')


def chips(response: HttpResponse) -> dict[str, str]:
    """Return what a page of results says it was narrowed down by, each with where it is taken back.

    What was not found has its address for a name.
    """
    return {
        name.lower(): address.replace("&amp;", "&") for address, name in CHIP.findall(site.text(response))
    }


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize("question", ["bridge", "zeppelin"])
def test_whatever_was_chosen_is_taken_back_one_by_one_found_or_not(question: str, reader: Client) -> None:
    given = {
        "section": "weather,world",
        "kind": "analysis,news",
        "when": "day",
        "from": "2020-01-01",
        "to": "2999-01-01",
    }
    taken_back = chips(ask(reader, question, **given))

    days = ("past 24 hours", "from 2020-01-01", "until 2999-01-01")
    assert {*taken_back} == {"world", "weather", "analysis", "news", *days}
    for name, address in taken_back.items():
        assert {*chips(reader.get(address))} == {*taken_back} - {name}
    assert chips(ask(reader, question)) == {}


@pytest.mark.usefixtures("town")
def test_a_phrase_is_counted_as_one_in_what_else_could_be_chosen(reader: Client) -> None:
    assert "World" in offered(ask(reader, '"old bridge"', section="weather"))
    assert "World" not in offered(ask(reader, '"old bridge stands"', section="weather"))


@pytest.mark.usefixtures("town")
def test_however_it_is_asked_the_links_have_one_form(reader: Client) -> None:
    asked = ask(reader, "bridge", tag=",floods,,bridges,floods", section="world,weather")

    assert offered(asked)["World"][0] == "/search/?q=bridge&section=weather&tag=bridges,floods"
    assert headlines(asked) == headlines(ask(reader, "bridge", tag="bridges,floods"))


def test_no_more_than_a_few_are_chosen_of_one_facet(reader: Client, editor: User) -> None:
    for number in range(MOST_CHOSEN + 2):
        live("Bridge", editor, author=f"Author {number}")

    page = ask(reader, "bridge", author=",".join(f"author-{number}" for number in range(MOST_CHOSEN + 2)))

    authors = [name for name in offered(page) if name.startswith("Author")]
    assert len(headlines(page)) == len(authors) == MOST_CHOSEN
    assert {offered(page)[name][1] for name in authors} == {"remove"}


def test_of_equally_many_the_same_are_offered_in_whatever_order_they_were_found(
    reader: Client, editor: User
) -> None:
    # Two more than are offered, each of one story; the newer story has the newer half.
    tags = [f"Tag {number}" for number in range(SHOWN + 2)]
    live("Bridge", editor, tags=tags[:5])
    live("Bridge", editor, tags=tags[5:])

    for given in ({}, {"section": "world"}, {"tab": "quotes", "section": "world"}):
        page = ask(reader, "waited" if "tab" in given else "bridge", **given)
        assert [name for name in offered(page) if name in tags] == tags[:SHOWN], given


@pytest.mark.usefixtures("town")
def test_days_narrow_down_too(reader: Client) -> None:
    today = f"{datetime.now(tz=UTC):%Y-%m-%d}"

    assert len(headlines(ask(reader, "bridge", **{"from": today, "to": today}))) == 3
    assert headlines(ask(reader, "bridge", to="2020-01-01")) == []
    assert headlines(ask(reader, "bridge", **{"from": "9999-12-31"})) == []


@pytest.mark.parametrize(
    "given",
    [
        {"section": "x y"},
        {"section": "\x00"},
        {"kind": "nonsense"},
        {"tag": "%"},
        {"from": "10000-99-99"},
        {"from": "0001-01-01"},
        {"to": "9999-12-31"},
        {"when": "ever"},
        {"tag__name__startswith": "B"},
        {"status": "draft"},
        {"author__user__password__startswith": "p"},
        {"_connector": "OR"},
    ],
)
@pytest.mark.usefixtures("town")
def test_what_is_no_choice_changes_nothing(given: dict[str, str], reader: Client) -> None:
    assert headlines(ask(reader, "bridge", **given)) == headlines(ask(reader, "bridge"))


def test_however_many_have_what_is_chosen_who_meets_it_all_is_found(
    reader: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # PostgreSQL looks at so many of the newest first, and asks its index for the others.
    monkeypatch.setattr("articles.search_on_postgresql.NEWEST", {STORIES: 2, QUOTES: 2})
    oldest = live("Bridge", editor, author="Author 0", tags=["Bridges", "Rare"], section=a_section("Sport"))
    for number in range(5):
        live(f"Bridge {number}", editor, author=f"Author {number % 2}", tags=["Bridges"])

    for given in (
        {"tag": "rare"},
        {"tag": "bridges", "section": "sport"},
        {"author": "author-0,author-1", "tag": "bridges", "section": "sport", "kind": "news,live"},
    ):
        assert headlines(ask(reader, "bridge", **given)) == [oldest.headline], given
        assert search("waited", given, quotes=True).times == 1, given


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"section": "world"},
        {"tab": "quotes"},
        {"page": "1", "person": "vjosa-dema"},
        {
            "section": "world,weather",
            "person": "vjosa-dema",
            "kind": "news",
            "author": "author-1,author-2",
            "tag": "tag-1,tag-2",
        },
        {"tab": "quotes", "section": "world,weather", "person": "vjosa-dema", "when": "day"},
    ],
)
def test_a_page_asks_five_times_whatever_is_chosen(
    given: dict[str, str], reader: Client, editor: User, django_assert_max_num_queries: Callable
) -> None:
    for number in range(4):
        live(f"Bridge {number}", editor, author=f"Author {number}", tags=[f"Tag {number}"])

    # One more tells what the search engine does not know yet.
    with django_assert_max_num_queries(5 + bool(settings.SEARCH_ENGINE)):
        assert ask(reader, "bridge waited" if given.get("tab") else "bridge", **given).status_code == 200


# --- What changes without a publish ------------------------------------------------------------------


def test_facets_follow_the_tagging_desk(reader: Client, editor: User, moderator: User) -> None:
    story = live("Tunnel opens", editor, tags=["Tunnels"])
    underground = a_tag("Underground")

    retagging.tag_story(story, underground, by=moderator)
    decision = retagging.untag_story(story, Tag.objects.get(name="Tunnels"), by=moderator)

    page = site.text(ask(reader, "tunnel"))
    assert "Underground <span>1</span>" in page
    assert "Tunnels <span>" not in page
    for quotes in (False, True):
        assert (
            search("tunnel" if not quotes else "waited", {"tag": underground.slug}, quotes=quotes).times == 1
        )
        assert search("tunnel" if not quotes else "waited", {"tag": "tunnels"}, quotes=quotes).times == 0

    tag_undoing.undo(decision, by=moderator)

    assert headlines(ask(reader, "tunnel", tag="tunnels")) == ["Tunnel opens"]
    call_command("verify_integrity")


def test_merged_tags_are_one_at_once_and_two_again(reader: Client, editor: User, moderator: User) -> None:
    for number, tags in enumerate((["Subway"], ["Tube"], ["Subway", "Tube"], ["Metro"])):
        live(f"Tunnel {number}", editor, tags=tags)
    subway, tube, metro = (Tag.objects.get(name=name) for name in ("Subway", "Tube", "Metro"))

    first = tag_merging.merge(tube, subway, by=moderator)
    second = tag_merging.merge(Tag.objects.get(pk=subway.pk), metro, by=moderator)

    page = ask(reader, "tunnel", tag="metro")
    assert len(headlines(page)) == 4
    assert offered(ask(reader, "tunnel"))["Metro"][1] == "4"
    assert not {"Subway", "Tube"} & {*offered(page)}
    # An address of before leads to what it is now.
    assert "tag=metro" in ask(reader, "tunnel", tag="tube").headers["Location"]
    call_command("verify_integrity")

    # Published meanwhile, by another tag of its own.
    again = Story.objects.get(headline="Tunnel 1")
    bring_to("live", edit(again, by=editor, headline="Tunnel 1 again"), by=editor)
    tag_undoing.undo(second, by=moderator)
    tag_undoing.undo(first, by=moderator)

    assert headlines(ask(reader, "tunnel", tag="tube")) == ["Tunnel 2", "Tunnel 1 again"]
    assert offered(ask(reader, "tunnel"))["Subway"][1] == "2"
    call_command("verify_integrity")


def test_facets_follow_people_who_turn_out_to_be_one(reader: Client, editor: User) -> None:
    live("Tunnel opens", editor)
    vjosa, other = Person.objects.get(slug="vjosa-dema"), Person.objects.create(name="V. Dema", slug="v-dema")

    journal = merging.merge(vjosa, other, by=editor)

    assert headlines(ask(reader, "tunnel", person=other.slug)) == ["Tunnel opens"]
    assert offered(ask(reader, "tunnel"))["V. Dema"][1] == "1"
    assert search("waited", {"person": other.slug}, quotes=True).times == 1

    merging.undo_merge(journal, by=editor)

    assert headlines(ask(reader, "tunnel", person="vjosa-dema")) == ["Tunnel opens"]
    assert headlines(ask(reader, "tunnel", person=other.slug)) == []
    call_command("verify_integrity")


def test_many_stories_follow_the_tagging_desk_by_a_worker(
    reader: Client, editor: User, moderator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.tag_finding.AT_ONCE", 1)
    for number in range(3):
        live(f"Tunnel {number}", editor, tags=["Tunnels"])
    tunnels, underground = Tag.objects.get(name="Tunnels"), a_tag("Underground")

    tag_merging.split(tunnels, underground, SplitRule(words="Tunnel"), by=moderator)
    assert len(headlines(ask(reader, "tunnel", tag=underground.slug))) == 1
    while row := DBTaskResult.objects.filter(task_path__contains="tag_finding").first():
        tag_finding.follow_the_rest.call(*row.args_kwargs["args"])
        row.delete()

    assert len(headlines(ask(reader, "tunnel", tag=underground.slug))) == 3
    call_command("verify_integrity")
