"""Whatever is typed into whatever field, a reader's browser sees words."""

import json
import re
from io import StringIO

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import models
from django.test import Client

from articles import workflow
from articles.models import (
    Author,
    Byline,
    Image,
    Person,
    PersonSpelling,
    Position,
    PublishedStory,
    Quote,
    Section,
    Story,
    Tag,
)
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db

PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<!--",
    "--><b>",
    "]]>",
    "{{ 7|add:7 }}{% now 'Y' %}",
    '" autofocus onfocus=alert(1) x="',
    "' onmouseover='alert(1)",
    "&lt;script&gt;",
    "\u2028</a\u2029>",
    "\u202egnp.exe",
    "javascript:alert(1)",
    "\\u003cscript\\u003e",
    "<iframe srcdoc='<script>'>",
    "`-alert(1)-`",
    "</h1></article></main>",
    "<plaintext>",
    "\U0001f9e8<a href=//evil>",
    '","@type":"Evil","x":"',
]
# Checked where they are used, not text: addresses, dates, choices.
NOT_TEXT = {
    "slug",
    "key",
    "contact",
    "language",
    "original_language",
    "canonical_url",
    "source_url",
    "body",
    "file",
}


def text_fields(model: type[models.Model]) -> list[models.Field]:
    """Return a model's fields that hold free text."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and field.editable
        and not field.choices
        and field.name not in NOT_TEXT
    ]


def fill(rows: list[models.Model], words: str) -> None:
    """Write words into every text field of these rows."""
    for row in rows:
        for field in text_fields(type(row)):
            setattr(row, field.name, words[: field.max_length])
        row.save()


@pytest.fixture
def rows(editor: User, a_picture: Image) -> list[models.Model]:
    """Return a story with one of everything around it."""
    story = stories.write(by=editor, lead_image=a_picture)
    person, tag, author = Person.objects.get(), Tag.objects.get(), Author.objects.get()
    author.photo = a_picture
    Quote.objects.update(original_language="sq")
    PersonSpelling.objects.create(person=person, name="x")
    position = Position.objects.create(person=person, title="x")
    return [
        *(story, story.section, a_picture, author, Byline.objects.get(), Quote.objects.get()),
        *(person, position, PersonSpelling.objects.get(), tag),
    ]


def pages(rows: list[models.Model], *, reader: Client, editor: User) -> dict[str, str]:
    """Publish the story and return every page that shows something of it."""
    story = next(row for row in rows if isinstance(row, Story))
    story.refresh_from_db()
    workflow.record_edit(story, by=editor)
    stories.bring_to("live", story, by=editor)
    shown = [story.published, *(row for row in rows if isinstance(row, Section | Author | Person | Tag))]
    return {
        address: site.text(reader.get(address))
        for address in ["/", *(row.get_absolute_url() for row in shown)]
    }


@pytest.mark.thorough
def test_no_text_becomes_markup(rows: list[models.Model], reader: Client, editor: User) -> None:
    """In every text field at once: the same elements and attributes as with harmless words."""
    fill(rows, "Harmless")
    harmless = {
        address: site.tree(page) for address, page in pages(rows, reader=reader, editor=editor).items()
    }
    assert len(harmless) == 6

    for payload in PAYLOADS:
        # Unique names stay unique, and none is the harmless one.
        fill(rows, payload)
        for address, page in pages(rows, reader=reader, editor=editor).items():
            # An update is told from the second publication on: two more elements.
            assert without_update(site.tree(page)) == harmless[address], (payload, address)
            for script in re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL):
                assert json.loads(script)["@context"] == "https://schema.org"


def without_update(tree: list[tuple]) -> list[tuple]:
    """Take "Updated …" and the list of changes out of a story's page."""
    changes = ("section", "aria-labelledby", "class", "lang")
    if changes in tree:
        begin = tree.index(changes)
        tree = tree[:begin] + tree[tree.index(("/section",), begin) + 1 :]
    update = [("span", "class"), ("time", "data-clock", "datetime"), ("/time",), ("/span",)]
    for place in range(len(tree)):
        if tree[place : place + 8] == update * 2:
            return tree[:place] + tree[place + 4 :]
    return tree


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVa\tScript:alert(1)",
        "java\nscript:alert(1)",
        " javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
        "https://bank@evil.example/",
        "https:evil",
        "ftp://example.org/",
        "file:///etc/passwd",
    ],
)
def test_no_link_runs_or_misleads(address: str, reader: Client, editor: User) -> None:
    """Forms refuse such addresses; one that came another way is not followed."""
    story = stories.write(
        by=editor,
        canonical_url=address,
        body=f'<p><a href="{address}">x</a><img src="{address}" alt="y" onerror="x">y</p>',
    )
    story.quotes.update(source_url=address)
    workflow.record_edit(story, by=editor)
    stories.bring_to("live", story, by=editor)
    own = settings.SITE_URL + story.published.get_absolute_url()

    for page in (reader.get(story.published.get_absolute_url()), reader.get("/people/vjosa-dema/")):
        for written in (address, address.replace("\t", "").strip()):
            assert f'href="{written}' not in site.text(page)
            assert f'src="{written}' not in site.text(page)
        assert "onerror" not in site.text(page)
    assert f'<link rel="canonical" href="{own}">' in site.text(reader.get(story.published.get_absolute_url()))


def test_a_body_is_cleaned_once_more_when_it_is_rendered(reader: Client, editor: User) -> None:
    """Whatever way it came into the database: `rerender` meets the published row as it is."""
    (story,) = site.publish(1, by=editor)
    dirty = '<p onclick="x" style="y">Fine words</p><script>alert(1)</script><svg><style>*{}</style></svg>'
    PublishedStory.objects.update(body=dirty)

    call_command("rerender", stdout=StringIO())

    page = site.text(reader.get(story.published.get_absolute_url()))
    assert "<p>Fine words</p>" in page
    for trace in ("onclick", "style=", "alert", "<svg"):
        assert trace not in page
