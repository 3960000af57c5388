"""The pages that every newsroom writes for itself, for a newsroom to try out: they belong in a demo only."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction

from articles import standing_pages
from articles.models import StandingPage


@dataclass(frozen=True, slots=True)
class DemoPage:
    """One page and what it says."""

    slug: str
    title: str
    summary: str
    body: str


PAGES = (
    DemoPage(
        "about",
        "About us",
        "What this newsroom is, and how to try it out.",
        "<p>This is a newsroom to try out. Its stories are real; the people on its desk are made up.</p>"
        "<h2>What you can do here</h2>"
        "<p>Read a story, follow a subject or a person, and see who said what. At the desk you can write, "
        "review and publish. Everything on this page is written at the desk, too: under Standing pages.</p>"
        "<h2>Who pays for it</h2>"
        "<p>A newsroom says here who owns it and where its money comes from.</p>",
    ),
    DemoPage(
        "ethics",
        "Ethics",
        "What readers can hold this newsroom to.",
        "<p>What readers can hold us to.</p>"
        "<h2>We say who said it</h2>"
        "<p>Each quotation names who spoke, where and when, as far as we know. Nobody’s words are changed.</p>"
        "<h2>We say when we were wrong</h2>"
        '<p>Corrections stand on the story itself and on <a href="/corrections/">a page of their own</a>, '
        "with what was changed.</p>"
        "<h2>We protect who must not be named</h2>"
        "<p>A source without a name is known to the newsroom, and to nobody else.</p>",
    ),
    DemoPage(
        "contact",
        "Contact",
        "How to reach this newsroom.",
        '<p>Write to <a href="mailto:desk@demo.invalid">desk@demo.invalid</a>. In a demo, nobody reads it.</p>'
        "<h2>Something is wrong in a story</h2>"
        "<p>Tell us which story and which sentence. We answer, and we correct where you are right.</p>",
    ),
)


@transaction.atomic
def add_to_empty(by: User | None) -> None:
    """Put the demo's pages online, unless somebody has begun to write pages."""
    if by is None or StandingPage.objects.exists():
        return
    for order, page in enumerate(PAGES, start=1):
        row = StandingPage.objects.create(
            slug=page.slug, title=page.title, summary=page.summary, body=page.body, order=order, saved_by=by
        )
        standing_pages.put_online(row, by=by)
