"""Hostile text: cleaned or refused with a message, shown as text, never an error."""

import time
from html.parser import HTMLParser
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db.models import CharField, Model, TextField
from django.urls import reverse

from articles import workflow
from articles.misquotes import misquotes
from articles.models import Author, Image, Person, Position, Quote, Section, Story, Tag
from articles.overriding import override
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import add_row, opened, said, send
from tests.desk.pictures import a_picture
from tests.stories import bring_to, write

PAYLOAD = """'"><svg/onload=alert(1)><script>alert(2)</script>{{7*7}}"""

HOSTILE_BODIES = {
    "script": "<p>Kept</p><script>alert(1)</script>",
    "handler": '<p onclick="alert(1)">Kept</p><img src="/media/x.jpg" onerror="alert(1)">',
    "javascript link": '<p><a href="javascript:alert(1)">Kept</a></p>',
    "tab in the scheme": '<p><a href="java&#x09;script:alert(1)">Kept</a></p>',
    "line in the scheme": '<p><a href="JaVa\nScript:alert(1)">Kept</a></p>',
    "zero byte": '<p><a href="java\x00script:alert(1)">Kept</a></p>',
    "vbscript": '<p><a href="vbscript:x">Kept</a></p>',
    "data": '<p><a href="data:text/html;base64,PHNjcmlwdD4=">Kept</a><img src="data:image/svg+xml,<svg onload=alert(1)>"></p>',
    "protocol-relative": '<p><a href="//evil.example/">Kept</a></p>',
    "broken": "<p>Kept<b><i></p></b><table><tr><td><a href='x'",
    "style": "<p style='position:fixed'>Kept</p><style>*{display:none}</style>",
    "frame": "<p>Kept</p><iframe src='https://evil.example'></iframe><object></object><embed><base href='//evil'>",
    "svg": "<p>Kept</p><svg><script>alert(1)</script></svg><math><mtext><img src onerror=alert(1)></math>",
    "nested": "<p>Kept</p>" + "<div>" * 20_000,
    "cite": '<blockquote cite="javascript:alert(1)"><p>Kept</p></blockquote>',
    "many frames": "<p>Kept</p>" + "<iframe></iframe>" * 20_000,
    "one long attribute": f'<p>Kept</p><p title="{"x" * 1_000_000}">x</p>',
}


