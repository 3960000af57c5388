"""A card is remembered under everything that it shows: what changes is shown at once."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles import cards, public_state
from articles.models import Image, PublishedStory
from articles.models.published import CARD_FIELDS
from tests.public.site import publish, text


@pytest.fixture
def shown(reader: Client, editor: User, a_picture: Image) -> PublishedStory:
    """Return a story whose card readers have seen, so that it is remembered."""
    publish(3, by=editor)
    publish(1, by=editor, lead_image=a_picture)
    assert "A bridge, half built" in text(reader.get("/"))
    return PublishedStory.objects.as_cards().newest_first()[0]


@pytest.mark.parametrize("field", ["headline", "standfirst", "byline_text"])
@pytest.mark.thorough
def test_a_card_shows_what_the_story_says_now(reader: Client, shown: PublishedStory, field: str) -> None:
    PublishedStory.objects.filter(pk=shown.pk).update(**{field: "Said anew"})
    public_state.refresh()
    assert "Said anew" in text(reader.get("/"))


def test_a_card_shows_what_its_section_and_its_picture_are_called_now(
    reader: Client, shown: PublishedStory, a_picture: Image
) -> None:
    shown.section.name, a_picture.alt_text = "Waterways", "A bridge, finished"
    shown.section.save()
    a_picture.save()
    public_state.refresh()
    page = text(reader.get("/"))
    assert page.count("Waterways") > 4
    assert "A bridge, finished" in page


def test_a_card_holds_whatever_is_read_for_it(shown: PublishedStory) -> None:
    read = {name.removeprefix("section__").removeprefix("lead_image__") for name in CARD_FIELDS}
    held = {*cards.Card._fields, *cards.CardSection._fields, *cards.CardPicture._fields}
    # These tell rows apart and sort them; no reader sees them.
    assert read - held == {"working_copy_id", "updated_at", "lead_caption"}


def test_a_list_renders_no_card_twice(reader: Client, shown: PublishedStory) -> None:
    made = cards.markup.cache_info().misses
    public_state.refresh()
    reader.get("/")
    assert cards.markup.cache_info().misses == made
