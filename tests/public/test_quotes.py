"""Readers' pages of quotations and people: permanent, citable, found, followed; nothing that is not published."""

import json
import re
from collections.abc import Callable
from datetime import date
from uuid import uuid4
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import dateformat, timezone

from articles import workflow
from articles.models import Person, Position, PublishedQuote, Quote, Story
from articles.templatetags.readers import spoken
from tests.public import site
from tests.stories import a_person, a_tag, bring_to, edit, write

pytestmark = pytest.mark.django_db


def say(
    words: str, person: str | None, *, by: User, tags: tuple[str, ...] = ("Bridges",), **facts: object
) -> PublishedQuote:
    """Publish a story in which somebody says this, and return the quotation as readers see it."""
    story = write(by=by, quotes=(), tags=tags)
    Quote.objects.create(story=story, text=words, speaker=a_person(person) if person else None, **facts)
    workflow.record_edit(story, by=by)
    return bring_to("live", story, by=by).published.quotes.get()


def structured(page: str) -> dict:
    return json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


# --- One quotation -----------------------------------------------------------------------------------


def test_a_quotation_has_a_page_with_all_that_is_known_of_it(reader: Client, editor: User) -> None:
    quote = say(
        "We have waited long enough,",
        "Vjosa Dema",
        by=editor,
        role="Mayor",
        occasion="at the opening",
        place="Prishtina",
        said_on=date(2026, 3, 6),
        medium="speech",
        source_url="https://example.org/speech",
        original_text="Kemi pritur mjaft",
        original_language="sq",
        translator="Mira Toska",
    )

    page = site.text(reader.get(f"/quotes/{quote.uuid}/"))

    for told in (
        *(
            "We have waited long enough",
            "Vjosa Dema",
            "Mayor",
            "at the opening",
            "Prishtina",
            "6 March 2026",
            "Speech",
        ),
        *("https://example.org/speech", "Kemi pritur mjaft", "Translated from Albanian by Mira Toska"),
        *(quote.story.headline, quote.story.get_absolute_url(), quote.speaker.get_absolute_url()),
        f'<link rel="canonical" href="http://testserver/quotes/{quote.uuid}/">',
        f'<meta property="og:url" content="http://testserver/quotes/{quote.uuid}/">',
    ):
        assert told in page, told


def test_a_quotation_is_copied_with_its_source(reader: Client, editor: User) -> None:
    quote = say(
        "We have waited long enough,", "Vjosa Dema", by=editor, role="Mayor", said_on=date(2026, 3, 6)
    )

    page = site.text(reader.get(quote.get_absolute_url()))

    day = dateformat.format(timezone.localdate(quote.published_at), "j F Y")
    (copied,) = re.findall(r'data-copy="([^"]*)"', page)
    assert copied == (
        "“We have waited long enough” – Vjosa Dema, Mayor, 6 March 2026. "
        f"{quote.story.headline}, Newsroom, {day}, http://testserver/quotes/{quote.uuid}/"
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("We go", "We go"),
        ("“We go,”", "We go"),
        ("“We go,", "We go"),
        ("We go”,", "We go"),
        ("He told me, ‘I will come back’", "He told me, ‘I will come back’"),
        ("‘I will go,’ he said", "‘I will go,’ he said"),
        ("‘He’ and ‘she’", "‘He’ and ‘she’"),
        ("“We ‘go’ now”", "We ‘go’ now"),
        ("the workers’", "the workers’"),
        ("’Tis the season", "’Tis the season"),
        ('"', ""),
    ],
)
def test_a_quotation_keeps_the_marks_within_it_and_loses_those_around_it(text: str, shown: str) -> None:
    assert spoken(text) == shown


def test_machines_read_a_quotation(reader: Client, editor: User) -> None:
    quote = say('We </script> have "waited"', "Vjosa Dema", by=editor, role="Mayor", said_on=date(2026, 3, 6))

    data = structured(site.text(reader.get(quote.get_absolute_url())))

    assert data["@type"] == "Quotation"
    assert data["text"] == 'We </script> have "waited"'
    assert data["spokenByCharacter"]["name"] == "Vjosa Dema"
    assert data["dateCreated"] == "2026-03-06"
    assert data["isPartOf"]["url"] == f"http://testserver{quote.story.get_absolute_url()}"


def test_whoever_shares_a_quotation_shares_it_whole(reader: Client, editor: User) -> None:
    quote = say("We have waited", "Vjosa Dema", by=editor, source_url="javascript:alert(1)")

    page = site.text(reader.get(quote.get_absolute_url()))

    shared = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)"', page))
    assert shared["title"] == "Vjosa Dema: “We have waited”"
    assert shared["url"] == f"http://testserver/quotes/{quote.uuid}/"
    assert shared["image"].startswith("http://testserver/")
    assert {"type", "site_name", "description"} <= shared.keys()
    assert "javascript:" not in page


