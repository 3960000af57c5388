"""What the page asks for a move: to whom, when, what sort of change, what readers find instead."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from articles.models import Level, PublicChange, PublishedStory, Story
from articles.workflow import publish
from tests.desk.conftest import Desk, address_of
from tests.desk.forms import buttons_of, form_of, opened, said
from tests.stories import bring_to, edit, write

pytestmark = pytest.mark.django_db


def press(client: Client, story: Story, verb: str, **fields: str) -> str:
    """Press a button on a story's page as it stands; return what the page then says."""
    sent = opened(client, address_of(story)) | {f"_with-{name}": [value] for name, value in fields.items()}
    return said(client.post(address_of(story), {**sent, "_move": verb}, follow=True))


@pytest.mark.thorough
def test_a_time_that_the_clock_change_leaves_out_or_repeats_is_explained(
    desk: Desk, editor: User, story: Story, settings: Settings
) -> None:
    settings.TIME_ZONE = "Europe/Belgrade"
    timezone.get_default_timezone.cache_clear()
    bring_to("approved", story, by=editor)
    client, year = desk(editor), timezone.now().year + 1
    march = max(day for day in range(25, 32) if date(year, 3, day).weekday() == 6)
    october = max(day for day in range(25, 32) if date(year, 10, day).weekday() == 6)
    try:
        told = press(client, story, "schedule", at=f"{year}-03-{march}T02:30")
        assert f"There is no 02:30 on {march} March {year}" in told
        assert "Choose 03:30" in told
        told = press(client, story, "schedule", at=f"{year}-10-{october}T02:30")
        assert f"02:30 comes twice on {october} October {year}" in told
        assert not Story.objects.scheduled().exists()
        # A minute before and the first minute after each are meant exactly.
        for wanted in (
            f"{year}-03-{march}T01:59",
            f"{year}-03-{march}T03:00",
            f"{year}-10-{october}T01:59",
            f"{year}-10-{october}T03:00",
        ):
            press(client, story, "schedule", at=wanted)
            at = Story.objects.get().publish_at
            assert at == datetime.fromisoformat(wanted).replace(tzinfo=ZoneInfo("Europe/Belgrade"))
    finally:
        timezone.get_default_timezone.cache_clear()


@pytest.mark.thorough
def test_whoever_changes_a_time_begins_with_the_time_that_is_set(
    desk: Desk, editor: User, story: Story
) -> None:
    bring_to("approved", story, by=editor)
    client, year = desk(editor), timezone.now().year + 1
    for verb, name, wanted in (
        ("set_embargo", "embargo_at", f"{year}-01-02T10:00"),
        ("schedule", "at", f"{year}-01-03T11:15"),
        ("set_expiry", "expire_at", f"{year}-02-04T12:30"),
    ):
        press(client, story, verb, **{name: wanted})
        assert opened(client, address_of(story))[f"_with-{name}"] == [wanted]
    before = Story.objects.get().publish_at

    # What stands there is asked for by its own button alone.
    press(client, story, "request_changes", note="Another source, please.")

    story = Story.objects.get()
    assert (before is not None, story.publish_at, story.embargo_until.hour) == (True, None, 10)
    assert "That time has passed" in press(client, story, "set_embargo", embargo_at="1999-01-01T10:00")


def test_all_that_was_filled_in_for_a_move_that_is_refused_is_still_there(
    desk: Desk, editor: User, story: Story
) -> None:
    bring_to("live_approved", story, by=editor)
    client = desk(editor)

    told = client.post(
        address_of(story),
        {
            **opened(client, address_of(story)),
            "_move": "schedule",
            "_with-at": "2001-01-01T09:30",
            "_with-kind": "correction",
            "_with-public_note": "An earlier version misstated the year.",
        },
        follow=True,
    )

    assert "That time has passed" in said(told)
    fields = form_of(told)
    assert fields["_with-at"] == ["2001-01-01T09:30"]
    assert fields["_with-kind"] == ["correction"]
    assert fields["_with-public_note"] == ["An earlier version misstated the year."]
    # Once: whoever opens the page again begins anew.
    assert opened(client, address_of(story))["_with-public_note"] == [""]


def test_who_chooses_one_check_leaves_what_somebody_else_chose_meanwhile(desk: Desk, superuser: User) -> None:
    levels, client = "/admin/articles/story/checks/", desk(superuser)
    fields, stale = (opened(client, levels, form_id="check_levels") for _ in range(2))

    client.post(levels, {**fields, "to-come": Level.OFF})
    client.post(levels, {**stale, "tags-missing": Level.REQUIRED})

    chosen = opened(client, levels, form_id="check_levels")
    assert (chosen["to-come"], chosen["tags-missing"]) == ([Level.OFF], [Level.REQUIRED])


