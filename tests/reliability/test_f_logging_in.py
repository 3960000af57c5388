"""Logging in, sessions, redirects and hosts: nobody gets in by guessing, and nobody is led astray."""

from datetime import timedelta
from itertools import product
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles.models import Story
from tests.desk.conftest import address_of
from tests.reliability.conftest import Desk
from tests.rows import everything

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]

LOGIN = reverse("admin:login")
INDEX = reverse("admin:index")
PASSWORD = "correct horse battery"


def log_in(client: Client, username: str, password: str = PASSWORD, **more: Any) -> HttpResponse:
    return client.post(LOGIN, {"username": username, "password": password, **more.pop("data", {})}, **more)


# --- Forms from elsewhere ----------------------------------------------------------------------------


def test_a_form_needs_the_token_of_its_own_browser_and_our_origin(editor: User, live: Story) -> None:
    mine, theirs = Client(enforce_csrf_checks=True), Client(enforce_csrf_checks=True)
    mine.force_login(editor, backend="django.contrib.auth.backends.ModelBackend")
    mine.get(address_of(live))
    theirs.get(LOGIN)
    own, other = mine.cookies["csrftoken"].value, theirs.cookies["csrftoken"].value
    before = everything()
    address = address_of(live)

    refused = [
        mine.post(address, {"headline": "x", "csrfmiddlewaretoken": other}),
        mine.post(
            address, {"headline": "x", "csrfmiddlewaretoken": own}, headers={"Origin": "https://evil.example"}
        ),
        mine.post(address, {"headline": "x", "csrfmiddlewaretoken": own}, headers={"Origin": "null"}),
        mine.post(
            address,
            {"headline": "x", "csrfmiddlewaretoken": own},
            headers={"Referer": "https://evil.example/"},
            secure=True,
        ),
    ]

    assert [response.status_code for response in refused] == [403] * 4
    assert not any("Send again" in response.content.decode() for response in refused)
    assert everything() == before


# --- Sessions ----------------------------------------------------------------------------------------


def test_a_session_id_that_somebody_put_there_is_not_kept(editor: User, client: Client) -> None:
    client.cookies["sessionid"] = "put-there-by-somebody-else-00000"
    log_in(client, "editor")
    first = client.cookies["sessionid"].value
    assert first != "put-there-by-somebody-else-00000"
    log_in(client, "editor")
    assert client.cookies["sessionid"].value != first
    assert not Session.objects.filter(session_key=first).exists()


def copy_of(client: Client) -> Client:
    """Return a browser with the same cookies, as a thief has it."""
    thief = Client(raise_request_exception=False)
    thief.cookies["sessionid"] = client.cookies["sessionid"].value
    return thief


