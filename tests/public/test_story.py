"""A story's page, and what is at the addresses it had."""

import json

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client

from articles import workflow
from articles.models import Byline, Image, PublishedStory
from articles.rendering import heard_once
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db


def test_two_queries_show_a_story(
    reader: Client, editor: User, a_picture: Image, django_assert_num_queries
) -> None:
    """One for the public state, one for the story and its tags, whatever it carries."""
    story = stories.write(
        by=editor,
        quotes=[f"Word {n}" for n in range(30)],
        tags=[f"Tag {n}" for n in range(20)],
        lead_image=a_picture,
    )
    stories.bring_to("live", story, by=editor)

    with django_assert_num_queries(2):
        assert reader.get(story.published.get_absolute_url()).status_code == 200
    # From the page cache: only whether it is still right.
    with django_assert_num_queries(1):
        reader.get(story.published.get_absolute_url())


def test_where_no_writer_is_named_the_newsroom_stands_for_its_text(reader: Client, editor: User) -> None:
    """The same to readers as to machines; the page it leads to says who that is."""
    story = stories.write("A bridge", by=editor)
    story.bylines.all().delete()
    workflow.record_edit(story, by=editor)
    stories.bring_to("live", story, by=editor)

    page = site.text(reader.get(story.published.get_absolute_url()))

    assert 'Published by <a rel="author" href="/masthead/">Newsroom</a>' in page
    assert '<meta name="author" content="Newsroom">' in page


def test_everything_around_the_words_is_there(reader: Client, editor: User, a_picture: Image) -> None:
    """Section, kind, headline, standfirst, bylines, picture, source, tags, and who was quoted."""
    story = stories.write(
        "A bridge & its toll",
        by=editor,
        kind="analysis",
        dateline="Mitrovica",
        lead_image=a_picture,
        source="The Other Paper",
        source_note="Shortened by the desk.",
        canonical_url="https://example.org/bridge",
    )
    Byline.objects.create(story=story, author=stories.an_author("Drita Shala"), role="photographs", order=1)
    workflow.record_edit(story, by=editor)
    stories.bring_to("live", story, by=editor)

    page = site.text(reader.get(story.published.get_absolute_url()))

    for words in (
        "<h1>A bridge &amp; its toll</h1>",
        '<a href="/sections/world/">World</a>',
        "Analysis",
        story.standfirst,
        'By <a rel="author" href="/authors/arben-kelmendi/">Arben Kelmendi</a>',
        'Photographs: <a href="/authors/drita-shala/">Drita Shala</a>',
        "Mitrovica",
        'alt="A bridge, half built"',
        "The bridge in March.",
        "Photo: Drita Shala",
        "<h2>Two years late</h2>",
        "Shortened by the desk.",
        'First published by The Other Paper: <a href="https://example.org/bridge">the original</a>',
        '<a rel="tag" href="/tags/bridges/">Bridges</a>',
        '<a href="/people/vjosa-dema/">Vjosa Dema</a>',
        "Mayor",
        "at the opening",
        "1 min read",
    ):
        assert words in page, words


def test_machines_are_told_the_same(reader: Client, editor: User, a_picture: Image) -> None:
    """Canonical address, Open Graph and schema.org say what the page says."""
    story = stories.write("Said </script> twice", by=editor, lead_image=a_picture, language="sq")
    stories.bring_to("live", story, by=editor)
    address = settings.SITE_URL + story.published.get_absolute_url()

    page = site.text(reader.get(story.published.get_absolute_url()))
    data = json.loads(page.partition('<script type="application/ld+json">')[2].partition("</script>")[0])

    assert '<html lang="sq">' in page
    assert f'<link rel="canonical" href="{address}">' in page
    assert f'<meta property="og:url" content="{address}">' in page
    assert f'<meta property="og:image" content="{settings.SITE_URL}{Image.objects.get().jpeg}">' in page
    assert data["@type"] == "NewsArticle"
    assert data["headline"] == "Said </script> twice"
    assert data["url"] == address
    assert data["author"][0]["name"] == "Arben Kelmendi"
    assert data["inLanguage"] == "sq"
    assert data["image"][0]["width"] == a_picture.width
    assert data["datePublished"] == data["dateModified"] == story.published.published_at.isoformat()


