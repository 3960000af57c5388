"""What is followed: in three forms, of everything that has a page of its own."""

import json
import re
import xml.etree.ElementTree as ET

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from articles import workflow
from articles.models import Image, Person, PublishedStory, Story
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
FORMS = {
    "feed/": "application/rss+xml",
    "feed/atom/": "application/atom+xml",
    "feed.json": "application/feed+json",
}
PAGES = ("/", "/sections/world/", "/tags/bridges/", "/authors/arben-kelmendi/", "/people/vjosa-dema/")
BODY = (
    '<p>See <a href="/tags/bridges/">the tag</a>, “a &lt;b href="/x"&gt;” and <a href="#end">the end</a>.</p>'
)


@pytest.fixture
def story(editor: User, a_picture: Image) -> Story:
    (one,) = site.publish(
        1, by=editor, headline="Bread & <b>bridges</b>", body=BODY, lead_image=a_picture, language="sr"
    )
    return one


def titles(answer: HttpResponse) -> list[str]:
    """Return the titles of a feed's entries, whatever its form."""
    if answer.headers["Content-Type"].startswith("application/feed+json"):
        return [item["title"] for item in json.loads(answer.content)["items"]]
    root = ET.fromstring(answer.content)
    entries = root.findall(f"{ATOM}entry") or root.findall("channel/item")
    return [entry.findtext(f"{ATOM}title") or entry.findtext("title") or "" for entry in entries]


@pytest.mark.parametrize("listing", PAGES)
def test_every_page_that_lists_something_is_followed_in_three_forms(
    listing: str, reader: Client, story: Story, editor: User
) -> None:
    site.publish(1, by=editor, headline="Newer")
    stories.bring_to("draft", stories.write("Not yet", by=editor), by=editor)
    head = site.text(reader.get(listing)).partition("</head>")[0]
    for ending, kind in FORMS.items():
        assert re.search(
            f'<link rel="alternate" type="{re.escape(kind)}" title="[^"]+" href="{listing}{ending}">', head
        )
        with CaptureQueriesContext(connection) as asked:
            answer = reader.get(listing + ending)
        assert len(asked) <= 5
        assert answer.headers["Content-Type"] == f"{kind}; charset=utf-8"
        assert f"http://testserver{listing}{ending}" in site.text(answer)
        if listing.startswith("/people/"):
            assert titles(answer) == ["“We have waited long enough”"] * 2
        else:
            assert titles(answer) == ["Newer", "Bread & <b>bridges</b>"]
        again = reader.get(listing + ending, headers={"If-None-Match": answer.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_story_in_rss(reader: Client, story: Story, a_picture: Image) -> None:
    item = ET.fromstring(reader.get("/feed/").content).find("channel/item")
    assert item.findtext("guid") == f"urn:uuid:{story.uuid}"
    assert item.findtext("description") == story.standfirst
    assert [one.text for one in item.findall("category")] == ["World", "Bridges"]
    assert item.findtext("{http://purl.org/dc/elements/1.1/}creator") == "Arben Kelmendi"
    picture = item.find(f"{MEDIA}content")
    assert picture.get("url") == f"http://testserver{a_picture.jpeg}"
    assert (picture.get("type"), picture.get("width")) == ("image/jpeg", "60")
    assert item.findtext(CONTENT) == (
        '<p>See <a href="http://testserver/tags/bridges/">the tag</a>, “a &lt;b href="/x"&gt;” and '
        f'<a href="http://testserver/stories/{story.slug}/#end">the end</a>.</p>'
    )


def test_a_story_in_atom(reader: Client, story: Story) -> None:
    root = ET.fromstring(reader.get("/feed/atom/").content)
    entry = root.find(f"{ATOM}entry")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "sr"
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{story.uuid}"
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Arben Kelmendi"
    assert entry.find(f"{ATOM}content").get("type") == "html"
    published = PublishedStory.objects.get()
    assert entry.findtext(f"{ATOM}updated") == published.updated_at.isoformat()
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "Newsroom"


def test_a_story_in_json(reader: Client, story: Story, settings: Settings) -> None:
    feed = json.loads(reader.get("/feed.json").content)
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    (item,) = feed["items"]
    assert (item["id"], item["language"], item["tags"]) == (
        f"urn:uuid:{story.uuid}",
        "sr",
        ["World", "Bridges"],
    )
    assert item["authors"] == [{"name": "Arben Kelmendi", "url": "http://testserver/authors/arben-kelmendi/"}]
    assert "content_text" not in item


@pytest.mark.parametrize("ending", FORMS)
def test_without_the_whole_text_there_is_the_standfirst_or_how_it_begins(
    ending: str, reader: Client, editor: User, settings: Settings
) -> None:
    settings.FEED_FULL_TEXT = False
    long = f"<p>{'The bridge &amp; the river. ' * 60}Secret end.</p>"
    site.publish(1, by=editor, standfirst="", body=long)

    text = site.text(reader.get(f"/{ending}"))

    assert "Secret end." not in text
    assert "The bridge" in text
    assert text.count("The bridge") < 10
    assert "&amp;amp;amp;" not in text


@pytest.mark.parametrize("ending", FORMS)
def test_what_xml_cannot_hold_is_left_out(ending: str, reader: Client, story: Story) -> None:
    PublishedStory.objects.update(headline="A\x0bbridge\x1f", standfirst="Be\x08low", byline_text="\x0c")
    assert titles(reader.get(f"/{ending}")) == ["Abridge"]


@pytest.mark.parametrize("ending", FORMS)
def test_a_feed_of_nothing_is_a_feed(ending: str, reader: Client) -> None:
    for address in (f"/{ending}", f"/corrections/{ending}"):
        first, second = (reader.get(address) for _ in range(2))
        assert (first.status_code, titles(first), first.content) == (200, [], second.content)


@pytest.mark.parametrize("ending", FORMS)
def test_nobody_follows_what_readers_do_not_know(ending: str, reader: Client, editor: User) -> None:
    stories.write(by=editor, section=stories.a_section("Secret"))
    stories.a_section("Secret").__class__.objects.update(in_navigation=False)
    for page in ("/sections/secret/", "/tags/bridges/", "/authors/arben-kelmendi/", "/people/vjosa-dema/"):
        assert reader.get(page + ending).status_code == 404


@pytest.mark.parametrize("ending", FORMS)
def test_somebody_who_became_another_is_followed_there(ending: str, reader: Client, story: Story) -> None:
    Person.objects.create(name="V. Dema", slug="v-dema", merged_into=Person.objects.get())
    answer = reader.get(f"/people/v-dema/{ending}")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"/people/vjosa-dema/{ending}")


@pytest.mark.parametrize("ending", FORMS)
def test_corrections_are_followed_with_ids_that_stay(
    ending: str, reader: Client, story: Story, editor: User
) -> None:
    stories.edit(story, by=editor, standfirst="It was forty.")
    for verb in (workflow.submit, workflow.approve):
        verb(story, by=stories.second_pair_of_eyes(story, editor))
    workflow.publish(story, by=editor, kind="correction", public_note="It was forty, not four.")
    text = site.text(reader.get(f"/corrections/{ending}"))
    assert "It was forty, not four." in text
    assert len(set(re.findall(r"urn:uuid:[0-9a-f-]{36}", text))) == 1


def test_feeds_name_our_own_host_alone(reader: Client, story: Story) -> None:
    """F11: whatever the request calls us."""
    for ending in FORMS:
        text = site.text(
            reader.get(f"/{ending}", headers={"Host": "localhost", "X-Forwarded-Host": "evil.example"})
        )
        assert "localhost" not in text
        assert "evil.example" not in text
