"""What somebody was refused is kept, seen in the audit trail, and fills no table; all else stays as it was."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from articles import refusals
from articles.models import Refusal, Section, Story
from tests.desk.conftest import Desk, address_of
from tests.rows import everything
from tests.stories import bring_to, write

pytestmark = pytest.mark.django_db
TRAIL = "/admin/trail/"


@pytest.fixture
def story(reporter: User, editor: User) -> Story:
    return bring_to("in_review", write("Bridge", by=reporter), by=editor)


def kept() -> list[tuple[str, str, str | None, int]]:
    rows = Refusal.objects.order_by("pk").select_related("story")
    return [(row.by_name, row.asked, row.story and row.story.headline, row.tries) for row in rows]


# Who, which door, what is sent (None: only looked at), and what the trail says was asked for.
DENIALS = {
    "a move": ("other_reporter", "story", {"_move": "approve", "version": "{version}"}, "Approve", "Bridge"),
    "a move of somebody who writes nothing": (
        *("moderator", "story", {"_move": "publish", "version": "{version}"}),
        *("Publish now", "Bridge"),
    ),
    "words": ("other_reporter", "story", {"headline": "Mine now"}, "Send", "Bridge"),
    "a page": ("reporter", "/admin/auth/user/", None, "Look", None),
    "a form": ("reporter", "/admin/articles/section/add/", {"name": "Mine"}, "Send", None),
    "an action": (
        "reporter",
        "/admin/articles/tag/",
        {"action": "approve", "_selected_action": "1"},
        "approve",
        None,
    ),
    "a look-up": ("outsider", "/admin/articles/tag/names/?term=a", None, "Look", None),
    "the desk": ("outsider", "/admin/", None, "Look", None),
    "a decision about tags": (
        "reporter",
        "/admin/articles/tag/queue/",
        {"do": "approve 1"},
        "approve 1",
        None,
    ),
}


@pytest.mark.parametrize("denial", DENIALS)
def test_a_refusal_is_kept_and_all_else_is_as_it_was(
    denial: str, story: Story, desk: Desk, person_with_login: object, request: pytest.FixtureRequest
) -> None:
    who, door, sent, asked, about = DENIALS[denial]
    if who == "outsider":
        person = User.objects.create_user("outsider", is_staff=False)
    else:
        person = request.getfixturevalue(who)
    client = desk(person)
    address = address_of(story) if door == "story" else door
    before = everything()

    if sent is None:
        answer = client.get(address)
    else:
        answer = client.post(
            address, {name: value.format(version=story.version) for name, value in sent.items()}
        )

    assert answer.status_code in ({200} if denial == "an action" else {302, 403})
    assert everything() == before
    (row,) = kept()
    assert row[1:] == (asked, about, 1)
    assert Refusal.objects.get().reason


def test_what_is_refused_in_many_stories_is_kept_for_each(story: Story, reporter: User, editor: User) -> None:
    from articles.bulk import ACTIONS, carry_out, given

    known = given(by=reporter, note="Off with it.")
    outcomes = list(carry_out(ACTIONS["withdraw"], {story.pk: story.version}, known))

    assert not outcomes[0].is_done
    assert kept() == [("Rina Gashi", "Withdraw from readers", "Bridge", 1)]


@pytest.mark.thorough
def test_what_is_allowed_and_what_is_not_possible_is_no_refusal(
    story: Story, editor: User, desk: Desk
) -> None:
    client = desk(editor)
    client.get(address_of(story))
    client.post(address_of(story), {"_move": "restore", "version": story.version})
    client.get("/admin/articles/story/999999/change/")
    Client().get("/admin/")

    assert kept() == []


def test_trying_again_at_once_is_counted_and_later_is_a_new_line(story: Story, reporter: User) -> None:
    now = timezone.now()
    said = {"by": reporter, "door": "/admin/x/", "asked": "Send", "reason": "No."}
    for second in (0, 1, 59):
        refusals.record(**said, now=now + timedelta(seconds=second))
    refusals.record(**said, story=story, now=now + timedelta(seconds=59))
    refusals.record(**said, now=now + timedelta(seconds=61))

    assert [row[3] for row in kept()] == [3, 1, 1]
    assert Refusal.objects.earliest("pk").last_at == now + timedelta(seconds=59)


def test_nobody_fills_the_table(reporter: User, editor: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refusals, "MOST_AN_HOUR", 5)
    now = timezone.now()
    for number in range(20):
        refusals.record(by=reporter, door=f"/admin/{number}/", now=now + timedelta(seconds=number))
    refusals.record(by=editor, door="/admin/0/", now=now)

    assert [row[3] for row in kept()] == [1, 1, 1, 1, 16, 1]
    refusals.record(by=reporter, door="/admin/later/", now=now + timedelta(hours=2))
    assert Refusal.objects.filter(by=reporter).count() == 6


def test_whatever_is_sent_it_is_kept_as_text(reporter: User, desk: Desk) -> None:
    client = desk(reporter)
    for door in ("/admin/articles/section/%00/change/", "/admin/articles/section/%ff%ed%a0%80/change/"):
        assert client.get(door).status_code < 500
    assert client.post("/admin/articles/section/add/", {"_move": "\0" * 500 + "x" * 5000}).status_code == 403
    assert not Section.objects.filter(name="Mine").exists()
    refusals.record(by=reporter, door="/admin/\0\ud800" * 300, asked="\0", reason="\ud800" * 900)


def test_the_trail_shows_it_finds_it_and_hands_it_out(
    story: Story, other_reporter: User, editor: User, desk: Desk
) -> None:
    sent = {"_move": "approve", "version": story.version}
    desk(other_reporter).post(address_of(story), sent)
    desk(other_reporter).post(address_of(story), sent)
    client = desk(editor)

    for asked in ({"deed": "refused"}, {"story": story.pk}, {"person": other_reporter.pk}, {}):
        page = client.get(TRAIL, asked).content.decode()
        assert "Refused: Approve" in page
        assert "2 times until" in page
    assert "Refused: Approve" not in client.get(TRAIL, {"deed": "submit"}).content.decode()
    assert "Refused: Approve" not in client.get(TRAIL, {"person": editor.pk}).content.decode()
    lines = b"".join(client.get(TRAIL, {"deed": "refused", "as": "csv"}).streaming_content).decode()
    assert lines.count("Refused: Approve") == 1
    assert "Only editors review stories." in lines
