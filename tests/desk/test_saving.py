"""Saving a story on its page."""

import uuid

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from articles import workflow
from articles.models import Author, Byline, Quote, Revision, Status, Story, Tag
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import add_row, buttons_of, opened, said, send
from tests.stories import STATES, a_person, an_author, bring_to, write

ADD = reverse("admin:articles_story_add")


@pytest.mark.thorough
def test_a_new_story_is_saved_whole_as_one_revision(desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    fields = opened(client, ADD)
    fields = add_row(fields, "bylines", author=an_author().pk, role="writer", credited_as="", order=0)
    fields = add_row(
        fields, "quotes", text="At last", speaker=a_person().pk, verification="unverified", key=uuid.uuid4()
    )

    response = send(
        client, ADD, fields, headline="New", body="<p>At last.</p>", tag_names=["One", "Two, three"]
    )

    story = Story.objects.get()
    assert response.url == address_of(story)
    assert story.revisions.count() == 1
    assert story.created_by == reporter
    assert [tag["name"] for tag in story.revision.content["tags"]] == ["One", "Two, three"]
    assert story.revision.content["quotes"][0]["text"] == "At last"
    assert story.revision.content["quotes"][0]["position"] == 0
    assert story.revision.content["bylines"][0]["author"]["name"] == "Arben Kelmendi"


def test_whoever_begins_a_story_is_credited(desk: Desk, reporter: User, reporter_as_author: Author) -> None:
    client = desk(reporter)

    send(client, ADD, opened(client, ADD), headline="New")

    assert [byline.author for byline in Byline.objects.all()] == [reporter_as_author]


@pytest.mark.thorough
def test_saving_what_was_opened_changes_nothing(desk: Desk, editor: User, reporter: User) -> None:
    for state in STATES:
        story = bring_to(state, write(by=reporter), by=editor)
        before = Story.objects.filter(pk=story.pk).values().get(), story.revisions.count()
        client = desk(editor)
        if state == "spiked":
            continue

        response = send(client, address_of(story), opened(client, address_of(story)))

        assert response.status_code == 302
        assert (Story.objects.filter(pk=story.pk).values().get(), story.revisions.count()) == before, state


@pytest.mark.thorough
def test_a_save_leaves_a_revision_and_says_so(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)

    response = client.post(
        address_of(story), {**opened(client, address_of(story)), "headline": "Another"}, follow=True
    )

    assert Revision.objects.filter(story=story).count() == 2
    assert said(response) == "Saved."


def test_line_ends_of_a_browser_are_no_change(desk: Desk, reporter: User) -> None:
    story = write(by=reporter, standfirst="One.\nTwo.", body="<p>One</p>\n<p>Two</p>", quotes=["One\nTwo"])
    client = desk(reporter)
    fields = opened(client, address_of(story))
    for name, values in fields.items():
        fields[name] = [value.replace("\n", "\r\n") for value in values]

    send(client, address_of(story), fields)

    assert story.revisions.count() == 1


@pytest.mark.thorough
def test_editing_an_approved_story_makes_it_a_draft_and_leaves_readers_undisturbed(
    desk: Desk, editor: User, reporter: User
) -> None:
    story = bring_to("live", write(by=reporter), by=editor)
    client = desk(reporter)

    response = client.post(
        address_of(story), {**opened(client, address_of(story)), "headline": "Changed"}, follow=True
    )

    story.refresh_from_db()
    assert story.status == Status.DRAFT
    assert story.published.headline != "Changed"
    assert "needs approval again. Readers go on seeing" in said(response)


def test_editing_a_scheduled_story_says_that_it_is_off_the_schedule(
    desk: Desk, editor: User, reporter: User
) -> None:
    story = bring_to("scheduled", write(by=reporter), by=editor)
    client = desk(reporter)

    response = client.post(
        address_of(story), {**opened(client, address_of(story)), "headline": "Changed"}, follow=True
    )

    assert "It is off the schedule" in said(response)


def test_a_button_saves_first_and_then_moves(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))

    send(client, address_of(story), fields, headline="Finished", _move="submit")

    story.refresh_from_db()
    assert (story.headline, story.status) == ("Finished", Status.IN_REVIEW)
    assert story.transitions.get().revision == story.revision


@pytest.mark.thorough
def test_a_move_that_fails_keeps_what_was_saved_and_the_note(desk: Desk, editor: User, story: Story) -> None:
    client = desk(editor)
    fields = opened(client, address_of(story))

    response = client.post(
        address_of(story),
        {**fields, "headline": "Kept", "_move": "publish", "_with-note": "Good work."},
        follow=True,
    )

    story.refresh_from_db()
    assert (story.headline, story.status) == ("Kept", Status.DRAFT)
    assert "“Publish now” is not possible now" in said(response)
    assert "Good work." in response.content.decode()


