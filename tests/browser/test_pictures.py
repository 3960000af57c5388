"""Pictures in a real browser: several sent at once, one described, and what must stay in view chosen."""

import base64
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Image
from tests.desk.pictures import a_picture

DeskPage = Callable[[User], Page]
pytestmark = [pytest.mark.thorough, pytest.mark.looks]

DROP = """async ([words, type]) => {
  const data = new DataTransfer();
  const bytes = Uint8Array.from(atob(words), (one) => one.charCodeAt(0));
  data.items.add(new File([bytes], "dropped.jpg", { type }));
  document.querySelector(".uploads").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


def axe_of(page: Page) -> list[str]:
    # Without "preload", or axe would write styles into the page, and be stopped by its policy.
    options = {"resultTypes": ["violations"], "preload": False}
    return [one["id"] for one in Axe().run(page, options=options).response["violations"]]


def test_pictures_are_dropped_described_and_aimed(
    desk_page: DeskPage, live_server: LiveServer, reporter: User, tmp_path: Path
) -> None:
    page = desk_page(reporter)
    (tmp_path / "good.jpg").write_bytes(a_picture((300, 200)).getvalue())
    (tmp_path / "bad.png").write_bytes(b"<svg/>")

    # Several at once, on the list; what is refused says why and holds up nothing.
    page.goto(live_server.url + reverse("admin:articles_image_changelist"))
    page.locator("#uploads-files").set_input_files([tmp_path / "bad.png", tmp_path / "good.jpg"])
    expect(page.locator(".uploads-refused")).to_contain_text("Not taken. This is not a picture we can open.")
    expect(page.get_by_role("link", name="Describe it")).to_have_count(1)
    assert axe_of(page) == []

    # One, dropped where a new one is described: its page opens.
    page.goto(live_server.url + reverse("admin:articles_image_add"))
    assert axe_of(page) == []
    page.evaluate(DROP, [base64.b64encode(a_picture((300, 200)).getvalue()).decode(), "image/jpeg"])
    page.wait_for_url("**/change/")
    point = page.locator(".focal-point")
    picture = page.locator(".focal img")
    box = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.8, "y": box["height"] * 0.2})
    expect(page.locator("#id_focal_x")).to_have_value("0.80")
    point.press("ArrowLeft")
    point.press("Shift+ArrowDown")
    expect(page.locator("#id_focal_y")).to_have_value("0.21")
    expect(point).to_have_accessible_name(
        "What must stay in view: 75 % from the left, 21 % from the top. Arrow keys move it."
    )
    assert axe_of(page) == []
    page.get_by_label("Alt text").fill("Steel")
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_url("**/image/")

    image = Image.objects.order_by("pk").last()
    assert (image.title, image.alt_text, image.focal_x, image.focal_y) == ("dropped", "Steel", 0.75, 0.21)
    assert Image.objects.count() == 2


def test_without_scripts_the_form_sends_a_picture(
    browser: object, desk_page: DeskPage, live_server: LiveServer, reporter: User, tmp_path: Path
) -> None:
    cookies = desk_page(reporter).context.cookies()
    (tmp_path / "good.jpg").write_bytes(a_picture((300, 200)).getvalue())
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(live_server.url + reverse("admin:articles_image_add"))
    expect(page.locator(".uploads")).to_be_hidden()
    page.locator("#id_file").set_input_files(tmp_path / "good.jpg")
    page.get_by_label("Alt text").fill("Steel")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("good")
    context.close()

    assert Image.objects.get().alt_text == "Steel"


def test_a_picture_is_dropped_in_the_window_of_a_story_and_is_its_lead_picture(
    desk_page: DeskPage, live_server: LiveServer, reporter: User
) -> None:
    page = desk_page(reporter)
    page.goto(live_server.url + reverse("admin:articles_story_add"))
    with page.expect_popup() as opened:
        page.locator("#add_id_lead_image").click()
    window = opened.value
    expect(window.locator("#uploads-files")).not_to_have_attribute("multiple", "")
    assert axe_of(window) == []
    window.evaluate(DROP, [base64.b64encode(a_picture((300, 200)).getvalue()).decode(), "image/jpeg"])
    window.wait_for_url("**/change/?*")
    window.get_by_label("Alt text").fill("Steel")
    with window.expect_event("close"):
        window.get_by_role("button", name="Save", exact=True).click()

    image = Image.objects.get()
    assert image.alt_text == "Steel"
    expect(page.locator("#id_lead_image")).to_have_value(str(image.pk))
