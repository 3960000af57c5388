"""Changes to a live story: readers are told, the ledger keeps it, and nobody rewrites it."""

import json
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import Error, connection, transaction
from django.test import Client
from django.utils import timezone

from articles import permissions, public_changes, published_copy, workflow
from articles.models import LedgerIsAppendOnly, PublicChange, PublishedStory, Story
from tests import stories

pytestmark = pytest.mark.django_db
NOTE = "An earlier version named the wrong bridge."


@pytest.fixture
def changed(story_at: Callable[..., Story], reporter: User, editor: User) -> Story:
    """A live story whose approved working copy says another thing."""
    story = story_at("live", "Bridge opens", standfirst="It was opened by 40 people.")
    stories.edit(story, by=reporter, standfirst="It was opened by 45 people.")
    return stories.bring_to("approved", story, by=editor)


def test_publishing_a_change_asks_what_sort_it_is(changed: Story, editor: User) -> None:
    for kind in ("", "other", "MINOR"):
        with pytest.raises(workflow.KindMissing, match="minor, update, correction or clarification"):
            workflow.publish(changed, by=editor, kind=kind, public_note=NOTE)
    for kind in ("update", "correction", "clarification"):
        with pytest.raises(workflow.NoteMissing):
            workflow.publish(changed, by=editor, kind=kind, note="Only for the desk.", public_note=" ")
    with pytest.raises(workflow.NoteTooLong):
        workflow.publish(changed, by=editor, kind="update", public_note="x" * 601)

    assert not PublicChange.objects.exists()
    assert PublishedStory.objects.get().standfirst == "It was opened by 40 people."


@pytest.mark.thorough
def test_a_withdrawn_story_that_comes_back_with_other_words_is_a_change(
    changed: Story, reporter: User, editor: User, reader: Client
) -> None:
    was = changed.live_revision
    workflow.withdraw(changed, by=editor, note="Wrong bridge.")
    with pytest.raises(workflow.KindMissing, match="saw other words"):
        workflow.publish(changed, by=editor)
    with pytest.raises(workflow.KindMissing):
        workflow.schedule(changed, by=editor, at=timezone.now() + timedelta(days=1))
    stories.edit(changed, by=editor, standfirst="It was opened by 50 people.")
    stories.bring_to("approved", changed, by=editor)
    with pytest.raises(workflow.SecondPersonNeeded):
        workflow.publish(changed, by=editor, kind="minor")

    workflow.publish(changed, by=editor, kind="correction", public_note=NOTE)

    change = PublicChange.objects.get()
    assert (change.before, change.after) == (was, changed.revision)
    assert NOTE in reader.get(changed.published.get_absolute_url()).content.decode()
    call_command("verify_integrity", verbosity=0)


def test_a_withdrawn_story_that_comes_back_as_it_was_needs_no_word(
    story_at: Callable[..., Story], editor: User
) -> None:
    story = story_at("live", "Bridge opens")
    workflow.withdraw(story, by=editor, note="By mistake.")

    workflow.publish(story, by=editor)

    assert not PublicChange.objects.exists()


def test_a_minor_change_leaves_no_trace_and_moves_no_date(
    changed: Story, editor: User, reader: Client
) -> None:
    before = PublishedStory.objects.get()

    workflow.publish(
        changed, by=editor, kind="minor", note="A slip.", now=before.updated_at + timedelta(days=1)
    )

    after = PublishedStory.objects.get()
    assert after.standfirst == "It was opened by 45 people."
    assert (after.published_at, after.updated_at) == (before.published_at, before.updated_at)
    assert not PublicChange.objects.exists()
    page = reader.get(after.get_absolute_url()).content.decode()
    assert "Changes to this story" not in page
    assert "A slip." not in page


@pytest.mark.parametrize("kind", ["update", "correction", "clarification"])
def test_any_other_change_is_dated_and_told(changed: Story, editor: User, reader: Client, kind: str) -> None:
    was, live = changed.live_revision, PublishedStory.objects.get()
    later = live.updated_at + timedelta(days=1)

    workflow.publish(changed, by=editor, kind=kind, note="For the desk only.", public_note=NOTE, now=later)

    change = PublicChange.objects.get()
    assert (change.before, change.after) == (was, changed.revision)
    assert (change.number, change.kind, change.note, change.by_name) == (1, kind, NOTE, "Helen Marsh")
    published = PublishedStory.objects.get()
    assert (published.published_at, published.updated_at) == (live.published_at, later)
    page = reader.get(published.get_absolute_url()).content.decode()
    assert NOTE in page
    assert "For the desk only." not in page
    data = json.loads(re.search(r"<script type=\"application/ld\+json\">(.*?)</script>", page, re.DOTALL)[1])
    is_listed = kind != "update"
    assert ("correction" in data) is is_listed
    for address in ("/corrections/", "/corrections/feed/"):
        assert (NOTE in reader.get(address).content.decode()) is is_listed
    if is_listed:
        (comment,) = data["correction"]
        assert (comment["@type"], comment["text"]) == ("CorrectionComment", NOTE)
        assert comment["datePublished"] == later.isoformat()


