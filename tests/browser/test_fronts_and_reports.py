"""What a person really does: an editor arranges the front without a mouse, a reader reports a passage."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles import reporting
from articles.models import ErrorReport, Front
from tests.public.site import publish

pytestmark = [pytest.mark.looks, pytest.mark.django_db(transaction=True)]


def test_an_editor_arranges_the_front_by_keyboard_alone(
    desk_page: Callable[[User], Page], live_server: LiveServer, editor: User
) -> None:
    one, two = publish(2, by=editor)
    page = desk_page(editor)
    page.goto(f"{live_server.url}/admin/articles/front/arrange/")
    for story in (one, two):
        page.locator(f'[value="add {story.pk}"]').focus()
        page.keyboard.press("Enter")
        expect(page.locator(f'[value="remove {story.pk}"]')).to_be_visible()
    # The focus went with the second story: up it goes, by its button and by arrow.
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text(f"{two.headline}: place 1 of 2.")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-chosen] .arrange-headline")).to_have_text([two.headline, one.headline])

    page.get_by_role("button", name="Put into effect now").focus()
    page.keyboard.press("Enter")

    expect(page.get_by_text("Readers see this order now.")).to_be_visible()
    assert Front.objects.get().pinned == [two.pk, one.pk]


@pytest.mark.thorough
def test_a_story_is_dragged_to_its_place(
    desk_page: Callable[[User], Page], live_server: LiveServer, editor: User
) -> None:
    one, two, three = publish(3, by=editor)
    page = desk_page(editor)
    page.goto(f"{live_server.url}/admin/articles/front/arrange/")
    for story in (one, two):
        page.locator(f'[value="add {story.pk}"]').click()
    items, order = page.locator("[data-chosen] li"), page.locator("[data-chosen] .arrange-headline")

    items.nth(1).drag_to(items.nth(0))
    expect(order).to_have_text([two.headline, one.headline])

    # From the stories beside the order, to a place in it.
    page.locator(f'[data-offered] [data-story="{three.pk}"]').drag_to(items.nth(1))
    expect(order).to_have_text([two.headline, three.headline, one.headline])


@pytest.mark.thorough
def test_a_story_is_dragged_to_where_nothing_stands_yet(
    desk_page: Callable[[User], Page], live_server: LiveServer, editor: User
) -> None:
    (story,) = publish(1, by=editor)
    page = desk_page(editor)
    page.goto(f"{live_server.url}/admin/articles/front/arrange/")

    page.locator(f'[data-story="{story.pk}"]').drag_to(page.locator(".arrange-empty"))

    expect(page.locator("[data-chosen] .arrange-headline")).to_have_text([story.headline])
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Preview").click()
    expect(opened.value.get_by_text("A preview: nothing is saved")).to_be_visible()


def test_a_reader_reports_an_error_in_a_selected_passage(
    page: Page, live_server: LiveServer, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody waits in a test.
    monkeypatch.setattr(reporting, "SHORTEST", reporting.timedelta(0))
    (story,) = publish(1, by=editor)
    page.goto(f"{live_server.url}{story.published.get_absolute_url()}")
    page.get_by_text("Work began in 2024.").select_text()

    page.get_by_role("link", name="Report an error").click()
    expect(page.get_by_label("The passage, if it is about one")).to_have_value("Work began in 2024.")
    page.get_by_label("What is wrong, and how do you know?").fill("It was 2023.")
    page.get_by_role("button", name="Send to the newsroom").click()

    expect(page.get_by_text("Thank you.")).to_be_visible()
    report = ErrorReport.objects.get()
    assert (report.text, report.passage) == ("It was 2023.", "Work began in 2024.")
    assert page.context.cookies() == []
