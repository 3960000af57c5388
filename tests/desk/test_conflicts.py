"""Two people in one story, and one person's form sent twice."""

from typing import Any
from uuid import uuid4

from django.contrib.auth.models import User
from django.urls import reverse

from articles import workflow
from articles.models import Byline, Quote, Status, Story, Transition
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import add_row, form_of, opened, said, send
from tests.stories import a_person, an_author, bring_to, edit, write

ADD = reverse("admin:articles_story_add")


def test_the_second_of_two_is_told_and_loses_nothing(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    theirs, mine = desk(editor), desk(reporter)
    fields = opened(mine, address_of(story))
    send(theirs, address_of(story), opened(theirs, address_of(story)), standfirst="The editor's words.")

    response = send(mine, address_of(story), fields, standfirst="The reporter's words.", headline="Mine")

    assert response.status_code == 200
    page = response.content.decode()
    assert "Helen Marsh changed this story at" in page
    assert "You have both changed this." in page
    assert "<ins>The</ins>" in page
    kept = form_of(response)
    assert kept["standfirst"] == ["The reporter's words."]
    assert kept["headline"] == ["Mine"]
    story.refresh_from_db()
    assert story.standfirst == "The editor's words."


def test_a_deliberate_second_save_goes_through(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    edit(Story.objects.get(pk=story.pk), by=editor, standfirst="The editor's words.")
    again = form_of(send(client, address_of(story), fields, standfirst="The reporter's words."))

    response = send(client, address_of(story), again)

    assert response.status_code == 302
    story.refresh_from_db()
    assert story.standfirst == "The reporter's words."
    assert [revision.by_name for revision in story.revisions.order_by("number")] == [
        "Rina Gashi",
        "Helen Marsh",
        "Rina Gashi",
    ]


def test_what_only_the_other_changed_is_taken_over(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    other = desk(editor)
    send(
        other,
        address_of(story),
        add_row(
            opened(other, address_of(story)),
            "quotes",
            text="A new quote",
            key=uuid4().hex,
            verification="unverified",
        ),
        standfirst="The editor's words.",
        kind="analysis",
        tag_names=["Steel"],
    )

    response = send(client, address_of(story), fields, headline="Mine")

    assert "It is taken over below." in response.content.decode()
    again = form_of(response)
    assert again["headline"] == ["Mine"]
    assert again["standfirst"] == ["The editor's words."]
    assert again["kind"] == ["analysis"]
    assert again["tag_names"] == ["Steel"]
    assert again["quotes-1-text"] == ["A new quote"]
    send(client, address_of(story), again)
    story.refresh_from_db()
    assert (story.headline, story.standfirst, story.kind) == ("Mine", "The editor's words.", "analysis")
    assert story.quotes.count() == 2


def test_a_move_in_the_meantime_is_no_conflict_of_words_but_stops_a_move(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    story = bring_to("in_review", story, by=editor)
    mine, theirs = desk(editor), desk(reporter)
    fields = opened(mine, address_of(story))
    send(theirs, address_of(story), opened(theirs, address_of(story)), headline="Changed after all")

    response = send(mine, address_of(story), fields, _move="approve")

    # The editor would have approved words that they have not seen.
    assert response.status_code == 200
    assert "Rina Gashi changed this story" in response.content.decode()
    story.refresh_from_db()
    assert story.status == Status.IN_REVIEW


def test_a_move_in_the_meantime_does_not_stop_a_save(desk: Desk, reporter: User, editor: User) -> None:
    story = bring_to("in_review", write(by=reporter), by=editor)
    client = desk(reporter)
    fields = opened(client, address_of(story))
    workflow.approve(Story.objects.get(), by=editor)

    response = client.post(address_of(story), {**fields, "headline": "Changed"}, follow=True)

    assert "needs approval again" in said(response)
    story.refresh_from_db()
    assert (story.headline, story.status) == ("Changed", Status.DRAFT)


def test_a_stale_button_does_nothing_and_says_so(
    desk: Desk, reporter: User, editor: User, other_editor: User
) -> None:
    story = bring_to("in_review", write(by=reporter), by=editor)
    client = desk(editor)
    fields = opened(client, address_of(story))
    workflow.approve(Story.objects.get(pk=story.pk), by=other_editor)

    response = client.post(
        address_of(story), {**fields, "_move": "request_changes", "_with-note": "No."}, follow=True
    )

    assert "was changed by somebody else in the meantime" in said(response)
    story.refresh_from_db()
    assert story.status == Status.APPROVED


def test_the_same_form_sent_twice_is_saved_once(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    fields = add_row(
        fields, "quotes", text="Said once", speaker=a_person().pk, key=uuid4().hex, verification="unverified"
    )
    fields = add_row(fields, "bylines", author=an_author("Second").pk, role="writer", credited_as="", order=0)
    changes: dict[str, Any] = {"headline": "Twice", "tag_names": ["New, one", "Bridges"], "_move": "submit"}

    first = send(client, address_of(story), fields, **changes)
    second = send(client, address_of(story), fields, **changes)

    assert (first.status_code, second.status_code) == (302, 302)
    assert "done already: Sent to review." in said(client.get(address_of(story)))
    assert Quote.objects.filter(text="Said once").count() == 1
    assert Byline.objects.count() == 2
    assert story.revisions.count() == 2
    assert Transition.objects.count() == 1


def test_a_new_story_sent_twice_is_begun_once(desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    fields = add_row(
        opened(client, ADD), "quotes", text="At last", key=uuid4().hex, verification="unverified"
    )

    first = send(client, ADD, fields, headline="Once", tag_names=["A"])
    second = send(client, ADD, fields, headline="Once", tag_names=["A"])

    story = Story.objects.get()
    assert first.url == second.url == address_of(story)
    assert story.revisions.count() == 1
    assert Quote.objects.count() == 1


def test_a_new_story_changed_and_sent_again_is_shown_as_a_conflict(desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    fields = opened(client, ADD)
    send(client, ADD, fields, headline="Once")

    response = send(client, ADD, fields, headline="Once, and again")

    assert response.status_code == 200
    assert "Rina Gashi changed this story" in response.content.decode()
    again = form_of(response)
    assert again["headline"] == ["Once, and again"]
    assert send(client, ADD, again).url == address_of(Story.objects.get())
    assert Story.objects.get().headline == "Once, and again"


def test_a_quote_that_somebody_removed_is_kept_by_who_still_has_it(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    mine, theirs = desk(reporter), desk(editor)
    fields = opened(mine, address_of(story))
    key = Quote.objects.get().uuid
    send(theirs, address_of(story), opened(theirs, address_of(story)), **{"quotes-0-DELETE": "on"})
    assert not Quote.objects.exists()

    response = send(mine, address_of(story), fields, **{"quotes-0-text": "Reworded"})
    assert "Quotes" in response.content.decode()
    send(mine, address_of(story), form_of(response))

    assert (Quote.objects.get().text, Quote.objects.get().uuid) == ("Reworded", key)


def test_a_conflict_shows_words_as_words(desk: Desk, reporter: User, editor: User, story: Story) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    edit(
        Story.objects.get(pk=story.pk),
        by=editor,
        standfirst="<script>alert(1)</script>",
        body="<p>&lt;img src=x&gt;</p>",
    )

    page = send(client, address_of(story), fields, standfirst="Mine", body="<p>Mine</p>").content.decode()

    assert "<script>alert" not in page
    assert "<img src=x" not in page