def test_readers_open_what_changed_until_it_is_redacted(
    changed: Story, editor: User, reporter: User, reader: Client
) -> None:
    workflow.publish(changed, by=editor, kind="correction", public_note=NOTE)
    address = "/stories/bridge-opens/changes/1/"
    page = reader.get(address).content.decode()
    assert re.search(r"<del>.*40</del>", page)
    assert re.search(r"<ins>.*45</ins>", page)
    assert "<script>" not in page
    change = PublicChange.objects.get()
    with pytest.raises(permissions.NotAllowed):
        public_changes.redact(change, by=reporter, note="No.")
    with pytest.raises(workflow.NoteMissing):
        public_changes.redact(change, by=editor, note=" ")

    public_changes.redact(change, by=editor, note="A court asked for it.")

    page = reader.get(address).content.decode()
    assert "A court asked for it." in page
    assert NOTE in page
    assert "40" not in page.split("What changed</h2>")[1]
    assert PublicChange.objects.get().comparison == []
    assert reader.get("/stories/bridge-opens/changes/2/").status_code == 404
    assert reader.get(f"/stories/bridge-opens/changes/{'9' * 30}/").status_code == 404


def test_the_ledger_is_gone_from_readers_with_its_story_and_comes_back_with_it(
    changed: Story, editor: User, reader: Client
) -> None:
    workflow.publish(changed, by=editor, kind="correction", public_note=NOTE)
    workflow.withdraw(changed, by=editor, note="It was another town.")

    for address in ("/corrections/", "/corrections/feed/", "/stories/bridge-opens/changes/1/"):
        assert NOTE not in reader.get(address).content.decode()
    assert reader.get("/stories/bridge-opens/changes/1/").status_code == 410
    assert PublicChange.objects.exists()

    workflow.publish(changed, by=editor)
    assert NOTE in reader.get("/corrections/").content.decode()
    assert NOTE in reader.get("/stories/bridge-opens/").content.decode()
    call_command("verify_integrity")


def test_the_database_lets_nobody_rewrite_the_ledger(changed: Story, editor: User) -> None:
    workflow.publish(changed, by=editor, kind="correction", public_note=NOTE)
    change = PublicChange.objects.get()
    with pytest.raises(LedgerIsAppendOnly):
        change.save()

    for write in (
        lambda: PublicChange.objects.update(note="Nothing happened."),
        lambda: PublicChange.objects.update(kind="update"),
        lambda: PublicChange.objects.update(before=change.after),
        lambda: PublicChange.objects.update(published_at=change.published_at + timedelta(days=1)),
        lambda: PublicChange.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(Error, match="append-only"), transaction.atomic():
            write()
    # Who did it may leave; that somebody did it stays.
    editor.delete()
    change.refresh_from_db()
    assert (change.by, change.by_name) == (None, "Helen Marsh")


@pytest.mark.django_db(transaction=True)
@pytest.mark.thorough
def test_emptying_a_database_empties_the_ledger_and_leaves_its_guard(
    story_at: Callable[..., Story], editor: User
) -> None:
    where = "sqlite_master WHERE type = 'trigger' AND name"
    if connection.vendor == "postgresql":
        where = "pg_trigger WHERE tgname"

    def guards() -> int:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {where} LIKE 'ledger_refuses_%%'", [])
            return cursor.fetchone()[0]

    workflow.publish(story_at("live_approved"), by=editor, kind="correction", public_note=NOTE)
    assert guards() == 2

    call_command("flush", interactive=False, verbosity=0)

    assert not PublicChange.objects.exists()
    assert guards() == 2


def test_what_is_not_minor_is_no_one_persons_to_call_minor(
    story_at: Callable[..., Story], editor: User, other_editor: User
) -> None:
    story = story_at("live", "Bridge opens", standfirst="It was opened by 40 people.")
    stories.edit(story, by=editor, standfirst="It was opened by 45 people.")
    workflow.submit(story, by=editor)
    workflow.approve(story, by=other_editor)

    with pytest.raises(workflow.SecondPersonNeeded, match=r"a number \(“40” → “45”\)"):
        workflow.publish(story, by=editor, kind="minor")
    workflow.publish(story, by=other_editor, kind="minor")

    stories.edit(story, by=editor, standfirst="It has been opened by 45 people.")
    workflow.submit(story, by=editor)
    workflow.approve(story, by=other_editor)
    workflow.publish(story, by=editor, kind="minor")


def test_a_page_rendered_from_before_a_minor_change_does_not_come_back(changed: Story, editor: User) -> None:
    before = PublishedStory.objects.get()
    workflow.publish(changed, by=editor, kind="minor")
    PublishedStory.objects.filter(pk=before.pk).update(byline_text="Rendered meanwhile")

    # As `manage.py rerender` has it in hand: read before the change was published, made by an older template.
    before.head_html = ""
    published_copy.render_again(before)

    kept = PublishedStory.objects.get()
    assert kept.byline_text == "Rendered meanwhile"
    assert "45 people" in kept.article_html
