"""A story's past: a timeline, any two texts compared, any one brought back, also from older models."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import merging, revisions, workflow
from articles.integrity import problems_in_stories
from articles.models import Author, Byline, Quote, Revision, Section, Status, Story, Tag
from tests.desk.conftest import Desk
from tests.desk.forms import form_of, opened, said
from tests.rows import everything
from tests.stories import a_person, a_section, an_author, bring_to, edit, write


def past(name: str, story: Story, *more: int) -> str:
    return reverse(f"admin:articles_story_{name}", args=[story.pk, *more])


def compared(client: Any, story: Story, one: int, other: int) -> dict[str, str]:
    """What the comparison of two revisions says: [-gone-], {+new+}."""
    page = client.get(past("compare", story), {"from": one, "to": other})
    assert page.status_code == 200
    marks = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return {
        change.label: "".join(marks[piece.kind].format(piece.text) for piece in change.pieces).strip()
        for change in page.context["changes"]
    }


def change_everything(story: Story, *, by: User) -> None:
    """Change one of each: a field, a paragraph, a section, a byline, a quote, the tags."""
    quote = story.quotes.get()
    quote.role, quote.medium = "Mayor of Prizren", "speech"
    quote.save()
    Quote.objects.create(story=story, text="Another one", position=9)
    story.bylines.update(credited_as="A. K.")
    Byline.objects.create(story=story, author=an_author("Second"), order=2)
    story.tags.set([Tag.objects.get_or_create(name="Steel")[0]])
    edit(
        story,
        by=by,
        headline="The bridge is open",
        body=story.body.replace("in spring", "in early spring"),
        section=a_section("Economy"),
    )


def test_any_two_texts_are_compared_in_every_thing(desk: Desk, editor: User, story: Story) -> None:
    change_everything(story, by=editor)
    edit(story, by=editor, body=story.body.replace("Two years late", "<strong>Two years late</strong>"))
    client = desk(editor)

    found = compared(client, story, 1, 2)
    assert found == {
        "Headline": "The bridge [-opens-]{+is open+}",
        "Body": "The bridge will open in {+early +}spring, the mayor said. …",
        "Section": "[-World-]{+Economy+}",
        "Byline Arben Kelmendi: Credited as": "{+A. K.+}",
        "Byline Second: new": "{+Second+}",
        "Quote “We have waited long enough”: Role at that time": "Mayor{+ of Prizren+}",
        "Quote “We have waited long enough”: Medium": "{+Speech+}",
        "Quote “Another one”: new": "{+Another one+}",
        "Tags": "[-Bridges -]{+Steel +}",
    }
    back = compared(client, story, 2, 1)
    assert back.keys() >= {"Byline Second: taken off", "Quote “Another one”: taken off"}
    assert compared(client, story, 2, 3) == {"Body": ""}
    assert compared(client, story, 3, 3) == {}
    for strange in ({"from": 1}, {"from": "x", "to": "1"}, {"from": 1, "to": 9}, {"from": "9" * 40, "to": 1}):
        assert client.get(past("compare", story), strange).status_code == 404


@pytest.mark.thorough
def test_a_text_is_brought_back_as_a_new_one(
    desk: Desk, reporter: User, editor: User, other_editor: User
) -> None:
    story = bring_to("live", write("The bridge opens", by=reporter), by=editor)
    change_everything(story, by=editor)
    workflow.submit(story, by=editor)
    workflow.approve(story, by=other_editor)
    client = desk(editor)

    response = client.post(past("revision", story, 1), follow=True)

    assert "Revision 1 is back, as revision 3." in said(response)
    assert "Readers go on seeing what was published." in said(response)
    story.refresh_from_db()
    first, last = story.revisions.get(number=1), story.revisions.get(number=3)
    assert story.revision == last
    assert last.fingerprint == first.fingerprint
    assert last.note == "Revision 1 was brought back."
    # Approval was of other words.
    assert (story.status, story.is_live) == (Status.DRAFT, True)
    assert [one.number for one in story.revisions.order_by("number")] == [1, 2, 3]
    assert [problem for _, found in problems_in_stories() for problem in found] == []

    again = client.post(past("revision", story, 1), follow=True)
    assert "says what revision 1 says already" in said(again)
    assert story.revisions.count() == 3


def test_what_was_saved_since_the_page_was_opened_is_looked_at_before_an_old_text_is_back(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    edit(story, by=reporter, headline="Second")
    client = desk(editor)
    form = opened(client, past("revision", story, 1), form_id="bring_back")
    edit(story, by=reporter, headline="Third, while the editor was looking")

    told = client.post(past("revision", story, 1), form, follow=True)

    assert "was changed after you opened this page" in said(told)
    assert Story.objects.get().headline == "Third, while the editor was looking"
    # Who presses again has seen it.
    answer = client.post(past("revision", story, 1), form_of(told, "bring_back"), follow=True)
    assert "Revision 1 is back, as revision 4" in said(answer)


def test_who_may_not_write_brings_nothing_back(
    desk: Desk, reporter: User, other_reporter: User, moderator: User, editor: User, story: Story
) -> None:
    edit(story, by=reporter, headline="Changed")
    for person in (other_reporter, moderator):
        client = desk(person)
        assert "Bring this text back" not in client.get(past("revision", story, 1)).content.decode()
        assert client.post(past("revision", story, 1)).status_code == 302
    workflow.spike(story, by=editor)
    assert "spiked story cannot be changed" in said(
        desk(editor).post(past("revision", story, 1), follow=True)
    )
    assert Story.objects.get().headline == "Changed"


@pytest.mark.thorough
def test_what_is_gone_since_is_said_and_the_rest_comes_back(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    change_everything(story, by=editor)
    # Somebody was merged, a tag and a section are gone, another story has the address.
    merging.merge(a_person(), a_person("Vjosa Dema-Berisha"), by=editor)
    Tag.objects.filter(name="Bridges").delete()
    edit(Story.objects.get(), by=editor, slug="moved")
    write("Another", by=reporter, slug="the-bridge-opens", tags=())
    Section.objects.filter(name="World").exclude(pk__in=Story.objects.values("section")).delete()
    Author.objects.filter(name="Arben Kelmendi").update(name="Arben Kelmendi-Krasniqi")

    response = desk(editor).post(past("revision", story, 1), follow=True)

    told = said(response)
    assert "Tag “Bridges” is not there any more." in told
    assert "The address “the-bridge-opens” belongs to another story by now." in told
    story.refresh_from_db()
    assert (story.headline, story.slug) == ("The bridge opens", "moved")
    assert story.quotes.get().speaker.name == "Vjosa Dema-Berisha"
    assert story.bylines.get().author.name == "Arben Kelmendi-Krasniqi"
    assert [problem for _, found in problems_in_stories() for problem in found] == []


def test_a_revision_of_older_models_still_opens(
    desk: Desk, editor: User, story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if format 0 had called the headline a title, and had known neither kinds nor quotes' occasions."""
    content = {
        "title": "An old headline",
        "body": "<p>Old words.</p>",
        "slug": "the-bridge-opens",
        "kicker": "Gone since",
        "section": {"uuid": "not-even-a-uuid", "name": "Old section"},
        "bylines": [{"author": {"uuid": "x", "name": "Arben Kelmendi"}, "initials": "ak"}],
        "quotes": [
            {"uuid": "5f0c8a5e-5b1b-4b0a-9a58-0d8f4a3c2b1a", "text": "Old words", "said_on": "a Friday"}
        ],
    }
    old = Revision.objects.create(
        story=story, number=2, created_at=timezone.now(), by_name="Somebody", format=0, content=content,
        fingerprint=revisions.fingerprint(content),
    )  # fmt: skip
    Story.objects.update(revision=old)
    monkeypatch.setitem(
        revisions.STEPS, 0, lambda then: {**then, "headline": then["title"], "language": "en"}
    )
    client = desk(editor)

    page = client.get(past("revision", story, 2))
    assert page.status_code == 200
    assert "An old headline" in page.content.decode()
    assert "Gone since" not in page.content.decode()
    assert "Headline" in compared(client, story, 1, 2)
    edit(Story.objects.get(), by=editor, standfirst="Newest.")

    told = said(client.post(past("revision", story, 2), follow=True))
    assert "Section “Old section” is not there any more." in told
    story.refresh_from_db()
    assert (story.headline, story.body, story.kind) == ("An old headline", "<p>Old words.</p>", "news")
    assert story.bylines.get().author.name == "Arben Kelmendi"
    assert (story.quotes.get().text, story.quotes.get().said_on) == ("Old words", None)
    assert story.revision.format == revisions.FORMAT
    # The old one is what it was.
    old.refresh_from_db()
    assert old.content == content


