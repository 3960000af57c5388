"""A service that is down takes nothing with it: readers go on reading, and no word typed is lost."""

import errno
import json
import logging
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import psycopg
import pytest
from botocore.exceptions import EndpointConnectionError
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles.models import Story
from articles.page_cache import REST_SECONDS
from newsroom.logs import JsonLines
from tests.desk.conftest import address_of
from tests.desk.forms import form_of, opened, send
from tests.desk.pictures import a_picture
from tests.reliability.conftest import Desk

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]

TYPED = "Typed while the database was away: “Përshëndetje & <b>mirë</b>”."
HELD = "Typed while the database was away: “Përshëndetje &amp; &lt;b&gt;mirë&lt;/b&gt;”."


# --- What can happen to a database -----------------------------------------------------------------


@contextmanager
def down() -> Iterator[None]:
    """Nobody answers at the database's address."""
    settings = connection.settings_dict
    before = settings["NAME"], settings["PORT"]
    connection.close()
    settings["NAME"], settings["PORT"] = (
        ("/nowhere/at/all", "") if connection.vendor == "sqlite" else (before[0], "1")
    )
    try:
        yield
    finally:
        settings["NAME"], settings["PORT"] = before
        connection.close()


@contextmanager
def read_only() -> Iterator[None]:
    """A replica, or a file system that was mounted anew."""
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only = ON" if sqlite else "SET default_transaction_read_only = on")
        yield
        cursor.execute("PRAGMA query_only = OFF" if sqlite else "SET default_transaction_read_only = off")


@contextmanager
def full() -> Iterator[None]:
    """No page more fits on the disk."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL's disk cannot be filled from here")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        yield
        cursor.execute("PRAGMA max_page_count = 1073741823")


@contextmanager
def locked() -> Iterator[None]:
    """Somebody else writes and does not come to an end."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor, closing(sqlite3.connect(settings["NAME"])) as other:
            cursor.execute("PRAGMA busy_timeout = 50")
            other.execute("BEGIN IMMEDIATE")
            yield
            other.rollback()
            cursor.execute("PRAGMA busy_timeout = 20000")
        return
    login = {
        name: settings[key]
        for name, key in (("user", "USER"), ("host", "HOST"), ("port", "PORT"))
        if settings[key]
    }
    with connection.cursor() as cursor, psycopg.connect(dbname=settings["NAME"], **login) as other:
        cursor.execute("SET lock_timeout = '50ms'")
        other.execute("LOCK TABLE articles_story IN EXCLUSIVE MODE")
        yield
        other.rollback()
        cursor.execute("SET lock_timeout = 0")


STATES = {"down": down, "read-only": read_only, "full": full, "locked": locked}
WORDS = {
    "down": "does not answer just now",
    "read-only": "read-only just now",
    "full": "disk is full",
    "locked": "Others were writing at the same moment",
}


@pytest.mark.parametrize("state", STATES)
def test_a_save_that_fails_says_so_and_keeps_every_word(
    state: str, desk_browser: Desk, reporter: User, live: Story
) -> None:
    client = desk_browser(reporter)
    fields = opened(client, address_of(live))
    before = Story.objects.values().get(pk=live.pk), live.revisions.count()
    # More than fits into the pages there are.
    body = f"<p>{TYPED}</p>" + "<p>Word upon word.</p>" * 1_000

    with STATES[state]():
        response = send(client, address_of(live), fields, headline=TYPED, body=body)

    page = response.content.decode()
    assert response.status_code == 503
    assert response["Retry-After"]
    assert "This was not saved. Nothing is lost." in page
    assert WORDS[state] in page
    assert HELD in page
    assert "Traceback" not in page
    assert (Story.objects.values().get(pk=live.pk), live.revisions.count()) == before
    # Sent again from that very page, it is saved, without a restart.
    again = client.post(address_of(live), kept_fields(page))
    assert again.status_code == 302
    live.refresh_from_db()
    assert live.headline == TYPED


def kept_fields(page: str) -> dict[str, list[str]]:
    """Return the fields of the form behind “Send again”."""
    return form_of(HttpResponse(page), None)


@pytest.mark.parametrize("state", STATES)
def test_a_new_story_is_kept_as_well(state: str, desk_browser: Desk, reporter: User) -> None:
    client = desk_browser(reporter)
    address = reverse("admin:articles_story_add")
    fields = opened(client, address)

    with STATES[state]():
        response = send(client, address, fields, headline=TYPED, body="<p>Word upon word.</p>" * 1_000)

    assert response.status_code == 503
    assert HELD in response.content.decode()
    assert not Story.objects.exists()
    assert client.post(address, kept_fields(response.content.decode())).status_code == 302
    assert Story.objects.get().headline == TYPED


@pytest.mark.parametrize("state", ["read-only", "full", "locked"])
def test_reading_goes_on_while_nothing_can_be_written(
    state: str, desk_browser: Desk, editor: User, live: Story, reader: Client
) -> None:
    client = desk_browser(editor)
    cache.clear()

    with STATES[state]():
        assert reader.get(live.published.get_absolute_url()).status_code == 200
        assert reader.get("/").status_code == 200
        assert client.get(address_of(live)).status_code == 200
        assert client.get(reverse("admin:articles_story_changelist")).status_code == 200


