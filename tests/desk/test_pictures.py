"""Pictures at the desk: sent, filled in from their files, kept whole or not at all, and looked after."""

import errno
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import checks, pictures, workflow
from articles.models import Author, CheckLevel, Image, PublishedStory, Story
from articles.models.evidence import private_storage
from tests import stories
from tests.at_once import at_once
from tests.desk.forms import opened, said
from tests.desk.pictures import a_picture, in_library
from tests.test_picture_facts import XMP

Desk = Callable[[User], Client]

UPLOAD = "/admin/articles/image/upload/"
ADD = "/admin/articles/image/add/"


def a_file(name: str = "bridge.jpg", **options: Any) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_picture(**options).getvalue())


def change(image: Image) -> str:
    return reverse("admin:articles_image_change", args=[image.pk])


def files() -> set[str]:
    """Return every file of every picture, readers' and the newsroom's own."""
    roots = Path(settings.MEDIA_ROOT), Path(private_storage().location)
    return {str(path) for root in roots for path in root.rglob("images/**/*") if path.is_file()}


def add(client: Client, **fields: Any) -> HttpResponse:
    return client.post(ADD, {**opened(client, ADD, "image_form"), **fields})


# --- Sending ---------------------------------------------------------------------------------------


def test_files_are_sent_while_the_page_stays(desk: Desk, reporter: User) -> None:
    client = desk(reporter)

    answer = client.post(UPLOAD, {"file": a_file("Ura e re.jpg", xmp=XMP.encode()), "key": "a" * 32})

    image = Image.objects.get()
    assert answer.json() == {
        "title": "The bridge opens",
        "address": change(image),
        "thumbnail": image.thumbnail,
    }
    assert (image.credit, image.alt_text, image.uploaded_by) == (
        "Koha / Reuters",
        "A woman with scissors",
        reporter,
    )
    assert LogEntry.objects.get().object_id == str(image.pk)
    # Sent twice, it is one; another is called after its file.
    assert client.post(UPLOAD, {"file": a_file(), "key": "a" * 32}).json()["address"] == change(image)
    assert client.post(UPLOAD, {"file": a_file("Ura e re.jpg")}).json()["title"] == "Ura e re"


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("../../etc/passwd.jpg", "passwd"),
        ("x.php.jpg", "x.php"),
        ("x" * 300 + ".jpg", "x" * 200),
        ("bridge\u202egpj.exe", "bridgegpj"),
        ("Ure\u0308.jpg", "Ur\u00eb"),
        ("   .jpg", ""),
        ("\u200b\u202e.jpg.jpg", ".jpg"),
    ],
)
def test_whatever_a_file_is_called_a_picture_has_a_name_that_can_be_read(
    name: str, title: str, desk: Desk, reporter: User
) -> None:
    desk(reporter).post(UPLOAD, {"file": a_file(name)})

    image = Image.objects.get()
    assert image.title == title
    assert str(image)
    assert image.file.name == f"{image.folder}/original.jpg"


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"", b"\x89PNG\r\n\x1a\n123"]
)
def test_what_is_no_picture_is_refused_in_words(desk: Desk, reporter: User, content: bytes) -> None:
    answer = desk(reporter).post(UPLOAD, {"file": SimpleUploadedFile("x.jpg", content)})

    assert answer.status_code == 422
    assert answer.json()["problem"].endswith(".")
    assert not Image.objects.exists()
    assert files() == set()


def test_whoever_may_not_add_pictures_sends_none(desk: Desk, moderator: User, client: Client) -> None:
    assert desk(moderator).post(UPLOAD, {"file": a_file()}).status_code == 403
    assert client.post(UPLOAD, {"file": a_file()}).status_code == 403
    assert not Image.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_one_picture_sent_twice_at_once_is_one(desk: Desk, reporter: User) -> None:
    browsers = desk(reporter), desk(reporter)

    answers = at_once(
        *(lambda one=one: one.post(UPLOAD, {"file": a_file(), "key": "b" * 32}) for one in browsers)
    )

    assert [answer.status_code for answer in answers] == [200, 200], answers
    assert Image.objects.count() == 1
    assert len(files()) == 2
    call_command("verify_integrity")


