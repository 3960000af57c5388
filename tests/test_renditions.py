"""What is drawn of a picture for readers: what, when, and what becomes of it when something goes wrong."""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult
from PIL import Image as Picture

from articles import picture_sizes, pictures, renditions, workflow
from articles.images import clean_upload
from articles.models import Image, PublishedStory, Story
from articles.models.evidence import private_storage
from tests.at_once import at_once
from tests.desk.pictures import a_picture, in_library

pytestmark = pytest.mark.django_db


def drawn_of(image: Image) -> set[str]:
    """Return the names of the files that lie in the picture's folder for readers."""
    return {*default_storage.listdir(image.folder)[1]}


def said(command: str, *options: str) -> str:
    out = io.StringIO()
    call_command(command, *options, stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("width", "jpegs", "avifs"),
    [(60, [60], [60]), (640, [640], [320, 640]), (1000, [640, 1000], [320, 640, 960, 1000])],
)
def test_a_picture_is_never_drawn_larger_than_it_is(width: int, jpegs: list[int], avifs: list[int]) -> None:
    names = picture_sizes.renditions_of(width)

    assert [name for name in names if name.endswith("jpg")] == [f"{one}.jpg" for one in jpegs]
    assert [name for name in names if name.endswith("avif")] == [f"{one}.avif" for one in avifs]
    assert {*names} == {*picture_sizes.Drawn.of(" ".join(names)).names}


def test_a_new_picture_has_its_jpegs_at_once_and_the_rest_by_a_task() -> None:
    image = in_library((1000, 500))
    assert drawn_of(image) == {"640.jpg", "1000.jpg"}
    assert (image.is_drawn, image.jpeg_size) == (False, (1000, 500))

    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs["args"]) == ("articles.pictures.draw_the_rest", [image.pk])
    assert pictures.draw_the_rest.func(image.pk) is True
    # Begun twice, after a worker was killed.
    assert pictures.draw_the_rest.func(image.pk) is False

    image.refresh_from_db()
    assert image.is_drawn
    assert drawn_of(image) == {*picture_sizes.renditions_of(1000)}
    for name in drawn_of(image):
        with Picture.open(default_storage.open(f"{image.folder}/{name}")) as drawn:
            width = picture_sizes.width_in(name)
            assert drawn.size == (width, width // 2)
            assert drawn.format == {"jpg": "JPEG", "webp": "WEBP", "avif": "AVIF"}[name.partition(".")[2]]


def test_nothing_that_readers_get_says_where_or_with_what_it_was_taken() -> None:
    exif = Picture.Exif()
    exif[0x010F], exif[0xA431] = "zqxcamera", "zqxserial"
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x0112] = 6
    upload = a_picture((80, 40), exif=exif, xmp=b"<x:xmpmeta>zqxowner</x:xmpmeta>", comment=b"zqxnote")
    image = pictures.take_in(clean_upload(upload), by=None, file_name="zqxname.jpg")
    pictures.draw(image)

    assert len(drawn_of(image)) == 3
    for name in drawn_of(image):
        content = default_storage.open(f"{image.folder}/{name}").read()
        drawn = Picture.open(io.BytesIO(content))
        assert b"zqx" not in content
        assert not drawn.getexif()
        assert not {"exif", "xmp", "comment", "icc_profile"} & {*drawn.info}
        # It stands upright by its pixels.
        assert drawn.size == (40, 80)
    assert "zqx" not in image.folder


def test_what_is_transparent_stands_on_paper() -> None:
    image = pictures.take_in(clean_upload(a_picture(mode="RGBA", kind="PNG")), by=None, file_name="logo.png")
    pixel = Picture.open(default_storage.open(f"{image.folder}/60.jpg")).getpixel((50, 35))
    assert min(pixel) > 250


# --- Before readers ask ----------------------------------------------------------------------------


def test_a_story_goes_live_with_all_of_its_pictures_drawn(story_at: Callable[..., Story]) -> None:
    lead, other = in_library((700, 400)), in_library((700, 400))
    body = f'<p>Words.</p><figure><img src="{other.jpeg}" alt="x"></figure>'

    story = story_at("live", lead_image=lead, body=body, quotes=[])

    for image in Image.objects.all():
        assert image.is_drawn, image
        assert drawn_of(image) == {*picture_sizes.renditions_of(700)}
    assert [row.image for row in story.published.pictures_in_text.all()] == [other]
    page = PublishedStory.objects.get().article_html
    for kind in ("avif", "webp"):
        assert f'type="image/{kind}"' in page