def test_a_speaker_without_a_name_has_a_role_and_no_page(reader: Client, editor: User) -> None:
    quote = say("We have waited long enough", None, by=editor, role="A senior official")

    page = site.text(reader.get(quote.get_absolute_url()))
    story = site.text(reader.get(quote.story.get_absolute_url()))

    assert "A senior official" in page
    assert "A senior official" in story
    assert "spokenByCharacter" not in structured(page)


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "scheduled", "spiked", "withdrawn"])
def test_a_quotation_that_is_not_published_has_no_page(state: str, reader: Client, editor: User) -> None:
    story = bring_to(state, write(by=editor), by=editor)

    answer = reader.get(f"/quotes/{story.quotes.get().uuid}/")

    assert answer.status_code == 404
    assert answer.content == reader.get(f"/quotes/{uuid4()}/").content


def test_the_address_stays_the_same_when_a_story_is_published_again(reader: Client, editor: User) -> None:
    story = bring_to("live", write(by=editor), by=editor)
    address = story.published.quotes.get().get_absolute_url()
    edit(story, by=editor, headline="Another headline")
    site.publish_changes(story, by=editor)

    assert "Another headline" in site.text(reader.get(address))


def test_a_story_leads_to_the_record_of_each_of_its_quotations(reader: Client, editor: User) -> None:
    story = bring_to("live", write(by=editor, quotes=("We have waited long enough", "Work began")), by=editor)

    page = site.text(reader.get(story.published.get_absolute_url()))

    for quote in story.published.quotes.all():
        assert f'href="/quotes/{quote.uuid}/"' in page
        assert reader.get(f"/quotes/{quote.uuid}/").status_code == 200


@pytest.mark.parametrize("shown", [True, False])
def test_how_it_was_checked_is_shown_by_setting(
    shown: bool, reader: Client, editor: User, settings: object
) -> None:
    settings.SHOW_VERIFICATION = shown
    quote = say("We have waited long enough", "Vjosa Dema", by=editor, verification="second_listener")

    for address in (quote.get_absolute_url(), quote.story.get_absolute_url(), "/people/vjosa-dema/"):
        assert ("Second listener" in site.text(reader.get(address))) is shown, address


def test_what_was_not_checked_yet_is_not_told_to_readers(
    reader: Client, editor: User, settings: object
) -> None:
    settings.SHOW_VERIFICATION = True
    quote = say("We have waited long enough", "Vjosa Dema", by=editor)

    assert "hecked" not in site.text(reader.get(quote.get_absolute_url()))


# --- People ------------------------------------------------------------------------------------------


def test_the_index_leads_to_everybody_who_is_quoted_by_surname(reader: Client, editor: User) -> None:
    for name in ("Mark Rutte", "Radmila Shekerinska", "Александар Вучић"):
        say("We have waited long enough", name, by=editor)
    a_person("Never Quoted")
    vucic = Person.objects.get(name="Александар Вучић")

    latest = site.text(reader.get("/people/"))
    assert all(f"/people/{slug}/" in latest for slug in ("mark-rutte", "radmila-shekerinska", vucic.slug))
    assert 'href="/people/mark-rutte/"' in site.text(reader.get("/people/by-letter/r/"))
    assert f'href="{vucic.get_absolute_url()}"' in site.text(reader.get("/people/by-letter/v/"))
    assert "Never Quoted" not in site.text(reader.get("/people/by-letter/q/"))


@pytest.mark.parametrize("letters", ["1", "A", "é", "abcdefg", "a-b", "-"])
def test_the_index_has_only_the_parts_it_leads_to(letters: str, reader: Client) -> None:
    assert reader.get(f"/people/by-letter/{letters}/").status_code == 404


