"""Reading in comfort: by keyboard, with large letters, in one's own colours, on paper."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from articles.models import Story
from tests import stories
from tests.desk.pictures import in_library
from tests.public import site

pytestmark = pytest.mark.looks

LONG_WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
LONG_SECTION = "Culture and the arts of the whole region"
LARGE_LETTERS = """() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { font-size: 200% }");
    document.adoptedStyleSheets = [sheet];
}"""


@pytest.fixture
def story(live_server: LiveServer, editor: User) -> Story:
    """Publish a story with everything in it that takes room."""
    return stories.bring_to(
        "live",
        stories.write(
            "Bridge opens to the music of three orchestras",
            by=editor,
            section=stories.a_section(LONG_SECTION),
            kind="analysis",
            dateline=LONG_WORD,
            lead_image=in_library((600, 400), credit="Photo: Drita Shala / Newsroom of the whole region"),
        ),
        by=editor,
    )


def address_of(story: Story, live_server: LiveServer) -> str:
    return live_server.url + story.published.get_absolute_url()


@pytest.mark.thorough
def test_nothing_spills_with_the_largest_letters(story: Story, live_server: LiveServer, page: Page) -> None:
    """Letters of twice the size, on a telephone and on a desk: no line is wider than the window."""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 700})
        for address in (
            address_of(story, live_server),
            f"{live_server.url}/search/?q=bridge",
            f"{live_server.url}/no/",
        ):
            page.goto(address)
            for larger in (False, True):
                if larger:
                    page.evaluate(LARGE_LETTERS)
                spills = page.evaluate("document.documentElement.scrollWidth - innerWidth")
                assert spills <= 0, f"{address}, {width}, larger: {larger}"
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address_of(story, live_server))
    page.evaluate(LARGE_LETTERS)
    # Nor is anything cut off.
    assert page.locator(".dates").evaluate("dates => dates.scrollWidth - dates.clientWidth") <= 0


def test_what_has_the_focus_is_framed_on_all_sides(
    story: Story, live_server: LiveServer, page: Page, editor: User
) -> None:
    page.goto(f"{live_server.url}/search/?q=waited&tab=quotes")
    page.keyboard.press("Tab")
    link = page.locator(".card-meta a")
    box = link.bounding_box()
    beside = {"x": box["x"] - 5, "y": box["y"], "width": 4, "height": box["height"]}

    before = page.screenshot(clip=beside)
    link.focus()

    assert page.screenshot(clip=beside) != before


@pytest.mark.thorough
def test_a_long_section_stands_beside_the_picture(
    story: Story, live_server: LiveServer, page: Page, editor: User
) -> None:
    """Not below it, which would leave the room beside it empty."""
    site.publish(1, by=editor)
    page.set_viewport_size({"width": 360, "height": 700})

    page.goto(f"{live_server.url}/tags/bridges/")

    card = page.locator(".river .card").filter(has_text="orchestras")
    picture = card.locator(".card-picture").bounding_box()
    assert card.locator(".kicker a").bounding_box()["y"] < picture["y"] + picture["height"] / 2


@pytest.mark.thorough
def test_the_last_story_beside_the_lead_leaves_no_hole(
    story: Story, live_server: LiveServer, page: Page, editor: User
) -> None:
    picture = in_library((600, 400))
    site.publish(8, by=editor, lead_image=picture)
    page.set_viewport_size({"width": 768, "height": 900})

    page.goto(live_server.url)

    beside = page.locator(".front-beside").bounding_box()
    cards = page.locator(".front-beside > .card")
    assert cards.count() % 2 == 1
    assert cards.last.bounding_box()["width"] == beside["width"]


@pytest.mark.thorough
def test_who_brings_all_colours_sees_what_is_marked_and_chosen(
    story: Story, live_server: LiveServer, browser: Browser
) -> None:
    context = browser.new_context(forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto(f"{live_server.url}/search/?q=bridge")
    ground = _colour(page.locator("body"), "backgroundColor")
    mark = page.locator("mark").first
    assert _colour(mark, "backgroundColor") not in {ground, _colour(mark, "color")}
    assert _colour(mark, "backgroundColor") == page.evaluate(
        "() => { document.body.append(Object.assign(document.createElement('i'), { id: 'probe' }));"
        " const probe = document.querySelector('#probe'); probe.style.cssText = 'background: Highlight';"
        " return getComputedStyle(probe).backgroundColor }"
    )

    field = page.get_by_role("combobox")
    field.fill("brid")
    page.get_by_role("option").first.wait_for()
    field.press("ArrowDown")

    chosen = page.locator("[role=option][aria-selected=true]")
    assert _colour(chosen, "backgroundColor") == _colour(mark, "backgroundColor")
    context.close()


@pytest.mark.thorough
def test_who_asks_for_more_contrast_reads_no_grey(
    story: Story, live_server: LiveServer, browser: Browser
) -> None:
    context = browser.new_context(contrast="more")
    page = context.new_page()
    page.goto(address_of(story, live_server))

    assert _colour(page.locator(".standfirst"), "color") == _colour(page.locator("h1"), "color")
    context.close()


@pytest.mark.thorough
def test_on_paper_there_are_no_forms_and_no_story_is_cut_in_two(
    story: Story, live_server: LiveServer, page: Page
) -> None:
    page.emulate_media(media="print")

    page.goto(f"{live_server.url}/search/?q=bridge")
    expect(page.locator("form.search")).to_be_hidden()
    expect(page.locator(".facets")).to_be_hidden()
    assert page.locator(".found li").first.evaluate("item => getComputedStyle(item).breakInside") == "avoid"

    page.goto(live_server.url)
    assert page.locator(".card").first.evaluate("card => getComputedStyle(card).breakInside") == "avoid"


@pytest.mark.thorough
def test_what_narrows_down_stands_where_the_keyboard_comes_to_it(
    story: Story, live_server: LiveServer, page: Page
) -> None:
    """Left of what was found, because it comes first; and one stop leads past it."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(f"{live_server.url}/search/?q=bridge")

    facets, results = page.locator(".facets").bounding_box(), page.locator("#results").bounding_box()
    assert facets["x"] + facets["width"] < results["x"]
    # A number is not broken, however long the name beside it is.
    assert page.locator(".facets span").first.evaluate("count => getComputedStyle(count).flexShrink") == "0"

    past = page.get_by_role("link", name="Skip to what was found")
    past.focus()
    assert past.bounding_box()["width"] > 50
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#results').contains(document.activeElement)")


