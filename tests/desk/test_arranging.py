"""The page on which a front is arranged, as it works without a script."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import fronts
from articles.models import Arrangement, BreakingNews, Front, Story
from tests import stories
from tests.desk.conftest import Desk
from tests.desk.forms import form_of, opened
from tests.public.site import publish, story_links

LIST, ARRANGE = reverse("admin:articles_front_changelist"), reverse("admin:articles_front_arrange")
PREVIEW, BREAKING = reverse("admin:articles_front_preview"), reverse("admin:articles_front_breaking")


@pytest.fixture
def three(editor: User) -> list[Story]:
    return publish(3, by=editor)


def fields(page: str) -> dict[str, Any]:
    """Return what the form of a page would send."""
    sent = dict(re.findall(r'<input type="hidden" name="(version|key|plan)" value="([^"]*)"', page))
    return {**sent, "story": re.findall(r'name="story" value="(\d+)"', page)}


def step(client: Client, page: str, do: str, **more: str) -> str:
    return client.post(ARRANGE, {**fields(page), "do": do, **more}, follow=True).content.decode()


@pytest.mark.thorough
def test_stories_are_put_on_moved_taken_off_and_put_into_effect(
    three: list[Story], desk: Desk, editor: User
) -> None:
    one, two, three_ = three
    client = desk(editor)
    page = client.get(ARRANGE).content.decode()
    for do in (
        f"add {one.pk}",
        f"add {two.pk}",
        f"add {three_.pk}",
        f"up {three_.pk}",
        f"down {one.pk}",
        f"remove {two.pk}",
    ):
        page = step(client, page, do)
    assert not Front.objects.exists()

    page = step(client, page, "now")

    assert "Readers see this order now." in page
    assert Front.objects.get().pinned == [three_.pk, one.pk]
    assert fields(page)["story"] == [str(three_.pk), str(one.pk)]


@pytest.mark.thorough
def test_a_plan_is_made_changed_and_taken_back(three: list[Story], desk: Desk, editor: User) -> None:
    client = desk(editor)
    at = timezone.localtime() + timedelta(days=1)
    page = step(client, client.get(ARRANGE).content.decode(), f"add {three[0].pk}")
    page = step(client, page, "plan")
    assert "Say from when on" in page
    page = step(client, page, "plan", at=f"{at:%Y-%m-%dT%H:%M}")
    plan = Arrangement.objects.get()
    assert (plan.stories, plan.took_effect_at, Front.objects.get().pinned) == ([three[0].pk], None, [])

    page = client.get(f"{ARRANGE}?plan={plan.pk}").content.decode()
    page = step(client, page, f"add {three[1].pk}")
    page = step(client, page, "plan", at=f"{at:%Y-%m-%dT%H:%M}")
    changed = Arrangement.objects.get()
    assert changed.stories == [three[0].pk, three[1].pk]

    step(client, page, f"cancel {changed.pk}")
    assert not Arrangement.objects.exists()


@pytest.mark.thorough
def test_two_editors_at_once_the_second_is_shown_what_the_first_did_and_keeps_the_own(
    three: list[Story], desk: Desk, editor: User, other_editor: User
) -> None:
    client = desk(other_editor)
    page = step(client, client.get(ARRANGE).content.decode(), f"add {three[1].pk}")
    fronts.arrange(None, [three[0].pk], by=editor, version=0)

    page = step(client, page, "now")

    assert "Somebody has changed this front in the meantime" in page
    assert "Arranged by Helen Marsh" in page
    assert Front.objects.get().pinned == [three[0].pk]
    assert fields(page)["story"] == [str(three[1].pk)]
    # Seen, and meant.
    step(client, page, "now")
    assert Front.objects.get().pinned == [three[1].pk]


@pytest.mark.thorough
def test_a_form_sent_twice_arranges_once(three: list[Story], desk: Desk, editor: User) -> None:
    client = desk(editor)
    page = step(client, client.get(ARRANGE).content.decode(), f"add {three[1].pk}")

    step(client, page, "now")
    again = step(client, page, "now")

    assert Arrangement.objects.count() == 1
    assert "in the meantime" not in again


@pytest.mark.thorough
def test_the_preview_shows_the_order_that_is_not_saved_also_what_is_yet_to_come(
    three: list[Story], desk: Desk, editor: User, reader: Client
) -> None:
    scheduled = stories.bring_to("scheduled", stories.write("Tomorrow’s lead", by=editor), by=editor)
    order = [scheduled.pk, three[0].pk]

    page = desk(editor).post(PREVIEW, {"story": order})

    rest = [story.published.get_absolute_url() for story in (three[2], three[1])]
    first = [f"/stories/{scheduled.slug}/", three[0].published.get_absolute_url()]
    assert story_links(page) == first + rest
    assert "no-store" in page.headers["Cache-Control"]
    assert not Front.objects.exists()
    assert "Tomorrow" not in reader.get("/").content.decode()


@pytest.mark.thorough
def test_what_stands_and_is_not_out_yet_is_still_there_to_be_changed(
    three: list[Story], desk: Desk, editor: User
) -> None:
    scheduled = stories.bring_to("scheduled", stories.write(by=editor), by=editor)
    fronts.arrange(None, [scheduled.pk, three[0].pk], by=editor, version=0)

    page = desk(editor).get(ARRANGE).content.decode()

    assert fields(page)["story"] == [str(scheduled.pk), str(three[0].pk)]


@pytest.mark.thorough
def test_a_section_offers_and_shows_its_own_stories_only(
    three: list[Story], desk: Desk, editor: User
) -> None:
    sport = stories.a_section("Sport")
    (match,) = publish(1, by=editor, section=sport)
    client = desk(editor)

    page = client.get(reverse("admin:articles_front_arrange_section", args=[sport.pk])).content.decode()
    assert re.findall(r'data-story="(\d+)"', page) == [str(match.pk)]
    preview = client.post(
        reverse("admin:articles_front_preview_section", args=[sport.pk]), {"story": [three[0].pk, match.pk]}
    )
    assert story_links(preview) == [match.published.get_absolute_url()]


@pytest.mark.thorough
def test_a_story_is_found_by_its_words(three: list[Story], desk: Desk, editor: User) -> None:
    publish(1, by=editor, headline="Zeppelin over the city")
    client = desk(editor)

    page = step(client, client.get(ARRANGE).content.decode(), "find", q="zeppelin")

    assert len(re.findall(r"data-story=", page)) == 1


@pytest.mark.parametrize("person", ["reporter", "moderator"])
def test_nobody_else_arranges_or_announces(
    person: str, three: list[Story], desk: Desk, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(person))

    for address in (LIST, ARRANGE, BREAKING):
        assert client.get(address).status_code == 403
    for address in (ARRANGE, PREVIEW, BREAKING):
        assert client.post(address, {"do": "now", "story": three[0].pk, "version": 0}).status_code == 403
    assert not Front.objects.exists()


def test_breaking_news_is_announced_and_taken_down(three: list[Story], desk: Desk, editor: User) -> None:
    client = desk(editor)
    until = timezone.localtime() + timedelta(hours=1)
    sent = {
        "text": "Dam holds",
        "story": three[0].published.get_absolute_url(),
        "until": f"{until:%Y-%m-%dT%H:%M}",
    }

    wrong = client.post(BREAKING, {**sent, "story": "/stories/nothing/"}).content.decode()
    assert "Readers find no story at that address" in wrong
    assert "Dam holds" in wrong
    client.post(BREAKING, sent)
    assert BreakingNews.objects.get().story == three[0]
    assert "Dam holds" in client.get(LIST).content.decode()
    client.post(BREAKING, {"do": "end"})

    assert BreakingNews.objects.get().ended_by_name == "Helen Marsh"


def test_of_two_who_announce_the_second_sees_what_stands_by_now(
    desk: Desk, editor: User, other_editor: User
) -> None:
    first, second = desk(editor), desk(other_editor)
    forms = [opened(client, BREAKING, "breaking_form") for client in (first, second)]

    first.post(BREAKING, {**forms[0], "text": "Dam holds"})
    told = second.post(BREAKING, {**forms[1], "text": "Market closed"})

    assert "Helen Marsh announced “Dam holds” after you opened this page" in told.content.decode()
    assert BreakingNews.objects.get().text == "Dam holds"
    again = form_of(told, "breaking_form")
    assert again["text"] == ["Market closed"]
    stale_end = second.post(BREAKING, {"do": "end", "seen": "0"}, follow=True)
    assert "Nothing was taken down" in stale_end.content.decode()
    second.post(BREAKING, again)
    assert BreakingNews.objects.get(ended_at=None).text == "Market closed"


def test_a_section_is_deleted_with_its_front(desk: Desk, editor: User) -> None:
    section = stories.a_section("Sport")
    fronts.arrange(section, [], by=editor, version=0)
    address = reverse("admin:articles_section_delete", args=[section.pk])

    desk(editor).post(address, {"post": "yes"})

    assert not Front.objects.exists()


@pytest.mark.thorough
def test_nothing_sent_by_hand_breaks_it(three: list[Story], desk: Desk, editor: User) -> None:
    client = desk(editor)
    odd = ["9" * 40, "-1", "x", "\0", "٣", "1e9", ""]
    for value in odd:
        for do in ("now", "plan", f"cancel {value}", f"up {value}", f"add {value}", "find", value):
            data = {
                "do": do,
                "story": value,
                "version": value,
                "key": value,
                "plan": value,
                "at": value,
                "q": value,
            }
            assert client.post(ARRANGE, data).status_code in {200, 302}, (do, value)
        assert client.post(PREVIEW, {"story": value}).status_code == 200
        assert client.get(ARRANGE, {"plan": value}).status_code == 200
        assert client.post(BREAKING, {"text": value, "story": value, "until": value}).status_code in {
            200,
            302,
        }
    assert client.get(f"{ARRANGE}{'9' * 40}/").status_code == 404
    assert client.get(f"{LIST}{'9' * 40}/change/").status_code == 404