class _Elements(HTMLParser):
    """Collects what would run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.is_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.is_script = tag == "script" and ("type", "application/ld+json") not in attrs
        if tag == "svg" and not attrs:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (value or "").strip().lower().startswith(
                ("javascript:", "data:text", "vbscript")
            ):
                self.found.append(f"{tag} {name}")

    def handle_data(self, data: str) -> None:
        if self.is_script and "alert" in data:
            self.found.append("script")


def runs(page: str) -> list[str]:
    """Return what of a page would run that we have not put there."""
    parser = _Elements()
    parser.feed(page)
    return parser.found


@pytest.mark.parametrize("name", HOSTILE_BODIES)
@pytest.mark.thorough
def test_a_hostile_body_is_cleaned_and_the_person_is_told(
    name: str, desk: Desk, editor: User, story: Story
) -> None:
    client = desk(editor)
    fields = opened(client, address_of(story))
    began = time.process_time()

    response = client.post(address_of(story), {**fields, "body": HOSTILE_BODIES[name]}, follow=True)

    assert time.process_time() - began < 5
    assert response.status_code == 200
    story.refresh_from_db()
    assert "Kept" in story.body
    assert "Saved." in said(response)
    # Nobody misses boxes without words and attributes that no reader sees.
    assert ("Taken off the text" in said(response)) == (name not in {"nested", "one long attribute", "cite"})
    for page in (response, client.get(reverse("admin:articles_story_preview_page", args=[story.pk]))):
        assert runs(page.content.decode()) == []


@pytest.mark.thorough
def test_two_million_characters_are_saved(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    body = "<p>Word after word.</p>" * 86_000
    began = time.process_time()

    response = send(client, address_of(story), opened(client, address_of(story)), body=body)

    assert response.status_code == 302
    assert time.process_time() - began < 12
    story.refresh_from_db()
    assert len(story.body) == len(body)
    assert client.get(address_of(story)).status_code == 200


@pytest.mark.thorough
def test_more_than_that_is_refused_and_comes_back(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    body = "<p>" + "x" * 2_500_000 + "</p>"

    response = send(client, address_of(story), opened(client, address_of(story)), body=body, headline="Kept")

    page = response.content.decode()
    assert response.status_code == 200
    assert "at most 2,000,000 are taken" in page
    assert "x" * 2_500_000 in page
    assert "Kept" in page


@pytest.mark.thorough
def test_a_story_of_many_quotes_has_more_fields_than_django_takes(
    desk: Desk, reporter: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    for number in range(150):
        fields = add_row(fields, "quotes", text=f"Words {number}", key=uuid4().hex, verification="unverified",
                         speaker="", role="", cue="", occasion="", place="")  # fmt: skip
    assert len(fields) > 1_000

    assert send(client, address_of(story), fields).status_code == 302
    assert Quote.objects.count() == 151


def _with_payload(model: type[Model], **fields: object) -> Model:
    text = {
        field.name: PAYLOAD[: field.max_length or 60]
        for field in model._meta.local_fields
        if type(field) in {CharField, TextField}
        and not field.choices
        and field.editable
        and field.name not in fields
    }
    return model.objects.create(**{**text, **fields})


@pytest.mark.thorough
def test_a_payload_in_every_field_runs_on_no_page(
    desk: Desk, superuser: User, editor: User, reporter: User
) -> None:
    User.objects.filter(pk=editor.pk).update(first_name=PAYLOAD[:30], last_name=PAYLOAD[:30])
    section = _with_payload(Section, slug="s")
    author = _with_payload(Author, slug="a", contact="a@example.org")
    person = _with_payload(Person, slug="p")
    Position.objects.create(person=person, title=PAYLOAD)
    tag = Tag.objects.create(name=PAYLOAD, description=PAYLOAD)
    image = _with_payload(Image, file=ContentFile(a_picture().getvalue(), "x.jpg"))
    editor.refresh_from_db()
    story = write(
        PAYLOAD, by=reporter, standfirst=PAYLOAD, dateline=PAYLOAD[:80], source=PAYLOAD, source_note=PAYLOAD, quotes=[PAYLOAD],
        tags=(PAYLOAD,), lead_image=image, section=section, lead_caption=PAYLOAD, body=f"<p>{PAYLOAD}</p>",
    )  # fmt: skip
    story.quotes.update(speaker=person, role=PAYLOAD, cue=PAYLOAD[:60], occasion=PAYLOAD, place=PAYLOAD, original_text=PAYLOAD,
                        original_language="en")  # fmt: skip
    story.bylines.update(author=author, credited_as=PAYLOAD)
    workflow.record_edit(story, by=editor, note=PAYLOAD)
    workflow.submit(story, by=reporter, note=PAYLOAD)
    workflow.request_changes(story, by=editor, note=PAYLOAD)
    other = write(f"Live {PAYLOAD}", by=reporter, section=section, tags=(PAYLOAD,))
    # What stands between the payload's marks is no quotation of the story: an editor lets it stand.
    for passage in misquotes(other):
        override(other, passage, by=editor, reason=PAYLOAD)
    bring_to("live", other, by=editor)
    nouns = {
        "section": section,
        "author": author,
        "person": person,
        "tag": tag,
        "image": image,
        "story": story,
    }
    client = desk(superuser)
    addresses = [reverse("admin:index")]
    for noun, thing in nouns.items():
        addresses += [f"{reverse(f'admin:articles_{noun}_changelist')}?q={q}" for q in ("", PAYLOAD)]
        addresses += [
            reverse(f"admin:articles_{noun}_{page}", args=[thing.pk]) for page in ("change", "history")
        ]
        if noun != "story":
            addresses.append(reverse(f"admin:articles_{noun}_delete", args=[thing.pk]))
    addresses += [
        reverse("admin:articles_story_preview", args=[story.pk]),
        reverse("admin:articles_story_preview_page", args=[story.pk]),
        reverse("admin:articles_story_revision", args=[story.pk, 1]),
        reverse("admin:articles_story_revision", args=[story.pk, 2]),
        reverse("admin:articles_story_change", args=[other.pk]),
        reverse("admin:auth_user_change", args=[editor.pk]),
        f"{reverse('admin:articles_person_change', args=[person.pk])}?_popup=1",
    ]

    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200, address
        assert runs(response.content.decode()) == [], address

    # Messages, refused moves, and the answer to a window that adds one thing.
    fields = opened(client, address_of(story))
    for move in ("approve", PAYLOAD):
        page = client.post(address_of(story), {**fields, "_move": move, "_with-note": PAYLOAD}, follow=True)
        assert runs(page.content.decode()) == []
    popup = client.post(f"{reverse('admin:articles_person_add')}?_popup=1", {
        "_popup": "1", "name": PAYLOAD, "spellings-TOTAL_FORMS": "0", "spellings-INITIAL_FORMS": "0",
        "positions-TOTAL_FORMS": "0", "positions-INITIAL_FORMS": "0",
    })  # fmt: skip
    assert popup.status_code == 200
    assert runs(popup.content.decode()) == []

    for look_up in (
        {"app_label": "articles", "model_name": "quote", "field_name": "speaker"},
        {"app_label": "articles", "model_name": "byline", "field_name": "author"},
        {"app_label": "articles", "model_name": "story", "field_name": "lead_image"},
    ):
        answer = client.get(reverse("admin:autocomplete"), {**look_up, "term": ""})
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("name", ["x\u202egnp", "a\u200bb", "Zoe\u0308", "  A   B  "])
def test_a_name_is_brought_into_its_one_form(name: str, desk: Desk, editor: User) -> None:
    client = desk(editor)
    for noun in ("section", "author"):
        fields = opened(client, reverse(f"admin:articles_{noun}_add"), f"{noun}_form")
        assert send(client, reverse(f"admin:articles_{noun}_add"), fields, name=name).status_code == 302
    made = Section.objects.get().name
    assert Author.objects.get().name == made
    assert made in {"xgnp", "ab", "Zoë", "A B"}


@pytest.mark.thorough
def test_names_that_cannot_be_seen_are_refused_and_any_other_gets_an_address(
    desk: Desk, editor: User
) -> None:
    client = desk(editor)
    address = reverse("admin:articles_author_add")
    fields = opened(client, address, "author_form")
    for name in ("", "   ", "\u200b\u202e", "\x00"):
        assert send(client, address, fields, name=name).status_code == 200, name
    for name in ("🎉", "...", "Ана", "Ana", "Ana", "/", "..", "'"):
        # A form of its own each: one form sent again is one author.
        fields = opened(client, address, "author_form")
        assert send(client, address, fields, name=name).status_code == 302, name
    slugs = list(Author.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 8
    assert all(slugs)


@pytest.mark.parametrize("field", ["kind", "language", "section", "lead_image", "headline", "canonical_url"])
def test_a_preview_of_anything_typed_is_answered(field: str, desk: Desk, editor: User, story: Story) -> None:
    client = desk(editor)
    fields = opened(client, address_of(story))

    page = send(client, reverse("admin:articles_story_preview_typed"), fields, **{field: "9" * 40})

    assert page.status_code == 200
