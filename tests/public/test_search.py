"""The readers' search: what is found, in which order, and what is never found."""

import re
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import PublishedStory, Story
from articles.search import search
from articles.search_request import STORIES
from tests.public import site
from tests.public.searching import ask, headlines, live
from tests.stories import bring_to, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whoever_finds")]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("bridge", ["Old bridge falls", "A school opens", "River floods the town"]),
        ("BRIDGES", ["Old bridge falls", "A school opens", "River floods the town"]),
        ('"old bridge"', ["Old bridge falls", "River floods the town"]),
        ("bridge -river", ["A school opens"]),
        ('bridge -"old bridge"', ["A school opens"]),
        ("приштина", ["River floods the town"]),
        ("the", ["River floods the town", "A school opens", "Old bridge falls"]),
        ("zeppelin", []),
        ("-bridge", []),
        ("'; DROP TABLE articles_story; --", []),
    ],
)
@pytest.mark.usefixtures("town")
def test_words_phrases_and_exclusions(question: str, found: list[str], reader: Client) -> None:
    assert headlines(ask(reader, question)) == found


@pytest.mark.usefixtures("town")
def test_a_page_of_results_says_how_many_and_marks_what_was_found(reader: Client) -> None:
    page = site.text(ask(reader, "bridge"))

    assert re.search(r'role="status">\s*<p>\s*3 stories for “bridge”', page)
    assert "Old <mark>bridge</mark> falls" in page
    assert "the <mark>bridge</mark> that is old" in page
    assert '<meta name="robots" content="noindex">' in page


@pytest.mark.parametrize("number", ["0", "-1", "2", "1e1", "9" * 40, "٣", "x", "1 OR 1"])
@pytest.mark.usefixtures("town")
def test_a_page_that_is_not_there_is_not_found(number: str, reader: Client) -> None:
    assert ask(reader, "bridge", page=number).status_code == 404


def test_pages_follow_each_other(reader: Client, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.search.PAGE_SIZE", 2)
    for number in range(3):
        live(f"Bridge {number}", editor)

    first, second = ask(reader, "bridge"), ask(reader, "bridge", page="2")

    assert [*headlines(first), *headlines(second)] == ["Bridge 2", "Bridge 1", "Bridge 0"]
    assert 'href="/search/?q=bridge&amp;page=2"' in site.text(first)
    assert 'href="/search/?q=bridge" rel="prev"' in site.text(second)


def test_of_a_common_word_the_newest_are_found_and_the_page_says_so(
    reader: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (
        "search_on_sqlite",
        "search_on_postgresql",
        "search_on_opensearch",
        "search",
        "search_index",
    ):
        monkeypatch.setattr(f"articles.{module}.MOST", 2)
    monkeypatch.setattr("articles.search_on_postgresql.NEWEST", {STORIES: 2})
    for number in range(4):
        live(f"Story {number}", editor, body="<p>There is a bridge.</p>")

    answer = ask(reader, "bridge")

    assert headlines(answer) == ["Story 3", "Story 2"]
    assert "About 2 stories: the newest of those" in site.text(answer)
    assert headlines(ask(reader, "bridge 0")) == ["Story 0"]


# --- Quotations ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("town")
def test_quotations_have_a_tab(reader: Client) -> None:
    page = site.text(ask(reader, "waiting", tab="quotes"))

    assert "We have <mark>waited</mark> long enough" in page
    assert "2 quotations for “waiting”" in page
    assert re.search(r'<a href="/search/\?q=waiting&amp;tab=quotes" aria-current="page">Quotations</a>', page)
    assert headlines(ask(reader, "bridge", tab="quotes")) == []


def test_who_looks_for_quotations_at_their_old_address_is_led_on(reader: Client) -> None:
    answer = reader.get("/quotes/", {"q": "old bridge"})

    assert (answer.status_code, answer.headers["Location"]) == (301, "/search/?tab=quotes&q=old+bridge")


# --- Names and nothing found ---------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["vjosa dema", "Вјоса Дема", "dema", "Bridges", "Mira Toska"])
@pytest.mark.usefixtures("town")
def test_pages_of_that_name_are_offered(question: str, reader: Client) -> None:
    page = site.text(ask(reader, question))

    assert re.search(r'href="/(people/vjosa-dema|tags/bridges|authors/mira-toska)/"', page)


@pytest.mark.usefixtures("town")
def test_nothing_found_says_what_to_try(reader: Client) -> None:
    page = site.text(ask(reader, "vjoza zeppelin -bridge", section="world"))

    assert "No story holds all of “vjoza zeppelin -bridge” as it was narrowed down" in page
    assert 'href="/search/?q=vjoza+zeppelin+-bridge"' in page
    assert 'href="/search/?q=vjoza+zeppelin&amp;section=world"' in page
    assert 'href="/search/?q=zeppelin"' in page
    assert 'href="/people/vjosa-dema/"' in site.text(ask(reader, "vjoza zeppelin"))


def test_who_excludes_everything_is_told(reader: Client) -> None:
    assert "Everything was excluded" in site.text(ask(reader, "-bridge"))
    assert "There is no word in “🙂”" in site.text(ask(reader, "🙂"))


@pytest.mark.usefixtures("town")
def test_without_a_question_the_latest_is_offered_and_kept(reader: Client) -> None:
    answer = reader.get("/search/")

    assert "A school opens" in site.text(answer)
    assert "no-store" not in answer.headers["Cache-Control"]
    assert ask(reader, "bridge").headers["Cache-Control"] == "no-store"
    assert reader.get("/search/suggest/?q=bri").headers["Cache-Control"] == "no-store"


def test_every_page_has_the_search_box_once(reader: Client) -> None:
    for address in ("/", "/tags/", "/nothing-here/", "/search/"):
        assert site.text(reader.get(address)).count('role="search"') == 1, address


# --- Suggestions ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("vjo", "Vjosa Dema"),
        ("dem", "Vjosa Dema"),
        ("Вјо", "Vjosa Dema"),
        ("bri", "Bridges"),
        ("mira to", "Mira Toska"),
        ("old bri", "Old bridge falls"),
        ("sch", "A school opens"),
    ],
)
@pytest.mark.usefixtures("town")
def test_names_and_headlines_are_suggested(typed: str, first: str, reader: Client) -> None:
    suggested = reader.get("/search/suggest/", {"q": typed}).json()["suggestions"]

    assert suggested[0]["text"] == first
    assert reader.get(suggested[0]["address"]).status_code == 200


