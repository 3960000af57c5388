"""A subject's page, its feed and the index of them all."""

from collections.abc import Callable
from xml.etree import ElementTree as ET

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Person, PublishedQuote, Story, Tag, TagAddress, TagType
from tests import stories
from tests.public import site

StoryAt = Callable[..., Story]


@pytest.fixture
def kosovo(story_at: StoryAt) -> Tag:
    """A place with a region, a town, a neighbour and somebody who speaks."""
    region, kosovo, town, empty = (
        stories.a_tag(name, type=TagType.PLACE, description=f"About {name}.")
        for name in ("Western Balkans", "Kosovo", "Prizren", "Unheard-of")
    )
    kosovo.parents.add(region)
    town.parents.add(kosovo)
    empty.parents.add(kosovo)
    for number in range(3):
        story_at(
            "live",
            f"Story {number}",
            tags=["Kosovo", "NATO", *(["Western Balkans", "Prizren"] * (number == 0))],
        )
    story_at("live", "Once together", tags=["Kosovo", "Elections"])
    return kosovo


def test_a_subject_shows_what_is_near_it_in_five_queries(reader: Client, kosovo: Tag) -> None:
    reader.get("/")
    with CaptureQueriesContext(connection) as asked:
        page = site.text(reader.get("/tags/kosovo/"))

    assert len(asked) <= 5
    assert "About Kosovo." in page
    assert 'Part of <a href="/tags/western-balkans/">' in page
    assert 'More closely: <a href="/tags/prizren/">' in page
    assert "Unheard-of" not in page
    assert '<a href="/tags/nato/">NATO</a> <span class="around-count">3 stories</span>' in page
    # Together once is chance, and family is shown as family.
    assert "Elections" not in page.partition('class="around"')[2]
    assert "Prizren" not in page.partition('class="around"')[2]
    assert (
        '<a href="/people/vjosa-dema/on/kosovo/">Vjosa Dema</a> <span class="around-count">4 quotations</span>'
        in page
    )
    assert (
        '<link rel="alternate" type="application/rss+xml" title="Kosovo" href="/tags/kosovo/feed/">' in page
    )


@pytest.mark.thorough
def test_later_pages_show_stories_alone(reader: Client, editor: User) -> None:
    site.publish(21, by=editor)
    first = site.text(reader.get("/tags/bridges/"))
    assert "Most quoted here" in first
    second = site.text(
        reader.get(f"/tags/bridges/?before={first.partition('?before=')[2].partition(chr(34))[0]}")
    )
    assert "Most quoted here" not in second


def test_a_subject_is_followed_by_rss(reader: Client, kosovo: Tag, story_at: StoryAt) -> None:
    story_at("draft", "Not yet", tags=["Kosovo"])
    with CaptureQueriesContext(connection) as asked:
        answer = reader.get("/tags/kosovo/feed/")

    assert len(asked) <= 5
    assert answer.headers["Content-Type"].startswith("application/rss+xml")
    channel = ET.fromstring(answer.content).find("channel")
    assert channel.findtext("description") == "About Kosovo."
    items = channel.findall("item")
    assert [item.findtext("title") for item in items] == ["Once together", "Story 2", "Story 1", "Story 0"]
    assert all(item.findtext("guid").startswith("urn:uuid:") and item.findtext("pubDate") for item in items)
    assert items[0].findtext("link").startswith("http")
    assert items[0].findtext("description")


@pytest.mark.parametrize("end", ["", "feed/"])
def test_a_tag_readers_do_not_know_is_not_there(
    end: str, reader: Client, kosovo: Tag, story_at: StoryAt
) -> None:
    story_at("draft", tags=["Secret"])
    nothing = reader.get(f"/tags/never-was/{end}")
    TagAddress.objects.create(slug="once-secret", tag=Tag.objects.get(name="Secret"))
    for slug in ("secret", "unheard-of", "once-secret"):
        answer = reader.get(f"/tags/{slug}/{end}")
        assert (answer.status_code, answer.content) == (404, nothing.content)


