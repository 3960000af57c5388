"""The readers' search: what is found, in which order, narrowed down by what, and what is never found."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from articles import search_index, search_request
from articles.models import PublishedStory, Story
from articles.search import search
from articles.search_filters import MOST_CHOSEN
from tests.public import site
from tests.stories import a_section, a_tag, bring_to, write

pytestmark = pytest.mark.django_db

FACET = re.compile(r'<a href="(/search/[^"]*)"[^>]*>([^<]+?) <span>(\d+|remove)</span>')


def ask(reader: Client, question: str, **given: str) -> HttpResponse:
    return reader.get("/search/", {"q": question, **given})


def headlines(response: HttpResponse) -> list[str]:
    found = re.findall(r'<h3 class="card-headline"><a href="[^"]*">(.*?)</a></h3>', site.text(response))
    return [re.sub("</?mark>", "", headline) for headline in found]


def live(headline: str, editor: User, **fields: object) -> Story:
    story = bring_to("live", write(headline, by=editor, **fields), by=editor)
    if engine := search_index.engine():
        engine.tell_all()
    return story


@pytest.fixture(autouse=True)
def whoever_finds(request: pytest.FixtureRequest) -> None:
    """Ask the search engine where there is one, else the database: the answers are the same."""
    if settings.SEARCH_ENGINE:
        request.getfixturevalue("search_engine")


@pytest.fixture
def town(editor: User) -> None:
    """Publish three stories that tell the rules apart."""
    live("Old bridge falls", editor, body="<p>It fell into the river at night.</p>", tags=["Bridges"])
    live(
        "River floods the town",
        editor,
        body="<p>The old bridge stands. A mayor spoke of Priština.</p>",
        tags=["Floods"],
        author="Mira Toska",
        section=a_section("Weather"),
        kind="analysis",
    )
    live("A school opens", editor, body="<p>Children came to the bridge that is old.</p>", quotes=(), tags=[])


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
    monkeypatch.setattr("articles.search_on_postgresql.NEWEST", 2)
    for number in range(4):
        live(f"Story {number}", editor, body="<p>There is a bridge.</p>")

    answer = ask(reader, "bridge")

    assert headlines(answer) == ["Story 3", "Story 2"]
    assert "About 2 stories: the newest of those" in site.text(answer)
    assert headlines(ask(reader, "bridge 0")) == ["Story 0"]


def test_of_several_narrowings_that_many_meet_the_newest_are_looked_at_and_the_page_says_so(
    reader: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.search_index.FEW", 1)
    monkeypatch.setattr("articles.search_index.MOST", 3)
    for number in range(4):
        live(f"Bridge {number}", editor, author=f"Author {number % 2}", tags=["Bridges"])
    both = {"author": "author-0,author-1", "tag": "bridges"}

    answer = ask(reader, "bridge", **both)

    assert "the newest of those that hold" in site.text(answer)
    assert headlines(answer) == ["Bridge 3", "Bridge 2", "Bridge 1"]
    # One that few meet tells all by itself.
    live("Bridge 4", editor, author="Author 0", tags=["Rare"])
    rare = ask(reader, "bridge", **{**both, "tag": "rare"})
    assert "1 story for “bridge”." in site.text(rare)


@pytest.mark.parametrize("few", [0, 1, 100])
@pytest.mark.usefixtures("town")
def test_many_are_narrowed_down_like_few(few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.search_index.FEW", few)

    for quotes, given in (
        (False, {"section": "world"}),
        (False, {"author": "arben-kelmendi", "person": "vjosa-dema"}),
        (True, {"tag": "bridges"}),
        (True, {"author": "arben-kelmendi", "person": "vjosa-dema", "section": "world"}),
        (False, {"section": "world,sport", "tag": "bridges,floods"}),
    ):
        assert search("waited" if quotes else "falls", given, quotes=quotes).times == 1


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


@pytest.mark.parametrize(
    ("given", "most"),
    [
        ({}, 5),
        ({"section": "world"}, 5),
        ({"tab": "quotes"}, 5),
        ({"page": "1", "person": "vjosa-dema"}, 5),
        # What the other facets let through is asked of what was found; and which of the few are met by all.
        (
            {
                "section": "world,weather",
                "person": "vjosa-dema",
                "kind": "news",
                "author": "author-1,author-2",
                "tag": "tag-1,tag-2",
            },
            8,
        ),
        ({"tab": "quotes", "section": "world,weather", "person": "vjosa-dema", "when": "day"}, 7),
    ],
)
def test_a_page_asks_a_handful_of_times_for_few_and_for_many(
    given: dict[str, str], most: int, reader: Client, editor: User, django_assert_max_num_queries: Callable
) -> None:
    for number in range(4):
        live(f"Bridge {number}", editor, author=f"Author {number}", tags=[f"Tag {number}"])

    # One more tells what the search engine does not know yet.
    with django_assert_max_num_queries(most + bool(settings.SEARCH_ENGINE)):
        assert ask(reader, "bridge waited" if given.get("tab") else "bridge", **given).status_code == 200


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


def test_facets_follow_the_tagging_desk_without_a_publish(reader: Client, editor: User) -> None:
    story = live("Tunnel opens", editor, tags=["Tunnels"])
    tag = a_tag("Underground")

    story.published.tagged.update(tag=tag)

    page = site.text(ask(reader, "tunnel"))
    assert "Underground <span>1</span>" in page
    assert "Tunnels <span>" not in page
    assert headlines(ask(reader, "tunnel", tag=tag.slug)) == ["Tunnel opens"]


def test_both_databases_are_asked_for_the_same_many() -> None:
    assert 0 < search_request.MOST_HEADLINES < search_request.MOST < search_request.FEW
