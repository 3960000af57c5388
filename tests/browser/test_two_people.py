"""Two people in two browsers write in one story at once, with all that goes wrong in between."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserType, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Presence, Scratch, ShareLink, Story
from tests.browser.test_desk_pages import what_axe_says
from tests.stories import write

pytestmark = pytest.mark.thorough

DeskPage = Callable[[User], Page]
BODY = "<p>The first paragraph.</p><p>The second paragraph.</p><p>The third paragraph.</p>"


def _log_in(page: Page, live_server: LiveServer, user: User) -> None:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "url": f"{live_server.url}{settings.DESK_PATH}"}]
    )


def _write_in(page: Page, paragraph: int, words: str) -> None:
    page.locator(".ProseMirror p").nth(paragraph).click()
    page.keyboard.press("End")
    page.keyboard.type(words)


def _save(page: Page) -> None:
    page.locator('[name="_save"]').first.click()


def test_two_browsers_one_story(
    page: Page,
    live_server: LiveServer,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    browser_context_args: dict[str, Any],
    reporter: User,
    editor: User,
) -> None:
    story = write("The bridge opens", by=reporter, body=BODY, quotes=())
    address = live_server.url + reverse("admin:articles_story_change", args=[story.pk])
    other_browser: Browser = browser_type.launch(**browser_type_launch_args)
    other = other_browser.new_context(**browser_context_args).new_page()
    other.set_default_timeout(15_000)
    mine, theirs = page, other
    try:
        for one, user in ((mine, reporter), (theirs, editor)):
            _log_in(one, live_server, user)
            # The page's timers are wound on instead of waited for.
            one.clock.install()
            one.goto(address)
            expect(one.get_by_role("toolbar", name="Text")).to_be_visible()

        # Each is told of the other; nobody is locked out.
        expect(theirs.locator("#here")).to_contain_text("Rina Gashi has this open since")
        mine.clock.fast_forward(16_000)
        expect(mine.locator("#here")).to_contain_text("Helen Marsh has this open since")

        # Different paragraphs and fields: put together, and both are told.
        theirs.get_by_label("Standfirst").fill("The editor's standfirst.")
        _write_in(theirs, 0, " By the editor.")
        _write_in(mine, 1, " By the reporter.")
        _save(theirs)
        expect(theirs.get_by_text("Saved.", exact=True)).to_be_visible()
        mine.clock.fast_forward(16_000)
        expect(mine.locator("#here")).to_contain_text("Helen Marsh saved at")
        expect(mine.locator("#here")).to_contain_text("Standfirst, Body")
        _save(mine)
        expect(mine.get_by_text("Both are put together and saved.")).to_be_visible()
        expect(mine.get_by_label("Standfirst")).to_have_value("The editor's standfirst.")
        story.refresh_from_db()
        assert story.body == BODY.replace("first paragraph.", "first paragraph. By the editor.").replace(
            "second paragraph.", "second paragraph. By the reporter."
        )

        # The same paragraph: side by side, nothing written before one has chosen.
        _write_in(theirs, 2, " The editor's end.")
        _write_in(mine, 2, " The reporter's end.")
        _save(mine)
        expect(mine.get_by_text("Saved.", exact=True)).to_be_visible()
        _save(theirs)
        expect(theirs.get_by_role("heading", name="Two of you changed the same words")).to_be_visible()
        assert what_axe_says(theirs) == []
        choice = theirs.get_by_role("group", name="Body, paragraph 3")
        for text in ("The third paragraph.", "The reporter's end.", "The editor's end."):
            expect(choice).to_contain_text(text)
        theirs.get_by_role("button", name="Save what I chose").click()
        assert "The editor's end." not in Story.objects.get().body
        choice.get_by_label("Keep both").check()
        theirs.get_by_role("button", name="Save what I chose").click()
        expect(theirs.get_by_text("Both are put together and saved.")).to_be_visible()
        body = Story.objects.get().body
        assert body.index("The reporter's end.") < body.index("The editor's end.")
        mine.goto(address)
        expect(mine.get_by_text("Helen Marsh was writing while you saved")).to_be_visible()
        revisions = story.revisions.count()

        # The browser is closed in the middle of a sentence: the other is told, and nothing is lost.
        theirs.get_by_label("Headline").fill("Half a headl")
        theirs.clock.fast_forward(5_000)
        expect(theirs.locator("#kept")).to_contain_text("not saved yet")
        theirs.close(run_before_unload=False)
        assert story.revisions.count() == revisions
        assert ["headline", "Half a headl"] in Scratch.objects.get(by=editor).fields
    finally:
        other_browser.close()
    _log_in(mine, live_server, editor)
    mine.goto(address)
    expect(mine.get_by_text("You have unsaved work from")).to_be_visible()
    expect(mine.get_by_role("toolbar", name="Text")).to_be_visible()
    assert what_axe_says(mine) == []
    mine.get_by_role("link", name="See what differs").click()
    expect(mine.locator(".changes ins")).to_have_text("Half a headl")
    mine.get_by_role("button", name="Take it").click()
    expect(mine.get_by_label("Headline")).to_have_value("Half a headl")
    _save(mine)
    expect(mine.get_by_text("Saved.", exact=True)).to_be_visible()
    assert (Story.objects.get().headline, Scratch.objects.count()) == ("Half a headl", 0)


def test_alone_with_a_bad_line(
    desk_page: DeskPage, live_server: LiveServer, reporter: User, other_reporter: User
) -> None:
    page = desk_page(reporter)
    page.clock.install()
    page.goto(live_server.url + reverse("admin:articles_story_add"))
    expect(page.get_by_role("toolbar", name="Text")).to_be_visible()
    kept = page.locator("#kept")

    # A story that was never saved is kept as well, and seen beside the form as it is typed.
    page.get_by_role("button", name="Preview beside the text").click()
    page.get_by_label("Headline").fill("Written on a train")
    page.locator(".ProseMirror").click()
    page.keyboard.type("The line is bad.")
    page.clock.fast_forward(5_000)
    expect(kept).to_contain_text("not saved yet")
    preview = page.frame_locator(".beside-frame")
    expect(preview.get_by_role("heading", level=1)).to_have_text("Written on a train")
    expect(preview.get_by_text("The line is bad.")).to_be_visible()
    page.get_by_label("tablet").check()
    frame = page.locator(".beside-frame")
    expect(frame).to_have_css("width", "768px")
    assert what_axe_says(page) == []
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#beside")).to_be_hidden()
    assert not Story.objects.exists()

    # In the tunnel.
    page.context.set_offline(True)
    page.keyboard.press("Control+s")
    expect(kept).to_contain_text("No connection: nothing was sent. Your text is still here and kept")
    page.get_by_label("Standfirst").fill("Written in a tunnel.")
    page.clock.fast_forward(5_000)
    expect(kept).to_contain_text("No connection. Your text is still here, and kept in this browser.")
    page.context.set_offline(False)
    page.clock.fast_forward(5_000)
    expect(kept).to_contain_text("not saved yet")
    assert ["standfirst", "Written in a tunnel."] in Scratch.objects.get().fields

    # The session ends; somebody else's begins, and then one's own again, in another tab.
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_label("Standfirst").fill("Written after the session.")
    page.clock.fast_forward(5_000)
    expect(kept).to_contain_text("You are logged out")
    desk_page(reporter)
    page.get_by_label("Standfirst").fill("Written in a new session.")
    page.clock.fast_forward(5_000)
    expect(kept).to_contain_text("not saved yet")
    _save(page)
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    story = Story.objects.get()
    assert (story.standfirst, story.body) == ("Written in a new session.", "<p>The line is bad.</p>")
    assert story.revisions.count() == 1

    # Shown to somebody without a login, until the link is closed.
    page.get_by_role("link", name="Share links").click()
    page.get_by_label("For whom").fill("Our lawyer")
    page.get_by_role("button", name="Make a link").click()
    shared = page.get_by_label("The link is made.").input_value().replace(settings.SITE_URL, live_server.url)
    page.context.clear_cookies()
    page.goto(shared)
    expect(page.get_by_text("Rina Gashi has shared this with you (Our lawyer)")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Written on a train")
    desk_page(reporter).goto(live_server.url + reverse("admin:articles_story_share", args=[story.pk]))
    expect(page.get_by_text("1 view, last")).to_be_visible()
    page.get_by_role("button", name="Close the link for Our lawyer").click()
    expect(page.get_by_text("Closed by Rina Gashi")).to_be_visible()
    page.goto(shared)
    expect(page.get_by_text("Our lawyer")).to_have_count(0)
    assert ShareLink.objects.get().views == 1
    assert Presence.objects.count() <= 1
