"""What tests of the desk share."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Author, Story
from tests.stories import write

Desk = Callable[[User], Client]


def address_of(story: Story) -> str:
    """Return the address of a story's page."""
    return reverse("admin:articles_story_change", args=[story.pk])


@pytest.fixture
def story(reporter: User) -> Story:
    """A draft of the reporter's."""
    return write("The bridge opens", by=reporter)


@pytest.fixture
def reporter_as_author(reporter: User) -> Author:
    """The reporter, who can be credited."""
    return Author.objects.create(user=reporter, name="Rina Gashi", slug="rina-gashi")