def test_readers_get_kept_pages_and_else_a_page_that_says_when_to_come_back(
    desk_browser: Desk, editor: User, live: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = desk_browser(editor)
    address = live.published.get_absolute_url()
    fresh = client.get(address)

    with down():
        kept = client.get(address)
        others = [
            client.get(other) for other in ("/", "/stories/never/", "/nowhere/", "/admin/", address_of(live))
        ]

    assert kept.content == fresh.content
    assert kept["Warning"].startswith("110")
    assert "s-maxage=5" in kept["Cache-Control"]
    for other in others:
        assert (other.status_code, other["Retry-After"]) == (503, "10")
        assert "no-store" in other["Cache-Control"]
        assert "Content-Security-Policy" in other.headers
        assert other["X-Frame-Options"] == "DENY"
        assert other["X-Content-Type-Options"] == "nosniff"
    # Back without a restart, as soon as it is asked again.
    monkeypatch.setattr(
        "articles.page_cache.time.monotonic", lambda clock=time.monotonic: clock() + REST_SECONDS
    )
    assert client.get("/").status_code == 200
    assert "Warning" not in client.get(address).headers


def test_logging_in_without_a_database_is_refused_in_words(client: Client, editor: User) -> None:
    with down():
        response = client.post("/admin/login/", {"username": "editor", "password": "correct horse battery"})

    assert response.status_code == 503
    assert b"correct horse" not in response.content


def test_a_full_disk_for_pictures_keeps_the_words(
    desk_browser: Desk, editor: User, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    def no_room(*args: object, **named: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", no_room)
    client = desk_browser(editor)
    address = reverse("admin:articles_image_add")

    response = client.post(address, {"file": a_picture(), "title": TYPED, "focal_x": "0.5", "focal_y": "0.5"})

    assert response.status_code == 503
    assert HELD in response.content.decode()
    assert "Only files cannot be held" in response.content.decode()


def test_a_bucket_that_does_not_answer_keeps_the_words(
    desk_browser: Desk, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: object, **named: object) -> str:
        raise EndpointConnectionError(endpoint_url="https://s3.example.org")

    monkeypatch.setattr(FileSystemStorage, "_save", away)
    client = desk_browser(editor)
    address = reverse("admin:articles_image_add")

    response = client.post(address, {"file": a_picture(), "title": TYPED, "focal_x": "0.5", "focal_y": "0.5"})

    assert response.status_code == 503
    assert "keeps its files does not answer just now" in response.content.decode()
    assert HELD in response.content.decode()


def test_a_mistake_of_ours_keeps_the_words_too(desk_browser: Desk, reporter: User, live: Story) -> None:
    client = desk_browser(reporter)
    fields = opened(client, address_of(live))

    def fail(execute: Callable, sql: str, *rest: Any) -> Any:
        if sql.startswith("UPDATE"):
            raise RuntimeError("zqxsentinel")
        return execute(sql, *rest)

    with connection.execute_wrapper(fail):
        response = send(client, address_of(live), fields, headline=TYPED)

    page = response.content.decode()
    assert response.status_code == 500
    assert HELD in page
    assert response["X-Request-ID"] in page
    assert "zqxsentinel" not in page


# --- Logs --------------------------------------------------------------------------------------------


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Collect what a production log would hold, at its most talkative."""
    written: list[str] = []

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler = Keep()
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def test_a_log_line_bears_its_request_and_nothing_secret(
    lines: list[str], client: Client, editor: User, live: Story
) -> None:
    password, wrong = "correct horse battery", "hunter2-hunter2"
    client.post("/admin/login/", {"username": "editor", "password": wrong})
    client.post("/admin/login/", {"username": "editor", "password": password, "next": "/admin/"})
    session, token = client.cookies["sessionid"].value, client.cookies["csrftoken"].value
    fields = opened(client, address_of(live))

    def fail(*args: Any) -> Any:
        raise RuntimeError(f"{TYPED} {password}")

    with connection.execute_wrapper(fail):
        failed = send(client, address_of(live), fields, headline=TYPED)
    with down():
        send(client, address_of(live), fields, headline=TYPED)
    client.get("/", headers={"Host": "evil.example\nForged: line"})
    client.get("/nowhere/%0aForged/?password=hunter3")
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    strict.post(address_of(live), {"headline": TYPED, "csrfmiddlewaretoken": token})

    assert lines
    for line in lines:
        assert "\n" not in line
        assert len(json.loads(line)["request"]) == 16, line
        for secret in (password, wrong, session, token, "hunter3", "Typed while"):
            assert secret not in line
    assert any(failed["X-Request-ID"] == json.loads(line)["request"] for line in lines)


def test_the_number_of_a_request_stands_on_the_page_that_failed_and_on_no_page_for_all(
    client: Client, live: Story
) -> None:
    assert "X-Request-ID" not in client.get("/").headers
    first, second = (client.get("/admin/login/")["X-Request-ID"] for _ in range(2))
    assert first != second

    def fail(*args: Any) -> Any:
        raise RuntimeError

    with connection.execute_wrapper(fail):
        response = client.get(live.published.get_absolute_url())
    assert response.status_code == 500
    assert response["X-Request-ID"] in response.content.decode()
