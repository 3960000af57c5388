"""The readers' site in a real browser: for everybody, at every width, with and without JavaScript."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Route
from pytest_django.live_server_helper import LiveServer

from articles import breaking, workflow
from articles.models import Author, Byline, Image, PersonSpelling, Position, Story
from tests import stories
from tests.public import site

pytestmark = pytest.mark.looks

BODY = (
    "<p>The bridge will open in spring.</p><h2>Two years late</h2>"
    '<ul><li>One</li><li>Two</li></ul><ol start="3"><li>Three</li></ol>'
    '<aside class="pull-quote"><p>Enough.</p></aside><p>Words.</p><aside class="pull-quote"><p>We have waited.</p></aside>'
    '<blockquote><p>Said.</p></blockquote><p>A <a href="https://example.org/">link</a>.</p>'
    "<h3>And then</h3><p>The end.</p>"
)


@pytest.fixture
def newsroom(
    live_server: LiveServer,
    person_with_login: Callable[..., User],
    a_picture: Image,
    request: pytest.FixtureRequest,
) -> dict[str, str]:
    """Fill the site with one of everything, and return its pages by name."""
    editor = person_with_login("editor", "Editors")
    stories.a_section("Politics")
    # Who looks at every page wants lists that go on; who looks at one story need not wait for them.
    many = 22 if request.node.get_closest_marker("thorough") else 1
    site.publish(many, by=editor, lead_image=a_picture)
    story = stories.write(
        "A toll for the bridge",
        by=editor,
        lead_image=a_picture,
        body=BODY,
        kind="analysis",
        dateline="Mitrovica",
        language="sq",
        canonical_url="https://example.org/first",
        quotes=["Enough is enough", "We have waited"],
        tags=["Bridges", "Kommunalverwaltungsgesetzgebungszuständigkeit"],
    )
    Byline.objects.create(story=story, author=stories.an_author("Drita Shala"), role="photographs", order=1)
    person = stories.a_person()
    PersonSpelling.objects.create(person=person, name="Вјоса Дема", language="sr")
    Position.objects.create(person=person, title="Mayor")
    Author.objects.update(photo=a_picture, bio="Writes.", role="Reporter", contact="a@example.org")
    workflow.record_edit(story, by=editor)
    stories.bring_to("live", story, by=editor)
    stories.bring_to("withdrawn", stories.write(by=editor, slug="withdrawn"), by=editor)
    soon = timezone.now() + timedelta(hours=1)
    breaking.announce("The toll is off; the bridge opens at noon", by=editor, until=soon, story=story)
    return {
        "front": "/",
        "story": Story.objects.get(pk=story.pk).published.get_absolute_url(),
        "report": Story.objects.get(pk=story.pk).published.get_absolute_url() + "report/",
        "section": "/sections/world/",
        "empty section": "/sections/politics/",
        "author": "/authors/arben-kelmendi/",
        "person": "/people/vjosa-dema/",
        "tag": "/tags/bridges/",
        "search": "/search/",
        "stories found": "/search/?q=bridge",
        "quotations found": "/search/?q=waited&tab=quotes",
        "nothing found": "/search/?q=vjoza+zeppelin",
        "withdrawn": "/stories/withdrawn/",
        "not found": "/nowhere/",
    }


@dataclass
class Look:
    """A browser window, and what happened in it."""

    context: BrowserContext
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def at(self, url: str) -> Page:
        """Open an address and keep what it asks for and says."""
        page = self.context.new_page()
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.said.append(message.text))
        page.goto(url)
        return page


@pytest.mark.thorough
def test_axe_has_no_complaint_and_nothing_spills(
    newsroom: dict[str, str], live_server: LiveServer, browser: Browser
) -> None:
    """On a phone and on a desk, by day and by night; no request leaves the site, no script fails."""
    for width, scheme in product((360, 1280), ("light", "dark")):
        look = Look(browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme))
        for name, address in newsroom.items():
            page = look.at(live_server.url + address)
            found = Axe().run(page, options={"resultTypes": ["violations"]})
            assert found.violations_count == 0, f"{name}, {width}, {scheme}: {found.generate_report()}"
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name}, {width}"
            page.close()
        assert not [url for url in look.asked if not url.startswith(live_server.url)]
        assert not look.context.cookies()
        # The console is told of a page that is not there, and that is all.
        assert not [text for text in look.said if "Failed to load resource" not in text]
        look.context.close()


@pytest.mark.thorough
@pytest.mark.parametrize("name", ["front", "section", "author", "stories found"])
def test_nothing_moves_while_a_page_is_coming_in(
    name: str, newsroom: dict[str, str], live_server: LiveServer, browser: Browser
) -> None:
    """Where a page breaks off after the picture of its first story, that stands where it will stand."""
    # With a scrollbar that takes room, as on a desk.
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    address = live_server.url + newsroom[name]
    whole = page.request.get(address).text()
    begins, ends = ("card-picture", "</picture>") if "card-picture" in whole else ("<details", "</summary>")
    places = []
    for text in (whole, whole[: whole.index(ends, whole.index(begins)) + len(ends)]):
        answer = partial(Route.fulfill, body=text, content_type="text/html")
        page.route(address, lambda route, _, answer=answer: answer(route))
        page.goto(address)
        shown = page.locator("main .card-picture img, main details").first
        places.append(shown.bounding_box())
        page.unroute(address)
    assert places[0]["x"] == places[1]["x"]
    assert places[0]["y"] == places[1]["y"]
    assert page.evaluate("getComputedStyle(document.documentElement).scrollbarGutter") == "stable"
    context.close()


@pytest.mark.thorough
def test_times_are_the_readers_own(
    newsroom: dict[str, str], live_server: LiveServer, browser: Browser
) -> None:
    """With JavaScript a reader elsewhere sees the local time; without, the newsroom's; and nothing moves for it."""
    shown, begins = {}, set()
    for zone, javascript in (
        *(("UTC", True), ("Asia/Tokyo", True), ("Asia/Tokyo", False)),
        # The longest name of a zone that there is.
        ("America/St_Johns", True),
    ):
        context = browser.new_context(
            timezone_id=zone, java_script_enabled=javascript, viewport={"width": 360, "height": 800}
        )
        page = context.new_page()
        page.goto(live_server.url + newsroom["story"])
        shown[zone, javascript] = page.locator("time[data-clock]").first.inner_text()
        begins.add(page.locator(".body").bounding_box()["y"])
        context.close()

    assert shown["UTC", True].endswith("UTC")
    assert shown["Asia/Tokyo", True].endswith("GMT+9")
    assert shown["Asia/Tokyo", False] == shown["UTC", True]
    assert len(begins) == 1


