"""Pictures from before originals were private: none is lost, and texts that name the old place go on showing it."""

import io
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client
from django_tasks_db.models import DBTaskResult

from articles import old_pictures, pictures, renditions, usage
from articles.models import Image, PictureInText, PublishedStory, Revision, Story
from articles.models.evidence import private_storage
from tests.at_once import at_once
from tests.desk.pictures import a_picture, in_library

pytestmark = pytest.mark.django_db


def made(*options: str) -> str:
    out = io.StringIO()
    call_command("make_renditions", *options, stdout=out)
    return out.getvalue()


def as_before(image: Image) -> tuple[Image, str]:
    """Return a picture as the version before left it, after migrating, and its public address of then."""
    name = f"images/{image.uuid.hex[:2]}/{image.uuid.hex}-0a1b2c3d.jpg"
    with image.file.storage.open(image.file.name) as file:
        default_storage.save(name, ContentFile(file.read()))
    renditions.remove(renditions.files_of(image))
    Image.objects.filter(pk=image.pk).update(file=name, folder="", renditions="")
    migrate()
    return Image.objects.get(pk=image.pk), f"/media/{name}"


def migrate() -> None:
    import_module("articles.migrations.0084_where_pictures_lay").remember_old_places(apps, None)


def test_a_picture_from_before_is_brought_over_drawn_and_shown(
    client: Client, story_at: Callable[..., Story]
) -> None:
    image = in_library((700, 400))
    story = story_at("live", lead_image=image)
    with image.file.storage.open(image.file.name) as file:
        original = file.read()
    image, address = as_before(image)
    PublishedStory.objects.update(article_html=f'<article><img src="{address}"></article>')
    assert made("--dry-run") == (
        "1 picture would be drawn.\n1 picture from an earlier version to be brought over.\n"
    )
    assert client.get(address).status_code == 200

    assert made() == "1 picture drawn.\n1 picture removed from the old place: no text names it.\n"

    image.refresh_from_db()
    assert image.is_drawn
    assert private_storage().open(image.file.name).read() == original
    assert image.file.name.startswith(f"{image.folder}/original")
    page = client.get(story.published.get_absolute_url()).content.decode()
    assert f"{image.folder}/640.jpg" in page
    assert address not in page
    assert client.get(address).status_code == 404
    assert made() == "0 pictures drawn.\n"
    call_command("verify_integrity")


@pytest.fixture
def in_text(story_at: Callable[..., Story]) -> tuple[Image, Story, str]:
    """A live story of before, with a picture in its text."""
    image = in_library((700, 400))
    hex_ = image.uuid.hex
    body = f'<p>Words.</p><figure><img src="/media/images/{hex_[:2]}/{hex_}-0a1b2c3d.jpg" alt="x"></figure>'
    story = story_at("live", body=body, quotes=[])
    image, address = as_before(image)
    assert address in story.published.body
    return image, story, address


def test_texts_that_name_the_old_place_go_on_showing_the_picture(
    client: Client, in_text: tuple[Image, Story, str]
) -> None:
    _, story, address = in_text

    told = "1 picture in the old place as well: texts name it.\n"
    assert made() == f"1 picture drawn.\n{told}"

    assert address in client.get(story.published.get_absolute_url()).content.decode()
    assert client.get(address).status_code == 200
    assert made("--dry-run") == f"0 pictures would be drawn.\n{told}"
    call_command("verify_integrity")


def test_a_picture_in_a_text_of_before_counts_as_used(in_text: tuple[Image, Story, str]) -> None:
    image, story, _ = in_text

    assert list(usage.stories_with(image)) == [story]
    assert usage.is_public(image)
    assert renditions.in_text(story.body) == [image]
    # Found by the migration, once.
    migrate()
    assert PictureInText.objects.count() == 1


@pytest.mark.parametrize("keeps", ["a working copy", "an old save", "nothing"])
def test_the_old_file_goes_when_nothing_names_it(
    client: Client, in_text: tuple[Image, Story, str], keeps: str
) -> None:
    image, story, address = in_text
    made()
    image.refresh_from_db()
    changed = {"body": "<p>Words.</p>", "article_html": "<p>Words.</p>"}
    PublishedStory.objects.update(**changed)
    if keeps != "a working copy":
        Story.objects.update(body="<p>Words.</p>")
    if keeps == "nothing":
        revision = Revision.objects.get(pk=story.revision_id)
        Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"body": ""})

    made()

    assert client.get(address).status_code == (404 if keeps == "nothing" else 200)
    assert private_storage().exists(image.file.name)
    assert Image.objects.get().old_name == ("" if keeps == "nothing" else image.old_name)


def test_what_lies_in_the_old_place_stays_while_the_new_one_is_not_whole(client: Client) -> None:
    image = in_library()
    image, address = as_before(image)
    pictures.draw(image)
    private_storage().delete(image.file.name)

    made()

    assert client.get(address).status_code == 200


def test_starting_the_newsroom_has_them_drawn_and_removes_nothing(client: Client) -> None:
    image = in_library()
    DBTaskResult.objects.all().delete()
    image, address = as_before(image)

    assert old_pictures.ask_for_those_that_wait() == 1

    task = DBTaskResult.objects.get()
    assert (task.task_path, task.args_kwargs["args"]) == ("articles.pictures.draw_the_rest", [image.pk])
    assert pictures.draw_the_rest.func(image.pk) is True
    assert Image.objects.get().is_drawn
    assert client.get(address).status_code == 200
    assert old_pictures.ask_for_those_that_wait() == 0


def test_what_was_stopped_in_between_is_finished() -> None:
    image = in_library((400, 300))
    as_before(image)
    # A folder was taken, and half of the file was written there.
    folder = "images/" + "ab" * 16
    Image.objects.update(folder=folder)
    half = private_storage().save(f"{folder}/original-12345678.jpg", ContentFile(b"half"))

    made()

    image = Image.objects.get()
    assert image.is_drawn
    assert image.folder == folder
    assert private_storage().open(image.file.name).read() == a_picture((400, 300)).getvalue()
    with pytest.raises(CommandError, match="1 problem"):
        call_command("verify_integrity")
    private_storage().delete(half)
    call_command("verify_integrity")


def test_that_a_picture_waits_is_found_every_morning(in_text: tuple[Image, Story, str]) -> None:
    said = io.StringIO()

    with pytest.raises(CommandError):
        call_command("verify_integrity", stdout=said)

    assert "it still waits in its old place. Run: manage.py make_renditions." in said.getvalue()
    assert "missing" not in said.getvalue()


def test_whoever_comes_late_finds_it_done() -> None:
    late, _ = as_before(in_library())
    assert made().startswith("1 picture drawn.\n1 picture removed")

    assert renditions.draw(late) is True

    call_command("verify_integrity")


@pytest.mark.django_db(transaction=True)
def test_two_who_bring_over_at_once_bring_over_once() -> None:
    image = in_library((400, 300))
    as_before(image)

    outcomes = at_once(*[lambda: renditions.draw(Image.objects.get())] * 2)

    assert all(outcome in (True, False) for outcome in outcomes), outcomes
    assert Image.objects.get().is_drawn
    made()
    call_command("verify_integrity")


def test_the_file_in_the_old_place_goes_with_its_picture(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    image, address = as_before(in_library())

    with django_capture_on_commit_callbacks(execute=True):
        pictures.delete(image)

    assert client.get(address).status_code == 404