def test_the_timeline_collapses_runs_of_small_saves(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    began = timezone.now() - timedelta(hours=9)

    def save(minutes: int, by: User, note: str = "") -> None:
        at = began + timedelta(minutes=minutes)
        story.standfirst = f"Minute {minutes}."
        story.save(update_fields=["standfirst"])
        workflow.record_edit(story, by=by, note=note, now=at)

    Revision.objects.update(created_at=began)
    for minutes in (5, 10, 30):
        save(minutes, reporter)
    save(40, editor)
    save(50, reporter, note="With a note.")
    save(60, reporter)
    save(95, reporter)
    workflow.submit(story, by=reporter, now=began + timedelta(minutes=96))
    save(97, reporter)
    client = desk(editor)
    before = everything()

    page = client.get(past("history", story))

    lines = [(entry.what, entry.by_name, entry.number, entry.saves) for entry in page.context["entries"]]
    assert lines == [
        ("Saved", "Rina Gashi", 9, 1),
        ("Sent to review", "Rina Gashi", 8, 1),
        # More than half an hour apart.
        ("Saved", "Rina Gashi", 8, 1),
        ("Saved", "Rina Gashi", 7, 1),
        ("Saved", "Rina Gashi", 6, 1),
        ("Saved", "Helen Marsh", 5, 1),
        ("Saved", "Rina Gashi", 4, 4),
    ]
    text = " ".join(page.content.decode().split())
    assert "Saved 4 times" in text
    assert "With a note." in text
    assert everything() == before


@pytest.mark.thorough
def test_a_long_past_is_paged_and_costs_what_a_short_one_costs(
    desk: Desk, editor: User, story: Story
) -> None:
    client = desk(editor)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(past("history", story)).status_code == 200
        return len(queries)

    asked()
    few = asked()
    first = Revision.objects.get()
    Revision.objects.bulk_create(
        Revision(
            story=story, number=number, created_at=first.created_at + timedelta(hours=number), by_name="X",
            content=first.content, fingerprint=first.fingerprint,
        )
        for number in range(2, 260)
    )  # fmt: skip

    assert asked() == few
    page = client.get(past("history", story))
    assert [entry.number for entry in page.context["entries"]][:2] == [259, 258]
    older = client.get(past("history", story), {"before": page.context["older"]})
    assert next(entry.number for entry in older.context["entries"]) == 59
    assert older.context["older"] == ""
    for strange in ("x", "2026-99-99", "2026-01-01", "\0"):
        assert client.get(past("history", story), {"before": strange}).status_code == 200


def test_nothing_is_sent_to_a_timeline(desk: Desk, editor: User, story: Story) -> None:
    assert desk(editor).post(past("history", story), {"note": "x"}).status_code == 405


def test_an_old_text_says_on_which_terms_words_were_given(desk: Desk, reporter: User, story: Story) -> None:
    story.quotes.update(terms="off_record")
    edit(story, by=reporter, standfirst="Once more.")
    number = Story.objects.get(pk=story.pk).revision.number

    page = desk(reporter).get(reverse("admin:articles_story_revision", args=[story.pk, number]))

    assert "2026-03-06, Off the record" in page.content.decode()
