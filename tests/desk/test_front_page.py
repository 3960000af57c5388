"""The front page of the desk: each number is the length of the list it leads to, and the charts say what is so."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import output, workflow
from articles.models import Priority, PublishedStory, Story
from tests.desk.conftest import Desk
from tests.stories import bring_to, write

INDEX, LIST = reverse("admin:index"), reverse("admin:articles_story_changelist")


@pytest.fixture
def newsroom(reporter: User, editor: User, other_editor: User) -> None:
    """Something in every list."""
    for state in ("draft", "in_review", "scheduled", "live", "live_draft"):
        bring_to(state, write(state, by=reporter), by=editor)
    workflow.publish_in_emergency(write("Emergency", by=reporter), by=other_editor, note="Flood.")
    missed = bring_to("scheduled", write("Missed", by=reporter), by=editor)
    Story.objects.filter(pk=missed.pk).update(
        publish_at=timezone.now() - timedelta(hours=1), problem="Choose a section."
    )
    sent_back = bring_to("in_review", write("Sent back", by=reporter), by=editor)
    workflow.request_changes(sent_back, by=editor, note="Who else was there?")
    mine = write("For the editor", by=reporter)
    workflow.submit(mine, by=reporter, to=editor, priority=Priority.URGENT)
    old = bring_to("live", write("Old", by=reporter), by=editor)
    PublishedStory.objects.filter(pk=old.pk).update(published_at=timezone.now() - timedelta(days=2))


NUMBERS = {
    "waiting": {"For the editor", "live_draft"},
    "review": {"in_review", "For the editor"},
    "scheduled_today": {"scheduled", "Missed"},
    "published_today": {"live", "live_draft", "Emergency"},
    "missed": {"Missed"},
    "emergencies": {"Emergency"},
}


@pytest.mark.usefixtures("newsroom")
@pytest.mark.thorough
def test_each_number_is_the_length_of_the_list_it_leads_to(desk: Desk, editor: User, reporter: User) -> None:
    noon = timezone.now().replace(hour=12, minute=0, second=0)
    with time_machine.travel(noon, tick=False):
        now = timezone.now()
        Story.objects.filter(headline="scheduled").update(publish_at=now + timedelta(hours=1))
        Story.objects.filter(headline="Missed").update(publish_at=now - timedelta(hours=1))
        PublishedStory.objects.exclude(headline="Old").update(published_at=now, updated_at=now)
        client = desk(editor)
        page = client.get(INDEX)
        tiles = {tile.view: tile for tile in page.context["tiles"]}
        for view, expected in NUMBERS.items():
            listed = client.get(LIST, {"view": view})
            headlines = {story.headline for story in listed.context["cl"].result_list}
            assert headlines == expected, view
            assert tiles[view].count == str(len(expected)), view
            here = [one.label for one in listed.context["views"] if one.is_here]
            assert here == [tiles[view].label if view != "review" else "To review"]
        assert {view for view, tile in tiles.items() if tile.is_alarm} == {"missed", "emergencies"}
    text = page.content.decode()
    for words in ("Choose a section.", "Emergency", "at once"):
        assert words in text
    assert [story.headline for story in page.context["to_review"]] == ["For the editor", "in_review"]
    own = desk(reporter).get(INDEX)
    assert "Who else was there?" in own.content.decode()
    assert own.context["mine"][0].headline == "Sent back"
    assert "emergencies" not in own.context


def test_an_empty_newsroom_says_so_and_draws_nothing(desk: Desk, editor: User) -> None:
    page = desk(editor).get(INDEX)
    assert {tile.count for tile in page.context["tiles"]} == {"0"}
    assert not any(tile.is_alarm for tile in page.context["tiles"])
    assert b"<figure" not in page.content
    assert b"Nothing waits for you." in page.content


@pytest.mark.thorough
def test_the_charts_count_days_by_the_newsrooms_clock_and_every_story_once(
    desk: Desk, editor: User, reporter: User, settings: Any
) -> None:
    settings.TIME_ZONE = "Europe/Belgrade"
    today = timezone.localdate()
    # How long before today's midnight it came out, and how long it took.
    took = [
        (1, 0.5),
        (-1, 2),
        (25, 20),
        (25, 60),
        (24 * 3, 150),
        (24 * 12, 1000),
        (24 * 13, 300),
        (24 * 40, 1),
    ]
    for hours, long in took:
        story = bring_to("live", write(by=reporter), by=editor)
        out = output.begin_of(today) - timedelta(hours=hours)
        PublishedStory.objects.filter(pk=story.pk).update(published_at=out, updated_at=out)
        Story.objects.filter(pk=story.pk).update(created_at=out - timedelta(hours=long))

    days = output.per_day(today=today)
    assert len(days) == output.DAYS
    assert [bar.count for bar in days] == [1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 1, 1]
    assert {bar.label: bar.count for bar in output.draft_to_live(today=today)} == {
        "1 hour": 1,
        "4 hours": 1,
        "1 day": 1,
        "3 days": 1,
        "1 week": 1,
        "longer": 2,
    }

    with time_machine.travel(output.begin_of(today) + timedelta(hours=2), tick=False):
        text = desk(editor).get(INDEX).content.decode()
    assert "7 stories in 14 days" in text
    assert text.count('<svg role="img" aria-label=') == 2
    # The same numbers for who does not see the drawing.
    cells = re.findall(r'<th scope="row">([^<]+)</th><td>(\d+)</td>', text)
    assert sum(int(count) for _, count in cells) == 14
    heights = [float(found) for found in re.findall(r'class="chart-bar"[^>]* height="([\d.]+)"', text)]
    assert max(heights) == 100
    assert all(height >= 0 for height in heights)


@pytest.mark.usefixtures("newsroom")
@pytest.mark.thorough
def test_a_busy_front_page_costs_what_a_quiet_one_costs(desk: Desk, editor: User, reporter: User) -> None:
    client = desk(editor)
    client.get(INDEX)
    with CaptureQueriesContext(connection) as quiet:
        client.get(INDEX)
    for state in ("draft", "in_review", "scheduled", "live", "live_draft"):
        for _ in range(5):
            bring_to(state, write(by=reporter), by=editor)
    with CaptureQueriesContext(connection) as busy:
        client.get(INDEX)
    assert len(busy) == len(quiet)
