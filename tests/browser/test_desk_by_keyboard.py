"""Writing without a mouse."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles import workflow
from articles.models import Byline, Story
from tests.stories import an_author, write

pytestmark = pytest.mark.looks

DeskPage = Callable[[User], Page]


@pytest.mark.thorough
def test_a_story_is_changed_and_saved_from_the_keyboard(
    desk_page: DeskPage, live_server: LiveServer, editor: User
) -> None:
    story = write(by=editor, body="<p>One</p>")
    Byline.objects.create(story=story, author=an_author("Second"), order=1)
    workflow.record_edit(story, by=editor)
    page = desk_page(editor)
    page.goto(live_server.url + reverse("admin:articles_story_change", args=[story.pk]))
    expect(page.get_by_role("toolbar", name="Text")).to_be_visible()

    # The toolbar is one stop; arrows walk inside it.
    page.get_by_label("Standfirst").focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Heading", exact=True)).to_be_focused()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Pull quote")).to_be_focused()
    page.keyboard.press("Tab")
    body = page.get_by_role("textbox", name="Body")
    expect(body).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Pull quote")).to_have_attribute("aria-pressed", "true")

    # Bylines change places.
    page.get_by_role("button", name="Move down").first.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Add another Quote").focus()
    page.keyboard.press("Enter")
    expect(
        page.locator("#quotes-group .card:not(.empty-form)").last.get_by_label("Words as printed")
    ).to_be_focused()
    page.keyboard.type("Said")
    page.keyboard.press("Control+s")

    expect(page.get_by_text("Saved.")).to_be_visible()
    story = Story.objects.get()
    assert story.body == '<aside class="pull-quote"><p>One</p></aside>'
    assert [byline.credit for byline in story.bylines.all()] == ["Second", "Arben Kelmendi"]
    assert story.quotes.filter(text="Said").exists()


@pytest.mark.thorough
def test_leaving_a_page_with_unsaved_words_is_asked_about(
    desk_page: DeskPage, live_server: LiveServer, editor: User
) -> None:
    story = write(by=editor)
    page = desk_page(editor)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    address = live_server.url + reverse("admin:articles_story_change", args=[story.pk])
    page.goto(address)

    page.get_by_label("Headline").fill("Not saved yet")
    page.get_by_role("link", name="Tags", exact=True).click()

    assert asked == ["beforeunload"]
    expect(page).to_have_url(address)
    expect(page.get_by_label("Headline")).to_have_value("Not saved yet")