def test_republished_matter_names_where_it_first_appeared(reader: Client, editor: User) -> None:
    """Search engines and shares are sent to the original; readers stay."""
    story = stories.write(by=editor, canonical_url="https://example.org/first")
    stories.bring_to("live", story, by=editor)

    page = site.text(reader.get(story.published.get_absolute_url()))

    assert '<link rel="canonical" href="https://example.org/first">' in page
    assert '<meta property="og:url" content="https://example.org/first">' in page


def test_an_address_that_was_public_leads_to_the_story(reader: Client, editor: User) -> None:
    """Also after a second move, and without a detour."""
    story = stories.bring_to("live", stories.write(by=editor, slug="first"), by=editor)
    for slug in ("second", "third"):
        site.publish_changes(stories.edit(story, by=editor, slug=slug), by=editor)

    for old in ("first", "second"):
        response = reader.get(f"/stories/{old}/")
        assert (response.status_code, response["Location"]) == (301, "/stories/third/")
    assert reader.get("/stories/third/").status_code == 200


def test_an_address_that_was_never_public_leads_nowhere(reader: Client, editor: User) -> None:
    """Before the first publication a slug is the desk's own business, and so is the next one."""
    story = stories.write(by=editor, slug="working-title")
    stories.edit(story, by=editor, slug="better-title")
    stories.bring_to("live", story, by=editor)
    stories.edit(story, by=editor, slug="title-to-come")

    assert reader.get("/stories/working-title/").status_code == 404
    assert reader.get("/stories/title-to-come/").status_code == 404
    assert reader.get("/stories/better-title/").status_code == 200


def test_a_withdrawn_story_says_why_at_every_address_it_had(reader: Client, editor: User) -> None:
    """410 with the explanation, and nothing of the story."""
    story = stories.bring_to("live", stories.write("Wrong bridge", by=editor, slug="first"), by=editor)
    site.publish_changes(stories.edit(story, by=editor, slug="second"), by=editor)
    workflow.withdraw(story, by=editor, note="It named the wrong <bridge>.")

    for slug in ("first", "second"):
        response = reader.get(f"/stories/{slug}/")
        assert response.status_code == 410
        assert "It named the wrong &lt;bridge&gt;." in site.text(response)
        assert "Wrong bridge" not in site.text(response)
        assert "We have waited long enough" not in site.text(response)


@pytest.mark.parametrize("state", ["draft", "in_review", "approved", "scheduled", "spiked"])
def test_what_is_not_public_looks_like_what_never_was(state: str, reader: Client, editor: User) -> None:
    """Status, headers and every byte, for the story and for whoever and whatever only it carries."""
    site.publish(1, by=editor)
    story = stories.write(by=editor, slug="hidden", tags=["Hidden tag"], author="Hidden Author")
    story.quotes.update(speaker=stories.a_person("Hidden Person"))
    workflow.record_edit(story, by=editor)
    stories.bring_to(state, story, by=editor)

    for part, slug in (
        ("stories", "hidden"),
        ("tags", "hidden-tag"),
        ("authors", "hidden-author"),
        ("people", "hidden-person"),
    ):
        hidden, never = reader.get(f"/{part}/{slug}/"), reader.get(f"/{part}/never-was-there/")
        assert hidden.status_code == never.status_code == 404
        assert hidden.content == never.content
        assert dict(hidden.headers) == dict(never.headers)


