"""The front page, whatever there is to show."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles.models import Image
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db


def test_an_empty_newsroom_says_so(reader: Client) -> None:
    """Nothing is published yet."""
    response = reader.get("/")

    assert response.status_code == 200
    assert "Nothing has been published yet" in site.text(response)


@pytest.mark.parametrize("number", [1, 2, 3, 30])
@pytest.mark.thorough
def test_a_story_is_never_there_twice(number: int, reader: Client, editor: User) -> None:
    """However many stories there are, each is linked once, and the newest comes first."""
    published = site.publish(number, by=editor)

    links = site.story_links(reader.get("/"))

    newest = [story.published.get_absolute_url() for story in reversed(published)]
    assert links == newest[: len(links)]
    assert len(links) == min(number, 21)


@pytest.mark.parametrize(
    ("number", "below", "beside"),
    [(1, 0, 0), (2, 1, 0), (3, 2, 0), (4, 0, 3), (5, 0, 4), (6, 1, 4), (8, 2, 5)],
)
def test_no_hole_beside_the_lead(
    number: int, below: int, beside: int, reader: Client, editor: User, a_picture: Image
) -> None:
    """Few stories with a picture stand one below the other; of more, what is beside it comes before what is below."""
    site.publish(number, by=editor, lead_image=a_picture)

    page = site.text(reader.get("/"))

    assert ("front-parted" in page) == (number > 3)
    assert page.count("card card-below") == below
    assert page.count("card card-beside") == beside


@pytest.mark.parametrize(("number", "below", "beside"), [(1, 0, 0), (2, 1, 0), (3, 2, 0), (6, 2, 2)])
def test_beside_a_lead_without_a_picture_somebody_is_heard(
    number: int, below: int, beside: int, reader: Client, editor: User
) -> None:
    """Such a lead is low: a voice is enough beside it."""
    site.publish(number, by=editor)

    page = site.text(reader.get("/"))

    assert "front-parted" in page
    assert page.index("front-beside") < page.index("In their own words")
    assert page.count("card card-below") == below
    assert page.count("card card-beside") == beside


def test_speakers_are_heard_beside_the_lead(reader: Client, editor: User) -> None:
    """A short quotation of a story on the page, with who said it."""
    stories.bring_to("live", stories.write(by=editor, quotes=["Enough is enough,"]), by=editor)

    page = site.text(reader.get("/"))

    assert "<p>Enough is enough</p>" in page
    assert 'href="/people/vjosa-dema/"' in page


@pytest.mark.thorough
def test_a_newsroom_full_of_stories_costs_four_queries(
    reader: Client, editor: User, django_assert_num_queries
) -> None:
    """The public state, what is pinned, the stories, what was said in the first of them."""
    site.publish(25, by=editor)

    with django_assert_num_queries(4):
        reader.get("/")


@pytest.mark.thorough
def test_older_stories_are_a_plain_list(reader: Client, editor: User) -> None:
    """The front page's own arrangement is for its first page."""
    site.publish(22, by=editor)

    older = reader.get("/").content.decode().split('rel="next" href="')[1].split('"')[0]
    response = reader.get("/" + older)

    assert "<h1>Older stories</h1>" in site.text(response)
    assert len(site.story_links(response)) == 1
