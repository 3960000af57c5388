"""A story of many quotes: found, opened and changed one by one, from the keyboard, and without a script."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Story
from tests.stories import write

pytestmark = pytest.mark.looks

DeskPage = Callable[[User], Page]
SAID = [f"We shall mend bridge number {number} before winter comes" for number in range(12)]


@pytest.fixture
def story(reporter: User) -> Story:
    return write("Twelve bridges", by=reporter, quotes=SAID)


def address(live_server: LiveServer, story: Story) -> str:
    return live_server.url + reverse("admin:articles_story_change", args=[story.pk])


def test_a_quote_is_found_opened_and_changed_from_the_keyboard(
    desk_page: DeskPage, reporter: User, story: Story, live_server: LiveServer
) -> None:
    page = desk_page(reporter)
    page.goto(address(live_server, story))
    seen = page.locator("#quotes-group .card:visible")
    expect(seen).to_have_count(12)

    page.get_by_label("Find a quote").focus()
    page.keyboard.type("number 11")
    expect(seen).to_have_count(1)
    expect(page.locator("#quotes-shown")).to_have_text("1 of 12")
    # Saves nothing.
    page.keyboard.press("Enter")
    expect(page.get_by_label("Find a quote")).to_be_focused()
    for _ in range(3):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    card = page.locator("#quotes-11")
    role = card.get_by_label("Role at that time")
    role.fill("Minister of Works")
    card.get_by_label("Words as printed").fill("We shall mend them all")
    card.locator("summary").first.press("Enter")
    expect(role).to_be_hidden()
    expect(card.locator(".fold-words")).to_have_text("“We shall mend them all”")

    # What is folded, and what is out of sight, is sent as well.
    page.get_by_label("Find a quote").fill("number 3")
    expect(card).to_be_hidden()
    options = {"resultTypes": ["violations"], "preload": False}
    assert Axe().run(page, "#quotes-group", options).response["violations"] == []
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_text("Saved.")).to_be_visible()

    last = story.quotes.get(text="We shall mend them all")
    assert last.role == "Minister of Works"
    assert list(story.quotes.exclude(pk=last.pk).values_list("text", "role", "cue", "occasion")) == [
        (words, "Mayor", "told", "at the opening") for words in SAID[:11]
    ]


@pytest.mark.thorough
def test_finding_is_no_unsaved_work(
    desk_page: DeskPage, reporter: User, story: Story, live_server: LiveServer
) -> None:
    page = desk_page(reporter)
    page.goto(address(live_server, story))

    page.get_by_label("Find a quote").fill("number 3")
    # A page with unsaved work would ask first, and not be left.
    page.once("dialog", lambda dialog: pytest.fail(dialog.message))
    page.goto(live_server.url + reverse("admin:articles_story_changelist"))


@pytest.mark.thorough
def test_a_quote_is_opened_and_changed_without_a_script(
    browser: Browser, desk_page: DeskPage, reporter: User, story: Story, live_server: LiveServer
) -> None:
    plain = browser.new_context(java_script_enabled=False)
    plain.add_cookies(desk_page(reporter).context.cookies())
    page = plain.new_page()
    page.goto(address(live_server, story))
    expect(page.get_by_label("Find a quote")).to_be_hidden()

    card = page.locator("#quotes-5")
    card.locator("summary").first.click()
    card.get_by_label("Cue").fill("promised")
    card.locator("summary").first.click()
    page.get_by_role("button", name="Save draft").first.click()

    expect(page.get_by_text("Saved.")).to_be_visible()
    assert [quote.cue for quote in story.quotes.all()] == ["told"] * 5 + ["promised"] + ["told"] * 6
    plain.close()


@pytest.mark.thorough
def test_an_open_quote_shows_all_its_words_on_a_telephone_that_was_turned(
    desk_page: DeskPage, reporter: User, live_server: LiveServer
) -> None:
    story = write("One bridge", by=reporter, quotes=("We shall mend the bridge before winter comes. " * 12,))
    page = desk_page(reporter)
    page.goto(address(live_server, story))
    page.set_viewport_size({"width": 360, "height": 740})

    card = page.locator("#quotes-0")
    card.locator("summary").first.click()

    words = card.get_by_label("Words as printed")
    expect(words).to_be_visible()
    assert words.evaluate("area => area.scrollHeight <= area.clientHeight")
    assert card.evaluate(
        "card => [...card.querySelectorAll('.related-widget-wrapper *')].every("
        "  (one) => one.getBoundingClientRect().right <= card.getBoundingClientRect().right)"
    )
