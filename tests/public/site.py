"""The readers' site as a reader, a crawler and a parser see it."""

import re
from collections import deque
from html.parser import HTMLParser

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client

from articles.models import Author, Person, Section, StandingPage, Story, Tag
from tests import stories

# What machines look for, and what leads to everything by date and by name.
MACHINES = {
    *("/", "/feed/", "/feed/atom/", "/feed.json", "/corrections/feed/", "/archive/", "/masthead/"),
    *("/sitemap.xml", "/news-sitemap.xml", "/sitemaps/pages.xml", "/robots.txt", "/.well-known/security.txt"),
    *(f"/sitemaps/{kind}-0.xml" for kind in ("stories", "people", "tags", "authors")),
}
LINK = re.compile(r'href="(/[^"#]*|\?[^"#]*)"')


def publish(number: int, *, by: User, **fields: object) -> list[Story]:
    """Publish so many stories, the last one newest."""
    return [stories.bring_to("live", stories.write(by=by, **fields), by=by) for _ in range(number)]


def publish_changes(story: Story, *, by: User) -> Story:
    """Bring the unpublished changes of a live story to readers."""
    return stories.bring_to("live", story, by=by)


def text(response: HttpResponse) -> str:
    """Return a page as text."""
    return response.content.decode()


def story_links(response: HttpResponse) -> list[str]:
    """Return the addresses of the stories a page leads to, in order, as often as they stand there."""
    return re.findall(r'href="(/stories/[^"#]+)"', text(response))


def known_addresses() -> set[str]:
    """Return the address of everything there is, whether readers may see it or not."""
    slugs = {"stories": Story, "sections": Section, "authors": Author, "people": Person, "tags": Tag}
    forms = ("", "feed/", "feed/atom/", "feed.json")
    pages = {f"/{slug}/" for slug in StandingPage.objects.values_list("slug", flat=True)}
    return (
        MACHINES
        | pages
        | {
            f"/{part}/{slug}/{form}"
            for part, model in slugs.items()
            for slug in model.objects.values_list("slug", flat=True)
            for form in (forms if model is not Story else forms[:1])
        }
    )


def crawl(reader: Client, start: set[str]) -> dict[str, HttpResponse]:
    """Follow every link of the site from these addresses on, and return what was answered."""
    answers: dict[str, HttpResponse] = {}
    waiting = deque(sorted(start))
    while waiting:
        address = waiting.popleft()
        if address in answers or address.startswith(("/static/", "/media/", "/admin/")):
            continue
        answers[address] = reader.get(address)
        if answers[address].headers.get("Content-Type", "").startswith("text/html"):
            for link in LINK.findall(text(answers[address])):
                waiting.append(address.partition("?")[0] + link if link.startswith("?") else link)
    return answers


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, *sorted(name for name, _ in attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.found.append(("comment",))


def tree(page: str) -> list[tuple]:
    """Return a page's elements and the names of their attributes, without any words."""
    parser = _Tree()
    parser.feed(page)
    parser.close()
    return parser.found
