"""The tagging desk's queue: what waits, what is decided, and that each decision is taken back."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import tag_queue
from articles.models import DismissedTag, EnoughTags, Story, Tag, TagDecision, TagStatus
from tests.desk.conftest import Desk
from tests.stories import a_tag, bring_to, write

Decide = Callable[..., str]


def address(which: str) -> str:
    return reverse("admin:articles_tag_queue", args=[which])


@pytest.fixture
def decide(desk: Desk, moderator: User) -> Decide:
    """Press a button of a list as the moderator, and return the page that comes back."""
    client = desk(moderator)

    def press(which: str, do: str, **more: str) -> str:
        answer = client.post(address(which), {"do": do, **more}, headers={"X-Requested-With": "fetch"})
        assert answer.status_code == 200
        return answer.content.decode()

    return press


def approved(name: str, **fields: object) -> Tag:
    """A tag that has been there for a while."""
    made = timezone.now() - 2 * tag_queue.TIME_TO_BE_USED
    return a_tag(name, status=TagStatus.APPROVED, **{"created_at": made, **fields})


def test_proposed_tags_are_approved_merged_or_deprecated_and_it_is_undone(
    decide: Decide, reporter: User
) -> None:
    bridges, ferries, ferry = a_tag("Bridges"), a_tag("Ferries"), a_tag("Férries")
    story = write(by=reporter, tags=["Férries"])
    assert tag_queue.proposed() == [str(tag.pk) for tag in (bridges, ferries, ferry)]

    page = decide("proposed", f"approve {bridges.pk}", note="Wanted since spring.")
    assert "Approved: Bridges." in page
    assert "<bdi>Ferries</bdi></a></h2>" in page
    decision = TagDecision.objects.get()
    assert (decision.verb, decision.by.username, decision.note) == (
        "approve",
        "moderator",
        "Wanted since spring.",
    )

    page = decide("proposed", f"merge {ferry.pk}-{ferries.pk}")
    assert "Merged: Férries is now Ferries." in page
    assert story.tags.get() == ferries
    decide("proposed", f"deprecate {ferries.pk}")
    assert tag_queue.proposed() == []

    for _ in range(3):
        page = decide("proposed", "undo")
    assert "Undone: Approved: Bridges." in page
    assert tag_queue.proposed() == [str(tag.pk) for tag in (bridges, ferries, ferry)]
    assert story.tags.get() == ferry
    assert "There is nothing to undo here." in decide("proposed", "undo")


def test_near_names_are_one_thing_or_two(decide: Decide) -> None:
    latin, cyrillic, other = approved("Priština"), approved("Приштина"), approved("Skopje")
    pair = f"{latin.pk}-{cyrillic.pk}"
    assert tag_queue.near_pairs() == [pair]

    assert "Kept apart: Priština and Приштина." in decide("near", f"keep-apart {pair}")
    assert tag_queue.near_pairs() == []
    assert "kept apart already" in decide("near", f"keep-apart {cyrillic.pk}-{latin.pk}")
    decide("near", "undo")
    assert tag_queue.near_pairs() == [pair]

    decide("near", f"merge {cyrillic.pk}-{latin.pk}")
    assert tag_queue.near_pairs() == []
    assert "not there any more" in decide("near", f"merge {cyrillic.pk}-{latin.pk}")
    decide("near", "undo")
    assert tag_queue.near_pairs() == [pair]
    Tag.objects.filter(pk=latin.pk).update(status=TagStatus.DEPRECATED)
    assert tag_queue.near_pairs() == []
    assert other.pk


def test_tags_hardly_used_are_kept_or_deprecated(decide: Decide, reporter: User) -> None:
    used, once, never, region = (approved(name) for name in ("Used", "Once", "Never", "Region"))
    approved("Town").parents.add(region)
    for tags in (["Used", "Once"], ["Used", "Town"], ["Town"]):
        write(by=reporter, tags=tags)
    # Nobody is asked about what was made a moment ago.
    approved("New", created_at=timezone.now())
    assert tag_queue.rarely_used() == [str(once.pk), str(never.pk)]

    decide("rare", f"keep {once.pk}")
    decide("rare", f"deprecate {never.pk}")
    assert tag_queue.rarely_used() == []
    decide("rare", "undo")
    decide("rare", "undo")
    assert tag_queue.rarely_used() == [str(once.pk), str(never.pk)]
    assert str(used.pk) not in tag_queue.rarely_used()


@pytest.mark.thorough
def test_live_stories_get_the_tags_they_lack(decide: Decide, reporter: User, editor: User) -> None:
    bridge, kosovo = approved("Bridge"), approved("Kosovo")
    headline = "A bridge for Kosovo"
    story = bring_to(
        "live", write(headline, by=reporter, body="<p>.</p>", quotes=(), tags=["Other"]), by=editor
    )
    bring_to("draft", write(headline, by=reporter, tags=()), by=editor)
    assert tag_queue.stories() == [str(story.pk)]

    page = decide("stories", f"take {story.pk}-{bridge.pk}")
    assert "Tagged: Bridge." in page
    assert bridge in story.published.tags.all()
    assert f'value="take {story.pk}-{kosovo.pk}"' in page
    decide("stories", f"dismiss {story.pk}-{kosovo.pk}")
    assert DismissedTag.objects.get().tag == kosovo
    assert tag_queue.stories() == []
    decide("stories", "undo")
    decide("stories", "undo")
    assert bridge not in story.published.tags.all()

    decide("stories", f"enough {story.pk}")
    assert EnoughTags.objects.get().by.username == "moderator"
    assert tag_queue.stories() == []
    decide("stories", "undo")
    assert tag_queue.stories() == [str(story.pk)]
    assert not DismissedTag.objects.exists()

    decide("stories", f"add {story.pk}", names="Rivers\nFerries")
    assert {tag.name for tag in story.published.tags.all()} == {"Other", "Rivers", "Ferries"}
    decide("stories", "undo")
    assert {tag.name for tag in story.published.tags.all()} == {"Other"}


def test_what_is_put_off_comes_at_the_end(decide: Decide) -> None:
    one, other = a_tag("One"), a_tag("Other")
    assert "<bdi>Other</bdi></a></h2>" in decide("proposed", f"later {one.pk}")
    assert "<bdi>One</bdi></a></h2>" in decide("proposed", f"approve {other.pk}")


def test_only_who_looks_after_tags_sees_and_decides(
    desk: Desk, reporter: User, editor: User, moderator: User
) -> None:
    tag = a_tag("One")
    assert desk(reporter).get(address("proposed")).status_code == 403
    assert desk(reporter).post(address("proposed"), {"do": f"approve {tag.pk}"}).status_code == 403
    for user in (editor, moderator):
        assert desk(user).get(address("proposed")).status_code == 200
    assert desk(moderator).get(address("nothing")).status_code == 404
    tag.refresh_from_db()
    assert tag.status == TagStatus.PROPOSED


@pytest.mark.parametrize(
    "do",
    [
        "",
        "x",
        "approve",
        "approve x",
        "approve 999999",
        "approve " + "9" * 40,
        "merge 1",
        "merge 1-1",
        "take 1-1",
        "\x00",
        "later " + "x" * 5000,
    ],
)
def test_a_hand_made_post_changes_nothing(do: str, decide: Decide, db: None) -> None:
    tag = a_tag("One")
    for which in ("proposed", "near", "rare", "stories"):
        decide(which, do)
    assert TagDecision.objects.count() == 0
    tag.refresh_from_db()
    assert tag.status == TagStatus.PROPOSED


def test_a_post_that_names_no_list_does_nothing_and_leads_to_one(desk: Desk, moderator: User) -> None:
    tag = a_tag("Bridges")

    answer = desk(moderator).post(reverse("admin:articles_tag_queue"), {"do": f"approve {tag.pk}"})

    assert (answer.status_code, answer["Location"]) == (302, address("proposed"))
    tag.refresh_from_db()
    assert tag.status == TagStatus.PROPOSED


def test_without_a_script_the_page_comes_back_and_says_what_was_done(desk: Desk, moderator: User) -> None:
    tag = a_tag("One")
    client = desk(moderator)
    assert client.get(reverse("admin:articles_tag_queue")).headers["Location"] == address("proposed")
    answer = client.post(address("proposed"), {"do": f"approve {tag.pk}"}, follow=True)
    page = answer.content.decode()
    assert "Approved: One." in page
    assert "Nothing waits here." in page


@pytest.mark.thorough
def test_each_page_asks_the_same_however_much_waits(
    desk: Desk, moderator: User, reporter: User, editor: User
) -> None:
    client = desk(moderator)

    def grow(number: int) -> None:
        for one in range(number):
            approved(f"Rárely {one}{number}")
            approved(f"Rarely {one}{number}")
            a_tag(f"Proposed {one} {number}")
        bring_to("live", write(f"Rarely 0{number}", by=reporter, tags=()), by=editor)

    def asked() -> list[int]:
        counts = []
        for which in ("proposed", "near", "rare", "stories"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(which)).status_code == 200
            counts.append(len(queries))
        return counts

    grow(1)
    few = asked()
    grow(9)
    # A story is compared by up to three of the tags found for it, each with a question of its own.
    assert all(many <= one + 3 for many, one in zip(asked(), few, strict=True))
    assert max(few) <= 36
    assert Story.objects.count() == 2
