"""The tagging desk in a real browser: a queue cleared, and a story tagged, by the keyboard alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles import tag_queue
from articles.models import DismissedTag, Tag, TagAlias, TagDecision, TagStatus
from tests.stories import a_tag, bring_to, write

DeskPage = Callable[[User], Page]
pytestmark = [pytest.mark.thorough, pytest.mark.looks]


def approved(name: str) -> Tag:
    return a_tag(name, status=TagStatus.APPROVED)


def axe_of(page: Page) -> list[str]:
    # Without "preload", or axe would write styles into the page, and be stopped by its policy.
    options = {"resultTypes": ["violations"], "preload": False}
    return [one["id"] for one in Axe().run(page, options=options).response["violations"]]


def test_all_four_lists_are_cleared_by_keyboard_alone(
    desk_page: DeskPage,
    live_server: LiveServer,
    moderator: User,
    reporter: User,
    editor: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tag_queue, "TIME_TO_BE_USED", timedelta(0))
    a_tag("Bridges")
    a_tag("Nonsense")
    a_tag("Férries")
    ferries, kosovo, pristina = approved("Ferries"), approved("Kosovo"), approved("Priština")
    approved("Приштина")
    story = write("Ferries of Kosovo", by=reporter, body="<p>.</p>", quotes=(), tags=())
    bring_to(
        "live", write("No more to say", by=reporter, body="<p>.</p>", quotes=(), tags=("Bridges",)), by=editor
    )
    bring_to("live", story, by=editor)
    page = desk_page(moderator)
    page.goto(live_server.url + reverse("admin:articles_tag_queue"))
    said, item = page.locator(".queue-said"), page.locator("#queue-item")
    expect(item).to_be_focused()
    assert axe_of(page) == []

    # Proposed: one is good, one is not, one is another, after a slip of the finger.
    page.keyboard.press("w")
    page.keyboard.type("adj, as agreed")
    page.keyboard.press("Enter")
    page.keyboard.press("a")
    expect(said).to_have_text("Approved: Bridges.")
    expect(item).to_be_focused()
    page.keyboard.press("a")
    expect(said).to_have_text("Approved: Nonsense.")
    page.keyboard.press("u")
    expect(said).to_have_text("Undone: Approved: Nonsense.")
    page.keyboard.press("d")
    expect(said).to_contain_text("Deprecated: Nonsense.")
    page.keyboard.press("1")
    expect(said).to_have_text("Merged: Férries is now Ferries.")
    expect(page.locator(".queue-empty")).to_be_focused()

    for which, keys in (("near", ["k"]), ("stories", ["t", "d", "n"])):
        page.locator(
            ".tabs a", has_text={"near": "Near duplicates", "stories": "Stories to tag"}[which]
        ).focus()
        page.keyboard.press("Enter")
        expect(item).to_be_focused()
        assert axe_of(page) == []
        for key in keys:
            before = said.text_content()
            page.keyboard.press(key)
            if key == "n":
                page.keyboard.type("prist")
                expect(page.locator(".tags-list li").first).to_contain_text("Priština")
                page.keyboard.press("Enter")
                page.keyboard.press("Escape")
                page.keyboard.press("s")
            expect(said).not_to_have_text(before or "")
        if which == "stories":
            page.keyboard.press("e")
            expect(page.locator(".queue-empty")).to_be_focused()
    page.locator(".tabs a", has_text="Used once").focus()
    page.keyboard.press("Enter")
    expect(item).to_be_focused()
    while waiting := tag_queue.rarely_used():
        page.keyboard.press("k")
        expect(said).to_have_text(f"Kept: {Tag.objects.get(pk=waiting[0])}.")

    assert [tag_queue.proposed(), tag_queue.near_pairs(), tag_queue.rarely_used(), tag_queue.stories()] == [
        []
    ] * 4
    first = TagDecision.objects.order_by("pk").first()
    assert (first.verb, first.note, first.by) == ("approve", "adj, as agreed", moderator)
    on_it = {tag.name for tag in story.published.tags.all()}
    assert on_it in ({pristina.name, ferries.name}, {pristina.name, kosovo.name})
    assert DismissedTag.objects.count() == 1


def test_a_story_is_tagged_by_keyboard_alone(
    desk_page: DeskPage, live_server: LiveServer, reporter: User
) -> None:
    TagAlias.objects.create(tag=approved("Prishtina"), name="Priština")
    approved("Salt, pepper")
    approved("Ferries")
    story = write("Ferries", by=reporter, tags=("Bridges",))
    page = desk_page(reporter)
    page.goto(live_server.url + reverse("admin:articles_story_change", args=[story.pk]))
    box, chosen = page.get_by_role("combobox", name="Tags"), page.locator(".tags-one")
    box.focus()

    # An alias leads to its tag, a new name is proposed, one that is there is not added twice.
    page.keyboard.type("prišt")
    expect(page.locator(".tags-list li").first).to_contain_text("Prishtina Priština")
    assert box.get_attribute("aria-activedescendant") == page.locator(".tags-list li").first.get_attribute(
        "id"
    )
    page.keyboard.press("Enter")
    page.keyboard.type("Ships, boats")
    expect(page.locator(".tags-list li")).to_have_text(["Propose “Ships, boats”"])
    page.keyboard.press("Enter")
    page.keyboard.type("bridges")
    page.wait_for_timeout(0)
    expect(page.locator(".tags-list")).to_be_hidden()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(chosen).to_have_count(3)

    # Backspace leads to the last one and takes it off.
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    expect(chosen).to_have_count(2)
    box.focus()
    page.evaluate(
        """text => { const data = new DataTransfer(); data.setData("text/plain", text);
        document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })); }""",
        "salt, pepper, Ships\nBoats",
    )
    expect(chosen).to_have_text(["Bridges×", "Prishtina×", "Salt, pepper×", "Ships×", "Boats×"])
    assert axe_of(page) == []

    # What is suggested is taken into the field, and saved with the story.
    page.locator("#tag-suggestions li button", has_text="Take").first.focus()
    page.keyboard.press("Enter")
    expect(chosen).to_have_count(6)
    page.keyboard.press("Control+s")
    expect(page.locator(".messagelist")).to_contain_text("Saved")
    assert {tag.name for tag in story.tags.all()} == {
        "Bridges",
        "Prishtina",
        "Salt, pepper",
        "Ships",
        "Boats",
        "Ferries",
    }
    assert Tag.objects.get(name="Ships").status == TagStatus.PROPOSED
