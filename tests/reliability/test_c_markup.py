"""What is sent comes back as words, under headers that let nothing run, and size breaks nothing."""

import json
import time
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles.admin.story_rows import MOST_ROWS
from articles.models import Story
from tests.desk.conftest import address_of
from tests.desk.forms import opened, send
from tests.public import site
from tests.reliability.conftest import Desk
from tests.stories import bring_to, write
from tests.test_settings import PRODUCTION, manage

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

PAYLOADS = [
    '"><img src=x onerror=alert(1)>',
    "</title></textarea><script>alert(1)</script>",
    "{{ 7|add:7 }}{% debug %}",
    "</script><script>alert(1)</script>javascript:alert(1)",
]


def check_echo(answer: HttpResponse, payload: str) -> None:
    """Look whether what came back is markup that was sent."""
    assert answer.status_code < 500
    page = answer.content.decode()
    kind = answer.headers.get("Content-Type", "")
    if kind.startswith("application/json"):
        json.loads(page)
    elif "<" in payload:
        assert payload not in page
    assert "alert(1)>" not in page
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_is_asked_for_comes_back_as_words(
    payload: str, live: Story, client: Client, superuser: User
) -> None:
    names = (
        "q",
        "page",
        "next",
        "before",
        "after",
        "status",
        "o",
        "p",
        "e",
        "term",
        "_changelist_filters",
        "_popup",
        "view",
    )
    for address in (
        "/",
        live.published.get_absolute_url(),
        "/tags/bridges/",
        reverse("admin:login"),
        "/nowhere/",
    ):
        check_echo(client.get(address, dict.fromkeys(names, payload)), payload)
        check_echo(client.get(f"{address}{payload}"), payload)
    client.post(reverse("admin:login"), {"username": payload, "password": payload})
    client.force_login(superuser, backend="django.contrib.auth.backends.ModelBackend")
    for address in (
        reverse("admin:articles_story_changelist"),
        reverse("admin:articles_tag_changelist"),
        reverse("admin:auth_user_changelist"),
        reverse("admin:articles_tag_names"),
        reverse("admin:articles_story_add"),
        address_of(live),
    ):
        for name in ("q", "o", "status"):
            check_echo(client.get(address, {name: payload}), payload)
        check_echo(client.get(f"{address}{payload}/"), payload)
    look_up = {"app_label": "articles", "model_name": "story", "field_name": "lead_image"}
    for name in (*look_up, "term"):
        check_echo(client.get(reverse("admin:autocomplete"), {**look_up, name: payload}), payload)


# --- Headers on whatever is answered -----------------------------------------------------------------


def check_headers(answer: HttpResponse, where: str) -> None:
    policy = answer.headers["Content-Security-Policy"]
    for rule in ("default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors"):
        assert rule in policy or "sandbox" in policy, where
    assert "unsafe" not in policy, where
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    assert answer.headers["X-Frame-Options"] in {"DENY", "SAMEORIGIN"}, where
    assert answer.headers["Referrer-Policy"], where
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", where


def test_every_answer_has_its_headers(live: Story, editor: User, client: Client, desk_browser: Desk) -> None:
    withdrawn = bring_to("withdrawn", write("Gone", by=editor), by=editor)
    answers = site.crawl(client, site.known_addresses() | {"/nowhere/", "/stories", "/tags/bridges"})
    answers = {
        **answers,
        "kept": client.get("/"),
        "not changed": client.get("/", headers={"If-None-Match": client.get("/")["ETag"]}),
    }
    assert {answer.status_code for answer in answers.values()} >= {200, 301, 304, 404, 410}
    assert any(withdrawn.slug in address for address in answers)
    answers |= {
        "bad host": client.get("/nowhere/", headers={"Host": "evil.example"}),
        "no picture": client.get("/media/images/none.png"),
        "no file": client.get("/static/none.css"),
        "out of the folder": client.get("/media/../x"),
        "posted": client.post("/"),
        "the desk, redirect": client.get("/admin/"),
        "the desk, no slash": client.get("/admin"),
        "the desk, not there": client.get("/admin/nowhere/"),
        "too large": client.generic(
            "POST", "/admin/login/", "x=1", "application/x-www-form-urlencoded", CONTENT_LENGTH=10**9
        ),
        "no token": Client(enforce_csrf_checks=True).post("/admin/articles/story/add/", {}),
        "login": client.get("/admin/login/"),
    }
    desk_browser(editor)
    for name in (
        "index",
        "articles_story_changelist",
        "articles_story_add",
        "auth_user_changelist",
        "articles_tag_names",
        "jsi18n",
    ):
        answers[name] = client.get(reverse(f"admin:{name}"))
    for where, answer in answers.items():
        check_headers(answer, where)
        assert not answer.cookies or where not in site.known_addresses(), where


