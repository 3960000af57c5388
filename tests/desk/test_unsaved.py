"""What was typed and not saved: kept, offered, shown, taken up, dropped; never a part of the story."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles import presence
from articles.models import Presence, Quote, Scratch, Story
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import Fields, add_row, form_of, opened, send
from tests.rows import everything
from tests.stories import bring_to, edit, write

ADD = reverse("admin:articles_story_add")
PREVIEW = reverse("admin:articles_story_preview_typed")


def unsaved(key: Any) -> str:
    return reverse("admin:articles_story_unsaved", args=[key])


def keep(client: Client, fields: Fields, **changes: Any) -> HttpResponse:
    """Send a form away as its page does every few seconds."""
    return send(client, unsaved(fields["_page"][0]), fields, **changes)


def take(client: Client, address: str, key: Any) -> HttpResponse:
    return client.post(address, {"uuid": key, "_take-up": key})


def told(response: HttpResponse) -> str:
    return " ".join(response.content.decode().split())


def test_autosave_leaves_the_story_as_it_is(desk: Desk, reporter: User, editor: User) -> None:
    story = bring_to("live_scheduled", write("A bridge", by=reporter, slug="a-bridge"), by=editor)
    client = desk(editor)
    fields = add_row(
        opened(client, address_of(story)), "quotes", text="New", key=uuid4().hex, verification="unverified"
    )
    before = everything()

    for number in range(3):
        answer = keep(client, fields, headline=f"Typed {number}", slug="another-address", tag_names=["New"])
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
        assert answer.json()["said"].startswith("Kept at ")

    now = everything()
    scratch = Scratch.objects.get()
    # No revision, no approval or schedule voided, no address moved, no tag made: one scratch, and nothing else.
    assert {name for name in now if now[name] != before[name]} == {"Scratch"}
    assert (scratch.by, scratch.story_uuid) == (editor, story.uuid)
    assert ["headline", "Typed 2"] in scratch.fields
    assert not any(name.startswith("csrf") for name, _ in scratch.fields)


@pytest.mark.thorough
def test_it_is_offered_shown_taken_up_and_saved(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = add_row(
        opened(client, address_of(story)),
        "quotes",
        text="Only typed so far",
        key=uuid4().hex,
        verification="unverified",
    )
    keep(client, fields, headline="Typed", tag_names=["Bridges", "Steel"], kind="no such kind")

    page = client.get(address_of(story))
    assert "You have unsaved work from <strong>" in told(page)
    assert form_of(page)["headline"] == ["The bridge opens"]
    # It is this person's alone.
    other = desk(editor)
    assert "unsaved work" not in told(other.get(address_of(story)))
    page_key = fields["_page"][0]
    assert other.get(unsaved(page_key)).status_code == 404
    assert take(other, address_of(story), page_key).status_code == 404

    before = everything()
    differs = client.get(unsaved(page_key))
    labels = [change.label for change in differs.context["changes"]]
    # A kind that was not on offer is none.
    assert labels == ["Headline", "Quote “Only typed so far”: new", "Tags"]
    assert everything() == before

    taken = take(client, address_of(story), page_key)
    assert "Your unsaved work is in the form again." in told(taken)
    assert everything() == before
    again = form_of(taken)
    assert (again["headline"], again["tag_names"]) == (["Typed"], ["Bridges\nSteel"])
    # Others may go on in the meantime.
    edit(Story.objects.get(), by=editor, standfirst="The editor's words.")
    assert send(client, address_of(story), again, kind="news").status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.standfirst) == ("Typed", "The editor's words.")
    assert Quote.objects.filter(text="Only typed so far").exists()
    assert not Scratch.objects.exists()


@pytest.mark.thorough
def test_what_says_no_more_than_the_story_is_not_offered(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    # On its way while the same was saved.
    send(client, address_of(story), fields, headline="Saved")
    keep(client, fields, headline="Saved")

    assert "unsaved work" not in told(client.get(address_of(story)))


def test_it_can_be_dropped(desk: Desk, reporter: User, editor: User, story: Story) -> None:
    client, other = desk(reporter), desk(editor)
    forms = [opened(one, address_of(story)) for one in (client, other)]
    for one, fields in zip((client, other), forms, strict=True):
        keep(one, fields, headline="Typed")
    mine, theirs = (unsaved(fields["_page"][0]) for fields in forms)

    client.post(theirs, {"do": "drop"})
    assert Scratch.objects.count() == 2
    assert client.post(mine, {"do": "drop"}).url == address_of(story)
    assert [scratch.by for scratch in Scratch.objects.all()] == [editor]
    assert client.post(mine, {"do": "drop"}).status_code == 302


@pytest.mark.thorough
def test_one_window_does_not_write_over_what_another_kept(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    left_behind, now = (opened(client, address_of(story)) for _ in range(2))
    keep(client, left_behind, headline="Left behind")
    keep(client, now, standfirst="Typed in another window")
    keep(client, now, standfirst="Typed in another window, and on")
    assert Scratch.objects.count() == 2

    # Saving lets go of what this window kept, and of nothing else.
    send(client, address_of(story), now, standfirst="Typed in another window, and on")
    assert ["headline", "Left behind"] in Scratch.objects.get().fields
    page = told(client.get(address_of(story)))
    assert page.count("You have unsaved work from") == 1


@pytest.mark.thorough
def test_a_story_that_was_never_saved_is_found_again(desk: Desk, reporter: User, editor: User) -> None:
    client = desk(reporter)
    fields = opened(client, ADD)
    fields = add_row(fields, "quotes", text="At last", key=uuid4().hex, verification="unverified")
    assert keep(client, fields, headline="", body="<p>Only a body so far</p>").status_code == 200
    keep(client, fields, headline="Not begun", body="<p>And a body</p>")
    assert not Story.objects.exists()

    page = told(client.get(ADD))
    assert "on “Not begun”" in page
    assert "unsaved work" not in told(desk(editor).get(ADD))
    assert "And a body" in told(client.get(unsaved(fields["_page"][0])))

    taken = take(client, ADD, fields["_page"][0])
    assert not Story.objects.exists()
    again = form_of(taken)
    assert (again["headline"], again["uuid"]) == (["Not begun"], fields["uuid"])
    assert send(client, ADD, again).status_code == 302
    story = Story.objects.get()
    assert (story.headline, str(story.uuid), story.quotes.count()) == ("Not begun", again["uuid"][0], 1)
    assert not Scratch.objects.exists()


@pytest.mark.thorough
def test_what_did_not_stand_in_a_choice_is_kept(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    edit(Story.objects.get(), by=editor, standfirst="The editor's words.")
    asked = form_of(send(client, address_of(story), fields, standfirst="My words, long thought about."))
    send(client, address_of(story), asked, **{"_choice-standfirst": "theirs"})

    assert Story.objects.get().standfirst == "The editor's words."
    assert "You have unsaved work" in told(client.get(address_of(story)))
    assert "long thought about" in told(client.get(unsaved(fields["_page"][0])))


@pytest.mark.thorough
def test_nothing_strange_is_kept_and_nothing_breaks(
    desk: Desk, reporter: User, moderator: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    page_key = fields["_page"][0]
    hostile: list[dict[str, Any]] = [
        {
            "headline": "\0 NUL",
            "section": "x" * 50,
            "quotes-0-said_on": "never",
            "tag_names": ["\0", "x" * 5000],
        },
        {
            "body": "<script>alert(1)</script><p onclick=x>y",
            "lead_image": "9" * 40,
            "_page": "x",
            "language": "",
        },
        {"headline": "x" * 100_000, "slug": "not a slug", "quotes-TOTAL_FORMS": "x", "bylines-0-author": "x"},
        {"version": "x", "seen": "9" * 50, "section": "9" * 40, "quotes-0-speaker": "9" * 40},
    ]
    for changes in hostile:
        assert send(client, unsaved(page_key), fields, **changes).status_code == 200, changes
        assert client.get(address_of(story)).status_code == 200, changes
        page = client.get(unsaved(page_key))
        assert page.status_code == 200, changes
        assert b"<script>alert" not in page.content
        assert take(client, address_of(story), page_key).status_code == 200, changes
        assert send(client, PREVIEW, fields, **changes).status_code == 200, changes
    for no_form in ({"no": "form"}, {"headline": "x"}, {"headline": "x", "uuid": "x"}):
        assert client.post(unsaved(page_key), no_form).status_code == 400
    assert take(client, address_of(story), "x").status_code == 404
    assert take(client, ADD, uuid4()).status_code == 404
    assert desk(moderator).post(unsaved(page_key), fields).status_code == 403
    assert story.revisions.count() == 1


@pytest.mark.thorough
def test_more_than_a_story_may_hold_is_kept_and_shown_as_text(
    desk: Desk, reporter: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    for number in range(301):
        fields = add_row(fields, "quotes", text=f"Quote number {number}", key=uuid4().hex)
    assert keep(client, fields).status_code == 200

    assert "You have unsaved work" in told(client.get(address_of(story)))
    page = told(client.get(unsaved(fields["_page"][0])))
    assert "at most 300 quotes" in page
    assert "Quote number 300" in page
    # Neither taken up nor saved, and still there.
    assert take(client, address_of(story), fields["_page"][0]).status_code == 413
    assert send(client, address_of(story), fields).status_code == 413
    assert Scratch.objects.count() == 1


@pytest.mark.thorough
def test_the_preview_shows_what_is_typed_and_writes_nothing(
    desk: Desk, reporter: User, moderator: User, story: Story
) -> None:
    client = desk(reporter)
    fields = add_row(
        opened(client, address_of(story)),
        "quotes",
        text="Just typed",
        key=uuid4().hex,
        verification="unverified",
    )
    # The first page for readers that is ever made writes down what their menu is.
    send(client, PREVIEW, fields)
    before = everything()

    page = send(
        client,
        PREVIEW,
        fields,
        headline="Typed",
        body="<p>Typed <script>alert(1)</script>words</p>",
        tag_names=["Bridges", "A new one"],
        **{"quotes-0-DELETE": "on", "bylines-0-credited_as": "A. K."},
    )

    text = page.content.decode()
    for words in (">Typed</h1>", "<p>Typed words</p>", "Just typed", "A new one", "A. K."):
        assert words in text, words
    assert "We have waited" not in text
    assert "no-store" in page["Cache-Control"]
    assert everything() == before
    # Of a story that is not there yet.
    new = send(client, PREVIEW, opened(client, ADD), headline="New", section="")
    assert ">New</h1>" in new.content.decode()
    assert client.get(PREVIEW).status_code == 405
    assert desk(moderator).post(PREVIEW, fields).status_code == 403


# --- Who is here ---


@pytest.fixture
def here(story: Story) -> str:
    return reverse("admin:articles_story_here", args=[story.pk])


def test_everybody_is_told_who_else_has_the_story_open(
    here: str, desk: Desk, reporter: User, editor: User, moderator: User, story: Story
) -> None:
    mine, theirs, reader = desk(reporter), desk(editor), desk(moderator)
    assert mine.post(here).json()["open"] == ""
    said = theirs.post(here).json()["open"]
    assert said.startswith("Rina Gashi has this open since ")
    assert "Helen Marsh has this open" in mine.post(here).json()["open"]
    assert "Rina Gashi has this open since" in told(theirs.get(address_of(story)))
    # Whoever only reads is told, and is nobody to be careful of.
    assert "Rina Gashi has this open" in reader.post(here).json()["open"]
    assert "Krasniqi" not in mine.post(here).json()["open"]

    mine.post(here, {"leaving": "1"})
    assert theirs.post(here).json()["open"] == ""
    # Whoever is not heard of for a while has left; back again, they came anew.
    mine.post(here)
    Presence.objects.filter(by=reporter).update(
        seen_at=Presence.objects.get(by=reporter).seen_at - presence.GONE_AFTER * 2
    )
    assert theirs.post(here).json()["open"] == ""


def test_the_page_is_told_what_was_saved_since_it_was_made(
    here: str, desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client, seen = desk(reporter), {"seen": story.revision_id}
    assert client.post(here, seen).json()["saved"] == ""

    edit(Story.objects.get(), by=editor, standfirst="The editor's words.")

    saved = client.post(here, seen).json()["saved"]
    assert saved.startswith("Helen Marsh saved at ")
    assert ": Standfirst. This page shows the story as it was before" in saved
    assert "You saved in another window" in desk(editor).post(here, seen).json()["saved"]
    for strange in ("", "x", "9" * 40, "-1", "\0"):
        assert client.post(here, {"seen": strange}).status_code == 200


def test_presence_locks_nothing_and_is_for_the_desk(
    here: str, desk: Desk, reporter: User, editor: User, story: Story, person_with_login: Any, client: Client
) -> None:
    desk(editor).post(here)
    mine = desk(reporter)
    assert send(mine, address_of(story), opened(mine, address_of(story)), headline="Mine").status_code == 302
    assert desk(person_with_login("new")).post(here).status_code == 403
    assert client.post(here).status_code == 403
    assert mine.post(reverse("admin:articles_story_here", args=[10**15])).status_code == 404
    assert mine.post(f"/admin/articles/story/{10**40}/here/").status_code == 404
