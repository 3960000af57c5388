"""What search engines are told: every address readers may find, and nothing else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import public_state, sitemaps
from articles.models import PublishedStory, Story
from tests.public import site

pytestmark = pytest.mark.django_db
LOC = re.compile("<loc>http://testserver([^<]*)</loc>")


def places(reader: Client, address: str) -> list[str]:
    """Return the paths that a sitemap names."""
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get(address)
    assert answer.status_code == 200, address
    assert answer.headers["Content-Type"].startswith("application/xml")
    assert len(asked) <= 5
    return LOC.findall(site.text(answer))


def test_the_sitemaps_list_every_page_and_each_is_its_own(reader: Client, editor: User) -> None:
    site.publish(2, by=editor)
    site.publish(1, by=editor, canonical_url="https://example.org/first")

    parts = places(reader, "/sitemap.xml")
    listed = [page for part in parts for page in places(reader, part)]

    assert len(parts) == 5
    assert len(listed) == len({*listed})
    for page in (
        "/",
        "/sections/world/",
        "/authors/arben-kelmendi/",
        "/people/vjosa-dema/",
        "/tags/bridges/",
    ):
        assert page in listed
    assert sum(page.startswith("/stories/") for page in listed) == 2
    for page in listed:
        answer = reader.get(page)
        assert answer.status_code == 200, page
        assert f'<link rel="canonical" href="http://testserver{page}">' in site.text(answer)
        assert "noindex" not in site.text(answer)


def test_long_lists_are_cut_and_nothing_is_lost(
    reader: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = site.publish(3, by=editor)
    monkeypatch.setattr(sitemaps, "PORTION", 1)
    public_state.refresh()
    parts = [part for part in places(reader, "/sitemap.xml") if "stories" in part]
    listed = [page for part in parts for page in places(reader, part)]
    assert len(parts) == 3
    assert listed == [story.published.get_absolute_url() for story in made]


def test_a_part_says_when_it_last_changed(reader: Client, editor: User) -> None:
    site.publish(2, by=editor)
    changed = PublishedStory.objects.latest("updated_at").updated_at.isoformat(timespec="seconds")
    index = site.text(reader.get("/sitemap.xml"))
    assert f"/sitemaps/stories-0.xml</loc><lastmod>{changed}</lastmod>" in index
    assert index.count("<lastmod>") == 1


@pytest.mark.parametrize(
    "name",
    [
        "stories-1",
        "stories-00",
        "stories--1",
        "stories-999999999",
        f"stories-{'9' * 40}",
        "stories-1\n",
        "x-0",
    ],
)
def test_a_part_that_is_none_is_not_there(name: str, reader: Client, editor: User) -> None:
    site.publish(1, by=editor)
    assert reader.get(f"/sitemaps/{name}.xml").status_code == 404


def test_news_is_two_days_old_at_most(
    reader: Client, editor: User, django_capture_on_commit_callbacks: object
) -> None:
    old, first, second = site.publish(3, by=editor, headline="Bread & bridges", language="sr-Latn")
    moment = timezone.now() - timedelta(hours=48, minutes=1)
    PublishedStory.objects.filter(pk=old.pk).update(published_at=moment)
    answer = reader.get("/news-sitemap.xml")
    text = site.text(answer)
    assert [story.published.get_absolute_url() for story in (second, first)] == LOC.findall(text)
    assert "<news:language>sr</news:language>" in text
    assert "<news:title>Bread &amp; bridges</news:title>" in text
    assert "<news:name>Newsroom</news:name>" in text
    # An hour later it may say something else, though nothing was published.
    assert answer.headers["Cache-Control"] == "no-store"


def test_news_is_a_thousand_stories_at_most(
    reader: Client, editor: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.publish(2, by=editor)
    monkeypatch.setattr(sitemaps, "MOST_NEWS", 1)
    assert len(places(reader, "/news-sitemap.xml")) == 1


def test_a_story_that_is_withdrawn_is_in_no_sitemap(reader: Client, editor: User) -> None:
    from articles import workflow

    (story,) = site.publish(1, by=editor)
    assert places(reader, "/sitemaps/stories-0.xml")
    workflow.withdraw(Story.objects.get(pk=story.pk), by=editor, note="Wrong bridge.")
    assert reader.get("/sitemaps/stories-0.xml").status_code == 404
    assert "stories" not in "".join(places(reader, "/sitemap.xml"))
