"""The inbox: what somebody was told, read and unread, and what they want to be told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import notices
from articles.models import Notice, NoticeSwitchedOff
from tests.desk.conftest import Desk
from tests.stories import write

INBOX, CHOICES = "/admin/notices/", "/admin/notices/choices/"


@pytest.fixture
def told(reporter: User, editor: User) -> list[Notice]:
    """Sixty notices for the reporter, one for the editor."""
    story = write("A bridge opens", by=reporter)
    now = timezone.now()
    for number in range(60):
        notices.tell(
            "approved",
            story,
            to=[reporter],
            by=editor,
            occasion=str(number),
            note=f"Number {number}.",
            now=now - timedelta(minutes=number),
        )
    notices.tell("published", story, to=[editor], by=reporter, note="Not for the reporter.")
    return [*Notice.objects.in_inbox_of(reporter)]


def test_the_header_says_how_many_wait_and_the_inbox_shows_ones_own(
    told: list[Notice], reporter: User, desk: Desk
) -> None:
    client = desk(reporter)
    assert b'60<span class="visually-hidden"> unread' in client.get("/admin/").content

    first = client.get(INBOX).content.decode()
    assert "Number 0." in first
    assert "Number 49." in first
    assert "Number 50." not in first
    assert "Not for the reporter" not in first
    older = client.get(INBOX, {"show": "unread", "before": client.get(INBOX).context["page"].older})
    assert [row.note for row in older.context["page"].rows] == [f"Number {n}." for n in range(50, 60)]
    assert client.get(INBOX, {"before": "x"}).status_code == 404


def test_notices_are_marked_as_read_one_or_all_and_nobody_elses(
    told: list[Notice], reporter: User, editor: User, desk: Desk
) -> None:
    client = desk(reporter)
    foreign = Notice.objects.get(to=editor)
    for which in (told[0].pk, foreign.pk, "x", "9" * 40, "-1", ""):
        assert client.post(INBOX, {"read": which}).status_code == 302
    assert notices.unread_count(reporter) == 59
    assert client.post(f"{INBOX}?show=unread", {"read": "all"}).url == f"{INBOX}?show=unread"
    assert notices.unread_count(reporter) == 0
    assert b"You have read everything." in client.get(INBOX, {"show": "unread"}).content
    assert notices.unread_count(editor) == 1


def test_whoever_lost_their_part_sees_no_headline(told: list[Notice], reporter: User, desk: Desk) -> None:
    reporter.groups.clear()
    assert b"A bridge" not in desk(reporter).get(INBOX).content


def test_a_full_inbox_costs_what_a_short_one_costs(told: list[Notice], reporter: User, desk: Desk) -> None:
    client = desk(reporter)
    client.get(INBOX)
    with CaptureQueriesContext(connection) as full:
        client.get(INBOX)
    Notice.objects.exclude(pk=told[0].pk).delete()
    with CaptureQueriesContext(connection) as short:
        client.get(INBOX)
    # Session, person, permissions (2), how many are unread, rows.
    assert len(full) == len(short) <= 6


def test_what_is_switched_off_stays_off_and_is_shown_so(reporter: User, desk: Desk) -> None:
    client = desk(reporter)
    assert client.get(CHOICES).content.count(b" checked") == 16
    client.post(CHOICES, {"wanted": ["approved:mail", "nonsense:mail", "approved", "x:y:z"]})
    assert client.get(CHOICES).content.count(b" checked") == 1
    assert NoticeSwitchedOff.objects.filter(user=reporter).count() == 15