@pytest.mark.thorough
def test_the_address_of_a_story_can_be_copied(
    newsroom: dict[str, str], live_server: LiveServer, browser: Browser
) -> None:
    """A button that is there only where it works."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(live_server.url + newsroom["story"])

    page.get_by_role("button", name="Copy link").click()
    page.get_by_role("button", name="Link copied").wait_for()

    assert page.evaluate("navigator.clipboard.readText()").endswith(newsroom["story"])
    context.close()


def test_the_keyboard_finds_the_text_first(
    newsroom: dict[str, str], live_server: LiveServer, page: Page
) -> None:
    """The first stop leads past the menu."""
    page.goto(live_server.url + newsroom["front"])

    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to the text"
    assert page.locator(".skip").bounding_box()["y"] >= 0


@pytest.mark.thorough
def test_somebody_types_and_chooses_what_is_suggested(
    newsroom: dict[str, str], live_server: LiveServer, page: Page
) -> None:
    """By keyboard alone: down to the person, and there; Escape closes the list, Enter asks the question."""
    page.goto(live_server.url + newsroom["front"])
    field = page.get_by_role("combobox", name="Search the stories")
    field.press_sequentially("vjo")
    option = page.get_by_role("option", name="Vjosa Dema")
    option.wait_for()

    field.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    field.press_sequentially("s")
    option.wait_for()
    field.press("ArrowDown")
    assert option.get_attribute("aria-selected") == "true"
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    field.press("Enter")
    page.wait_for_url("**/people/vjosa-dema/")

    page.get_by_role("combobox", name="Search the stories").fill("toll")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=toll")
    page.get_by_role("heading", name="A toll for the bridge").wait_for()


def test_a_reader_chooses_the_dark(
    newsroom: dict[str, str], live_server: LiveServer, browser: Browser
) -> None:
    """The switch holds on other pages and after a reload, before anything is painted, and sends nothing back."""
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(live_server.url + newsroom["front"])
    by_day = _ground(page)
    page.get_by_role("button", name="Read in dark").click()
    by_night = _ground(page)
    assert by_night != by_day

    page.goto(live_server.url + newsroom["story"])
    assert _ground(page) == by_night
    # A page stands in the dark as soon as there is one: what chooses is no later than the stylesheet.
    assert page.evaluate(
        "document.querySelector('head script:not([type=module]):not([defer]):not([async])')"
        ".compareDocumentPosition(document.querySelector('link[rel=stylesheet]')) & 4"
    )
    assert not context.cookies()

    page.get_by_role("button", name="Read in light").click()
    page.reload()
    assert _ground(page) == by_day
    assert page.evaluate("localStorage.length") == 0
    context.close()


def test_without_javascript_the_system_chooses(
    newsroom: dict[str, str], live_server: LiveServer, browser: Browser
) -> None:
    """The switch is not there where it would do nothing."""
    context = browser.new_context(java_script_enabled=False, color_scheme="dark")
    page = context.new_page()
    page.goto(live_server.url + newsroom["front"])

    assert not page.locator("button[data-theme-switch]").is_visible()
    context.close()


def _ground(page: Page) -> str:
    """Return the colour that a page is painted on."""
    return page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