@pytest.mark.parametrize(
    "ending", ["logout", "password", "password by a superuser", "deactivated", "no staff", "deleted"]
)
def test_a_copied_session_dies_with_what_it_stood_on(
    ending: str, editor: User, superuser: User, desk: Any, client: Client
) -> None:
    log_in(client, "editor")
    thief = copy_of(client)
    assert thief.get(INDEX).status_code == 200
    new = "quite another phrase"

    match ending:
        case "logout":
            client.post(reverse("admin:logout"))
        case "password":
            address = reverse("admin:password_change")
            client.post(address, {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
            assert client.get(INDEX).status_code == 200
        case "password by a superuser":
            address = reverse("admin:auth_user_password_change", args=[editor.pk])
            fields = {"password1": new, "password2": new, "usable_password": "true"}
            assert desk(superuser).post(address, fields).status_code == 302
        case "deactivated":
            User.objects.filter(pk=editor.pk).update(is_active=False)
        case "no staff":
            User.objects.filter(pk=editor.pk).update(is_staff=False)
        case "deleted":
            editor.delete()

    answer = thief.get(INDEX)
    assert (answer.status_code, urlsplit(answer.url).path) == (302, LOGIN)


def test_a_role_that_was_taken_away_is_gone_with_the_next_request(
    editor: User, live: Story, desk: Any
) -> None:
    client = desk(editor)
    assert client.get(address_of(live)).status_code == 200

    editor.groups.clear()

    assert client.get(address_of(live)).status_code == 403


# --- Guessing ----------------------------------------------------------------------------------------


def test_guessing_is_stopped_wherever_it_seems_to_come_from(editor: User, reporter: User) -> None:
    for number in range(settings.AXES_FAILURE_LIMIT + 20):
        guesser = Client(REMOTE_ADDR=f"198.51.100.{number}", headers={"User-Agent": f"Browser {number}"})
        spoofed = {"X-Forwarded-For": f"203.0.113.{number}", "X-Real-IP": f"203.0.113.{number}"}
        answer = log_in(guesser, "editor", f"wrong {number}", headers=spoofed)

    page = answer.content.decode()
    assert answer.status_code == 429
    assert "Too many wrong passwords" in page
    assert "in 15 minutes" in page
    assert int(answer["Retry-After"]) == 15 * 60
    assert "Content-Security-Policy" in answer.headers
    # Not even the right one, from anywhere, in any spelling.
    for username in ("editor", " editor", "ｅditor"):
        assert log_in(Client(), username).status_code == 429
    # Nobody else is kept out.
    assert log_in(Client(), "reporter").status_code == 302
    # And it ends.
    AccessAttempt.objects.update(
        attempt_time=AccessAttempt.objects.first().attempt_time - timedelta(minutes=16)
    )
    assert log_in(Client(), "editor").status_code == 302


def test_who_was_locked_out_learns_nothing_about_who_there_is(editor: User) -> None:
    pages = {}
    for name in ("editor", "nobody"):
        for _ in range(settings.AXES_FAILURE_LIMIT):
            answer = log_in(Client(), name, "wrong")
        pages[name] = (answer.status_code, answer.content)
    assert pages["editor"] == pages["nobody"]


def test_the_right_password_forgets_the_wrong_ones(editor: User) -> None:
    for _ in range(3):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            log_in(Client(), "editor", "wrong")
        assert log_in(Client(), "editor").status_code == 302


def test_a_login_that_fails_says_the_same_for_everybody(editor: User, person_with_login: Any) -> None:
    person_with_login("inactive").delete()
    User.objects.create_user("inactive", password=PASSWORD, is_staff=True, is_active=False)
    User.objects.create_user("not_staff", password=PASSWORD)
    User.objects.create_user("without", is_staff=True).set_unusable_password()
    answers = set()
    for name, password in [
        *product(["editor", "nobody", "without"], ["wrong"]),
        *product(["inactive", "not_staff", "nobody"], [PASSWORD]),
    ]:
        answer = log_in(Client(), name, password)
        page = answer.content.decode().replace(f'value="{name}"', "")
        token = answer.context["csrf_token"]
        answers.add((answer.status_code, page.replace(str(token), "")))
    assert len(answers) == 1


@pytest.mark.parametrize(
    "username", ["\x00", "a" * 5000, "\ud83d", "' OR 1=1 --", "%00", "*", "<script>alert(1)</script>"]
)
def test_an_odd_user_name_is_just_a_wrong_one(username: str, client: Client) -> None:
    answer = client.post(LOGIN, {"username": username.encode("utf-8", "surrogatepass"), "password": "x"})
    assert answer.status_code == 200
    assert b"<script>alert" not in answer.content


# --- Redirects and hosts -------------------------------------------------------------------------------

ELSEWHERE = [
    "//evil.example", "///evil.example", "////evil.example", "https://evil.example", "http:evil.example",
    "https:/evil.example", "https:evil.example", "http:///evil.example", "\\\\evil.example", "/\\evil.example",
    "\\/evil.example", "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example",
    "%2f%2fevil.example", "/%2fevil.example", "/%5cevil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)", "data:text/html,x", "vbscript:x", "ftp://evil.example", "https://testserver@evil.example",
    "https://testserver.evil.example", "https://evil.example/testserver", "https://evil.example#testserver",
    "https://evil.example?testserver", "https://[::1", "//[evil", "http://testserver:80@evil.example", "/\x00/evil.example",
    "\x00//evil.example", "／／evil.example", "https：//evil.example", "//evil。example", ".//evil.example", "..//evil.example",
    "?next=//evil.example", "//evil.example/%2e%2e", "http://0x7f.1", "/admin/\r\nLocation: https://evil.example",
]  # fmt: skip


def leads_home(answer: HttpResponse) -> bool:
    """Whether a browser would stay here: as browsers read addresses, backslashes and tabs included."""
    if not 300 <= answer.status_code < 400:
        return answer.status_code < 500
    raw = answer["Location"]
    as_read = raw.strip().translate({ord("\\"): "/", 9: None, 10: None, 13: None})
    return (
        not as_read.startswith("//")
        and urlsplit(as_read).netloc in ("", "testserver")
        and ":" not in as_read.split("/")[0]
    )


def test_nobody_is_led_away(editor: User, client: Client) -> None:
    for target in ELSEWHERE:
        for name in ("next", "redirect", "return_to", "url", "_changelist_filters"):
            answer = client.post(
                f"{LOGIN}?{name}=x", {"username": "editor", "password": PASSWORD, name: target}
            )
            assert leads_home(answer), (name, target, answer.headers.get("Location"))
        assert leads_home(client.get(LOGIN, {"next": target})), target
        typed = quote(target, safe="/\\:@?=#%")
        for path in (f"/{typed}", f"/{typed}/x", f"/admin/{typed}", f"/stories/{typed}"):
            answer = client.get(path)
            assert leads_home(answer), (path, answer.headers.get("Location"))
        assert leads_home(client.post(reverse("admin:logout"), {"next": target})), target


HOSTS = [
    "evil.example", "evil.example:80", "testserver.evil.example", "testserver@evil.example", "testserver, evil.example",
    "testserver:80@evil.example", "[::1", "testserver/", "testserver#", "", "\x00", "testserver\t", "testserver:port",
    "xn--n3h.example", "ТЕСТ", "a" * 5000, "127.0.0.1.evil.example",
]  # fmt: skip


def test_a_host_that_is_not_ours_is_refused_or_left_out(live: Story, client: Client) -> None:
    clean = Client().get("/").content

    for host in HOSTS:
        for path in ("/", "/stories/never", "/admin/", "/admin/login/", "/media/x.jpg", "/nowhere"):
            answer = client.get(path, headers={"Host": host, "X-Forwarded-Host": "evil.example"})

            assert answer.status_code in {200, 301, 302, 400, 404}, (host, path)
            assert "evil" not in answer.content.decode()
            assert "evil" not in answer.headers.get("Location", "")
            assert "Content-Security-Policy" in answer.headers
            assert answer["X-Frame-Options"] == "DENY"
            assert answer["X-Content-Type-Options"] == "nosniff"
        assert Client().get("/").content == clean


@pytest.mark.parametrize(
    "host", ["TESTSERVER", "testserver.", "testserver:80", "testserver:8443", "localhost"]
)
def test_a_host_of_ours_in_any_spelling_names_the_one_we_are_known_by(
    host: str, live: Story, client: Client
) -> None:
    page = client.get(live.published.get_absolute_url(), headers={"Host": host}).content.decode()
    assert f'<link rel="canonical" href="http://testserver{live.published.get_absolute_url()}">' in page
    assert "8443" not in page


def test_headers_that_only_a_proxy_of_ours_may_send_mean_nothing(live: Story, client: Client) -> None:
    addresses = ("/", live.published.get_absolute_url(), "/nowhere/")
    pages = [client.get(address).content for address in addresses]
    for headers in (
        {"X-Forwarded-Proto": "https"}, {"X-Forwarded-Ssl": "on"}, {"X-Forwarded-Scheme": "https"},
        {"Forwarded": "proto=https;host=evil.example"}, {"X-Forwarded-Host": "evil.example"}, {"X-Forwarded-Port": "1"},
        {"X-Original-URL": "/admin/"}, {"X-Rewrite-URL": "/admin/"}, {"X-HTTP-Method-Override": "POST"},
        {"X-Forwarded-Prefix": "/evil"}, {"X-Forwarded-For": "127.0.0.1"},
    ):  # fmt: skip
        answers = [client.get(address, headers=headers) for address in addresses]
        assert [answer.content for answer in answers] == pages
        assert not any(answer.wsgi_request.is_secure() for answer in answers)


def test_the_address_that_is_noted_is_the_one_that_called(editor: User) -> None:
    guesser = Client(REMOTE_ADDR="198.51.100.7")
    log_in(guesser, "editor", "wrong", headers={"X-Forwarded-For": "203.0.113.9", "X-Real-Ip": "203.0.113.9"})
    assert AccessAttempt.objects.get().ip_address == "198.51.100.7"


def test_a_password_can_only_be_set_anew_by_somebody_who_looks_after_logins(client: Client) -> None:
    for path in ("password_reset/", "reset/MQ/x/", "password-reset/", "accounts/login/"):
        assert client.get(f"/admin/{path}").status_code in {302, 404}
        assert client.get(f"/{path}").status_code == 404


def test_the_desk_is_kept_by_no_cache(desk_browser: Desk, editor: User, live: Story) -> None:
    client = desk_browser(editor)
    for address in (INDEX, address_of(live), reverse("admin:articles_story_changelist"), LOGIN):
        assert (
            "no-store" in client.get(address)["Cache-Control"]
            or "no-cache" in client.get(address)["Cache-Control"]
        )
