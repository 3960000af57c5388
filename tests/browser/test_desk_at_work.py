"""An editor's morning without a mouse: told of a story, finds others, sends them on, keeps the view."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles import notices, workflow
from articles.models import SavedView, Status, Story
from tests.stories import write

pytestmark = pytest.mark.looks

DeskPage = Callable[[User], Page]


def tab_to(page: Page, target: Locator, most: int = 40) -> None:
    """Press Tab until it is there, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{target} cannot be reached with the Tab key.")


@pytest.mark.thorough
def test_a_morning_from_the_keyboard(
    desk_page: DeskPage, live_server: LiveServer, editor: User, reporter: User
) -> None:
    sent = write("The mayor resigns", by=reporter)
    workflow.submit(sent, by=reporter, to=editor, note="Before noon, please.")
    for name in ("north", "south"):
        write(f"Ferry to the {name}", by=reporter)
    page = desk_page(editor)
    page.goto(live_server.url + reverse("admin:index"))

    # Told of it: one stop in the header says so, and the inbox is emptied.
    tab_to(page, page.get_by_role("link", name="Notices 1 unread"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Before noon, please.")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Mark all as read"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 marked as read.")).to_be_visible()
    assert notices.unread_count(editor) == 0

    # Finds drafts by words, and keeps the view.
    page.get_by_role("link", name="Stories", exact=True).focus()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Search"))
    page.keyboard.type("ferry")
    page.keyboard.press("Enter")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    tab_to(page, page.get_by_text("Keep this view"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Name"))
    page.keyboard.type("Ferries")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Ferries", exact=True)).to_have_attribute("aria-current", "page")
    assert SavedView.objects.get().query == "q=ferry"

    # Sends both on: ticks, chooses, looks, does.
    tab_to(page, page.get_by_label("With those ticked"), most=60)
    page.keyboard.type("Send")
    tab_to(page, page.locator("#action-toggle"))
    page.keyboard.press("Space")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="What will happen to 2 stories")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Send to review: 2 stories"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Send to review: 2 done")).to_be_visible()
    assert Story.objects.filter(headline__startswith="Ferry", status=Status.IN_REVIEW).count() == 2
