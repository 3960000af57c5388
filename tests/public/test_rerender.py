"""Bringing stored pages up to date, without touching a word or a date."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from articles import public_state
from articles.models import Author, Image, PublishedStory
from tests import stories
from tests.public import site

pytestmark = pytest.mark.django_db


def rerender(*arguments: str) -> str:
    """Run the command and return what it says."""
    said = StringIO()
    call_command("rerender", *arguments, stdout=said)
    return said.getvalue()


def test_what_is_up_to_date_stays_as_it_is(reader: Client, editor: User, a_picture: Image) -> None:
    """Rendering the published copy gives the very bytes that publish wrote from the working copy."""
    site.publish(3, by=editor, lead_image=a_picture, quotes=["One", "Two", "Three"], tags=["B", "a", "Ç"])
    generation = public_state.read().generation
    before = list(PublishedStory.objects.values())

    assert rerender() == "3 live stories, 0 changed.\n"
    assert list(PublishedStory.objects.values()) == before
    assert public_state.read().generation == generation


def test_a_new_name_reaches_every_page(reader: Client, editor: User, settings: Settings) -> None:
    """Of the site, or of a person; words, dates and revision are what they were."""
    (story,) = site.publish(1, by=editor)
    stories.edit(story, by=editor, headline="Not yet published")
    address = story.published.get_absolute_url()
    old = reader.get(address).content
    kept = ("headline", "body", "published_at", "updated_at", "revision_id", "slug")
    before = PublishedStory.objects.values(*kept).get()
    settings.SITE_NAME = "The Drini Courier"
    Author.objects.update(name="A. Kelmendi")

    assert rerender("--dry-run") == "1 live story, 1 would change.\n"
    assert reader.get(address).content == old
    assert rerender() == "1 live story, 1 changed.\n"

    page = site.text(reader.get(address))
    assert "The Drini Courier</title>" in page
    assert "A. Kelmendi" in page
    assert "A. Kelmendi" in site.text(reader.get("/"))
    assert "Not yet published" not in page
    assert PublishedStory.objects.values(*kept).get() == before


def test_a_newsroom_without_stories_is_fine() -> None:
    """Nothing to do is not an error."""
    assert rerender() == "0 live stories, 0 changed.\n"
