"""A share link shows one story to whoever has it, while it is open; else there is nothing at its address."""

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import permissions, sharing, workflow
from articles.models import ShareLink, Story
from newsroom.logs import JsonLines
from tests.desk.conftest import Desk
from tests.desk.forms import said
from tests.stories import bring_to, edit, write

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


@pytest.fixture
def story(reporter: User) -> Story:
    return write("The bridge opens", by=reporter, standfirst="Still secret.")


def address(token: str) -> str:
    return reverse("shared-story", args=[token])


def page_of(story: Story) -> str:
    return reverse("admin:articles_story_share", args=[story.pk])


def made(client: Client, story: Story, **choices: Any) -> str:
    """Make a link as people do and return its path."""
    fields = {name: values[0] for name, values in _form(client, story).items()}
    response = client.post(page_of(story), {**fields, **choices})
    found = re.search(r'id="new-link"[^>]*value="[^"]*?(/shared/[^"]+)"', response.content.decode())
    assert found, said(response)
    return found[1]


def _form(client: Client, story: Story) -> dict[str, list[str]]:
    page = client.get(page_of(story)).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    return {"key": [key[1] if key else ""], "revision": [""], "days": ["7"], "for_whom": ["Our lawyer"]}


def test_a_link_shows_the_text_as_it_is_last_saved(
    desk: Desk, reader: Client, reporter: User, editor: User, story: Story
) -> None:
    link = made(desk(reporter), story)
    edit(story, by=editor, standfirst="Newer, and secret.")

    page = reader.get(link)

    text = page.content.decode()
    assert page.status_code == 200
    assert "Newer, and secret." in text
    # No moment is given at which readers saw it: there was none.
    assert "Not published yet" in text
    assert "<span>Published " not in text
    assert "Rina Gashi has shared this with you (Our lawyer)" in text
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert page["Referrer-Policy"] == "no-referrer"
    assert 'name="robots" content="noindex' in text
    # Nothing for machines that make previews of links, and no cookie.
    assert not re.search(r"og:|ld\+json|canonical", text)
    assert not page.cookies
    kept = ShareLink.objects.get()
    token = link.split("/")[2]
    assert len(token) == 43
    assert token not in str(vars(kept))
    assert kept.token_hash == sharing.hash_of(token)


def test_a_link_to_one_revision_never_shows_a_later_text(
    desk: Desk, reader: Client, reporter: User, editor: User, story: Story
) -> None:
    link = made(desk(reporter), story, revision=story.revision_id)
    edit(story, by=editor, standfirst="Later words.", headline="A later headline")

    for _ in range(2):
        text = reader.get(link).content.decode()
        assert "revision 1, as it was saved" in text
        assert "Still secret." in text
        assert "Later" not in text
        assert ("Not published yet" in text) == (not story.is_live)
        assert "later" not in text
        story = bring_to("live", story, by=editor) if not story.is_live else story
    assert "Not published." in text


def test_views_are_counted_and_nothing_else_is(
    desk: Desk, reader: Client, reporter: User, story: Story
) -> None:
    client = desk(reporter)
    link = made(client, story)
    assert "not opened yet" in client.get(page_of(story)).content.decode()

    for _ in range(3):
        reader.get(link)
    reader.head(link)
    assert reader.post(link).status_code == 405

    kept = ShareLink.objects.get()
    assert kept.views == 3
    assert kept.last_viewed_at
    assert "3 views" in client.get(page_of(story)).content.decode()


def _gone(story: Story, reporter: User, editor: User) -> dict[str, Any]:
    """Everything that closes a link the reporter made."""

    def leave(**fields: bool) -> None:
        User.objects.filter(pk=reporter.pk).update(**fields)

    return {
        "revoked": lambda: sharing.revoke(ShareLink.objects.get(), by=editor),
        "expired": lambda: ShareLink.objects.update(
            created_at=timezone.now() - WEEK, expires_at=timezone.now()
        ),
        "inactive": lambda: leave(is_active=False),
        "not staff": lambda: leave(is_staff=False),
        "reads no more": reporter.groups.clear,
        "deleted": lambda: ShareLink.objects.update(created_by=None),
        "spiked": lambda: workflow.spike(Story.objects.get(pk=story.pk), by=editor),
        "withdrawn": lambda: bring_to("withdrawn", Story.objects.get(pk=story.pk), by=editor),
        "under embargo": lambda: workflow.set_embargo(
            Story.objects.get(pk=story.pk), by=editor, at=timezone.now() + WEEK
        ),
    }


WAYS = [
    "revoked",
    "expired",
    "inactive",
    "not staff",
    "reads no more",
    "deleted",
    "spiked",
    "withdrawn",
    "under embargo",
]