@pytest.mark.thorough
def test_the_buttons_are_the_moves_this_person_can_make(
    desk: Desk, reporter: User, editor: User, moderator: User
) -> None:
    for state in STATES:
        story = bring_to(state, write(by=reporter), by=editor)
        story = Story.objects.get(pk=story.pk)
        for person in (reporter, editor, moderator):
            offered = buttons_of(desk(person).get(address_of(story)))
            assert sorted(offered) == sorted(move.verb for move in workflow.moves_for(person, story)), (
                state,
                person,
            )


@pytest.mark.thorough
def test_a_spiked_story_is_read_only_and_can_be_restored(desk: Desk, reporter: User, editor: User) -> None:
    story = bring_to("spiked", write(by=reporter), by=editor)
    client = desk(editor)
    page = client.get(address_of(story))
    assert b'name="headline"' not in page.content
    fields = opened(client, address_of(story))

    send(client, address_of(story), fields, _move="restore", standfirst="Tampered")

    story.refresh_from_db()
    assert story.status == Status.DRAFT
    assert story.standfirst != "Tampered"


def test_what_somebody_wrote_while_the_story_was_spiked_is_held(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    bring_to("spiked", Story.objects.get(), by=editor)

    for move in (None, "submit"):
        response = send(client, address_of(story), fields, headline="Not lost", _move=move)
        assert response.status_code == 403
        assert "A spiked story cannot be changed." in response.content.decode()
        assert "Not lost" in response.content.decode()

    story.refresh_from_db()
    assert (story.headline, story.status) == ("The bridge opens", Status.SPIKED)


@pytest.mark.thorough
def test_a_story_is_scheduled_in_the_newsrooms_time(
    desk: Desk, reporter: User, editor: User, settings: object
) -> None:
    settings.TIME_ZONE = "Europe/Belgrade"
    story = bring_to("approved", write(by=reporter), by=editor)
    client = desk(editor)
    assert b"Europe/Belgrade" in client.get(address_of(story)).content

    send(
        client,
        address_of(story),
        opened(client, address_of(story)),
        **{"_move": "schedule", "_with-at": "2027-07-01T09:30"},
    )

    story.refresh_from_db()
    assert story.publish_at.isoformat() == "2027-07-01T07:30:00+00:00"


@pytest.mark.thorough
def test_a_time_that_cannot_be_is_refused_in_words(desk: Desk, reporter: User, editor: User) -> None:
    story = bring_to("approved", write(by=reporter), by=editor)
    client = desk(editor)
    fields = opened(client, address_of(story))
    for time in (
        "",
        "soon",
        "2020-01-01T00:00",
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "2027-02-30T10:00",
        "\x00",
    ):
        response = send(client, address_of(story), fields, **{"_move": "schedule", "_with-at": time})
        assert response.status_code == 302
        story.refresh_from_db()
        assert story.publish_at is None, time
        page = client.get(address_of(story))
        assert said(page), time


def test_a_quote_keeps_its_key_through_every_save(desk: Desk, reporter: User, story: Story) -> None:
    before = Quote.objects.get().uuid
    client = desk(reporter)

    send(client, address_of(story), opened(client, address_of(story)), **{"quotes-0-text": "We have waited"})

    assert Quote.objects.get().uuid == before
    assert Quote.objects.get().text == "We have waited"


@pytest.mark.thorough
def test_rows_are_taken_off_when_asked(desk: Desk, editor: User, story: Story) -> None:
    client = desk(editor)
    fields = opened(client, address_of(story))

    send(
        client,
        address_of(story),
        fields,
        **{"quotes-0-DELETE": "on", "bylines-0-DELETE": "on", "tag_names": []},
    )

    assert not Quote.objects.exists()
    assert not Byline.objects.exists()
    assert not story.tags.exists()
    assert Tag.objects.exists()


def test_two_authors_can_change_places(desk: Desk, editor: User, story: Story) -> None:
    Byline.objects.create(story=story, author=an_author("Second"), order=1)
    workflow.record_edit(story, by=editor)
    client = desk(editor)
    fields = opened(client, address_of(story))

    response = send(
        client,
        address_of(story),
        fields,
        **{"bylines-0-author": fields["bylines-1-author"], "bylines-1-author": fields["bylines-0-author"]},
    )

    assert response.status_code in {200, 302}
    assert Byline.objects.count() == 2


@pytest.mark.thorough
def test_one_author_is_credited_once(desk: Desk, editor: User, story: Story) -> None:
    client = desk(editor)
    fields = opened(client, address_of(story))
    fields = add_row(
        fields, "bylines", author=fields["bylines-0-author"][0], role="writer", credited_as="", order=2
    )

    response = send(client, address_of(story), fields)

    assert response.status_code == 200
    assert Byline.objects.count() == 1
