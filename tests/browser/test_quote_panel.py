"""Found quotations taken, corrected and dismissed by the keyboard alone, in a real browser."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles import people
from articles.models import Person, Scratch, Story
from tests.stories import bring_to, edit, write

pytestmark = pytest.mark.looks

DeskPage = Callable[[User], Page]

RUTTE = "KFOR is fully prepared to respond to any security developments"
OSMANI = "Our partnership has never been stronger"
SENATOR = "We will be watching every step of this"
BODY = (
    f"<p>“{RUTTE},” Mark Rutte said on Tuesday.</p><h2>“KFOR is not prepared to respond”</h2>"
    f"<p>President Vjosa Osmani welcomed the visit. “{OSMANI},” she said.</p>"
    f"<p>“{SENATOR},” the senator told reporters in a long corridor.</p>"
)


@pytest.fixture
def story(reporter: User) -> Story:
    return write("A visit", by=reporter, body=BODY, quotes=())


@pytest.fixture
def rutte(reporter: User) -> Person:
    return people.introduce("Mark Rutte", by=reporter)


@pytest.fixture
def opened(desk_page: DeskPage, reporter: User, rutte: Person, story: Story, live_server: LiveServer) -> Page:
    """The story's page, open before its writer."""
    page = desk_page(reporter)
    page.goto(live_server.url + reverse("admin:articles_story_change", args=[story.pk]))
    expect(page.locator(".ProseMirror")).to_be_visible()
    return page


def highlighted(page: Page, name: str = "found-quote") -> list[str]:
    return page.evaluate("name => [...(CSS.highlights.get(name) ?? [])].map(String)", name)


def focused(page: Page) -> str | None:
    return page.evaluate("document.activeElement.closest('.found')?.dataset.words")


def test_taking_correcting_and_dismissing_need_no_mouse(opened: Page, rutte: Person, story: Story) -> None:
    page, said = opened, opened.locator("#words-said")
    first = page.locator("#words-list .found").first
    expect(first).to_have_attribute("tabindex", "0")
    first.focus()
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert focused(page) == SENATOR
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page) == RUTTE
    assert highlighted(page, "found-quote-here") == [RUTTE]
    assert highlighted(page) == [OSMANI, SENATOR]

    # Take.
    page.keyboard.press("t")
    expect(said).to_contain_text("Taken: “KFOR")
    assert story.quotes.get().speaker == rutte
    assert focused(page) == OSMANI

    # Correct: letters typed into a field are letters.
    page.keyboard.press("c")
    expect(page.get_by_label("Speaker", exact=True).first).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Control+a")
    page.keyboard.type("Vjosa Osmani jtdck")
    for _ in "jtdck ":
        page.keyboard.press("Backspace")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("in Prishtina")
    page.keyboard.press("Enter")
    expect(said).to_contain_text("Taken: “Our partnership")
    taken = story.quotes.get(text=OSMANI)
    assert (taken.speaker.name, taken.occasion) == ("Vjosa Osmani", "in Prishtina")

    # Dismiss.
    assert focused(page) == SENATOR
    page.keyboard.press("d")
    expect(said).to_contain_text("Dismissed: “We will be")
    assert story.dismissals.get().words == SENATOR
    assert highlighted(page) == []
    expect(page.locator("#words-heading")).to_be_focused()


@pytest.mark.thorough
def test_one_key_takes_the_words_and_adds_who_is_not_known_yet(opened: Page, story: Story) -> None:
    item = opened.locator("#words-list .found").nth(1)
    item.focus()
    opened.keyboard.press("n")
    expect(opened.locator("#words-said")).to_contain_text("Vjosa Osmani, who is now among the people")
    assert story.quotes.get().speaker.name == "Vjosa Osmani"
    assert focused(opened) == SENATOR


@pytest.mark.thorough
def test_a_misquote_is_shown_where_it_stands_with_the_true_words_beside_it(
    opened: Page, reporter: User
) -> None:
    assert highlighted(opened, "misquote") == ["KFOR is not prepared to respond"]
    edit(Story.objects.get(), by=reporter, headline="“KFOR is never prepared to respond”")
    opened.reload()

    expect(opened.locator("#id_headline-misquote")).to_contain_text("KFOR is fully prepared to respond")
    described = opened.get_by_label("Headline").get_attribute("aria-describedby") or ""
    assert "id_headline-misquote" in described.split()


@pytest.mark.thorough
def test_the_keys_do_nothing_outside_the_panel(opened: Page, story: Story) -> None:
    opened.locator(".ProseMirror").click()
    opened.keyboard.type("tdc")
    opened.get_by_role("button", name="Save draft").first.focus()
    opened.keyboard.press("t")

    expect(opened.locator("#words-said")).to_be_empty()
    assert not story.quotes.exists()


