"""Two people in one story, and one person's form sent twice."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse

from articles import workflow
from articles.models import Byline, Quote, Status, Story, Transition
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import add_row, form_of, opened, said, send
from tests.stories import a_person, an_author, bring_to, edit, write

ADD = reverse("admin:articles_story_add")


def history_of(story: Story) -> str:
    return reverse("admin:articles_story_history", args=[story.pk])


@pytest.mark.thorough
def test_who_changed_the_same_words_second_is_asked_and_loses_nothing(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    theirs, mine = desk(editor), desk(reporter)
    fields = opened(mine, address_of(story))
    send(theirs, address_of(story), opened(theirs, address_of(story)), standfirst="The editor's words.")

    response = send(mine, address_of(story), fields, standfirst="The reporter's words.", headline="Mine")

    assert response.status_code == 200
    page = response.content.decode()
    assert "Helen Marsh saved at" in page
    assert [choice.label for choice in response.context["together"].choices] == ["Standfirst"]
    assert response.context["together"].taken == []
    assert "What happened" in page
    assert "<ins>The editor" in page
    assert "<ins>The reporter" in page
    kept = form_of(response)
    assert kept["standfirst"] == ["The reporter's words."]
    assert kept["headline"] == ["Mine"]
    story.refresh_from_db()
    assert (story.headline, story.standfirst) == ("The bridge opens", "The editor's words.")
    assert story.revisions.count() == 2


def test_whoever_takes_only_what_the_other_wrote_is_told_where_the_own_words_are(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    edit(Story.objects.get(pk=story.pk), by=editor, standfirst="The editor's words.")
    asked = form_of(send(client, address_of(story), fields, standfirst="Mine."))

    answer = client.post(address_of(story), asked | {"_choice-standfirst": ["theirs"]}, follow=True)

    assert "What you let go of is kept as your unsaved work." in said(answer)
    assert "Nothing has changed" not in said(answer)
    assert Story.objects.get().standfirst == "The editor's words."


@pytest.mark.parametrize(
    ("choice", "stands"), [("mine", "The reporter's words."), ("theirs", "The editor's words.")]
)
@pytest.mark.thorough
def test_what_was_chosen_stands_and_the_rest_is_put_together(
    choice: str, stands: str, desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    edit(Story.objects.get(pk=story.pk), by=editor, standfirst="The editor's words.", kind="analysis")
    asked = form_of(
        send(client, address_of(story), fields, standfirst="The reporter's words.", headline="Mine")
    )

    # Not without a choice, nor with one that is none.
    for wrong in ({}, {"_choice-standfirst": "both"}, {"_choice-standfirst": ""}):
        again = send(client, address_of(story), asked, **wrong)
        assert "Choose for each of them." in again.content.decode()
    response = send(client, address_of(story), form_of(again), **{"_choice-standfirst": choice})

    assert response.status_code == 302
    story.refresh_from_db()
    assert (story.headline, story.standfirst, story.kind) == ("Mine", stands, "analysis")
    by_number = story.revisions.order_by("number")
    assert [revision.by_name for revision in by_number] == ["Rina Gashi", "Helen Marsh", "Rina Gashi"]
    assert by_number[2].merged_with == by_number[1]


@pytest.mark.thorough
def test_a_choice_counts_only_for_what_was_shown(
    desk: Desk, reporter: User, editor: User, other_editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    edit(Story.objects.get(pk=story.pk), by=editor, standfirst="The editor's words.")
    asked = form_of(send(client, address_of(story), fields, standfirst="Mine."))
    edit(Story.objects.get(pk=story.pk), by=other_editor, standfirst="Newer words.")

    response = send(client, address_of(story), asked, **{"_choice-standfirst": "mine"})

    page = response.content.decode()
    assert "Somebody saved once more while you were choosing." in page
    assert "Newer" in page
    assert "Goran Petrov and Helen Marsh saved at" in page
    assert Story.objects.get().standfirst == "Newer words."


def test_changes_to_different_things_are_put_together_and_both_are_told(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client, other = desk(reporter), desk(editor)
    fields = opened(client, address_of(story))
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
        tag_names=["Steel", "Bridges"],
        body=story.body.replace("in spring", "in summer"),
        **{"quotes-0-role": "Mayor of Prizren", "bylines-0-credited_as": "A. Kelmendi"},
    )

    response = client.post(
        address_of(story),
        {
            **fields,
            "headline": "Mine",
            "tag_names": ["Rivers"],
            "body": story.body.replace("in 2024", "in 2023"),
            "quotes-0-occasion": "on the bridge",
        },
        follow=True,
    )

    told = said(response)
    assert "Helen Marsh saved at" in told
    assert "Standfirst" in told
    assert "Both are put together and saved." in told
    story.refresh_from_db()
    assert (story.headline, story.standfirst, story.kind) == ("Mine", "The editor's words.", "analysis")
    assert "in summer" in story.body
    assert "in 2023" in story.body
    assert {tag.name for tag in story.tags.all()} == {"Steel", "Rivers"}
    assert story.quotes.count() == 2
    quote = story.quotes.get(text__startswith="We have waited")
    assert (quote.role, quote.occasion) == ("Mayor of Prizren", "on the bridge")
    assert story.bylines.get().credited_as == "A. Kelmendi"
    # The first of the two finds it on the page, until somebody saves anew.
    assert "Rina Gashi was writing while you saved" in other.get(address_of(story)).content.decode()
    assert "was writing while you saved" not in client.get(address_of(story)).content.decode()
    assert "put together with" in client.get(history_of(story)).content.decode()
    call_command("verify_integrity")


@pytest.mark.thorough
def test_paragraphs_that_both_changed_are_shown_one_by_one(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    edit(
        Story.objects.get(pk=story.pk),
        by=editor,
        body=story.body.replace("in spring", "in summer").replace("Two years late", "Very late"),
    )
    mine = story.body.replace("in spring", "in autumn").replace("in 2024", "in 2023")

    response = send(client, address_of(story), fields, body=mine)

    assert [choice.label for choice in response.context["together"].choices] == ["Body, paragraph 1"]
    # Of the body, somebody else has changed one more paragraph.
    assert response.context["together"].taken == ["Body"]
    send(client, address_of(story), form_of(response), **{"_choice-body-0": "both"})
    body = Story.objects.get().body
    assert body.index("in summer") < body.index("in autumn") < body.index("Very late") < body.index("2023")


@pytest.mark.thorough
def test_a_form_that_does_not_say_what_it_saw_writes_over_nothing(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    edit(Story.objects.get(pk=story.pk), by=editor, standfirst="The editor's words.")
    for seen in ("", "9" * 30, "-1", "0"):
        response = send(client, address_of(story), fields, headline="Mine", seen=seen)
        labels = {choice.label for choice in response.context["together"].choices}
        assert labels == {"Headline", "Standfirst"}, seen
    for wrong in ({"seen": "x"}, {"version": "x"}, {"seen": "\x00"}):
        assert send(client, address_of(story), fields, headline="Mine", **wrong).status_code == 200, wrong
    assert Story.objects.get().standfirst == "The editor's words."


@pytest.mark.thorough
def test_a_move_in_the_meantime_is_no_conflict_of_words_but_stops_a_move(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    story = bring_to("in_review", story, by=editor)
    mine, theirs = desk(editor), desk(reporter)
    fields = opened(mine, address_of(story))
    send(theirs, address_of(story), opened(theirs, address_of(story)), headline="Changed after all")

    response = mine.post(address_of(story), {**fields, "_move": "approve"}, follow=True)

    # The editor would have approved words that they have not seen.
    assert "Rina Gashi saved at" in said(response)
    assert "Nothing was done" in said(response)
    story.refresh_from_db()
    assert story.headline == "Changed after all"
    assert story.status == Status.IN_REVIEW


@pytest.mark.thorough
def test_a_move_in_the_meantime_does_not_stop_a_save(desk: Desk, reporter: User, editor: User) -> None:
    story = bring_to("in_review", write(by=reporter), by=editor)
    client = desk(reporter)
    fields = opened(client, address_of(story))
    workflow.approve(Story.objects.get(), by=editor)

    response = client.post(address_of(story), {**fields, "headline": "Changed"}, follow=True)

    assert "needs approval again" in said(response)
    story.refresh_from_db()
    assert (story.headline, story.status) == ("Changed", Status.DRAFT)


@pytest.mark.thorough
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


@pytest.mark.thorough
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
    told = said(client.get(address_of(story)))
    assert "done already: Sent to review." in told
    assert "in another window" not in told
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


def test_a_new_story_changed_and_sent_again_is_that_story(desk: Desk, reporter: User, editor: User) -> None:
    client = desk(reporter)
    fields = opened(client, ADD)
    address = send(client, ADD, fields, headline="Once").url

    assert send(client, ADD, fields, headline="Once, and again").url == address
    assert Story.objects.get().headline == "Once, and again"

    # By now somebody else has changed it; the page still knows what it said the first time.
    edit(Story.objects.get(), by=editor, standfirst="The editor's words.", headline="Twice")
    assert send(client, ADD, fields, headline="Once", kind="analysis").url == address
    story = Story.objects.get()
    assert (story.headline, story.standfirst, story.kind) == ("Twice", "The editor's words.", "analysis")
    assert story.slug == "once"


@pytest.mark.thorough
def test_a_quote_that_somebody_removed_is_kept_by_who_still_has_it(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    mine, theirs = desk(reporter), desk(editor)
    fields = opened(mine, address_of(story))
    key = Quote.objects.get().uuid
    send(theirs, address_of(story), opened(theirs, address_of(story)), **{"quotes-0-DELETE": "on"})
    assert not Quote.objects.exists()

    response = send(mine, address_of(story), fields, **{"quotes-0-text": "Reworded"})
    (choice,) = response.context["together"].choices
    assert (choice.label, choice.theirs) == ("Quote “We have waited long enough”", [])
    send(mine, address_of(story), form_of(response), **{choice.name: "mine"})

    assert (Quote.objects.get().text, Quote.objects.get().uuid) == ("Reworded", key)


@pytest.mark.thorough
def test_a_quote_that_nobody_else_touched_goes_with_who_took_it_off(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    mine, theirs = desk(reporter), desk(editor)
    fields = opened(mine, address_of(story))
    send(theirs, address_of(story), opened(theirs, address_of(story)), **{"quotes-0-DELETE": "on"})

    send(mine, address_of(story), fields, headline="Mine")
    assert (Story.objects.get().headline, Quote.objects.count()) == ("Mine", 0)


@pytest.mark.thorough
def test_a_quote_taken_off_by_one_and_changed_by_the_other_is_asked_about(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    mine, theirs = desk(reporter), desk(editor)
    fields = opened(mine, address_of(story))
    send(theirs, address_of(story), opened(theirs, address_of(story)), **{"quotes-0-text": "Reworded"})

    response = send(mine, address_of(story), fields, **{"quotes-0-DELETE": "on"})
    (choice,) = response.context["together"].choices
    assert choice.mine == []
    send(mine, address_of(story), form_of(response), **{choice.name: "theirs"})
    assert Quote.objects.get().text == "Reworded"


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
