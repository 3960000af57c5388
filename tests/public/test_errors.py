"""What readers are told when something is not there or went wrong."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpRequest
from django.test import Client, RequestFactory

from articles import public_state
from articles.models import Section
from articles.views import errors, stories
from tests.public import site


@pytest.mark.django_db
def test_not_found_offers_ways_on(reader: Client, editor: User) -> None:
    """The front page, the sections, the latest stories."""
    published = site.publish(5, by=editor)

    response = reader.get("/there/is/nothing/here/")

    assert response.status_code == 404
    page = site.text(response)
    assert 'href="/"' in page
    assert 'href="/sections/world/"' in page
    assert site.story_links(response) == [s.published.get_absolute_url() for s in reversed(published)][:4]
    assert "nothing/here" not in page


@pytest.mark.django_db
def test_a_failure_is_a_page_that_needs_nothing(
    editor: User, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries
) -> None:
    """500 without a question to the database, and without a word of what failed."""
    (story,) = site.publish(1, by=editor)

    def fail(*arguments: object, **named: object) -> None:
        raise RuntimeError("zqxsentinel")

    monkeypatch.setattr(stories, "readers_page", fail)
    reader = Client(raise_request_exception=False)

    # One query for the public state, one for the story; none for the page that says it failed.
    with django_assert_num_queries(2):
        response = reader.get(story.published.get_absolute_url())

    assert response.status_code == 500
    assert "Something went wrong on our side" in site.text(response)
    assert "zqxsentinel" not in site.text(response)


def test_a_failure_of_the_templates_still_says_something(
    rf: RequestFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain words are left."""

    def fail(*arguments: object, **named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(errors, "render_to_string", fail)

    response = errors.server_error(rf.get("/"))

    assert response.status_code == 500
    assert response.content.startswith(b"Something went wrong here.")


@pytest.mark.parametrize(
    ("view", "status"), [(errors.bad_request, 400), (errors.forbidden, 403), (errors.server_error, 500)]
)
def test_such_pages_ask_no_database(view, status: int, rf: RequestFactory) -> None:
    """They must do when nothing else does; this test may not touch one."""
    request: HttpRequest = rf.get("/")
    arguments = () if status == 500 else (PermissionDenied("Only editors <decide>."),)

    response = view(request, *arguments)

    assert response.status_code == status
    assert ("Only editors &lt;decide&gt;." in site.text(response)) == (status == 403)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/admin/login/"])
def test_what_another_site_sends_is_refused_on_a_page_of_ours(address: str) -> None:
    """Not on Django's own, which is for those who made the site."""
    response = Client(enforce_csrf_checks=True).post(address, {"username": "zqx"})

    assert response.status_code == 403
    page = site.text(response)
    assert "Nothing was done." in page
    assert 'href="/"' in page
    assert "CSRF" not in page
    assert "zqx" not in page


@pytest.mark.django_db
def test_not_found_does_without_the_database(rf: RequestFactory) -> None:
    """A missing page is still missing while the database is away."""

    def down(*arguments: object) -> None:
        raise OperationalError("no route to zqxsentinel")

    with connection.execute_wrapper(down):
        response = errors.not_found(rf.get("/nowhere/"), Exception())

    assert response.status_code == 404
    assert "There is no page at this address" in site.text(response)
    assert "zqxsentinel" not in site.text(response)


@pytest.mark.django_db
def test_an_empty_section_of_the_menu_says_so_and_any_other_is_not_there(reader: Client) -> None:
    """What is in the menu is public; what is not shows itself with its first story."""
    Section.objects.create(name="Culture", slug="culture")
    Section.objects.create(name="Secret", slug="secret", in_navigation=False)
    public_state.refresh()

    assert "No stories in this section yet" in site.text(reader.get("/sections/culture/"))
    assert 'href="/sections/culture/" aria-current="page"' in site.text(reader.get("/sections/culture/"))
    assert reader.get("/sections/secret/").status_code == 404


@pytest.mark.parametrize("method", ["OPTIONS", "POST", "PUT", "DELETE", "TRACE"])
def test_pages_are_only_read(method: str, reader: Client, editor: User) -> None:
    """What is not asked for by GET is never answered with a page, which would be made anew each time."""
    (story,) = site.publish(1, by=editor)
    for address in ("/", story.published.get_absolute_url(), "/search/?q=bridge", "/feed/", "/robots.txt"):
        answer = reader.generic(method, address)
        assert (answer.status_code, answer.headers.get("Allow")) == (405, "GET, HEAD"), address