def test_https_answers_say_so_and_cookies_are_kept_to_it(tmp_path: Path) -> None:
    code = (
        "from django.conf import settings as s; from django.test import Client;"
        "c = Client(SERVER_NAME='news.example.org', raise_request_exception=False);"
        "print(dict(c.get('/x', secure=True).headers));"
        "b = c.get('/x', headers={'Host': 'evil.example'}); print(b.status_code, b['Location'], dict(b.headers));"
        "print([(getattr(s, f'{name}_COOKIE_SECURE'), getattr(s, f'{name}_COOKIE_HTTPONLY'),"
        " getattr(s, f'{name}_COOKIE_SAMESITE'), getattr(s, f'{name}_COOKIE_PATH')) for name in ('SESSION', 'CSRF')])"
    )
    https, http, cookies = manage(
        "shell", "-v0", "-c", code, data_dir=tmp_path, **PRODUCTION
    ).stdout.splitlines()

    assert "'Strict-Transport-Security': 'max-age=31536000'" in https
    assert http.startswith("301 https://news.example.org/x")
    assert "evil" not in http
    for answer in (https, http):
        assert "'Content-Security-Policy': " in answer
        assert "'X-Frame-Options': 'DENY'" in answer
    assert cookies == str([(True, True, "Lax", "/admin/")] * 2)


# --- Sizes ---------------------------------------------------------------------------------------------


BIG = {
    "50,000 nested tags": "<b>" * 50_000 + "the end" + "</b>" * 50_000,
    "50,000 nested blocks": "<blockquote>" * 50_000 + "the end",
    "an attribute of 1 MB": f'<p title="{"x" * 1_000_000}">the end</p>',
    "a link of 1 MB": f'<p><a href="https://example.org/{"x" * 1_000_000}">the end</a></p>',
    "20,000 links": "".join(f'<p><a href="https://example.org/{n}">link {n}</a></p>' for n in range(20_000))
    + "<p>the end</p>",
    "400,000 signs": "<" * 200_000 + "&" * 200_000 + " the end",
    "one word": "<p>" + "x" * 1_900_000 + " the end</p>",
}


@pytest.mark.parametrize("what", BIG)
def test_a_large_body_is_saved_and_read_in_good_time(what: str, desk_browser: Desk, editor: User) -> None:
    story = write("Large", by=editor)
    client = desk_browser(editor)
    fields = opened(client, address_of(story))

    began = time.process_time()
    response = send(client, address_of(story), fields, body=BIG[what])
    saving = time.process_time() - began

    assert response.status_code in {200, 302}
    story.refresh_from_db()
    assert "the end" in (story.body if response.status_code == 302 else response.content.decode())
    bring_to("live", story, by=editor)
    began = time.process_time()
    for address in (story.published.get_absolute_url(), "/", "/tags/bridges/"):
        assert Client().get(address).status_code == 200
    reading = time.process_time() - began
    # Of a processor that others use as well.
    assert saving < 12
    assert reading < 3


def test_more_than_is_taken_comes_back_as_text(desk_browser: Desk, reporter: User, live: Story) -> None:
    client = desk_browser(reporter)
    before = live.revisions.count()
    form = "application/x-www-form-urlencoded"
    many = "&".join(
        f"quotes-{n}-text=Said+number+{n}+%26" for n in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)
    )
    large = "headline=%3Cb%3ELarge&body=" + "x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE + "+the+end"

    for sent, shown in ((many, "Said number 19999 &amp;"), (large, "&lt;b&gt;Large")):
        began = time.process_time()
        response = client.post(address_of(live), sent, content_type=form)
        page = response.content.decode()
        assert response.status_code == 413
        assert "Nothing is lost" in page
        assert shown in page
        assert "<b>Large" not in page
        assert time.process_time() - began < 5
    assert page.count("the end") == 1
    assert live.revisions.count() == before
    # A stranger's is thrown away.
    assert b"the end" not in Client().post(address_of(live), large, content_type=form).content


@pytest.mark.parametrize("number", [MOST_ROWS + 1, 5_000])
def test_more_quotes_than_are_taken_come_back(
    number: int, desk_browser: Desk, editor: User, live: Story
) -> None:
    client = desk_browser(editor)
    fields = opened(client, address_of(live))
    for place in range(1, number + 1):
        row = {"text": f"Said number {place} &", "verification": "unverified", "key": str(uuid4())}
        fields |= {f"quotes-{place}-{name}": [value] for name, value in row.items()}

    began = time.process_time()
    sent = urlencode({**fields, "quotes-TOTAL_FORMS": [str(number + 1)]}, doseq=True)
    response = client.post(address_of(live), sent, content_type="application/x-www-form-urlencoded")

    assert time.process_time() - began < 5
    assert response.status_code == 413
    assert f"Said number {number} &amp;" in response.content.decode()
    assert live.quotes.count() == 1
