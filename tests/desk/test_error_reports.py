"""What the desk makes of readers' reports."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from articles import answering, permissions
from articles.models import ErrorReport
from tests.desk.conftest import Desk
from tests.public.site import publish

LIST = reverse("admin:articles_errorreport_changelist")


@pytest.fixture
def report(editor: User) -> ErrorReport:
    (story,) = publish(1, by=editor)
    now = timezone.now()
    return ErrorReport.objects.create(
        story=story,
        text="Not true: <img src=x onerror=alert(1)>",
        passage="in 2024",
        email="reader@example.org",
        fingerprint="x",
        received_at=now,
        last_at=now,
    )


def page_of(report: ErrorReport) -> str:
    return reverse("admin:articles_errorreport_change", args=[report.pk])


def seen(page: str) -> str:
    return page.split('name="seen" value="')[1].split('"', maxsplit=1)[0]


def test_a_report_is_taken_and_answered_with_a_note(report: ErrorReport, desk: Desk, editor: User) -> None:
    client = desk(editor)
    page = client.get(page_of(report)).content.decode()
    assert "&lt;img src=x" in page
    assert reverse("admin:articles_story_change", args=[report.story_id]) in page

    client.post(page_of(report), {"do": "take", "seen": seen(page), "note": "Asked the reporter."})
    report.refresh_from_db()
    assert (report.state, report.taken_by, report.note) == ("taken", editor, "Asked the reporter.")

    page = client.get(page_of(report)).content.decode()
    client.post(page_of(report), {"do": "answer", "seen": seen(page), "note": "Corrected."})
    report.refresh_from_db()
    assert (report.state, report.by_name, report.note) == ("answered", "Helen Marsh", "Corrected.")
    trail = LogEntry.objects.filter(user=editor)
    assert [entry.get_change_message() for entry in trail] == ["Answered.", "Taken."]
    # It outlives the report, so it does not hold the reader's words.
    assert {entry.object_repr for entry in trail} == {f"about: {report.story}"}


def test_whoever_comes_second_is_told(
    report: ErrorReport, desk: Desk, editor: User, other_editor: User
) -> None:
    page = desk(other_editor).get(page_of(report)).content.decode()
    answering.dismiss(report, by=editor, note="A joke.")

    answer = desk(other_editor).post(
        page_of(report), {"do": "answer", "seen": seen(page), "note": "Mine"}, follow=True
    )

    assert "Somebody else has seen to this report" in answer.content.decode()
    report.refresh_from_db()
    assert (report.state, report.note) == ("dismissed", "A joke.")


@pytest.mark.parametrize("verb", ["take", "answer", "dismiss", "reopen"])
@pytest.mark.parametrize("state", ["new", "taken", "answered", "dismissed"])
def test_every_verb_from_every_state(verb: str, state: str, report: ErrorReport, editor: User) -> None:
    closed_at = timezone.now() if state in {"answered", "dismissed"} else None
    ErrorReport.objects.update(state=state, by_name="Helen Marsh", closed_at=closed_at)
    report.refresh_from_db()
    possible = (state in {"new", "taken"}) == (verb != "reopen")

    if not possible:
        with pytest.raises(answering.NotDone):
            answering.VERBS[verb](report, by=editor)
    else:
        answering.VERBS[verb](report, by=editor)
    ends = {"take": "taken", "answer": "answered", "dismiss": "dismissed", "reopen": "taken"}
    assert ErrorReport.objects.get().state == (ends[verb] if possible else state)


@pytest.mark.parametrize("person", ["reporter", "moderator"])
def test_nobody_but_editors_reads_them(
    person: str, report: ErrorReport, desk: Desk, request: pytest.FixtureRequest
) -> None:
    somebody = request.getfixturevalue(person)
    client = desk(somebody)

    for address in (LIST, page_of(report)):
        assert client.get(address).status_code == 403
    assert client.post(page_of(report), {"do": "take"}).status_code == 403
    assert b"Not true" not in client.get(reverse("admin:index")).content
    with pytest.raises(permissions.NotAllowed):
        answering.take(report, by=somebody)


@pytest.mark.thorough
def test_what_waits_is_on_the_front_page_and_in_the_list(
    report: ErrorReport, desk: Desk, editor: User
) -> None:
    client = desk(editor)
    assert "Errors that readers report (1)" in client.get(reverse("admin:index")).content.decode()
    for query, is_there in (
        ("", True), ("?state=open", True), ("?state=new", True), ("?state=answered", False),
        ("?who=mine", False), ("?q=true", True), ("?q=otherwise", False), ("?state=9", True),
    ):  # fmt: skip
        assert (b"Not true" in client.get(LIST + query).content) is is_there, query

    answering.dismiss(report, by=editor)

    assert "Errors that readers report" not in client.get(reverse("admin:index")).content.decode()
    assert b"Not true" in client.get(f"{LIST}?who=mine").content


def test_an_old_report_that_was_seen_to_is_deleted_with_the_address(
    report: ErrorReport, editor: User
) -> None:
    then = timezone.now() - timedelta(days=200)
    ErrorReport.objects.update(received_at=then, last_at=then)
    call_command("purge_reports", days=180)
    assert ErrorReport.objects.exists()

    answering.dismiss(report, by=editor, now=then)
    call_command("purge_reports", days=180, dry_run=True)
    assert ErrorReport.objects.exists()
    call_command("purge_reports", days=180)

    assert not ErrorReport.objects.exists()


def test_nothing_sent_by_hand_breaks_it(report: ErrorReport, desk: Desk, editor: User) -> None:
    client = desk(editor)
    for data in (
        {},
        {"do": "x\0"},
        {"do": "take"},
        {"do": "take", "seen": "\0"},
        {"do": "take", "seen": "new ", "note": "x" * 9000},
    ):
        assert client.post(page_of(report), data).status_code == 302
    assert ErrorReport.objects.get().state == "new"
    assert client.get(f"{LIST}{'9' * 40}/change/").status_code == 404
