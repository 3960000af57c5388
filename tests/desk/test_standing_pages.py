"""Standing pages on the desk: written by editors, put online by a button, never written over."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import PublishedPage, StandingPage
from tests.desk.conftest import Desk

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/standingpage/add/"


def sent(**fields: object) -> dict[str, object]:
    page = {"title": "About us", "slug": "about", "summary": "", "body": "<p>We are a paper.</p>", "order": 1}
    return page | {"version": 0} | fields


def saved(client: Client, **fields: object) -> StandingPage:
    assert client.post(ADD, sent(_save="Save", **fields)).status_code == 302
    return StandingPage.objects.get()


def address(page: StandingPage) -> str:
    return f"/admin/articles/standingpage/{page.pk}/change/"


def test_a_page_is_saved_put_online_and_taken_off(desk: Desk, editor: User, reader: Client) -> None:
    client = desk(editor)
    page = saved(client)
    assert reader.get("/about/").status_code == 404
    assert "not online" in client.get(address(page)).content.decode()

    assert client.post(address(page), sent(_online="1")).status_code == 302
    assert b"We are a paper." in reader.get("/about/").content

    client.post(address(page), sent(version=1, body="<p>Changed.</p>", _save="1"))
    assert b"Changed." not in reader.get("/about/").content
    assert "An older text" in client.get(address(page)).content.decode()

    client.post(address(page), sent(version=2, _off="1"))
    assert reader.get("/about/").status_code == 404
    assert StandingPage.objects.exists()


def test_what_somebody_else_saved_is_not_written_over(desk: Desk, editor: User, other_editor: User) -> None:
    client = desk(editor)
    page = saved(client)
    assert desk(other_editor).post(address(page), sent(body="<p>Theirs.</p>", _save="1")).status_code == 302

    answer = client.post(address(page), sent(body="<p>Mine.</p>", _online="1"))

    assert answer.status_code == 200
    text = answer.content.decode()
    assert "saved this page at" in text
    assert "Mine." in text
    assert 'name="version" value="1"' in text
    page.refresh_from_db()
    assert page.body == "<p>Theirs.</p>"
    assert not PublishedPage.objects.exists()
    # Having looked, one may.
    client.post(address(page), sent(body="<p>Mine.</p>", version=1, _save="1"))
    page.refresh_from_db()
    assert page.body == "<p>Mine.</p>"


@pytest.mark.parametrize(
    "slug", ["archive", "masthead", "admin", "tags", "media", "static", "shared", "healthz"]
)
def test_an_address_of_the_site_itself_is_refused(slug: str, desk: Desk, editor: User) -> None:
    answer = desk(editor).post(ADD, sent(slug=slug, _save="1"))
    assert answer.status_code == 200
    assert "something else at" in answer.content.decode()


def test_an_address_that_readers_know_stays_and_such_a_page_is_not_deleted(desk: Desk, editor: User) -> None:
    client = desk(editor)
    page = saved(client)
    client.post(address(page), sent(_online="1"))
    client.post(address(page), sent(version=1, slug="other", _save="1"))
    page.refresh_from_db()
    assert page.slug == "about"
    assert client.post(f"/admin/articles/standingpage/{page.pk}/delete/", {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("button", ["_save", "_online", "_off"])
def test_only_editors_write_pages(
    button: str, desk: Desk, editor: User, reporter: User, moderator: User
) -> None:
    page = saved(desk(editor))
    for person in (reporter, moderator):
        client = desk(person)
        assert client.get(address(page)).status_code == 200
        assert client.post(address(page), sent(body="x", **{button: "1"})).status_code == 403
    page.refresh_from_db()
    assert page.body == "<p>We are a paper.</p>"
    assert not PublishedPage.objects.exists()


def test_markup_that_no_page_holds_is_taken_off(desk: Desk, editor: User) -> None:
    page = saved(desk(editor), body='<p onclick="x">We<script>alert(1)</script></p>')
    assert page.body == "<p>We</p>"


@pytest.mark.parametrize("name", ["title", "slug", "summary", "body", "order", "version"])
@pytest.mark.parametrize("odd", ["", "\x00", "9" * 40, "-1", "\ud800", "x" * 10_000])
def test_whatever_is_sent_is_answered(name: str, odd: str, desk: Desk, editor: User) -> None:
    client = desk(editor)
    page = saved(client)
    odd = odd.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    for target in (ADD, address(page)):
        assert client.post(target, sent(**{name: odd}, _online="1")).status_code in (200, 302)