@pytest.mark.thorough
def test_a_page_is_the_same_for_everybody(reader: Client, editor: User, superuser: User, desk) -> None:
    """Whoever is logged in gets the bytes, and the headers, of whoever is not."""
    site.publish(2, by=editor)
    stories.bring_to("withdrawn", stories.write(by=editor), by=editor)
    addresses = site.known_addresses() | {"/stories/never/", "/nowhere/"}
    baseline = {address: reader.get(address) for address in addresses}

    for user in (editor, superuser):
        staff = desk(user)
        for address, expected in baseline.items():
            answer = staff.get(address)
            assert answer.content == expected.content, address
            assert dict(answer.headers) == dict(expected.headers), address


def test_no_page_sets_a_cookie_and_every_page_is_guarded(reader: Client, editor: User) -> None:
    """Content policy without inline script or style, no sniffing, no frames; nothing varies by cookie."""
    site.publish(1, by=editor)
    stories.bring_to("withdrawn", stories.write(by=editor), by=editor)

    for address in (*site.known_addresses(), "/nowhere/"):
        response = reader.get(address)
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        for rule in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "object-src 'none'"):
            assert rule in policy
        for rule in ("base-uri 'none'", "frame-ancestors 'none'"):
            assert rule in policy
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["X-Frame-Options"] == "DENY"
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")
        page = site.text(response)
        assert " style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count("<script type=") + page.count("<script src=")


def test_a_page_a_reader_has_is_not_sent_again(reader: Client, editor: User) -> None:
    """304 until something on the page changes."""
    (other,) = site.publish(1, by=editor, tags=(), quotes=(), section=stories.a_section("Sport"))
    (story,) = site.publish(1, by=editor)
    address = story.published.get_absolute_url()
    etag = reader.get(address)["ETag"]

    again = reader.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")

    site.publish_changes(stories.edit(other, by=editor, headline="Another story"), by=editor)
    assert reader.get(address, headers={"If-None-Match": etag}).status_code == 304

    site.publish_changes(stories.edit(story, by=editor, headline="A new headline"), by=editor)
    changed = reader.get(address, headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert "A new headline" in site.text(changed)


def test_an_update_is_told_and_the_first_date_stays(reader: Client, editor: User) -> None:
    """Readers see when it was published and when it changed."""
    (story,) = site.publish(1, by=editor)
    first = PublishedStory.objects.get().published_at
    assert "Updated" not in site.text(reader.get(story.published.get_absolute_url()))

    site.publish_changes(stories.edit(story, by=editor, headline="A new headline"), by=editor)

    page = site.text(reader.get(story.published.get_absolute_url()))
    assert "Updated" in page
    assert PublishedStory.objects.get().published_at == first


REPEATED = '<aside class="pull-quote"><p>“We have waited long enough!”</p><p>Vjosa Dema</p></aside>'
OWN = '<aside class="pull-quote"><p>Words that stand here only.</p></aside>'
LINKED = '<aside class="pull-quote"><p><a href="/corrections/">We have waited long enough</a></p></aside>'
HALF = '<aside class="pull-quote"><p>e have waited lon</p></aside>'
EMPTY = '<aside class="pull-quote"><p>…</p></aside>'


def test_a_pull_quote_is_heard_once() -> None:
    """Where the text says its words as well, it is for the eye; where it does not, or holds a link, for everybody."""
    shown = heard_once(stories.BODY + REPEATED + OWN + LINKED + HALF + EMPTY)

    hidden = REPEATED.replace(">", ' aria-hidden="true">', 1)
    assert shown == stories.BODY + hidden + OWN + LINKED + HALF + EMPTY


def test_what_is_hidden_from_screen_readers_is_not_hidden_from_others(reader: Client, editor: User) -> None:
    """The page says so, and only the page: feeds and exports are given the text."""
    (story,) = site.publish(1, by=editor, body=stories.BODY + REPEATED)

    assert 'class="pull-quote" aria-hidden="true"' in site.text(
        reader.get(story.published.get_absolute_url())
    )
    assert "aria-hidden" not in story.published.body
