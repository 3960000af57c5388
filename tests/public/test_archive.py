"""Everything by year, month and day of the newsroom's calendar."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django.fixtures import Settings

from articles import public_state
from articles.models import PublishedStory
from tests.public import site

pytestmark = pytest.mark.django_db
HOSTILE = [
    "0",
    "00",
    "0000",
    "13",
    "32",
    "-1",
    "9" * 40,
    "٢٠٢٦",
    "1e3",
    "1.5",
    "+1",
    "x",
    "%00",
    "2026%0a",
    "²",
]


def publish_at(*moments: datetime, by: User) -> list[str]:
    """Publish a story at each moment, and return their addresses."""
    made = site.publish(len(moments), by=by)
    for story, moment in zip(made, moments, strict=True):
        PublishedStory.objects.filter(pk=story.pk).update(published_at=moment, updated_at=moment)
    public_state.refresh()
    return [story.published.get_absolute_url() for story in made]


def page(reader: Client, address: str) -> str:
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(address)
    assert answer.status_code == 200, address
    assert len(asked) <= 5
    return site.text(answer)


def test_the_archive_leads_from_year_to_day(reader: Client, editor: User) -> None:
    early, first, second, _ = publish_at(
        datetime(2024, 12, 31, 9, tzinfo=UTC),
        datetime(2026, 3, 14, 9, tzinfo=UTC),
        datetime(2026, 3, 14, 10, tzinfo=UTC),
        datetime(2026, 2, 28, 9, tzinfo=UTC),
        by=editor,
    )
    years = page(reader, "/archive/")
    assert '<a href="/archive/2026/">2026</a> <span class="around-count">3 stories</span>' in years
    assert "/archive/2025/" not in years
    year = page(reader, "/archive/2026/")
    assert '<a href="/archive/2026/03/">March</a> <span class="around-count">2 stories</span>' in year
    assert "January" not in year
    assert '<a href="/archive/2024/">2024</a>' in year
    month = page(reader, "/archive/2026/03/")
    assert '<a href="/archive/2026/03/14/">Saturday 14</a>' in month
    assert '<a href="/archive/2026/02/">February 2026</a>' in month
    day = page(reader, "/archive/2026/03/14/")
    assert site.story_links(reader.get("/archive/2026/03/14/")) == [second, first]
    assert '<a href="/archive/2026/02/28/">28 February 2026</a>' in day
    assert '"@type": "BreadcrumbList"' in day
    assert site.story_links(reader.get("/archive/2024/12/31/")) == [early]


def test_a_day_is_the_newsrooms_own(reader: Client, editor: User, settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Belgrade"
    (address,) = publish_at(datetime(2026, 3, 13, 23, 30, tzinfo=UTC), by=editor)
    assert site.story_links(reader.get("/archive/2026/03/14/")) == [address]
    assert reader.get("/archive/2026/03/13/").status_code == 404


@pytest.mark.parametrize(
    "address", ["2025/", "2026/04/", "2026/03/15/", "2026/02/30/", "9999/", "9999/12/31/", "1000/"]
)
def test_what_has_no_story_has_no_page(address: str, reader: Client, editor: User) -> None:
    publish_at(datetime(2026, 3, 14, 9, tzinfo=UTC), by=editor)
    assert reader.get(f"/archive/{address}").status_code == 404


@pytest.mark.parametrize("number", HOSTILE)
def test_an_odd_number_is_no_address(number: str, reader: Client, editor: User) -> None:
    """E06."""
    publish_at(datetime(2026, 3, 14, 9, tzinfo=UTC), by=editor)
    for address in (f"{number}/", f"2026/{number}/", f"2026/03/{number}/"):
        assert reader.get(f"/archive/{address}").status_code == 404, address


def test_a_new_newsroom_has_an_empty_archive(reader: Client) -> None:
    reader.get("/")
    assert "Nothing has been published yet." in page(reader, "/archive/")