def test_too_many_names_ask_for_a_letter_more(
    reader: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.views.people.MOST_NAMES", 2)
    for name in ("Ana Rama", "Eva Rama", "Mark Rutte"):
        say("We have waited long enough", name, by=editor)

    page = site.text(reader.get("/people/by-letter/r/"))
    assert "/people/by-letter/ra/" in page
    narrower = site.text(reader.get("/people/by-letter/ru/"))
    assert "/people/mark-rutte/" in narrower
    assert "Rama" not in narrower


def test_what_somebody_said_is_found_by_subject(reader: Client, editor: User) -> None:
    say("The bridge is late", "Vjosa Dema", by=editor, tags=("Bridges",))
    say("The school is new", "Vjosa Dema", by=editor, tags=("Schools",))
    say("I know nothing", "Mark Rutte", by=editor, tags=("Bridges",))
    a_tag("Unused")

    subjects = site.text(reader.get("/people/vjosa-dema/on/"))
    assert "/people/vjosa-dema/on/bridges/" in subjects
    assert "unused" not in subjects
    page = site.text(reader.get("/people/vjosa-dema/on/bridges/"))
    assert "The bridge is late" in page
    assert "The school is new" not in page
    assert "I know nothing" not in page
    assert reader.get("/people/vjosa-dema/on/unused/").status_code == 404
    assert reader.get("/people/mark-rutte/on/schools/").status_code == 404
    assert "/people/vjosa-dema/on/" in site.text(reader.get("/people/vjosa-dema/"))
    say("I have no subject", "Ana Rama", by=editor, tags=())
    assert "/people/ana-rama/on/" not in site.text(reader.get("/people/ana-rama/"))


def test_the_role_beside_old_words_is_the_role_of_that_day(reader: Client, editor: User) -> None:
    say("We have waited long enough", "Mark Rutte", by=editor, role="Prime Minister of the Netherlands")
    Position.objects.create(person=a_person("Mark Rutte"), title="Secretary General", organisation="NATO")

    assert "Prime Minister of the Netherlands" in site.text(reader.get("/people/mark-rutte/"))


def test_a_person_can_be_followed(reader: Client, editor: User) -> None:
    first = say("The bridge is late", "Vjosa Dema", by=editor, role="Mayor")
    second = say("The bridge & the school are late", "Vjosa Dema", by=editor)
    say("I know nothing", "Mark Rutte", by=editor)

    answer = reader.get("/people/vjosa-dema/feed/")

    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    items = ET.fromstring(answer.content).findall("channel/item")
    assert [item.findtext("link") for item in items] == [
        f"http://testserver{quote.get_absolute_url()}" for quote in (second, first)
    ]
    assert [item.findtext("guid") for item in items] == [f"urn:uuid:{second.uuid}", f"urn:uuid:{first.uuid}"]
    assert items[0].findtext("title") == "“The bridge & the school are late”"
    assert reader.get("/people/nobody/feed/").status_code == 404


@pytest.mark.parametrize("part", ["", "feed/", "on/", "on/bridges/"])
def test_somebody_quoted_only_in_drafts_has_no_page(part: str, reader: Client, editor: User) -> None:
    write(by=editor)

    assert reader.get(f"/people/vjosa-dema/{part}").status_code == 404


def test_a_question_to_another_page_is_no_question(reader: Client, editor: User) -> None:
    say("We have waited long enough", "Vjosa Dema", by=editor)

    assert reader.get("/people/?q=bridge").content == reader.get("/people/").content


# --- All of them -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/people/", 2),
        ("/people/by-letter/d/", 2),
        ("/people/vjosa-dema/", 5),
        ("/people/vjosa-dema/on/", 3),
        ("/people/vjosa-dema/on/bridges/", 4),
        ("/people/vjosa-dema/feed/", 4),
        ("/quotes/", 2),
        ("/quotes/{uuid}/", 2),
    ],
)
@pytest.mark.thorough
def test_pages_ask_the_same_for_one_and_for_many(
    address: str, queries: int, reader: Client, editor: User, django_assert_num_queries: Callable
) -> None:
    """The first query is the public state."""
    for number in range(6):
        quote = say(f"The bridge {number} is late", "Vjosa Dema", by=editor)
        say(f"The bridge {number} is early", f"Ana{number} Dedaj", by=editor)

    with django_assert_num_queries(queries):
        assert reader.get(address.format(uuid=quote.uuid)).status_code == 200


@pytest.mark.thorough
def test_the_seeds_have_a_page_for_each_of_their_seven_quotations(reader: Client) -> None:
    call_command("loaddata", "seed_articles", verbosity=0)

    answers = site.crawl(
        reader, {"/", "/people/", "/quotes/", "/people/by-letter/s/", "/people/radmila-shekerinska/feed/"}
    )

    assert {
        address: answer.status_code for address, answer in answers.items() if answer.status_code != 200
    } == {}
    quotes = [
        answer for address, answer in answers.items() if re.fullmatch(r"/quotes/[0-9a-f-]{36}/", address)
    ]
    assert len(quotes) == PublishedQuote.objects.count() == 7
    names = {structured(site.text(answer))["spokenByCharacter"]["name"] for answer in quotes}
    assert names == {"Radmila Shekerinska", "Mark Rutte"}
    assert Person.objects.count() > len(names)
    assert Story.objects.count() == 2