def test_an_old_address_leads_to_the_new_one(reader: Client, kosovo: Tag) -> None:
    TagAddress.objects.create(slug="kosova", tag=kosovo)
    merged = stories.a_tag("Kosovë")
    Tag.objects.filter(pk=merged.pk).update(merged_into=kosovo)
    for slug in ("kosova", merged.slug):
        for end in ("", "feed/"):
            answer = reader.get(f"/tags/{slug}/{end}")
            assert (answer.status_code, answer.headers["Location"]) == (301, f"/tags/kosovo/{end}")


def test_what_somebody_said_on_a_merged_tag_is_found_under_what_it_became(
    reader: Client, kosovo: Tag
) -> None:
    TagAddress.objects.create(slug="kosova", tag=kosovo)
    merged = stories.a_tag("Kosovë")
    Tag.objects.filter(pk=merged.pk).update(merged_into=kosovo)
    person = PublishedQuote.objects.filter(story__tagged__tag=kosovo, speaker__isnull=False).first().speaker
    was = stories.a_person("Somebody else")
    Person.objects.filter(pk=was.pk).update(merged_into=person)
    here = f"/people/{person.slug}/on/kosovo/"

    assert reader.get(here).status_code == 200
    for slug in ("kosova", merged.slug):
        for name in (person.slug, was.slug):
            answer = reader.get(f"/people/{name}/on/{slug}/")
            assert (answer.status_code, answer.headers.get("Location")) == (301, here)
    # What readers find nothing about leads nowhere.
    unheard = stories.a_tag("Unheard of")
    TagAddress.objects.create(slug="never", tag=unheard)
    for slug in ("never", unheard.slug, "no-such-tag"):
        assert reader.get(f"/people/{person.slug}/on/{slug}/").status_code == 404


@pytest.mark.thorough
def test_the_index_leads_to_every_tag_readers_know(
    reader: Client, kosovo: Tag, story_at: StoryAt, monkeypatch: pytest.MonkeyPatch
) -> None:
    story_at("live", tags=["Приштина", "ال عربية", "112", "🎉", "Kabul", "Kelmend"])
    story_at("draft", tags=["Kryefjalë"])
    monkeypatch.setattr("articles.views.tags.NAMES", 2)
    with CaptureQueriesContext(connection) as asked:
        page = site.text(reader.get("/tags/"))
    assert len(asked) <= 5
    assert "/tags/kosovo/" in page
    assert "Unheard-of" not in page

    seen = site.crawl(reader, {"/tags/"})

    known = {
        f"/tags/{slug}/"
        for slug in Tag.objects.filter(tagged_published_stories__isnull=False).values_list("slug", flat=True)
    }
    assert known <= seen.keys()
    assert not any("kryefjale" in address for address in seen)
    k = site.text(reader.get("/tags/by-letter/k/"))
    assert "Kabul" in k
    assert "Kelmend" in k
    assert "Kosovo" not in k
    assert "Kosovo" in site.text(reader.get("/tags/by-letter/k/?after=kelmend"))


def test_names_of_all_letters_stand_in_one_order(reader: Client, story_at: StoryAt) -> None:
    """As in the parts of the index, not those with a mark or of another script at the end."""
    names = ["112", "Ärzte", "éclair", "Kabul", "Приштина", "Šabac", "Zagreb"]
    story_at("live", tags=names)

    page = site.text(reader.get("/tags/")).partition('class="names"')[2]

    assert sorted(names, key=page.index) == names


@pytest.mark.parametrize(
    "address",
    [
        "by-letter/kk/",
        "by-letter/~/",
        "by-letter/k/?after=%00",
        "by-letter/k/?after=zzz",
        "by-letter/k/?after=a'b",
    ],
)
def test_what_is_no_part_of_the_index_is_not_there(address: str, reader: Client, kosovo: Tag) -> None:
    assert reader.get(f"/tags/{address}").status_code == 404


def test_an_empty_index_says_so(reader: Client, db: None) -> None:
    assert "Nothing has been published yet." in site.text(reader.get("/tags/"))
    assert "begins so yet" in site.text(reader.get("/tags/by-letter/q/"))
