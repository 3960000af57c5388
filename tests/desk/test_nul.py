"""What PostgreSQL keeps none of is left out of what is asked or typed at the desk: NUL, and endless user names."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles.models import Story, TagDecision
from tests.desk.conftest import Desk
from tests.stories import a_person, a_tag, write

pytestmark = pytest.mark.django_db


def test_what_is_looked_for(desk: Desk, editor: User) -> None:
    client = desk(editor)
    bridges, dema = a_tag("Bridges"), a_person()
    a_tag("Ferries")
    for page in (
        reverse("admin:articles_tag_merge", args=[bridges.pk]),
        reverse("admin:articles_person_merge", args=[dema.pk]),
    ):
        assert client.get(page, {"q": "\0"}).status_code == 200
    page = client.get(reverse("admin:articles_tag_merge", args=[bridges.pk]), {"q": "Fer\0ries"})
    assert "<bdi>Ferries</bdi>" in page.content.decode()


def test_a_note(desk: Desk, moderator: User, reporter: User) -> None:
    tag = a_tag("Ferries")
    story = write(by=reporter, tags=["Bridges", "Ferries"])

    answer = desk(moderator).post(
        reverse("admin:articles_story_retag", args=[story.pk]),
        {"do": f"off {tag.pk}", "note": "No\0 ferry.", "na\0me": "x"},
    )

    assert answer.status_code == 302
    assert TagDecision.objects.get().note == "No ferry."
    assert [tag.name for tag in Story.objects.get().tags.all()] == ["Bridges"]


def test_a_user_name_that_is_longer_than_any(client: Client) -> None:
    answer = client.post(reverse("admin:login"), {"username": "x" * 5000, "password": "y"})

    assert answer.status_code == 200
    assert len(AccessAttempt.objects.get().username) <= 150