def test_the_form_fills_what_is_left_empty_and_keeps_what_was_typed(desk: Desk, reporter: User) -> None:
    client = desk(reporter)

    response = add(client, file=a_file(xmp=XMP.encode()), caption="Typed", title="")

    image = Image.objects.get()
    assert (image.title, image.caption, image.rights) == (
        "The bridge opens",
        "Typed",
        "Once, in print and online.",
    )
    page = client.get(response["Location"])
    assert "Read from the file: title, alt text, creator" in said(page)


# --- Whole or not at all ---------------------------------------------------------------------------


def failing_after(number: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the disk fill up: so many files find room, of the next one half."""
    room = iter([True] * number)
    save = FileSystemStorage._save

    def save_while_there_is_room(storage: FileSystemStorage, name: str, content: Any) -> str:
        if next(room, False):
            return save(storage, name, content)
        save(storage, name, ContentFile(b"half"))
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", save_while_there_is_room)


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("way", ["form", "upload"])
def test_a_full_disk_is_told_and_leaves_nothing_half(
    way: str, number: int, desk: Desk, reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk(reporter)
    client.raise_request_exception = False
    fields = opened(client, ADD, "image_form")
    with monkeypatch.context() as full:
        failing_after(number, full)

        if way == "form":
            response = client.post(ADD, {**fields, "title": "Kept in mind", "file": a_file()})
        else:
            response = client.post(UPLOAD, {"file": a_file()})

    assert response.status_code == 503
    assert "disk is full" in response.content.decode()
    assert not Image.objects.exists()
    assert files() == set()
    # And then there is room again.
    assert client.post(UPLOAD, {"file": a_file()}).status_code == 200


@pytest.mark.parametrize("way", ["form", "upload"])
def test_a_database_that_fails_after_the_files_were_written_leaves_none(
    way: str, desk: Desk, reporter: User
) -> None:
    client = desk(reporter)
    client.raise_request_exception = False
    fields = opened(client, ADD, "image_form")

    def fail(execute: Callable, sql: str, *rest: Any) -> Any:
        if sql.startswith("INSERT") and "django_admin_log" in sql:
            raise OperationalError("gone")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        if way == "form":
            client.post(ADD, {**fields, "title": "x", "file": a_file()})
        else:
            client.post(UPLOAD, {"file": a_file()})

    assert not Image.objects.exists()
    assert files() == set()


def test_another_file_in_its_place_has_another_address_and_the_old_one_is_gone(
    desk: Desk, reporter: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    image = in_library()
    old = image.jpeg
    assert client.get(old).status_code == 200
    browser = desk(reporter)
    fields = opened(browser, change(image), "image_form")

    with django_capture_on_commit_callbacks(execute=True):
        browser.post(change(image), {**fields, "file": a_file(size=(80, 40))})

    image = Image.objects.get()
    assert image.jpeg != old
    assert (image.width, image.renditions) == (80, "80.jpg")
    assert client.get(image.jpeg).status_code == 200
    assert client.get(old).status_code == 404
    assert len(files()) == 2


def test_a_replacement_that_fails_leaves_the_picture_as_it_was(
    desk: Desk, reporter: User, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    image = in_library()
    before = files()
    browser = desk(reporter)
    browser.raise_request_exception = False
    fields = opened(browser, change(image), "image_form")
    failing_after(1, monkeypatch)

    assert browser.post(change(image), {**fields, "file": a_file()}).status_code == 503

    assert files() == before
    assert client.get(Image.objects.get().jpeg).status_code == 200


@pytest.mark.django_db
def test_what_fails_before_a_new_file_is_written_leaves_the_old_one() -> None:
    image = in_library()
    before = files()
    image.file = ContentFile(a_picture().getvalue(), "y.jpg")

    def fail(execute: Callable, sql: str, *rest: Any) -> Any:
        if sql.startswith("SAVEPOINT"):
            raise OperationalError("gone")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail), pytest.raises(OperationalError):
        pictures.keep(image)

    assert files() == before


# --- Where it is used ------------------------------------------------------------------------------


@pytest.fixture
def used(reporter: User, editor: User) -> Iterator[Image]:
    """A picture in the text of a live story, at the head of a draft, and of an author."""
    image = in_library()
    body = f'{stories.BODY}<figure><img src="{image.jpeg}" alt="x"></figure>'
    live = stories.bring_to("live", stories.write("It is live", by=reporter, body=body), by=editor)
    # Taken out since, but readers still see it.
    stories.edit(live, by=reporter, body=stories.BODY)
    stories.write("It is a draft", by=reporter, lead_image=image)
    Author.objects.update(photo=image)
    yield image
    assert default_storage.exists(f"{image.folder}/60.jpg")


def test_a_picture_in_use_is_not_deleted_and_says_where(desk: Desk, editor: User, used: Image) -> None:
    address = reverse("admin:articles_image_delete", args=[used.pk])
    client = desk(editor)

    for page in (client.post(address, {"post": "yes"}), client.get(change(used))):
        text = page.content.decode()
        assert page.status_code == 200
        for words in ("Story, live: <a", "It is live", "Story: <a", "It is a draft", "Photo of: <a"):
            assert words in text, words

    assert Image.objects.filter(pk=used.pk).exists()


def test_no_action_deletes_many_pictures(desk: Desk, superuser: User, used: Image) -> None:
    page = desk(superuser).get(reverse("admin:articles_image_changelist"))
    assert "delete_selected" not in page.content.decode()


# --- Described, and still ours to use ----------------------------------------------------------------


@pytest.mark.parametrize("missing", ["alt_text", "credit"])
def test_a_story_is_not_published_with_a_picture_that_is_not_described(
    missing: str, reporter: User, editor: User
) -> None:
    story = stories.write(by=reporter, lead_image=in_library(**{missing: " "}))
    stories.bring_to("approved", story, by=editor)

    with pytest.raises(workflow.NotReady, match=missing.replace("_", " ")):
        workflow.publish(story, by=editor)


def test_the_last_day_of_a_picture_is_kept_to(reporter: User, editor: User) -> None:
    today = timezone.localdate()
    image = in_library(expires_on=today)
    body = f'{stories.BODY}<figure><img src="{image.jpeg}" alt="x"></figure>'
    lead = stories.bring_to("approved", stories.write(by=reporter, lead_image=image), by=editor)
    text = stories.bring_to("approved", stories.write(by=reporter, body=body), by=editor)
    assert not {*checks.what_stops(lead), *checks.what_stops(text)}

    Image.objects.update(expires_on=today - timedelta(days=1))
    # Not the newsroom's to switch off.
    CheckLevel.objects.create(check_name="picture-rights", level="off")

    for story, where in ((lead, "The lead picture"), (text, "The picture “A bridge” in the text")):
        with pytest.raises(workflow.NotReady, match=f"{where} might be used until"):
            workflow.publish(Story.objects.get(pk=story.pk), by=editor)


@pytest.mark.thorough
def test_the_desk_is_shown_what_is_live_beyond_its_rights(desk: Desk, reporter: User, editor: User) -> None:
    image = in_library()
    body = f'{stories.BODY}<figure><img src="{image.jpeg}" alt="x"></figure>'
    for name, fields in {"At its head": {"lead_image": image}, "In its text": {"body": body}}.items():
        stories.bring_to("live", stories.write(name, by=reporter, **fields), by=editor)
    stories.bring_to("live", stories.write("Without it", by=reporter), by=editor)
    client = desk(editor)
    heading = "Live with a picture that may no longer be used"
    front, stories_beyond = (
        reverse("admin:index"),
        reverse("admin:articles_story_changelist") + "?view=rights",
    )
    pages = PublishedStory.objects.values_list("article_html", flat=True)
    before = [*pages]
    assert heading not in client.get(front).content.decode()

    Image.objects.update(expires_on=timezone.localdate() - timedelta(days=1))

    assert heading in client.get(front).content.decode()
    shown = client.get(stories_beyond).content.decode()
    assert "At its head" in shown
    assert "In its text" in shown
    assert "Without it" not in shown
    pictures_out = client.get(reverse("admin:articles_image_changelist"), {"rights": "out"})
    assert "A bridge" in pictures_out.content.decode()
    # Readers see what was published until somebody decides.
    assert [*pages] == before