@pytest.mark.thorough
def test_a_minus_is_not_torn_from_its_word(live_server: LiveServer, page: Page) -> None:
    """Or the example would say something else."""
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{live_server.url}/search/")

    assert page.locator("#how span").evaluate("example => example.getClientRects().length") == 1


@pytest.mark.thorough
def test_light_or_dark_is_chosen_for_all_open_pages(
    story: Story, live_server: LiveServer, browser: Browser
) -> None:
    """In another tab, too; and what the browser paints around the page goes with it."""
    context = browser.new_context(color_scheme="light")
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto(live_server.url)
    by_day = _colour(other.locator("body"), "backgroundColor")

    one.get_by_role("button", name="Read in dark").click()

    other.get_by_role("button", name="Read in light").wait_for()
    assert _colour(other.locator("body"), "backgroundColor") != by_day
    for page in (one, other):
        medias = page.locator("meta[name=theme-color]").evaluate_all("all => all.map((one) => one.media)")
        assert medias == ["not all", "all"]
    one.get_by_role("button", name="Read in light").click()
    assert (
        one.locator("meta[name=theme-color]").first.get_attribute("media") == "(prefers-color-scheme: light)"
    )
    context.close()


@pytest.mark.thorough
def test_a_browser_that_copies_nothing_says_so(story: Story, live_server: LiveServer, page: Page) -> None:
    page.add_init_script(
        "Object.defineProperty(navigator, 'clipboard', { value: { writeText: async () => { throw new Error('no') } } })"
    )
    page.goto(address_of(story, live_server))

    page.get_by_role("button", name="Copy link").click()

    page.get_by_role("button", name="Your browser does not let us copy").wait_for()


@pytest.mark.thorough
def test_a_passage_may_be_the_headline(story: Story, live_server: LiveServer, page: Page) -> None:
    page.goto(address_of(story, live_server))
    page.locator("h1").select_text()

    page.get_by_role("link", name="Report an error").click()

    expect(page.get_by_label("The passage, if it is about one")).to_have_value(story.headline)


def _colour(element: Locator, of: str) -> str:
    """Return a colour of an element as it is painted."""
    return element.evaluate(f"element => getComputedStyle(element).{of}")