def test_a_story_does_not_go_live_with_a_picture_that_cannot_be_drawn(story_at: Callable[..., Story]) -> None:
    image = in_library()
    story = story_at("approved", lead_image=image)
    private_storage().delete(image.file.name)

    with pytest.raises(workflow.MoveNotPossible, match=r"is missing\. Upload it again"):
        workflow.publish(story, by=story.words_by)

    private_storage().save(image.file.name, ContentFile(b"\xff\xd8 no picture"))
    with pytest.raises(workflow.MoveNotPossible, match="is damaged"):
        workflow.publish(story, by=story.words_by)
    assert not PublishedStory.objects.exists()


def test_what_a_killed_worker_left_behind_is_drawn_again(story_at: Callable[..., Story]) -> None:
    image = in_library((400, 300))
    # Cut off in the middle of a file, before the row could say so.
    default_storage.save(f"{image.folder}/320.avif", ContentFile(b"half"))
    default_storage.save(f"{image.folder}/320.webp", ContentFile(b""))

    story_at("live", lead_image=image)

    for name in ("320.avif", "320.webp"):
        assert Picture.open(default_storage.open(f"{image.folder}/{name}")).size == (320, 240)
    assert drawn_of(image) == {*picture_sizes.renditions_of(400)}
    call_command("verify_integrity")


@pytest.mark.django_db(transaction=True)
def test_two_who_draw_one_picture_at_once_draw_it_once() -> None:
    image = in_library((700, 400))

    outcomes = at_once(*[lambda: renditions.draw(Image.objects.get())] * 2)

    assert all(outcome in (True, False) for outcome in outcomes), outcomes
    image.refresh_from_db()
    assert image.is_drawn
    assert drawn_of(image) == {*picture_sizes.renditions_of(700)}
    call_command("verify_integrity")


def test_a_file_that_another_worker_removes_while_it_is_written_is_written_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    image = in_library()
    chmod, removed = os.chmod, []

    def too_late(path: str, mode: int) -> None:
        if path.endswith("60.avif") and not removed:
            removed.append(path)
            Path(path).unlink()
        chmod(path, mode)

    monkeypatch.setattr(os, "chmod", too_late)
    renditions.draw(image)

    assert removed
    assert drawn_of(image) == {"60.jpg", "60.avif", "60.webp"}


def test_a_task_for_a_picture_that_was_deleted_meanwhile_does_nothing() -> None:
    image = in_library()
    pictures.delete(image)

    assert pictures.draw_the_rest.func(image.pk or 0) is False


def test_pictures_are_kept_where_there_are_no_folders_and_no_paths(
    settings: Any, client: Client, story_at: Callable[..., Story]
) -> None:
    in_memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": in_memory}
    lead, other = in_library(), in_library()
    body = f'<p>Words.</p><figure><img src="{other.jpeg_in_text}" alt="x"></figure>'

    story = story_at("live", lead_image=lead, body=body, quotes=[])

    page = client.get(story.published.get_absolute_url()).content.decode()
    addresses = {*re.findall(r"(/media/images/\w+/\d+\.\w+)", page)}
    # Three of the lead, and the one in the text.
    assert len(addresses) == 4
    assert {client.get(address).status_code for address in addresses} == {200}
    call_command("verify_integrity")


# --- After a change of sizes -----------------------------------------------------------------------


def test_a_change_of_sizes_is_drawn_and_shown_and_what_is_old_goes(
    story_at: Callable[..., Story], monkeypatch: pytest.MonkeyPatch
) -> None:
    image = in_library((700, 400))
    story_at("live", lead_image=image)
    spare = in_library()
    monkeypatch.setattr(picture_sizes, "WIDTHS", (500, 1000))
    assert said("make_renditions", "--dry-run") == "2 pictures would be drawn.\n"
    assert "320.avif" in drawn_of(image)

    assert said("make_renditions") == "2 pictures drawn.\n"

    image.refresh_from_db()
    spare.refresh_from_db()
    assert spare.is_drawn
    assert drawn_of(image) == {"640.jpg", "700.jpg", "500.avif", "700.avif", "500.webp", "700.webp"}
    page = PublishedStory.objects.get().article_html
    assert "500.avif 500w" in page
    assert "320.avif" not in page
    assert said("make_renditions") == "0 pictures drawn.\n"
    call_command("verify_integrity")


def test_everything_can_be_drawn_anew_and_what_cannot_is_told() -> None:
    image, lost = in_library(), in_library(title="Lost")
    pictures.draw(image)
    default_storage.delete(f"{image.folder}/60.avif")
    private_storage().delete(lost.file.name)

    with pytest.raises(CommandError, match="“Lost” is missing"):
        said("make_renditions", "--all")

    assert drawn_of(image) == {"60.jpg", "60.avif", "60.webp"}


def test_a_picture_that_came_in_around_the_desk_gets_a_place_of_its_own() -> None:
    image = in_library()
    Image.objects.update(folder="", renditions="")
    image.refresh_from_db()

    pictures.draw(image)

    image.refresh_from_db()
    assert image.is_drawn
    assert len(drawn_of(image)) == 3
