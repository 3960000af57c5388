"""The whole job, as people do it: writing, reviewing, publishing, reading."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Author, PublishedStory, Story, Tag
from tests.stories import a_person, a_section, a_tag, write

DeskPage = Callable[[User], Page]


@pytest.fixture
def newsroom(live_server: LiveServer, reporter: User) -> None:
    """A section, a speaker and a tag, and a reporter who can be credited."""
    Author.objects.create(user=reporter, name="Rina Gashi", slug="rina-gashi")
    a_person("Vjosa Dema")
    a_tag("Bridges")
    a_section("World")


def _add_quote(page: Page, words: str, *, speaker: str = "", said: str = "") -> None:
    page.get_by_role("button", name="Add another Quote").click()
    card = page.locator("#quotes-group .card:not(.empty-form)").last
    card.get_by_label("Words as printed").fill(words)
    card.get_by_label("Cue").fill(said)
    if speaker:
        card.get_by_role("combobox", name="Speaker").click()
        page.get_by_role("searchbox", name="Speaker").fill(speaker)
        page.get_by_role("option", name=speaker).click()


def _add_tag(page: Page, typed: str) -> None:
    field = page.get_by_role("combobox", name="Tags")
    field.press_sequentially(typed)
    expect(page.get_by_role("option", name=typed).first).to_be_visible()
    field.press("Enter")


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize("width", [1280, pytest.param(360, marks=pytest.mark.thorough)])
def test_from_the_first_word_to_a_reader(
    width: int, desk_page: DeskPage, live_server: LiveServer, reporter: User, editor: User
) -> None:
    page = desk_page(reporter)
    page.set_viewport_size({"width": width, "height": 800})
    desk = f"{live_server.url}/admin/"

    # The reporter writes a story with two quotes, and sends it to review.
    page.goto(desk)
    page.get_by_role("link", name="Write a story").click()
    page.get_by_label("Headline").fill("Bridge opens two years late")
    page.get_by_label("Standfirst").fill("The mayor is relieved.")
    body = page.get_by_role("textbox", name="Body")
    body.click()
    page.keyboard.type("“We have waited long enough,” Vjosa Dema said.")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Heading", exact=True).click()
    # The button hands the keyboard back to the text.
    expect(body).to_be_focused()
    page.keyboard.type("A city holds its breath")
    page.keyboard.press("Enter")
    page.keyboard.type("“It holds,” she added.")
    _add_quote(page, "We have waited long enough", speaker="Vjosa Dema", said="said")
    _add_quote(page, "It holds", speaker="Vjosa Dema", said="added")
    page.get_by_label("Section").select_option("World")
    _add_tag(page, "Bridges")
    _add_tag(page, "Steel, concrete")
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("button", name="Send to review").click()
    expect(page.get_by_text("Sent to review.")).to_be_visible()
    story = Story.objects.get()
    assert story.body == (
        "<p>“We have waited long enough,” Vjosa Dema said.</p><h2>A city holds its breath</h2><p>“It holds,” she added.</p>"
    )
    assert [quote.speaker.name for quote in story.quotes.all()] == ["Vjosa Dema"] * 2
    assert {tag.name for tag in story.tags.all()} == {"Bridges", "Steel, concrete"}
    assert [byline.credit for byline in story.bylines.all()] == ["Rina Gashi"]

    # The editor finds it, and sends it back: not without a note.
    desk_page(editor).goto(desk)
    page.get_by_role("region", name="To review").get_by_role("link", name="Bridge opens").click()
    page.get_by_role("button", name="Send back with a note").click()
    expect(page.get_by_text("needs a note that says why.")).to_be_visible()
    page.get_by_label("Note", exact=True).fill("Who paid for it?")
    page.get_by_role("button", name="Send back with a note").click()
    expect(page.get_by_text("Sent back.")).to_be_visible()

    # The reporter is told why, mends it, and sends it again.
    desk_page(reporter).goto(desk)
    mine = page.get_by_role("region", name="Waiting for you")
    expect(mine).to_contain_text("Sent back by Helen Marsh: Who paid for it?")
    mine.get_by_role("link", name="Bridge opens").click()
    page.get_by_label("Standfirst").fill("The mayor is relieved. The city paid.")
    page.get_by_role("button", name="Send to review").click()
    expect(page.get_by_text("Sent to review.")).to_be_visible()

    # The editor approves and publishes it.
    desk_page(editor).goto(f"{desk}articles/story/{story.pk}/change/")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_text("Approved.", exact=True)).to_be_visible()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published. Readers see it now.")).to_be_visible()

    # The reporter mends a number; the editor says what sort of change that is, and tells readers.
    change = f"{desk}articles/story/{story.pk}/change/"
    desk_page(reporter).goto(change)
    page.get_by_label("Standfirst").fill("The mayor is relieved. The city paid 4 million.")
    page.get_by_role("button", name="Save").first.click()
    page.get_by_role("button", name="Send to review").click()
    desk_page(editor).goto(change)
    page.get_by_role("button", name="Approve").click()
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Say what sort of change this is.")).to_be_visible()
    page.get_by_label("Correction: something was wrong").check()
    page.get_by_label("What readers are told").fill("The sum was missing.")
    page.get_by_role("button", name="Publish now").click()
    expect(page.get_by_text("Published. Readers see it now.")).to_be_visible()

    # A reader reads it.
    page.context.clear_cookies()
    page.goto(live_server.url + PublishedStory.objects.get().get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_have_text("Bridge opens two years late")
    expect(page.get_by_role("article")).to_contain_text("The city paid 4 million.")
    expect(page.get_by_role("article")).to_contain_text("A city holds its breath")
    assert Tag.objects.get(name="Steel, concrete").status == "proposed"
    page.get_by_role("link", name="Corrected").click()
    expect(page.get_by_role("region", name="Changes to this story")).to_contain_text("The sum was missing.")
    page.get_by_role("link", name="What changed").click()
    expect(page.locator("ins")).to_contain_text("4 million")


@pytest.mark.thorough
def test_a_double_click_sends_once(desk_page: DeskPage, live_server: LiveServer, editor: User) -> None:
    story = write(by=editor)
    page = desk_page(editor)
    page.goto(live_server.url + reverse("admin:articles_story_change", args=[story.pk]))
    sent: list[Route] = []
    page.route(
        page.url, lambda route: sent.append(route) if route.request.method == "POST" else route.continue_()
    )
    # The answer takes its time.
    page.get_by_role("button", name="Spike").evaluate(
        "button => new Promise(done => { button.click(); setTimeout(() => { button.click(); setTimeout(done, 100); }, 100); })"
    )

    assert len(sent) == 1
    sent[0].continue_()
    expect(page.get_by_text("Spiked. It can be restored.")).to_be_visible()
