"""A live story is edited in peace: nothing a reader sees moves until the next publish, and then it does."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles import workflow
from articles.models import BYLINE_FIELDS, QUOTE_FIELDS, STORY_FIELDS, Byline, Image, Quote, Story, Tag
from articles.page_cache import NOT_KEPT
from tests import stories
from tests.desk.pictures import in_library
from tests.public import site

pytestmark = pytest.mark.django_db

# For each field: what is written into the working copy, and what readers of the published story then find.
# A callable is asked when the database is there.
STORY_CHANGES: dict[str, tuple[Any, str]] = {
    "headline": ("Toll for the bridge", "Toll for the bridge"),
    "standfirst": ("It will cost a euro.", "It will cost a euro."),
    "slug": ("toll-for-the-bridge", "/stories/toll-for-the-bridge/"),
    "body": ("<p>Not a word of what was here.</p>", "Not a word of what was here."),
    "dateline": ("Gjakova", "Gjakova"),
    "section": (lambda: stories.a_section("Transport"), '"articleSection": "Transport"'),
    "lead_image": (lambda: in_library(alt_text="The other bank"), 'alt="The other bank"'),
    "lead_caption": ("Seen from the north bank", "Seen from the north bank"),
    "social_text": ("One bridge, one euro", 'og:description" content="One bridge, one euro"'),
    "kind": ("opinion", "Opinion"),
    "language": ("sq", '<html lang="sq">'),
    "source": ("The Bridge Gazette", "The Bridge Gazette"),
    "source_note": ("Shortened by the desk.", "Shortened by the desk."),
    "canonical_url": ("https://example.org/bridge", "https://example.org/bridge"),
}
BYLINE_CHANGES: dict[str, tuple[Any, str]] = {
    "author": (lambda: stories.an_author("Lirije Hasani"), "Lirije Hasani"),
    "role": ("translation", "Translation:"),
    "credited_as": ("A. K.", "A. K."),
    # The second of two comes first.
    "order": (9, 'By <a rel="author" href="/authors/zana-zeka/">'),
}
QUOTE_CHANGES: dict[str, tuple[Any, str | None]] = {
    "text": ("We shall wait no more", "We shall wait no more"),
    "speaker": (lambda: stories.a_person("Besa Rama"), "Besa Rama"),
    "role": ("Former mayor", "Former mayor"),
    "occasion": ("on the radio", "on the radio"),
    "place": ("Gjakova", "Gjakova"),
    "said_on": (date(2019, 7, 1), "1 July 2019"),
    "source_url": ("https://example.org/speech", "https://example.org/speech"),
    "original_text": ("Kemi pritur mjaft", "Kemi pritur mjaft"),
    "translator": ("Mira Toska", "Mira Toska"),
    # For the desk.
    "cue": ("shouted", None),
    "medium": ("speech", None),
    "original_language": ("sq", None),
    "terms": ("background", None),
    "verification": ("recording", None),
}


def test_every_field_is_tried() -> None:
    """A field that is added to the models is added here; a position follows the body by itself."""
    assert STORY_CHANGES.keys() == {*STORY_FIELDS}
    assert BYLINE_CHANGES.keys() == {*BYLINE_FIELDS}
    assert QUOTE_CHANGES.keys() == {*QUOTE_FIELDS} - {"uuid", "position"}


@pytest.fixture
def live(editor: User, a_picture: Image) -> Story:
    """Return a story as readers see it, with a picture and two writers."""
    story = stories.write(by=editor, lead_image=a_picture, slug="the-bridge")
    Byline.objects.create(story=story, author=stories.an_author("Zana Zeka"), order=5)
    workflow.record_edit(story, by=editor)
    return stories.bring_to("live", story, by=editor)


def everything(reader: Client) -> dict[str, bytes]:
    """Return every page there is, by its address; but for forms, each of which says when it was made."""
    return {
        address: answer.content
        for address, answer in site.crawl(reader, site.known_addresses()).items()
        if answer.headers.get("Cache-Control") != NOT_KEPT
    }


def check(change: Callable[[], None], *shows: str | None, story: Story, reader: Client, editor: User) -> None:
    """Change the working copy, look, publish, look again."""
    before = everything(reader)

    change()
    workflow.record_edit(story, by=editor)

    now = everything(reader)
    assert {address: now[address] for address in before} == before

    site.publish_changes(story, by=editor)

    after = everything(reader)
    assert after != before
    for words in filter(None, shows):
        assert not any(words.encode() in page for page in before.values()), words
        assert any(words.encode() in page for page in after.values()), words


def values_of(changes: dict[str, tuple[Any, str | None]]) -> dict[str, Any]:
    """Return what is written into each field."""
    return {field: value() if callable(value) else value for field, (value, _) in changes.items()}


@pytest.mark.thorough
def test_changed_fields_wait_for_publish(live: Story, reader: Client, editor: User) -> None:
    """Of the story itself: all of them at once, each with words of its own."""

    def change() -> None:
        for field, value in values_of(STORY_CHANGES).items():
            setattr(live, field, value)
        live.save(update_fields=[*STORY_CHANGES])

    check(change, *(shows for _, shows in STORY_CHANGES.values()), story=live, reader=reader, editor=editor)


@pytest.mark.parametrize("field", BYLINE_CHANGES)
@pytest.mark.thorough
def test_a_changed_byline_waits_for_publish(field: str, live: Story, reader: Client, editor: User) -> None:
    """Of who wrote it."""
    value, shows = BYLINE_CHANGES[field]
    value = value() if callable(value) else value
    check(
        lambda: live.bylines.filter(author__slug="arben-kelmendi").update(**{field: value}),
        shows,
        story=live,
        reader=reader,
        editor=editor,
    )


@pytest.mark.thorough
def test_changed_quotes_wait_for_publish(live: Story, reader: Client, editor: User) -> None:
    """Of what was said in it: all at once but for the terms, which ask for a quote without a name."""
    changes = {field: change for field, change in QUOTE_CHANGES.items() if field != "terms"}
    check(
        lambda: live.quotes.update(**values_of(changes)),
        *(shows for _, shows in changes.values()),
        story=live,
        reader=reader,
        editor=editor,
    )


@pytest.mark.thorough
def test_changed_terms_of_a_quote_wait_for_publish(live: Story, reader: Client, editor: User) -> None:
    """They are for the desk; readers see that the name is gone."""
    terms, _ = QUOTE_CHANGES["terms"]
    check(
        lambda: live.quotes.update(terms=terms, speaker=None),
        story=live,
        reader=reader,
        editor=editor,
    )


ROUND_IT: dict[str, tuple[Callable[[Story], Any], str | None]] = {
    "a byline more": (
        lambda story: Byline.objects.create(story=story, author=stories.an_author("Lirije Hasani"), order=7),
        "Lirije Hasani",
    ),
    "a byline less": (lambda story: story.bylines.filter(author__slug="zana-zeka").delete(), None),
    "a quote more": (
        lambda story: Quote.objects.create(
            story=story, text="At last", speaker=stories.a_person("Besa Rama")
        ),
        "At last",
    ),
    "a quote less": (lambda story: story.quotes.all().delete(), None),
    "a tag more": (lambda story: story.tags.add(Tag.objects.get_or_create(name="Tolls")[0]), "/tags/tolls/"),
    "a tag less": (lambda story: story.tags.clear(), None),
    "no picture": (lambda story: Story.objects.filter(pk=story.pk).update(lead_image=None), None),
}


@pytest.mark.parametrize(
    "what", [pytest.param(what, marks=[pytest.mark.thorough] * (what != "a quote less")) for what in ROUND_IT]
)
def test_what_comes_and_goes_waits_for_publish(what: str, live: Story, reader: Client, editor: User) -> None:
    """Bylines, quotes, tags and the picture."""
    change, shows = ROUND_IT[what]

    def go() -> None:
        change(live)
        live.refresh_from_db()

    check(go, shows, story=live, reader=reader, editor=editor)
