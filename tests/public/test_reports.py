"""Reporting an error: without JavaScript, login or cookie, and without spam."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, override_settings
from django.utils import timezone

from articles import reporting
from articles.models import ErrorReport, Story
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db
# As a browser does, which has no cookie.
BROWSER = {"enforce_csrf_checks": True}
WORDS = "The bridge opened in 2023, not in 2024."


@pytest.fixture
def reader() -> Client:
    return Client(**BROWSER)


@pytest.fixture
def story(editor: User) -> Story:
    (story,) = site.publish(1, by=editor)
    return story


def address_of(story: Story) -> str:
    return f"{story.published.get_absolute_url()}report/"


def send(reader: Client, story: Story, *, made_at: datetime | None = None, **fields: str) -> HttpResponse:
    """Send the form as a browser does, a minute after it was opened."""
    made_at = made_at or timezone.now() - timedelta(minutes=1)
    token = reporting.token_for(story.published, now=made_at)
    headers = {"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}
    data = {"text": WORDS, "passage": "", "email": "", "website": "", "token": token} | fields
    return reader.post(address_of(story), data, headers=headers)


def test_a_report_reaches_the_desk_with_its_story_and_passage(story: Story, reader: Client) -> None:
    form = reader.get(address_of(story))
    assert form.headers["Cache-Control"] == "no-store"
    assert not form.cookies

    answer = send(reader, story, passage="Work began in 2024.", email="reader@example.org")

    assert (answer.status_code, answer.url) == (302, f"{address_of(story)}thanks/")
    assert not answer.cookies
    assert "Thank you" in site.text(reader.get(answer.url))
    report = ErrorReport.objects.get()
    assert (report.story, report.text, report.passage) == (story, WORDS, "Work began in 2024.")
    assert (report.email, report.state, report.times) == ("reader@example.org", "new", 1)


def test_the_page_leads_there(story: Story, reader: Client) -> None:
    assert f'href="{address_of(story)}"' in site.text(reader.get(story.published.get_absolute_url()))


@pytest.mark.thorough
def test_what_a_reader_wrote_is_never_shown_to_readers(story: Story, reader: Client) -> None:
    send(reader, story, text="zqxreader <script>", email="zqxreader@example.org")

    for address, answer in site.crawl(reader, site.known_addresses()).items():
        assert "zqxreader" not in site.text(answer), address


def test_the_same_words_are_counted_not_listed_twice(story: Story, reader: Client) -> None:
    send(reader, story)
    send(reader, story, text=f"  {WORDS.upper()}\r\n")

    assert ErrorReport.objects.get().times == 2


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text": " "}, "Say what is wrong"),
        ({"text": "x" * 2001}, "at most 2000 characters"),
        ({"passage": "x" * 1001}, "at most 1000 characters"),
        ({"email": "nobody"}, "Write it like name@example.org"),
        ({"text": "see " + "https://a.example " * 4}, "leave out some of the links"),
        ({"text": "nul \0 here"}, "Null characters"),
    ],
)
def test_what_cannot_be_taken_is_explained_and_kept_in_the_form(
    fields: dict[str, str], said: str, story: Story, reader: Client
) -> None:
    answer = send(reader, story, **{"passage": "Work began.", **fields} if "text" in fields else fields)

    if fields.get("text") == " ":
        # A passage alone is a report.
        assert answer.status_code == 302
        answer = send(reader, story, **fields)
    assert answer.status_code == 400
    page = site.text(answer)
    assert said in page
    assert answer.headers["Cache-Control"] == "no-store"
    # Told to who hears the page, too, and the field is where one goes on.
    assert "<title>Not sent yet: report an error" in page
    assert page.count(" autofocus") == 1


def test_a_report_of_another_site_is_refused(story: Story, reader: Client) -> None:
    token = reporting.token_for(story.published, now=timezone.now() - timedelta(minutes=1))
    data = {"text": WORDS, "token": token}
    for headers in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://[bad"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "same-site"},
    ):
        answer = reader.post(address_of(story), data, headers=headers)
        assert answer.status_code == 403, headers
        assert WORDS in site.text(answer)
    # A text browser says neither.
    assert reader.post(address_of(story), data).status_code == 302
    assert ErrorReport.objects.count() == 1


@pytest.mark.parametrize("token", ["", "x", "\0", "W10:x:y", "a" * 9000])
def test_a_form_that_was_not_made_here_is_refused(token: str, story: Story, reader: Client) -> None:
    answer = send(reader, story, token=token)

    assert answer.status_code == 400
    assert WORDS in site.text(answer)
    assert not ErrorReport.objects.exists()


def test_too_quick_and_too_old_are_sent_once_more(story: Story, reader: Client) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        quick = send(reader, story, made_at=now - timedelta(seconds=1))
        old = send(reader, story, made_at=now - timedelta(hours=13))
        assert (quick.status_code, old.status_code) == (400, 400)
    token = site.text(quick).split('name="token" value="')[1].split('"')[0]
    with time_machine.travel(now + timedelta(seconds=5), tick=False):
        assert send(reader, story, token=token).status_code == 302


def test_the_form_of_one_story_is_not_that_of_another(story: Story, reader: Client, editor: User) -> None:
    (other,) = site.publish(1, by=editor)
    token = reporting.token_for(other.published, now=timezone.now() - timedelta(minutes=1))

    assert send(reader, story, token=token).status_code == 400


def test_a_program_that_fills_in_everything_is_thanked_and_nothing_is_kept(
    story: Story, reader: Client
) -> None:
    assert send(reader, story, website="https://spam.example").status_code == 302
    assert not ErrorReport.objects.exists()


def test_one_address_sends_a_few_an_hour_and_others_go_on(story: Story, reader: Client) -> None:
    for number in range(reporting.MOST_FROM_ONE):
        assert send(reader, story, text=f"Report {number}").status_code == 302
    answer = send(reader, story, text="One too many")
    assert answer.status_code == 429
    assert "One too many" in site.text(answer)

    assert send(Client(**BROWSER, REMOTE_ADDR="192.0.2.7"), story).status_code == 302
    # What anybody could write into a header changes nothing.
    forged = Client(**BROWSER, headers={"X-Forwarded-For": "192.0.2.8"})
    assert send(forged, story, text="Forged").status_code == 429
    # The address itself is nowhere.
    assert not any("127.0.0.1" in key for key in getattr(cache, "_cache", {}))


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ({"REMOTE_ADDR": "192.0.2.1"}, "192.0.2.1"),
        ({"REMOTE_ADDR": "2001:db8:1:2:3:4:5:6"}, "2001:db8:1:2::/64"),
        ({"REMOTE_ADDR": ""}, ""),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.1, 192.0.2.1"}, "192.0.2.1"),
        ({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "\0junk"}, ""),
    ],
)
def test_readers_are_counted_by_the_address_the_proxy_saw(given: dict[str, str], counted: str, rf) -> None:
    with override_settings(TRUSTED_PROXY="HTTP_X_FORWARDED_FOR" in given):
        assert reporting.address_of(rf.get("/", **given)) == counted


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_there_is_no_form_for_what_is_not_public(state: str, editor: User, reader: Client) -> None:
    story = stories.bring_to(state, stories.write("Hidden words", by=editor), by=editor)

    for answer in (
        reader.get(f"/stories/{story.slug}/report/"),
        reader.post(f"/stories/{story.slug}/report/", {"text": WORDS}),
        reader.get(f"/stories/{story.slug}/report/thanks/"),
    ):
        assert answer.status_code in {404, 410}
        assert "Hidden words" not in site.text(answer)
    assert not ErrorReport.objects.exists()


def test_no_bytes_break_the_form(story: Story, reader: Client) -> None:
    token = reporting.token_for(story.published, now=timezone.now() - timedelta(minutes=1))
    form = "application/x-www-form-urlencoded"
    for body in (
        b"",
        b"text=%FF%ED%A0%80&passage=%C0%AE",
        f"text=%00&token={token}".encode(),
        f"text=%ED%A0%80&passage=%FF&token={token}".encode(),
        f"text=\u202e{'a' * 1900}&email=%00@x&token={token}".encode(),
        b"text=a&text=b&token=" + b"9" * 10_000,
        b"\x00\xff",
    ):
        answer = reader.post(address_of(story), body, content_type=form)
        assert answer.status_code in {302, 400}, body
    assert reader.post(address_of(story), b"{}", content_type="application/json").status_code == 400
    assert reader.put(address_of(story)).status_code == 405


def test_an_answer_to_what_was_sent_is_kept_by_no_cache(story: Story, reader: Client) -> None:
    for answer in (send(reader, story), send(reader, story, text="", passage="")):
        assert answer.headers["Cache-Control"] == "no-store"
    # Nor does what somebody sent change what others are given.
    assert WORDS not in site.text(reader.get(address_of(story)))
