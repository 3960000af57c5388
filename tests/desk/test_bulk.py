"""One thing done to many stories: foretold, done by each one's own verb, reported."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import bulk
from articles.integrity import problems_in_stories
from articles.models import Notice, PublishedStory, Status, Story, Tag, Transition
from tests.desk.conftest import Desk
from tests.rows import everything
from tests.stories import bring_to, edit, write

LIST, BULK = reverse("admin:articles_story_changelist"), reverse("admin:articles_story_bulk")


def tick(client: Client, action: str, *stories: Story, **more: Any) -> Any:
    """Tick rows of the list and choose what to do with them."""
    return client.post(
        LIST, {"action": action, "_selected_action": [s.pk for s in stories], "index": 0, **more}
    )


def go(client: Client, action: str, *stories: Story, step: str = "do", **fields: Any) -> Any:
    """Answer the preview of these stories."""
    sent = [f"{story.pk}:{Story.objects.get(pk=story.pk).version}" for story in stories]
    return client.post(BULK, {"action": action, "story": sent, step: "1", **fields})


def words(page: Any) -> dict[str, str]:
    return {one.story.headline: one.words for one in [*page.context["yes"], *page.context["no"]]}


def headlines(outcomes: list) -> set[str]:
    return {one.story.headline for one in outcomes}


@pytest.fixture
def stories(reporter: User, editor: User, other_reporter: User) -> dict[str, Story]:
    """A story of the reporter's in each of some states, and one that is somebody else's."""
    made = {
        state: bring_to(state, write(state, by=reporter, tags=()), by=editor)
        for state in ("draft", "in_review", "scheduled", "spiked", "live", "withdrawn")
    }
    return made | {"foreign": write("foreign", by=other_reporter, tags=())}


# Who does what to all of them, and with which it works; what else is sent.
DONE = [
    ("reporter", "submit", {}, {"draft"}),
    ("editor", "submit", {}, {"draft", "foreign"}),
    ("reporter", "withdraw", {"note": "Wrong bridge."}, set()),
    ("editor", "withdraw", {"note": "Wrong bridge."}, {"live"}),
    ("reporter", "tag", {"tag_names": "Ferries"}, {"draft", "in_review", "scheduled", "live", "withdrawn"}),
    (
        "editor",
        "tag",
        {"tag_names": "Ferries"},
        {"draft", "in_review", "scheduled", "live", "withdrawn", "foreign"},
    ),
    ("reporter", "assign", {"to": "other_reporter"}, set()),
    # A reporter goes on with what is theirs, and reviews nothing.
    ("editor", "assign", {"to": "other_reporter"}, set()),
    (
        "editor",
        "assign",
        {"to": "other_editor"},
        {"draft", "in_review", "scheduled", "live", "withdrawn", "foreign"},
    ),
]


@pytest.mark.parametrize(("person", "action", "fields", "expected"), DONE)
@pytest.mark.thorough
def test_each_story_is_asked_and_the_rest_is_done(
    person: str,
    action: str,
    fields: dict[str, str],
    expected: set[str],
    stories: dict[str, Story],
    desk: Desk,
    request: pytest.FixtureRequest,
    other_editor: User,
) -> None:
    client = desk(request.getfixturevalue(person))
    if "to" in fields:
        fields = {"to": request.getfixturevalue(fields["to"]).pk}
    chosen = [*stories.values()]
    before = everything()
    assert tick(client, action, *chosen).status_code == 200
    foretold = go(client, action, *chosen, step="look", **fields)
    # Looking writes nothing.
    assert everything() == before
    assert headlines(foretold.context["yes"]) == expected

    report = go(client, action, *chosen, **fields)

    assert headlines(report.context["yes"]) == expected
    assert headlines(report.context["no"]) == {*stories} - expected
    assert words(report) == words(foretold)
    assert not [problem for _, found in problems_in_stories() for problem in found]
    after = everything()
    assert (after == before) == (not expected)
    if expected and action != "tag":
        assert Transition.objects.filter(verb=action, story__headline__in=expected).count() >= len(expected)


@pytest.mark.thorough
def test_what_happened_is_what_was_foretold(
    stories: dict[str, Story], desk: Desk, editor: User, other_editor: User
) -> None:
    client = desk(editor)
    foretold = words(go(client, "tag", *stories.values(), step="look", tag_names="ferries, NATO"))
    assert foretold["scheduled"] == (
        "Gets ferries, NATO. It becomes a draft again, and needs approval. It comes off the schedule."
    )
    go(client, "tag", *stories.values(), tag_names="ferries, NATO")
    scheduled = Story.objects.get(headline="scheduled")
    assert (scheduled.status, scheduled.publish_at) == (Status.DRAFT, None)
    assert {*scheduled.tags.names()} == {"ferries", "NATO"}
    assert {tag["name"] for tag in scheduled.revision.content["tags"]} == {"ferries", "NATO"}
    assert Tag.objects.count() == 2
    again = words(go(client, "tag", *stories.values(), step="look", tag_names="FERRIES"))
    assert again["draft"] == "Has these tags already."

    go(client, "assign", stories["draft"], to=other_editor.pk, note="Please call the mayor.")
    assert Story.objects.get(headline="draft").assigned_to == other_editor
    told = Notice.objects.get(kind="sent_to_me", to=other_editor)
    assert (told.story.headline, told.note) == ("draft", "Please call the mayor.")

    go(client, "withdraw", stories["live"], note="Wrong bridge.")
    assert not PublishedStory.objects.exists()


def test_what_changed_after_the_preview_is_not_done_and_nothing_is_done_twice(
    reporter: User, editor: User, desk: Desk
) -> None:
    client = desk(editor)
    one, other = write("One", by=reporter), write("Other", by=reporter)
    sent = [f"{story.pk}:{Story.objects.get(pk=story.pk).version}" for story in (one, other)]
    edit(other, by=reporter, headline="Other, changed")

    first = client.post(BULK, {"action": "submit", "story": sent, "do": "1"})
    second = client.post(BULK, {"action": "submit", "story": sent, "do": "1"})

    assert headlines(first.context["yes"]) == {"One"}
    assert words(first)["Other, changed"].startswith("It was changed in the meantime")
    assert second.context["yes"] == []
    assert Transition.objects.filter(verb="submit").count() == 1


def test_one_that_breaks_does_not_keep_the_others(
    reporter: User, editor: User, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [write(f"Story {number}", by=reporter) for number in range(3)]
    real = bulk.workflow.submit

    def breaks(story: Story, **fields: Any) -> Story:
        done = real(story, **fields)
        if story.headline == "Story 1":
            raise RuntimeError("odd")
        return done

    monkeypatch.setattr(bulk.workflow, "submit", breaks)
    report = go(desk(editor), "submit", *stories)
    assert headlines(report.context["yes"]) == {"Story 0", "Story 2"}
    assert "nothing was done to it" in words(report)["Story 1"]
    assert Story.objects.get(headline="Story 1").status == Status.DRAFT


def test_what_is_missing_is_asked_for(reporter: User, editor: User, desk: Desk) -> None:
    live = bring_to("live", write("Live", by=reporter), by=editor)
    client = desk(editor)
    before = everything()
    for action, fields in (
        ("withdraw", {"note": "  "}),
        ("withdraw", {"note": "x" * 601}),
        ("tag", {"tag_names": " , "}),
        ("tag", {"tag_names": "x" * 500}),
        ("assign", {"to": "9" * 40}),
        ("assign", {"to": ""}),
    ):
        page = go(client, action, live, **fields)
        assert page.context["form"].errors, action
        assert b'name="do"' not in page.content
    assert everything() == before


def test_odd_posts_do_nothing(reporter: User, editor: User, moderator: User, desk: Desk) -> None:
    story = write("Draft", by=reporter)
    before = everything()
    client = desk(editor)
    for sent in (
        "x",
        f"{story.pk}",
        f"{story.pk}:x",
        f"{story.pk}:999",
        f"{'9' * 40}:1",
        "-1:-1",
        "\0:1",
        "0:0",
    ):
        assert client.post(BULK, {"action": "submit", "story": sent, "do": "1"}).status_code == 200, sent
    assert client.post(BULK, {"action": "publish", "story": f"{story.pk}:1", "do": "1"}).status_code == 302
    assert client.get(BULK).status_code == 302
    # A moderator is offered nothing, and gets nothing.
    nobody = desk(moderator)
    assert b"action-select" not in nobody.get(LIST).content
    assert nobody.post(BULK, {"action": "submit", "story": f"{story.pk}:1", "do": "1"}).status_code == 403
    tick(nobody, "submit", story)
    assert everything() == before


@pytest.mark.thorough
def test_never_more_than_a_list_shows_and_a_preview_of_many_costs_what_one_of_few_costs(
    reporter: User, editor: User, other_reporter: User, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk, "MOST", 12)
    few = [write(f"Story {number}", by=reporter) for number in range(2)]
    many = [*few, *(write(f"Story {number}", by=reporter) for number in range(2, 15))]

    for person, action, fields in (
        (reporter, "submit", {}),
        (reporter, "tag", {"tag_names": "Ferries"}),
        (editor, "assign", {"to": other_reporter.pk}),
    ):
        client = desk(person)
        counts = []
        for chosen in (few, many):
            client.get(BULK)
            with CaptureQueriesContext(connection) as asked:
                page = client.post(
                    BULK,
                    {"action": action, "story": [f"{s.pk}:{s.version}" for s in chosen], "look": 1, **fields},
                )
            assert len([*page.context["yes"], *page.context["no"]]) == min(len(chosen), 12)
            counts.append(len(asked))
        assert counts[0] == counts[1], action

    page = tick(desk(reporter), "submit", *few, select_across=1)
    assert len(page.context["yes"]) == 12
    assert b"these are the first 12" in page.content
