"""Every page of the desk in a browser: accessible by day and by night, on a telephone and on a desk."""

from collections.abc import Callable
from typing import Any, Literal
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from articles import scratches, sources, transcribing
from articles.models import Author, Image, Person, Section, Story, Tag, TagAlias
from tests.desk.pictures import in_library
from tests.stories import bring_to, write

pytestmark = pytest.mark.looks

DeskPage = Callable[[User], Page]


@pytest.fixture
def pages(live_server: LiveServer, reporter: User, editor: User, superuser: User) -> dict[str, str]:
    """One address of every kind, each with something to show."""
    picture = in_library((600, 400))
    live = bring_to("live_draft", write("The bridge opens", by=reporter, lead_image=picture), by=editor)
    waiting = bring_to("in_review", write("The bridge waits", by=reporter), by=editor)
    approved = bring_to("approved", write("The bridge is painted", by=reporter), by=editor)
    spiked = bring_to("spiked", write("No bridge", by=reporter), by=editor)
    bring_to("scheduled", write("The bridge to come", by=reporter), by=editor)
    tag = Tag.objects.get()
    TagAlias.objects.create(tag=tag, name="Brücken")
    Person.objects.get().spellings.create(name="Vjosa Demë")
    Person.objects.get().positions.create(title="Mayor")
    story = {"live": live, "waiting": waiting, "approved": approved, "spiked": spiked}
    kept = scratches.keep(
        uuid4(),
        waiting.uuid,
        [("headline", "The bridge waits for you"), ("body", "<p>Typed</p>")],
        by=superuser,
    )
    transcribing.paste(live, "[00:01:05] DEMA: We have not waited long enough.", by=editor, title="Opening")
    long = write("Said in one breath", by=reporter, quotes=["Donaudampfschifffahrts" * 12])
    long.quotes.update(speaker=None, terms="background", original_text="نحن ننتظر", original_language="tr")
    sources.seal(long.quotes.get(), "Somebody", by=reporter)
    found = {
        f"story {name}": reverse("admin:articles_story_change", args=[one.pk]) for name, one in story.items()
    }
    for noun, thing in {
        "person": Person,
        "tag": Tag,
        "image": Image,
        "author": Author,
        "section": Section,
    }.items():
        pk = thing.objects.first().pk
        found |= {
            f"{noun} list": reverse(f"admin:articles_{noun}_changelist"),
            f"{noun} form": reverse(f"admin:articles_{noun}_change", args=[pk]),
        }
    return found | {
        "index": reverse("admin:index"),
        "quotes": reverse("admin:articles_quote_changelist"),
        "quote beside a transcript": reverse("admin:articles_quote_change", args=[live.quotes.get().pk]),
        "quote in one long word": reverse("admin:articles_quote_change", args=[long.quotes.get().pk]),
        "who is quoted": reverse("admin:articles_quote_who"),
        "people alike": reverse("admin:articles_person_alike"),
        "corrections": reverse("admin:articles_quote_corrections"),
        "stories": reverse("admin:articles_story_changelist"),
        "no stories": f"{reverse('admin:articles_story_changelist')}?q=nothing&status=draft",
        "notices": reverse("admin:inbox"),
        "choices of notices": reverse("admin:notice_choices"),
        "audit trail": reverse("admin:audit"),
        "kept views": reverse("admin:articles_story_views"),
        "new story": reverse("admin:articles_story_add"),
        "history": reverse("admin:articles_story_history", args=[live.pk]),
        "revision": reverse("admin:articles_story_revision", args=[live.pk, 2]),
        "preview": reverse("admin:articles_story_preview", args=[live.pk]),
        "compare": reverse("admin:articles_story_compare", args=[live.pk]) + "?from=1&to=2",
        "share": reverse("admin:articles_story_share", args=[live.pk]),
        "unsaved": reverse("admin:articles_story_unsaved", args=[kept.page]),
        "in use": reverse("admin:articles_tag_delete", args=[tag.pk]),
        "history of a tag": reverse("admin:articles_tag_history", args=[tag.pk]),
        "new picture": reverse("admin:articles_image_add"),
        "users": reverse("admin:auth_user_changelist"),
        "user": reverse("admin:auth_user_change", args=[editor.pk]),
        "new user": reverse("admin:auth_user_add"),
        "group": reverse("admin:auth_group_change", args=[Group.objects.first().pk]),
        "password": reverse("admin:password_change"),
    }


# Width and colours together, with all of axe for two of the four, and what depends on colours for the others.
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
LOOKS: tuple[tuple[int, Literal["light", "dark"], dict[str, Any]], ...] = (
    (1280, "light", {}),
    (1280, "dark", COLOURS),
    (360, "dark", {}),
    (360, "light", COLOURS),
)


def what_axe_says(page: Page, **options: Any) -> list[str]:
    """Return what axe has to say about a page."""
    # Without "preload", or axe would write styles into the page, and be stopped by its policy.
    found = (
        Axe()
        .run(page, options={"resultTypes": ["violations"], "preload": False, **options})
        .response["violations"]
    )
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for one in found
        for node in one["nodes"]
    ]


@pytest.mark.thorough
def test_axe_has_nothing_to_say_and_nothing_spills(
    pages: dict[str, str], desk_page: DeskPage, live_server: LiveServer, superuser: User
) -> None:
    page = desk_page(superuser)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    complaints: dict[str, Any] = {}

    for name, address in pages.items():
        page.goto(live_server.url + address)
        if name.startswith(("story", "new story")) and "spiked" not in name:
            expect(page.get_by_role("toolbar", name="Text")).to_be_visible()
        for width, scheme, options in LOOKS:
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if found := what_axe_says(page, **options):
                complaints[f"{name} {width} {scheme}"] = found
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                complaints[f"{name} spills at {width}"] = wide

    assert complaints == {}, "\n".join(f"{k}: {v}" for k, v in complaints.items())
    assert said == []


@pytest.mark.thorough
def test_the_login_page_and_what_is_kept_are_accessible(
    page: Page, live_server: LiveServer, reporter: User, desk_page: DeskPage
) -> None:
    story = write(by=reporter)
    page.goto(live_server.url + reverse("admin:login"))
    assert what_axe_says(page) == []

    desk_page(reporter).goto(live_server.url + reverse("admin:articles_story_change", args=[story.pk]))
    page.get_by_label("Headline").fill("Written before the session ended")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save draft").first.click()
    expect(page.get_by_role("heading", name="You were logged out. Nothing is lost.")).to_be_visible()
    assert what_axe_says(page) == []
    desk_page(reporter).get_by_role("button", name="Send again").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert Story.objects.get().headline == "Written before the session ended"
