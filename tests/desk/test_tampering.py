"""Whatever is posted, nobody does more than their part allows."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.db.models import Field
from django.urls import reverse

from articles import workflow
from articles.models import STORY_FIELDS, Quote, Story
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import add_row, opened, said, send
from tests.rows import everything
from tests.stories import bring_to, write

ADD = reverse("admin:articles_story_add")
# What the form asks for; all else about a story is not for a form to say.
ASKED = {*STORY_FIELDS, "uuid", "version"}
FORBIDDEN = sorted(
    name
    for field in Story._meta.get_fields(include_hidden=True)
    for name in {field.name, getattr(field, "attname", field.name)}
    if field.name not in ASKED
)
WANTED = {"status": "approved", "approved_fingerprint": "f" * 64}
NAMES_OF_OLD = [
    "_publish",
    "publish",
    "is_live",
    "published_at",
    "approved_by",
    "live",
    "state",
    "author",
    "user",
]


def _value(name: str) -> str:
    field = next(
        (one for one in Story._meta.get_fields() if name in {one.name, getattr(one, "attname", "")}), None
    )
    kind = field.get_internal_type() if isinstance(field, Field) else ""
    return WANTED.get(name) or {"DateTimeField": "2020-01-01T00:00:00Z", "BooleanField": "1"}.get(kind, "1")


def test_the_list_of_what_is_forbidden_holds_what_matters() -> None:
    assert {
        "status",
        "live_revision",
        "live_revision_id",
        "publish_at",
        "approved_fingerprint",
        "created_by",
    } <= {*FORBIDDEN}


@pytest.mark.thorough
def test_what_the_form_does_not_ask_for_changes_nothing(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    address = address_of(story)
    fields = opened(client, address)
    before = everything()
    wished = {name: _value(name) for name in (*FORBIDDEN, *NAMES_OF_OLD)}

    in_the_form = send(client, address, fields, **wished)
    in_the_address = send(client, f"{address}?{urlencode(wished)}", fields)
    in_json = client.post(address, wished, content_type="application/json")

    assert (in_the_form.status_code, in_the_address.status_code, in_json.status_code) == (302, 302, 200)
    assert everything() == before


@pytest.mark.thorough
def test_a_reporter_makes_only_a_reporters_moves(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    fields = opened(client, address_of(story))
    before = everything()

    for verb in {*workflow.TRANSITIONS, "delete", "__init__", "_claim", "begin", "", "\x00", "Publish"} - {
        "submit"
    }:
        with_it = {"_move": verb, "_with-note": "Now.", "_with-at": "2027-01-01T10:00"}
        response = client.post(address_of(story), {**fields, **with_it}, follow=True)
        assert response.status_code == 200
        assert said(response), verb

    assert everything() == before


@pytest.mark.thorough
def test_a_made_up_version_is_at_most_a_conflict(desk: Desk, editor: User, story: Story) -> None:
    client = desk(editor)
    fields = opened(client, address_of(story))
    before = everything()

    for version in ("", "0", "-1", "999999999999999999999", "1.5", "x", "\x00", "٧"):
        unchanged = send(client, address_of(story), fields, version=version, seen=version)
        changed = send(client, address_of(story), fields, version=version, seen=version, headline="Other")
        assert unchanged.status_code in {200, 302}, version
        assert changed.status_code == 200, version

    assert everything() == before


def test_a_revision_of_another_story_is_not_shown_in_a_conflict(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    secret = write("Hidden", by=editor, standfirst="zanzibar")
    client = desk(reporter)
    fields = opened(client, address_of(story))

    response = send(
        client, address_of(story), fields, version="77", seen=str(secret.revision_id), headline="Other"
    )

    assert b"zanzibar" not in response.content


@pytest.mark.parametrize("person", ["other_reporter", "moderator"])
def test_somebody_elses_story_is_not_theirs_to_change(
    person: str, desk: Desk, story: Story, reporter: User, request: pytest.FixtureRequest
) -> None:
    fields = opened(desk(reporter), address_of(story))
    client = desk(request.getfixturevalue(person))
    before = everything()

    responses = [
        send(client, address_of(story), fields, headline="Mine now", tag_names=["Mine"]),
        send(client, address_of(story), fields, headline="Mine now", _move="submit"),
        send(client, address_of(story), fields, headline="Mine now", _saveasnew="1"),
        send(client, f"{address_of(story)}?_popup=1&_to_field=id", fields, headline="Mine now"),
    ]

    assert {response.status_code for response in responses} <= {302, 403}
    assert everything() == before


@pytest.mark.thorough
def test_rows_of_another_story_are_out_of_reach(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    other = write("Not mine", by=editor, quotes=["Untouchable"])
    quote = other.quotes.get()
    byline = other.bylines.get()
    client = desk(reporter)
    fields = opened(client, address_of(story))
    mine = {
        "quotes-0-id": str(quote.pk),
        "quotes-0-story": str(other.pk),
        "quotes-0-key": str(quote.uuid),
        "quotes-0-text": "Touched",
        "bylines-0-id": str(byline.pk),
        "bylines-0-story": str(other.pk),
    }

    send(client, address_of(story), {**fields, **{name: [value] for name, value in mine.items()}})
    send(
        client,
        address_of(story),
        {**fields, **{name: [value] for name, value in mine.items()}},
        **{"quotes-0-DELETE": "on"},
    )

    assert Quote.objects.get(pk=quote.pk).text == "Untouchable"
    assert list(other.quotes.all()) == [quote]
    assert list(other.bylines.all()) == [byline]
    assert story.quotes.filter(uuid=quote.uuid).count() == 0


def test_the_key_of_another_story_is_not_taken_over(desk: Desk, reporter: User, editor: User) -> None:
    other = write("Not mine", by=editor)
    client = desk(reporter)

    response = send(client, ADD, opened(client, ADD), uuid=str(other.uuid), headline="Mine")

    assert response.status_code == 302
    other.refresh_from_db()
    assert other.headline == "Not mine"
    assert Story.objects.exclude(pk=other.pk).get().uuid != other.uuid


@pytest.mark.thorough
def test_a_key_that_is_none_is_replaced(desk: Desk, reporter: User) -> None:
    client = desk(reporter)
    opened_once = opened(client, ADD)

    for number, key in enumerate(("", "x", "\x00", "0" * 500, "{}", "१२३")):
        fields = add_row(opened_once, "quotes", text="Words", key=key, verification="unverified")
        assert send(client, ADD, fields, uuid=key, headline=f"Mine {number}").status_code == 302, key

    assert Story.objects.count() == Quote.objects.count() == 6


@pytest.mark.thorough
def test_a_byline_that_lets_somebody_in_is_not_taken_off_by_them(
    desk: Desk, other_reporter: User, story: Story
) -> None:
    story.bylines.get().author.__class__.objects.filter(pk=story.bylines.get().author_id).update(
        user=other_reporter
    )
    client = desk(other_reporter)
    fields = opened(client, address_of(story))

    response = send(client, address_of(story), fields, **{"bylines-0-DELETE": "on", "headline": "Kept here"})

    assert response.status_code == 200
    assert "Ask an editor to take it off" in response.content.decode()
    assert "Kept here" in response.content.decode()
    assert story.bylines.count() == 1


def test_an_editor_who_was_demoted_is_refused_at_once(desk: Desk, editor: User, reporter: User) -> None:
    story = bring_to("approved", write(by=reporter), by=editor)
    client = desk(editor)
    fields = opened(client, address_of(story))
    before = everything()
    editor.groups.clear()

    assert send(client, address_of(story), fields, _move="publish").status_code == 403
    assert client.get(reverse("admin:articles_story_preview", args=[story.pk])).status_code == 403
    User.objects.filter(pk=editor.pk).update(is_active=False)
    assert send(client, address_of(story), fields, _move="publish").status_code in {302, 403}
    assert everything() == before


def test_nothing_of_a_story_is_ever_deleted(desk: Desk, superuser: User, editor: User, story: Story) -> None:
    before = everything()
    for person in (superuser, editor):
        client = desk(person)
        assert (
            client.post(reverse("admin:articles_story_delete", args=[story.pk]), {"post": "yes"}).status_code
            == 403
        )
        client.post(
            reverse("admin:articles_story_changelist"),
            {
                "action": "delete_selected",
                "_selected_action": [story.pk],
                "post": "yes",
                "select_across": "1",
            },
        )
    assert everything() == before


@pytest.mark.thorough
def test_a_broken_post_is_answered(desk: Desk, reporter: User, story: Story) -> None:
    client = desk(reporter)
    before = everything()
    for body in ("", "x", "a=%FF", "headline=%00", "quotes-TOTAL_FORMS=-1", "quotes-TOTAL_FORMS=99999999999"):
        for address in (address_of(story), ADD):
            response = client.post(address, body, content_type="application/x-www-form-urlencoded")
            assert response.status_code == 200, (body, address)
    assert everything() == before
