"""What somebody sends after their session was renewed, or has ended, is not lost."""

from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from articles.models import Story
from tests.desk.conftest import address_of
from tests.desk.forms import Fields, form_of, opened

ORIGIN = {"origin": "http://testserver", "sec-fetch-site": "same-origin"}


def _login(client: Client, user: User) -> None:
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


@pytest.fixture
def visitor() -> Client:
    """A browser in front of a server that checks tokens."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def written(visitor: Client, reporter: User, story: Story) -> Fields:
    """The story's page, opened and written in."""
    _login(visitor, reporter)
    fields = opened(visitor, address_of(story))
    return {
        **fields,
        "headline": ["Not lost"],
        "tag_names": ["One", "Two"],
        "body": ['<p>"Quoted" & <b>bold</b></p>\n<p>x</p>'],
    }


@pytest.mark.thorough
def test_a_form_from_before_a_second_login_is_kept_and_sent_again(
    visitor: Client, written: Fields, reporter: User, story: Story
) -> None:
    visitor.get(reverse("admin:logout"))
    _login(visitor, reporter)
    visitor.cookies["csrftoken"] = "y" * 32

    kept = visitor.post(address_of(story), written, headers=ORIGIN)

    assert kept.status_code == 403
    assert "Your session was renewed. Nothing is lost." in kept.content.decode()
    again = form_of(kept, None)
    assert {name: again[name] for name in written if name != "csrfmiddlewaretoken"} == {
        name: values for name, values in written.items() if name != "csrfmiddlewaretoken"
    }
    assert visitor.post(address_of(story), again, headers=ORIGIN).status_code == 302
    story.refresh_from_db()
    assert story.headline == "Not lost"


@pytest.mark.thorough
def test_a_form_sent_after_the_session_has_ended_is_kept_until_the_person_is_back(
    visitor: Client, written: Fields, reporter: User, story: Story
) -> None:
    del visitor.cookies["sessionid"]

    kept = visitor.post(address_of(story), written, headers=ORIGIN)

    assert kept.status_code == 403
    assert "You were logged out. Nothing is lost." in kept.content.decode()
    assert reverse("admin:login") in kept.content.decode()
    _login(visitor, reporter)
    renewed = visitor.post(address_of(story), form_of(kept, None), headers=ORIGIN)
    if renewed.status_code == 403:
        renewed = visitor.post(address_of(story), form_of(renewed, None), headers=ORIGIN)
    assert renewed.status_code == 302
    story.refresh_from_db()
    assert story.headline == "Not lost"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
        {"origin": "null"},
        {"origin": "http://testserver.evil.example"},
        {},
    ],
)
@pytest.mark.thorough
def test_a_form_from_another_site_is_never_held(
    headers: dict[str, str], visitor: Client, written: Fields, story: Story
) -> None:
    visitor.cookies["csrftoken"] = "y" * 32
    for session in (True, False):
        if not session:
            del visitor.cookies["sessionid"]
        response = visitor.post(address_of(story), written, headers=headers)
        assert response.status_code == 403
        assert "Not lost" not in response.content.decode()


def test_a_source_to_be_sealed_is_on_no_page(visitor: Client, reporter: User, story: Story) -> None:
    _login(visitor, reporter)
    address = reverse("admin:articles_quote_do", args=[story.quotes.get().pk])
    visitor.get(reverse("admin:logout"))
    sent = {"do": "seal", "identity": "Zoran Canaryword", "version": "1", "reason": "kept"}

    for headers in (ORIGIN, {}):
        kept = visitor.post(address, sent, headers=headers).content.decode()
        assert "Canaryword" not in kept

    kept = visitor.post(address, sent, headers=ORIGIN).content.decode()
    assert 'value="kept"' in kept
    assert "Only who a sealed source is stands on no page" in kept


def test_passwords_are_not_written_into_a_page(visitor: Client, superuser: User) -> None:
    _login(visitor, superuser)
    visitor.cookies["csrftoken"] = "y" * 32
    data = {
        "username": "x",
        "password1": "secret-one",
        "password2": "secret-one",
        "old_password": "secret-two",
    }

    page = visitor.post(reverse("admin:auth_user_add"), data, headers=ORIGIN).content.decode()

    assert "Nothing is lost" in page
    assert "secret" not in page


def test_what_is_held_is_shown_as_text(visitor: Client, written: Fields, story: Story) -> None:
    visitor.cookies["csrftoken"] = "y" * 32
    written["headline"] = ['"><script>alert(1)</script>']
    written['"><script>name'] = ["x"]

    held = visitor.post(address_of(story) + '?"><script>', written, headers=ORIGIN).content.decode()

    assert "<script>alert" not in held
    assert "<script>name" not in held
    assert '"><script>' not in held


def test_a_login_form_with_an_old_token_is_offered_anew(visitor: Client, reporter: User) -> None:
    response = visitor.post(reverse("admin:login"), {"username": "reporter", "password": "x"}, headers=ORIGIN)

    assert response.status_code == 302
    assert response.url == reverse("admin:login")


def test_more_than_can_be_taken_is_answered_in_words(visitor: Client, written: Fields, story: Story) -> None:
    written["body"] = ["x" * (12 * 1024 * 1024 + 10)]

    response = visitor.post(address_of(story), written, headers=ORIGIN)

    assert response.status_code in {400, 413}
    assert "12 MB" in response.content.decode()


def test_what_is_to_be_copied_is_what_somebody_typed(
    visitor: Client, written: Fields, story: Story, settings: Settings
) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    sent = urlencode({**written, "_with-note": "For the editor"}, doseq=True)

    page = visitor.post(
        address_of(story), sent, content_type="application/x-www-form-urlencoded", headers=ORIGIN
    )

    held = page.content.decode().split("<textarea", 1)[1].split("</textarea>")[0]
    names = {line.partition(": ")[0] for line in held.splitlines() if ": " in line}
    assert {"headline", "body", "standfirst", "quotes-0-text", "_with-note"} <= names
    assert (
        not {"version", "seen", "uuid", "_page", "quotes-TOTAL_FORMS", "quotes-0-id", "quotes-0-key"} & names
    )
