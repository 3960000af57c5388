"""A headline as a picture: made after the publish, never out of date, gone with its story."""

import io
import os
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from PIL import Image as Picture
from PIL import ImageChops

from articles import card_drawing, card_files, card_making, workflow
from articles.models import PublishedStory, Story
from tests import stories
from tests.public import site

IMAGE = re.compile(r'<meta property="og:image" content="http://testserver([^"]*)">')
HEADLINES = (
    "Short",
    "Qeveria miraton ligjin për çështjet e ëndrrës",
    "Šta će reći Đorđe Živković čak",
    "Влада усвојила закон: Ђурђевдан, љубав и њиве ће чекати џеп",
    "A very long headline " * 9,
    "W" * 200,
)


@pytest.mark.parametrize("headline", HEADLINES)
def test_every_headline_stands_inside_its_card(headline: str) -> None:
    with Picture.open(io.BytesIO(card_drawing.draw(headline, "Newsroom"))) as card:
        assert (card.size, card.format) == ((1200, 630), "PNG")
        drawn = card.convert("RGB")
    paper = Picture.new("RGB", drawn.size, drawn.getpixel((5, 300)))
    left, _, right, bottom = ImageChops.difference(drawn, paper).crop((0, 155, 1200, 560)).getbbox()
    assert left >= 70
    assert right <= 1130
    assert bottom < 400


@pytest.mark.parametrize("headline", ["日本語", "ال عربية", "🎉"])
def test_letters_that_the_font_lacks_are_not_drawn_as_boxes(headline: str) -> None:
    with pytest.raises(card_drawing.CannotBeDrawn):
        card_drawing.draw(headline, "Newsroom")


def picture(reader: Client, story: Story) -> str:
    """Return the path of the picture that a story's page names."""
    (found,) = IMAGE.findall(site.text(reader.get(story.published.get_absolute_url())))
    return found


def publish(editor: User, **fields: object) -> Story:
    (story,) = site.publish(1, by=editor, **fields)
    return story


@pytest.mark.django_db
def test_a_story_without_a_picture_has_its_headline_for_one(reader: Client, editor: User) -> None:
    story = publish(editor)
    assert picture(reader, story) == "/static/articles/share.png"

    card_making.make.call(story.pk)

    address = picture(reader, story)
    assert address.startswith("/media/cards/")
    answer = reader.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    # Nobody keeps it for long: it goes with its story.
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    # Begun twice, it is made once.
    assert card_making.make.call(story.pk) == ""


@pytest.mark.django_db
def test_a_publish_asks_for_the_card_only_where_it_is_lacking(editor: User, a_picture: object) -> None:
    from django_tasks_db.models import DBTaskResult

    story = publish(editor)
    publish(editor, lead_image=a_picture)
    asked = DBTaskResult.objects.filter(task_path="articles.card_making.make")
    assert [task.args_kwargs["args"] for task in asked] == [[story.pk]]


def card_of_an_edited_story(
    editor: User, django_capture_on_commit_callbacks: Callable[..., Any], **changes: str
) -> tuple[Story, str]:
    """Publish a story, draw its card, publish a change; return the story and the card it had."""
    story = publish(editor)
    card = card_making.make.call(story.pk)
    stories.edit(story, by=story.created_by, **changes)
    with django_capture_on_commit_callbacks(execute=True):
        site.publish_changes(story, by=editor)
    return story, card


@pytest.mark.django_db
def test_another_headline_is_another_card_and_the_old_one_is_gone(
    reader: Client, editor: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    story, old = card_of_an_edited_story(
        editor, django_capture_on_commit_callbacks, headline="The bridge is closed"
    )
    assert picture(reader, story) == "/static/articles/share.png"
    assert not default_storage.exists(old)
    new = card_making.make.call(story.pk)
    assert new != old
    assert picture(reader, story) == f"/media/{new}"


@pytest.mark.django_db
def test_other_changes_keep_the_card(
    reader: Client, editor: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    story, card = card_of_an_edited_story(editor, django_capture_on_commit_callbacks, standfirst="Said anew.")
    assert picture(reader, story) == f"/media/{card}"
    assert default_storage.exists(card)


@pytest.mark.django_db
def test_a_withdrawn_story_takes_its_card_with_it(
    reader: Client, editor: User, django_capture_on_commit_callbacks: object
) -> None:
    story = publish(editor)
    card = card_making.make.call(story.pk)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(Story.objects.get(pk=story.pk), by=editor, note="Wrong bridge.")
    assert reader.get(f"/media/{card}").status_code == 404
    assert card_making.make.call(story.pk) == ""


@pytest.mark.django_db
def test_a_card_drawn_while_the_story_changed_is_thrown_away(
    editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = publish(editor)
    draw = card_drawing.draw

    def slow(headline: str, site_name: str) -> bytes:
        PublishedStory.objects.update(headline="Changed meanwhile")
        return draw(headline, site_name)

    monkeypatch.setattr(card_drawing, "draw", slow)
    assert card_making.make.call(story.pk) == ""
    assert PublishedStory.objects.get().share_card == ""
    assert not any(default_storage.listdir(folder)[1] for folder in _folders())


def _folders() -> list[str]:
    return [f"cards/{name}" for name in default_storage.listdir("cards")[0]]


@pytest.mark.django_db
def test_a_storage_that_fails_does_not_keep_a_story_from_being_withdrawn(
    editor: User, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: object
) -> None:
    story = publish(editor)
    card_making.make.call(story.pk)

    def fail(name: str) -> None:
        raise OSError("no bucket")

    monkeypatch.setattr(card_files.default_storage, "delete", fail)
    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(Story.objects.get(pk=story.pk), by=editor, note="Wrong bridge.")
    assert not PublishedStory.objects.exists()


@pytest.mark.django_db
def test_a_card_that_a_crash_left_behind_is_found_and_cleared(editor: User) -> None:
    story = publish(editor)
    kept = card_making.make.func(story.pk)
    left, being_made = (card_files.keep(b"x", headline) for headline in ("Withdrawn", "New"))
    an_hour_ago = time.time() - card_files.MADE_WITHIN.total_seconds() - 1
    for name in (kept, left):
        os.utime(default_storage.path(name), (an_hour_ago, an_hour_ago))
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("verify_integrity", stdout=out)
    assert f"File {left}: it is the card of no live story. Run: manage.py purge_cards." in out.getvalue()
    assert kept not in out.getvalue()
    assert being_made not in out.getvalue()

    call_command("purge_cards", "--dry-run", stdout=out)
    assert default_storage.exists(left)
    call_command("purge_cards", stdout=out)

    assert "1 card of no live story deleted." in out.getvalue()
    assert [default_storage.exists(name) for name in (kept, left, being_made)] == [True, False, True]
    call_command("verify_integrity", stdout=out)