@pytest.mark.thorough
def test_text_that_is_not_saved_yet_survives_taking_and_is_saved_afterwards(
    opened: Page, story: Story
) -> None:
    page = opened
    page.get_by_label("Standfirst").fill("Written before the quotation was taken.")
    page.locator("#words-list .found").first.press("t")
    expect(page.locator("#words-said")).to_contain_text("Taken:")
    expect(page.get_by_label("Standfirst")).to_have_value("Written before the quotation was taken.")
    # Its card is there at once, complete, and what is written on it is saved with the rest.
    card = page.locator("#quotes-group .card.has_original")
    expect(card.get_by_label("Words as printed")).to_have_value(RUTTE)
    expect(card.locator(".select2-selection__rendered")).to_contain_text("Mark Rutte")
    expect(card.locator(".inline_label")).to_have_text("Quote #1")
    card.locator("summary").first.click()
    card.get_by_label("Role at that time").fill("Secretary General")

    page.get_by_role("button", name="Save draft").first.click()

    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    story.refresh_from_db()
    assert story.standfirst == "Written before the quotation was taken."
    assert [(quote.text, quote.role) for quote in story.quotes.all()] == [(RUTTE, "Secretary General")]


@pytest.mark.thorough
def test_a_quote_that_was_taken_is_no_unsaved_work(opened: Page) -> None:
    page = opened
    page.clock.install()
    for number in (1, 2):
        page.locator("#words-list .found").first.press("t")
        expect(page.locator("#quotes-group .card.has_original")).to_have_count(number)
        page.clock.fast_forward(5_000)
    page.reload()
    assert not Scratch.objects.exists()

    # What is typed beside it is.
    page.locator("#words-list .found").first.press("t")
    expect(page.locator("#quotes-group .card.has_original")).to_have_count(3)
    page.get_by_label("Standfirst").fill("Written meanwhile.")
    with page.expect_response("**/unsaved/**"):
        page.clock.fast_forward(5_000)
    assert Scratch.objects.count() == 1


@pytest.mark.thorough
def test_the_state_is_true_at_once_and_a_note_being_written_stays(
    desk_page: DeskPage, editor: User, rutte: Person, story: Story, live_server: LiveServer
) -> None:
    bring_to("approved", story, by=editor)
    page = desk_page(editor)
    page.goto(live_server.url + reverse("admin:articles_story_change", args=[story.pk]))
    expect(page.locator(".state-badges")).to_contain_text("Approved")
    page.get_by_label("Note", exact=True).fill("Half a note")

    page.locator("#words-list .found").first.press("t")

    expect(page.locator(".state-badges")).to_contain_text("Draft")
    expect(page.locator(".moves").get_by_role("button", name="Send to review")).to_be_visible()
    expect(page.get_by_label("Note", exact=True)).to_have_value("Half a note")


@pytest.mark.thorough
def test_what_somebody_else_saved_is_still_shown_when_the_text_is_saved(
    opened: Page, story: Story, editor: User
) -> None:
    page = opened
    edit(Story.objects.get(), by=editor, standfirst="The editor was quicker.")
    page.get_by_label("Standfirst").fill("The reporter wrote this.")
    page.locator("#words-list .found").first.press("t")
    expect(page.locator("#words-said")).to_contain_text("changed in the meantime")
    page.locator("#words-list .found").first.press("t")
    expect(page.locator("#words-said")).to_contain_text("Taken:")

    page.get_by_role("button", name="Save draft").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Two of you changed the same words")
    assert Story.objects.get().standfirst == "The editor was quicker."


@pytest.mark.thorough
def test_a_lost_connection_is_told_and_the_panel_stays(opened: Page, story: Story) -> None:
    opened.context.set_offline(True)
    opened.locator("#words-list .found").first.press("t")
    expect(opened.locator("#words-said")).to_contain_text("nothing was done")
    opened.context.set_offline(False)
    opened.locator("#words-list .found").first.press("t")
    expect(opened.locator("#words-said")).to_contain_text("Taken:")
    assert story.quotes.count() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.thorough
def test_the_panel_breaks_no_rule_of_accessibility(width: int, scheme: str, opened: Page) -> None:
    opened.emulate_media(color_scheme=scheme)
    opened.set_viewport_size({"width": width, "height": 900})
    opened.locator("#words-list .found").first.press("c")

    # Without "preload", or axe would write styles into the page, and be stopped by its policy.
    options = {"resultTypes": ["violations"], "preload": False}
    found = (
        Axe()
        .run(opened, context={"include": [["#words"], ["#misquotes"]]}, options=options)
        .response["violations"]
    )
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    assert opened.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