def test_a_review_is_sent_claimed_and_answered(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    page = desk(reporter).get(address_of(story)).content.decode()
    assert "Helen Marsh" in page
    assert "All editors" in page
    press(desk(reporter), story, "submit", reviewer=str(editor.pk), priority="3")
    assert Story.objects.get().assigned_to == editor
    assert "at once" in desk(editor).get("/admin/").content.decode()

    # The page shows how pressing it is, so that changing the one leaves the other.
    press(desk(editor), story, "reprioritise", due_at="2026-01-01T12:00")
    assert Story.objects.get().review_due_at is None
    tomorrow = timezone.localtime() + timedelta(days=1)
    press(desk(editor), story, "reprioritise", due_at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    press(desk(editor), story, "reprioritise", priority="2")
    assert Story.objects.get().review_due_at == tomorrow.replace(second=0, microsecond=0)
    assert Story.objects.get().priority == 2
    assert "reprioritise" not in buttons_of(desk(reporter).get(address_of(story)))
    assert "no such" not in press(desk(reporter), story, "submit", reviewer="9" * 30)
    assert "needs a note" in press(desk(editor), story, "request_changes")
    press(desk(editor), story, "request_changes", note="Who else was there?")
    assert Story.objects.get().status == "draft"
    assert "not one of the available choices" in press(desk(reporter), story, "submit", reviewer="9" * 30)


@pytest.mark.thorough
def test_the_page_asks_what_sort_of_change_and_tells_readers(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(editor)
    bring_to("live", story, by=editor)
    assert "What sort of change" not in client.get(address_of(story)).content.decode()
    edit(story, by=reporter, standfirst="It was opened by 45 people.")
    bring_to("approved", story, by=editor)
    assert "What sort of change" in client.get(address_of(story)).content.decode()

    assert "Say what sort of change" in press(client, story, "publish")
    assert "needs a word to readers" in press(client, story, "publish", kind="correction", note="Internal.")
    press(client, story, "publish", kind="correction", public_note="It was 45.", note="Internal.")

    change = PublicChange.objects.get()
    assert change.note == "It was 45."
    page = f"/admin/articles/story/{story.pk}/changes/"
    assert "It was 45." in desk(reporter).get(page).content.decode()
    desk(reporter).post(page, {"redact": "1", "reason-1": "No."})
    client.post(page, {"redact": "x" * 30})
    assert PublicChange.objects.get().redacted_at is None
    client.post(page, {"redact": "1", "reason-1": "A court asked for it."})
    assert PublicChange.objects.get().redaction == "A court asked for it."


@pytest.mark.thorough
def test_withdrawing_asks_what_readers_find(desk: Desk, editor: User, story: Story, reporter: User) -> None:
    other = bring_to("live", write("Told better", by=reporter), by=editor)
    bring_to("live", story, by=editor)
    client = desk(editor)

    for target in ("", "/stories/nowhere/", "nonsense", "/tags/bridges/", story.published.get_absolute_url()):
        press(client, story, "withdraw", mode="redirect", target=target, note="Told better.")
        assert PublishedStory.objects.filter(pk=story.pk).exists(), target
    press(
        client,
        story,
        "withdraw",
        mode="redirect",
        target="http://x.test/stories/told-better/",
        note="Better.",
    )

    kept = Story.objects.get(pk=story.pk)
    assert (kept.withdrawn_mode, kept.withdrawn_to) == ("redirect", other)
    assert "Another story" in client.get(address_of(story)).content.decode()
    publish(kept, by=editor)
    call_command("verify_integrity")


@pytest.mark.thorough
def test_an_emergency_is_on_every_editors_front_page_with_its_reason_until_it_is_cleared(
    desk: Desk, editor: User, other_editor: User
) -> None:
    story = write("Bridge closed", by=editor)
    press(desk(editor), story, "publish_in_emergency", note="People drive towards it.")
    assert PublishedStory.objects.exists()

    for person in (editor, other_editor):
        assert "People drive towards it." in desk(person).get("/admin/").content.decode()
    assert "clear_emergency" not in buttons_of(desk(editor).get(address_of(story)))
    assert "clear_emergency" in buttons_of(desk(other_editor).get(address_of(story)))
    press(desk(other_editor), story, "clear_emergency")
    assert "People drive towards it." not in desk(editor).get("/admin/").content.decode()


def test_a_time_that_was_missed_is_on_the_front_page_with_what_is_wrong(
    desk: Desk, editor: User, story: Story
) -> None:
    bring_to("scheduled", story, by=editor)
    Story.objects.update(publish_at=timezone.now(), section=None)
    past = Story.objects.get().publish_at.replace(year=2020)
    Story.objects.update(publish_at=past)
    call_command_quietly()

    for address in ("/admin/", address_of(story)):
        assert "Choose a section" in desk(editor).get(address).content.decode()


def call_command_quietly() -> None:
    from articles.schedule import release_due

    assert [release.problem for release in release_due()] != [""]


def test_the_checks_stand_on_the_page_and_their_levels_are_chosen(
    desk: Desk, superuser: User, editor: User, reporter: User
) -> None:
    story = write("Bridge opens", by=reporter, body="<p>The mayor, TK, said.</p>", quotes=[], tags=[])
    page = desk(editor).get(address_of(story)).content.decode()
    assert "<strong>Required:</strong>" in page
    assert "It has no tags." in page
    assert 'href="#id_tag_names"' in page

    levels = "/admin/articles/story/checks/"
    assert desk(editor).get(levels).status_code == 403
    sent = opened(desk(superuser), levels, form_id="check_levels")
    assert "misquotes" not in sent
    desk(superuser).post(levels, {**sent, "to-come": Level.OFF, "tags-missing": "fierce", "misquotes": "off"})
    page = desk(editor).get(address_of(story)).content.decode()
    assert "TK, said" in page
    assert "<strong>Required:</strong>" not in page
    assert "It has no tags." in page