# --- Languages -----------------------------------------------------------------------------------------


def test_each_language_is_found_by_plain_letters_and_in_the_other_script(editor: User) -> None:
    """A sentence of each, found by its longest words as somebody else would type them."""
    for language, body, typed in (
        (
            "sr-Latn",
            "Sva ljudska bića rađaju se slobodna i jednaka u dostojanstvu",
            "rađaju бића достојанству",
        ),
        ("sr", "Сва људска бића рађају се слободна и једнака у достојанству", "radjaju bica dostojanstvu"),
        ("mk", "Сите човечки суштества се раѓаат слободни", "covecki sustestva slobodni"),
        ("sq", "Të gjithë njerëzit lindin të lirë dhe të barabartë", "gjithe njerezit lire barabarte"),
        ("de", "Alle Menschen sind frei und gleich an Würde und Rechten", "wurde menschen"),
    ):
        story = live(f"Sentence {language}", editor, body=f"<p>{body}</p>", language=language)

        assert story.pk in [found.story.pk for found in search(typed, {}).stories], language


# --- Whatever is asked ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "a" * 10_000,
        "bridge " * 1_000,
        "the of and",
        '"' * 1_000,
        "-" * 1_000,
        "bridge" + " -x" * 1_000,
        "\x00bridge\x00",
        "\ud800",
        "\u202eegdirb\u200f",
        "قنطرة גשר",
        "北京大学 こんにちは 한국어",
        "🙂🙃",
        'NEAR(a b) * ^ : OR AND NOT ( ) { } "',
        "' & ! | <-> :* \\",
        "%%_\\%s%(x)s{}{0}",
        "ﷺ" * 100,
        "e\u0301" * 200,
        "[[regex](.*)+]+$",
    ],
)
@pytest.mark.usefixtures("town")
def test_no_question_breaks_the_search(question: str, reader: Client) -> None:
    for address in ("/search/", "/search/suggest/"):
        for tab in ("", "quotes"):
            query = urlencode({"q": question, "tab": tab}, errors="surrogatepass")
            assert reader.get(f"{address}?{query}").status_code == 200


@pytest.mark.parametrize("raw", ["%00", "%FF", "%ED%A0%80", "%C0%AE", "%", "+", "%u0041", "q[]=1&q"])
def test_no_bytes_break_the_search(raw: str, reader: Client) -> None:
    for address in ("/search/", "/search/suggest/", "/quotes/"):
        assert reader.get(f"{address}?q={raw}").status_code in (200, 301)


def test_a_question_is_shown_and_never_run(reader: Client) -> None:
    page = site.text(ask(reader, '"><script>alert(1)</script>'))

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# --- What is public, and only that -----------------------------------------------------------------------


def test_the_index_changes_with_the_publish(
    reader: Client, editor: User, story_at: Callable[..., Story]
) -> None:
    story = story_at("live", "Tunnel opens")
    assert headlines(ask(reader, "tunnel")) == ["Tunnel opens"]

    bring_to("live_draft", write("Another", by=editor), by=editor)
    Story.objects.filter(pk=story.pk).update(headline="Zeppelin opens")
    assert headlines(ask(reader, "zeppelin")) == []

    PublishedStory.objects.filter(pk=story.pk).delete()
    assert headlines(ask(reader, "tunnel")) == []