@pytest.mark.parametrize("way", WAYS)
def test_a_link_that_is_closed_is_an_address_that_never_was(
    way: str, reader: Client, reporter: User, editor: User, story: Story
) -> None:
    assert sorted(_gone(story, reporter, editor)) == sorted(WAYS)
    # Something to offer on the 404 page, the same for all.
    bring_to("live", write("Public", by=editor), by=editor)
    _, token = sharing.share(story, by=reporter, until=timezone.now() + WEEK)
    assert reader.get(address(token)).status_code == 200

    _gone(story, reporter, editor)[way]()

    gone, never = reader.get(address(token)), reader.get(address("x" * 43))
    assert gone.status_code == 404
    assert gone.content == never.content
    assert gone.content == reader.get("/stories/never/").content
    unlike = {"Content-Length", "X-Request-ID"}
    assert {k: v for k, v in gone.items() if k not in unlike} == {
        k: v for k, v in never.items() if k not in unlike
    }
    assert "The bridge opens" not in gone.content.decode()


@pytest.mark.thorough
def test_no_mistyped_address_opens_anything(reader: Client, reporter: User, story: Story) -> None:
    _, token = sharing.share(story, by=reporter, until=timezone.now() + WEEK)
    ways = [
        *(token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :] for place in range(43)),
        *(token[:length] for length in range(1, 43)),
        f"{token}A", token.swapcase(), f" {token}", f"{token} ", sharing.hash_of(token), str(story.pk), "%00", "é",
        str(ShareLink.objects.get().uuid), "x" * 5000,
    ]  # fmt: skip
    for way in ways:
        assert reader.get(f"/shared/{way}/").status_code == 404, way
    for path in ("/shared/", f"/shared/{token}//", f"/shared/{token}/x/", f"/shared/{story.pk}/{token}/"):
        assert reader.get(path).status_code == 404, path
    # Without its last slash it leads to the one address, whether there is anything or not.
    assert {reader.get(f"/shared/{way}").status_code for way in (token, "x" * 43)} == {301}
    assert ShareLink.objects.get().views == 0


def test_the_secret_part_is_not_logged() -> None:
    record = logging.makeLogRecord({"msg": "Not Found: %s", "args": ("/shared/s3cr-et_token/",)})
    assert "s3cr" not in JsonLines().format(record)
    assert "/shared/…/" in JsonLines().format(record)


def test_who_makes_and_closes_links(
    desk: Desk, reporter: User, other_reporter: User, moderator: User, editor: User, story: Story
) -> None:
    for person in (other_reporter, moderator):
        assert desk(person).get(page_of(story)).status_code == 403
        assert desk(person).post(page_of(story), {"days": "7"}).status_code == 403
        with pytest.raises(permissions.NotAllowed):
            sharing.share(story, by=person, until=timezone.now() + WEEK)
    link, _ = sharing.share(story, by=reporter, until=timezone.now() + WEEK)
    with pytest.raises(permissions.NotAllowed):
        sharing.revoke(link, by=other_reporter)
    for person in (other_reporter, editor):
        desk(person).post(page_of(story), {"revoke": link.uuid})
    link.refresh_from_db()
    assert link.revoked_by_name == "Helen Marsh"
    assert "Closed by Helen Marsh" in desk(reporter).get(page_of(story)).content.decode()


def test_a_form_makes_one_link_and_only_one_that_may_be(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    client = desk(reporter)
    fields = {name: values[0] for name, values in _form(client, story).items()}
    client.post(page_of(story), fields)
    again = client.post(page_of(story), fields)
    assert "made its link already" in said(again)
    assert ShareLink.objects.count() == 1

    other = write(by=reporter)
    strange: list[dict[str, Any]] = [
        {"days": "9999"}, {"days": "x"}, {"days": "-1"}, {"revision": other.revision_id}, {"revision": "x"},
        {"revision": "9" * 40}, {"key": "x"}, {"for_whom": "x" * 500},
    ]  # fmt: skip
    for one in strange:
        response = client.post(page_of(story), {**fields, "key": "", **one})
        assert response.status_code == 200, one
    assert ShareLink.objects.count() == 1
    assert client.post(page_of(story), {"revoke": "x"}).status_code == 404
    assert client.get("/admin/articles/story/99999999999999999999/share/").status_code == 404

    with pytest.raises(sharing.NotShared, match="at most 90 days"):
        sharing.share(story, by=reporter, until=timezone.now() + timedelta(days=91))
    with pytest.raises(sharing.NotShared, match="another story"):
        sharing.share(story, by=reporter, until=timezone.now() + WEEK, revision=other.revision)
    workflow.spike(story, by=editor)
    assert "shown to nobody outside" in client.get(page_of(story)).content.decode()
    assert "is shown to nobody outside" in said(
        client.post(page_of(story), {**fields, "key": "0f1d0ad8-66fd-4b6c-9a4c-30e5d9d0a0aa"})
    )
