"""Who is told what, once, in which way."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import notices, permissions, workflow
from articles.management.commands import work
from articles.models import Notice, NoticeKind, NoticeSwitchedOff, Story
from articles.models.notice import SENTENCES
from articles.notice_mail import PAUSES, send_mails
from tests.stories import bring_to, write


@pytest.fixture
def people(reporter: User, editor: User, moderator: User, superuser: User) -> dict[str, User]:
    """Everybody, with an address."""
    for person in (reporter, editor, moderator, superuser):
        person.email = f"{person.username}@example.org"
        person.save()
    return {person.username: person for person in (reporter, editor, moderator, superuser)}


@pytest.fixture
def story(reporter: User) -> Story:
    return write("A bridge\x0b opens", by=reporter)


def waiting() -> list[int]:
    """Return the notices of the newest task."""
    return DBTaskResult.objects.order_by("-enqueued_at")[0].args_kwargs["args"][0]


def recipients() -> list[str]:
    return sorted(address for message in mail.outbox for address in message.to)


def test_every_kind_has_its_words(story: Story, people: dict[str, User]) -> None:
    assert set(SENTENCES) == set(NoticeKind)
    for kind in NoticeKind:
        assert notices.tell(kind, story, to=[people["reporter"]], by=people["editor"]) == 1
    told = {notice.kind: notice.sentence for notice in Notice.objects.all()}
    assert told["changes_requested"] == "Helen Marsh asks for changes."
    assert told["expired"].startswith("Its time with readers is over")
    with pytest.raises(ValueError, match="nonsense"):
        notices.tell("nonsense", story, to=[people["reporter"]], by=None)


def test_only_those_who_may_open_the_story_are_told_and_nobody_of_their_own_doing(
    story: Story, people: dict[str, User]
) -> None:
    stranger = User.objects.create_user("stranger", email="stranger@example.org", is_staff=True)
    gone = User.objects.create_superuser("gone", email="gone@example.org", is_active=False)
    outside = User.objects.create_user("outside", email="outside@example.org", is_superuser=True)
    everybody = [*people.values(), stranger, gone, outside, None, people["reporter"]]

    assert notices.tell("approved", story, to=everybody, by=people["editor"]) == 3

    assert {notice.to.username for notice in Notice.objects.all()} == {"reporter", "moderator", "superuser"}
    # The list asks one question for all; it must be the question that is asked of each.
    assert {*permissions.who_can_read_stories()} == {
        person for person in User.objects.all() if permissions.can_read_stories(person)
    }
    assert {*permissions.who_can_review()} == {
        person for person in User.objects.all() if permissions.can_edit_any_story(person)
    }


def test_telling_ten_costs_what_telling_one_costs(story: Story, people: dict[str, User]) -> None:
    with CaptureQueriesContext(connection) as one:
        notices.tell("approved", story, to=[people["reporter"]], by=None)
    many = [User.objects.create_superuser(f"chief{n}", f"chief{n}@example.org") for n in range(10)]
    with CaptureQueriesContext(connection) as ten:
        assert notices.tell("published", story, to=many, by=None) == 10
    assert len(ten) == len(one)


def test_the_same_thing_is_told_once_and_the_next_one_again(story: Story, people: dict[str, User]) -> None:
    reporter = people["reporter"]
    for _ in range(2):
        notices.tell("approved", story, to=[reporter], by=people["editor"])
    story.version += 1
    notices.tell("approved", story, to=[reporter], by=people["editor"])
    for _ in range(3):
        notices.tell("review_due", story, to=[reporter], by=None, occasion="2026-11-22T10:00Z")
        story.version += 1
    assert sorted(Notice.objects.values_list("kind", flat=True)) == ["approved", "approved", "review_due"]

    twin = Notice.objects.get(kind="review_due")
    twin.pk, twin.uuid = None, "5f5c3e2e-0000-4000-8000-000000000000"
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()


def test_what_is_rolled_back_was_never_told(story: Story, people: dict[str, User]) -> None:
    with transaction.atomic():
        notices.tell("approved", story, to=[people["reporter"]], by=None)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_each_kind_is_switched_off_in_each_way(story: Story, people: dict[str, User]) -> None:
    reporter = people["reporter"]
    every = {(kind.value, way.value) for kind in NoticeKind for way in NoticeSwitchedOff.Way}
    off = {("approved", "inbox"), ("published", "mail"), ("expired", "inbox"), ("expired", "mail")}
    notices.choose(reporter, every - off)
    for kind in NoticeKind:
        notices.tell(kind, story, to=[reporter], by=people["editor"])

    rows = {notice.kind: (notice.in_inbox, notice.by_mail) for notice in Notice.objects.all()}
    assert rows.pop("approved") == (False, True)
    assert rows.pop("published") == (True, False)
    assert "expired" not in rows
    assert set(rows.values()) == {(True, True)}
    assert notices.unread_count(reporter) == len(rows) + 1
    notices.choose(reporter, every | {("nonsense", "mail")})
    assert not NoticeSwitchedOff.objects.exists()


def test_a_mail_is_plain_and_html_and_safe_in_both(people: dict[str, User]) -> None:
    story = write("Budget <b>rises</b>\r\nBcc: all@example.org", by=people["reporter"])
    notices.tell(
        "changes_requested", story, to=[people["reporter"]], by=people["editor"], note="Who <says> so?"
    )

    assert send_mails.call(waiting()) == 1

    (message,) = mail.outbox
    assert message.to == ["reporter@example.org"]
    assert message.subject == "Changes requested: Budget <b>rises</b> Bcc: all@example.org"
    assert "Who <says> so?" in message.body
    assert f"http://testserver/admin/articles/story/{story.pk}/change/" in message.body
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    assert "Who &lt;says&gt; so?" in html
    assert "<b>" not in html
    assert message.extra_headers["Message-ID"] == f"<{Notice.objects.get().uuid}@testserver>"


def test_a_mail_leads_to_what_readers_see_once_they_see_it(people: dict[str, User]) -> None:
    story = bring_to("live", write("A bridge opens", by=people["reporter"]), by=people["editor"])
    send_mails.call([notice.pk for notice in Notice.objects.filter(kind="published")])
    Notice.objects.all().delete()
    withdrawn = workflow.withdraw(story, by=people["editor"], note="Legal advice.")
    notices.tell("published", withdrawn, to=[people["reporter"]], by=people["editor"])
    send_mails.call(waiting())

    live, gone = mail.outbox
    address = "http://testserver/stories/a-bridge-opens/"
    assert f"Read it: {address}\nOpen it on the desk: " in live.body
    assert f'<a href="{address}">Read it</a>' in live.alternatives[0][0]
    assert address not in gone.body
    # What mail programs know a signature by.
    assert "\n-- \n" in live.body


def test_a_mail_says_by_when_a_review_is_due(people: dict[str, User]) -> None:
    due = datetime(2030, 3, 4, 9, 30, tzinfo=UTC)
    story = write("A bridge opens", by=people["reporter"])

    workflow.submit(story, by=people["reporter"], to=people["editor"], due_at=due)
    send_mails.call(waiting())

    (message,) = mail.outbox
    assert "sent you this story. It is due by 4 March 2030, 09:30 UTC." in message.body


def test_a_mail_is_sent_once_however_often_its_task_runs(story: Story, people: dict[str, User]) -> None:
    notices.tell("approved", story, to=people.values(), by=people["editor"])
    for _ in range(3):
        send_mails.call(waiting())
    assert recipients() == ["moderator@example.org", "reporter@example.org", "superuser@example.org"]
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_what_changed_before_the_mail_left_is_asked_again(story: Story, people: dict[str, User]) -> None:
    notices.tell("approved", story, to=people.values(), by=None)
    people["reporter"].groups.clear()
    User.objects.filter(username="moderator").update(is_active=False)
    notices.choose(people["editor"], [])

    send_mails.call(waiting())

    assert recipients() == ["superuser@example.org"]
    assert Notice.objects.filter(by_mail=True).count() == 1


class Trouble(EmailBackend):
    """A mail server that does what a test tells it to do."""

    problems: list[Exception] = []
    at = "open"

    def open(self) -> bool:
        if self.at == "open" and self.problems:
            raise self.problems.pop(0)
        return True

    def send_messages(self, messages: list) -> int:
        if self.at == "send" and self.problems:
            raise self.problems.pop(0)
        return super().send_messages(messages)


# Where it fails, how, and how many copies have left in the end.
FAILURES = [
    ("open", ConnectionRefusedError("nobody there"), 1),
    ("send", SMTPRecipientsRefused({"reporter@example.org": (451, b"later")}), 1),
    ("send", SMTPRecipientsRefused({"reporter@example.org": (550, b"no such person")}), 0),
    # It may have arrived: nobody gets it twice.
    ("send", TimeoutError("cut off"), 0),
]


@pytest.mark.parametrize(("at", "problem", "copies"), FAILURES)
def test_a_failing_mail_is_tried_again_unless_it_may_have_arrived(
    at: str,
    problem: Exception,
    copies: int,
    story: Story,
    people: dict[str, User],
    settings: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Trouble"
    monkeypatch.setattr(Trouble, "at", at)
    monkeypatch.setattr(Trouble, "problems", [problem])
    notices.tell("approved", story, to=[people["reporter"]], by=None)
    first = waiting()

    assert send_mails.call(first) == 0
    again = DBTaskResult.objects.exclude(args_kwargs__args=[first]).first()
    if again:
        assert again.args_kwargs["args"] == [first, 1]
        assert timedelta(seconds=50) < again.run_after - timezone.now() < timedelta(minutes=PAUSES[0])
        send_mails.call(*again.args_kwargs["args"])

    assert len(mail.outbox) == copies
    assert notices.unread_count(people["reporter"]) == 1


def test_one_mail_that_fails_does_not_hold_up_the_next(
    story: Story, people: dict[str, User], settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Trouble"
    monkeypatch.setattr(Trouble, "problems", [RuntimeError("odd")])
    notices.tell("approved", story, to=people.values(), by=people["editor"])
    assert send_mails.call(waiting()) == 2


def test_the_task_of_a_killed_worker_is_taken_up_and_old_ones_are_thrown_away(
    story: Story, people: dict[str, User]
) -> None:
    for kind in ("approved", "published", "expired", "review_due"):
        notices.tell(kind, story, to=[people["reporter"]], by=None)
    killed, busy, told_twice, old = DBTaskResult.objects.order_by("enqueued_at")
    now = timezone.now()
    for task, fields in (
        (killed, {"status": "RUNNING", "started_at": now - work.ABANDONED_AFTER}),
        (busy, {"status": "RUNNING", "started_at": now}),
        (told_twice, {"status": "FAILED", "exception_class_path": "builtins.SystemExit", "finished_at": now}),
        (old, {"status": "SUCCESSFUL", "finished_at": now - work.KEPT_FOR}),
    ):
        DBTaskResult.objects.filter(pk=task.pk).update(**fields)

    work.tidy()

    left = dict(DBTaskResult.objects.values_list("pk", "status"))
    assert left == {killed.pk: "READY", busy.pk: "RUNNING", told_twice.pk: "READY"}


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_waits(people: dict[str, User]) -> None:
    story = write("A bridge", by=people["reporter"])
    notices.tell("approved", story, to=people.values(), by=people["editor"])
    call_command("work")
    assert len(mail.outbox) == 3
    assert {*DBTaskResult.objects.values_list("status", flat=True)} == {"SUCCESSFUL"}
