"""The audit trail: complete, in order, of one story, one person or everybody, and harmless as CSV."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.audit import Asked, page_of_trail, whole_trail
from articles.models import Revision, Story, Tag, Transition
from articles.spreadsheets import harmless
from tests.desk.conftest import Desk
from tests.stories import bring_to, edit, write

TRAIL = "/admin/trail/"
Trail = Callable[..., list[str]]


@pytest.fixture
def newsroom(reporter: User, editor: User, superuser: User) -> dict[str, Story]:
    """Two stories with a past, a tag that was changed, and a login that was."""
    bridge = bring_to("live", write("Bridge", by=reporter), by=editor)
    edit(bridge, by=editor, standfirst="Changed.")
    ferry = bring_to("in_review", write("Ferry", by=reporter), by=editor)
    for row, message in ((Tag.objects.get(), "Changed name."), (reporter, "Changed groups.")):
        LogEntry.objects.create(
            user=superuser,
            content_type=ContentType.objects.get_for_model(row),
            object_id=row.pk,
            object_repr=str(row),
            action_flag=CHANGE,
            change_message=message,
        )
    return {"bridge": bridge, "ferry": ferry}


def everything(asked: Asked, size: int) -> list[Any]:
    """Read the whole trail page by page."""
    entries, before = page_of_trail(asked, size=size)
    while before:
        more, before = page_of_trail(asked, before=before, size=size)
        entries += more
    return entries


def test_every_move_and_save_is_there_once_newest_first_whatever_the_size_of_a_page(
    newsroom: dict[str, Story],
) -> None:
    # Moments that several rows share must not lose or double any.
    moment = timezone.now()
    Transition.objects.update(at=moment)
    Revision.objects.filter(number=1).update(created_at=moment)
    LogEntry.objects.update(action_time=moment)
    whole = list(whole_trail(Asked(with_logins=True)))
    assert len(whole) == Transition.objects.count() + Revision.objects.count() + LogEntry.objects.count()
    assert [(entry.at, entry.key) for entry in whole] == sorted(
        ((entry.at, entry.key) for entry in whole), reverse=True
    )
    for size in (1, 2, 3, 5, 100):
        assert everything(Asked(with_logins=True), size) == whole


def test_it_is_narrowed_by_story_person_deed_and_day(
    newsroom: dict[str, Story], reporter: User, editor: User, superuser: User
) -> None:
    def deeds(**asked: Any) -> list[tuple[str, str]]:
        return [(entry.deed, entry.about) for entry in whole_trail(Asked(**asked))]

    assert deeds(story=newsroom["ferry"]) == [("Send to review", "Ferry"), ("Save", "Ferry")]
    assert deeds(person=reporter) == [("Save", "Ferry"), ("Save", "Bridge")]
    assert deeds(person=editor, deed="publish") == [("Publish now", "Bridge")]
    assert deeds(deed="save", story=newsroom["bridge"]) == [("Save", "Bridge")] * 2
    assert deeds(deed="other") == [("Changed", "Tag “Bridges”")]
    assert len(deeds(deed="other", with_logins=True)) == 2
    now = timezone.now()
    assert deeds(since=now) == deeds(until=now - timedelta(days=1)) == []
    assert len(deeds(since=now - timedelta(days=1), until=now)) == len(deeds())


@pytest.mark.thorough
def test_who_sees_whose_trail(
    newsroom: dict[str, Story], reporter: User, editor: User, superuser: User, desk: Desk
) -> None:
    def seen(user: User, **asked: Any) -> set[str]:
        page = desk(user).get(TRAIL, asked)
        assert page.status_code == 200
        return {f"{entry.by_name}: {entry.about}" for entry in page.context["entries"]}

    mine = {"Rina Gashi: Bridge", "Rina Gashi: Ferry"}
    assert seen(reporter) == mine
    # Asking for somebody else's by hand shows one's own.
    assert seen(reporter, person=editor.pk) == mine
    assert seen(reporter, story=newsroom["bridge"].pk) == {"Rina Gashi: Bridge", "Helen Marsh: Bridge"}
    assert seen(editor) == mine | {"Helen Marsh: Bridge", "Helen Marsh: Ferry", "superuser: Tag “Bridges”"}
    assert "superuser: User “reporter”" in seen(superuser)
    assert seen(editor, person=editor.pk, deed="publish") == {"Helen Marsh: Bridge"}
    csv_of_reporter = b"".join(
        desk(reporter).get(TRAIL, {"as": "csv", "person": editor.pk}).streaming_content
    )
    assert b"Helen" not in csv_of_reporter


@pytest.mark.parametrize("name", ["story", "person", "deed", "since", "until", "before", "as"])
@pytest.mark.thorough
def test_odd_questions_are_answered(name: str, editor: User, desk: Desk) -> None:
    client = desk(editor)
    for value in (
        "9" * 40,
        "-1",
        "0",
        "x",
        "\0",
        "9999-12-31",
        "0001-01-01",
        "2026-02-30",
        "1e9",
        "٣",
        "' OR 1=1",
    ):
        assert client.get(TRAIL, {name: value}).status_code in {200, 404}, value
        assert client.get(TRAIL, {name: value, "as": "csv"}).status_code in {200, 404}, value


HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@x",
    "\tx",
    "\r=x",
    "\n=x",
    " =1",
    "|x",
    "%0A=1",
    "＝1",
    'say "a", b',
    "plain",
]


def test_as_csv_it_is_whole_harmless_and_read_as_it_was(
    newsroom: dict[str, Story], editor: User, desk: Desk
) -> None:
    story = newsroom["ferry"]
    for number, note in enumerate(HOSTILE):
        Transition.objects.filter(pk=story.transitions.get().pk).update(note=note)
        Story.objects.filter(pk=story.pk).update(headline=note)
        answer = desk(editor).get(TRAIL, {"as": "csv", "story": story.pk, "deed": "submit"})
        assert answer.streaming
        assert answer.headers["Content-Type"].startswith("text/csv")
        sent = b"".join(answer.streaming_content).decode()
        # Spreadsheets take letters for Unicode by this mark.
        assert sent.startswith("\ufeff")
        head, row = csv.reader(StringIO(sent.removeprefix("\ufeff"), newline=""))
        cells = dict(zip(head, row, strict=True))
        for cell in (cells["note"], cells["about"]):
            assert cell.removeprefix("'") == note, number
            assert cell.lstrip()[:1] not in {*"=+-@|%＝"}, number
            assert not cell.startswith(("\t", "\r", "\n"))
    assert harmless(-1) == -1


@pytest.mark.thorough
def test_a_long_trail_costs_what_a_short_one_costs(
    newsroom: dict[str, Story], reporter: User, editor: User, desk: Desk
) -> None:
    client = desk(editor)
    client.get(TRAIL)
    with CaptureQueriesContext(connection) as short:
        client.get(TRAIL)
    for number in range(30):
        bring_to("in_review", write(f"Story {number}", by=reporter), by=editor)
    with CaptureQueriesContext(connection) as long:
        assert len(client.get(TRAIL).context["entries"]) == 50
    assert len(long) == len(short)
    # No text is fetched for a line.
    assert not any('"content"' in query["sql"] or '"body"' in query["sql"] for query in long)
