"""Lists of the desk: times by a clock of 24 hours, people by their names."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from articles.models import ErrorReport, Image, StandingPage, Tag
from articles.tag_merging import merge
from tests.desk.conftest import Desk
from tests.desk.pictures import in_library
from tests.stories import bring_to, write

EVENING = datetime(2026, 3, 6, 21, 5, tzinfo=UTC)


@pytest.fixture
def evening(editor: User) -> None:
    """One of each thing whose list tells a time, from 21:05."""
    in_library()
    Image.objects.update(uploaded_at=EVENING)
    StandingPage.objects.update_or_create(
        slug="about", defaults={"title": "About", "saved_at": EVENING, "saved_by": editor}
    )
    StandingPage.objects.update(saved_at=EVENING)
    story = bring_to("live", write("The bridge opens", by=editor), by=editor)
    ErrorReport.objects.create(
        story=story, text="Wrong.", fingerprint="x", received_at=EVENING, last_at=timezone.now()
    )


@pytest.mark.parametrize("noun", ["image", "standingpage", "errorreport"])
def test_a_list_tells_times_as_all_other_pages_do(
    noun: str, evening: None, desk: Desk, superuser: User
) -> None:
    page = desk(superuser).get(reverse(f"admin:articles_{noun}_changelist")).content.decode()

    assert "6 Mar 2026, 21:05" in page
    assert "p.m." not in page


def test_standing_pages_name_whoever_wrote_them(evening: None, desk: Desk, superuser: User) -> None:
    page = desk(superuser).get(reverse("admin:articles_standingpage_changelist")).content.decode()

    assert "Helen Marsh" in page


def test_a_merged_tag_is_proposed_no_more(desk: Desk, moderator: User) -> None:
    proposed, into = (Tag.objects.create(name=name, status="proposed") for name in ("Brigde", "Bridge"))
    merge(proposed, into, by=moderator)

    page = desk(moderator).get(reverse("admin:index"))

    assert page.context["proposed_tags"] == [into]
