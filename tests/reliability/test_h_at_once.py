"""Several people, or one impatient one, at the same moment: nothing twice, nothing lost, nobody refused."""

import os
from collections.abc import Callable
from itertools import cycle, islice
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from articles import revisions
from articles.models import Author, Image, Person, Quote, Status, Story, Tag, Transition
from tests.at_once import at_once
from tests.desk.conftest import address_of
from tests.desk.forms import add_row, opened, send
from tests.desk.pictures import a_picture
from tests.stories import bring_to, write

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.thorough]

ADD = reverse("admin:articles_story_add")
# So many saves by each of eight writers; CONTENTION_SAVES=60 for a long run.
SAVES = int(os.environ.get("CONTENTION_SAVES", "2"))
WRITERS = 8


def browser_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def sender(client: Client, address: str, fields: dict, **changes: object) -> Callable[[], HttpResponse]:
    return lambda: send(client, address, fields, **changes)


def statuses(answers: list[HttpResponse]) -> list[int]:
    return [answer.status_code for answer in answers]


def test_a_new_story_sent_twice_at_once_is_one_story(reporter: User) -> None:
    client, same = browser_of(reporter), browser_of(reporter)
    fields = add_row(
        opened(client, ADD), "quotes", text="Said once", key=uuid4().hex, verification="unverified"
    )

    answers = at_once(*(sender(one, ADD, fields, headline="Once", tag_names=["A"]) for one in (client, same)))

    assert statuses(answers) == [302, 302]
    story = Story.objects.get()
    assert {answer.url for answer in answers} == {address_of(story)}
    assert (story.revisions.count(), Quote.objects.count(), Tag.objects.count()) == (1, 1, 1)
    call_command("verify_integrity")


def test_a_save_sent_twice_at_once_is_one_revision(reporter: User) -> None:
    story = write(by=reporter)
    browsers = browser_of(reporter), browser_of(reporter)
    fields = opened(browsers[0], address_of(story))
    fields = add_row(fields, "quotes", text="Said once", key=uuid4().hex, verification="unverified")

    answers = at_once(*(sender(one, address_of(story), fields, headline="Once") for one in browsers))

    assert statuses(answers) == [302, 302]
    assert story.revisions.count() == 2
    assert Quote.objects.filter(text="Said once").count() == 1
    call_command("verify_integrity")


def test_publish_pressed_twice_at_once_happens_once(reporter: User, editor: User) -> None:
    story = bring_to("approved", write(by=reporter), by=editor)
    browsers = browser_of(editor), browser_of(editor)
    fields = opened(browsers[0], address_of(story))

    answers = at_once(*(sender(one, address_of(story), fields, _move="publish") for one in browsers))

    assert statuses(answers) == [302, 302]
    assert Transition.objects.filter(verb="publish").count() == 1
    story.refresh_from_db()
    assert (story.status, story.is_live) == (Status.APPROVED, True)
    call_command("verify_integrity")


@pytest.mark.parametrize("noun", ["person", "author", "image"])
def test_a_new_thing_sent_twice_is_one_thing(noun: str, editor: User) -> None:
    model = {"person": Person, "author": Author, "image": Image}[noun]
    browsers = browser_of(editor), browser_of(editor)
    address = reverse(f"admin:articles_{noun}_add")
    fields = {**opened(browsers[0], address, f"{noun}_form"), "name": ["Vjosa Dema"], "title": ["A picture"]}

    def send_it(client: Client) -> HttpResponse:
        files = {"file": SimpleUploadedFile("a.jpg", a_picture().getvalue())} if noun == "image" else {}
        return client.post(address, {**fields, **files})

    at_the_same_moment = at_once(*(lambda one=one: send_it(one) for one in browsers))
    later = send_it(browsers[0])

    assert statuses([*at_the_same_moment, later]) == [302] * 3
    assert model.objects.count() == 1
    call_command("verify_integrity")
    # The next form makes the next thing, of the same name as well.
    fields["_form_key"] = opened(browsers[0], address, f"{noun}_form")["_form_key"]
    assert send_it(browsers[0]).status_code == 302
    assert model.objects.count() == 2


@pytest.mark.parametrize("noun", ["person", "author"])
def test_four_of_one_name_added_at_once_are_four_with_an_address_each(noun: str, editor: User) -> None:
    model = {"person": Person, "author": Author}[noun]
    browsers = [browser_of(editor) for _ in range(4)]
    address = reverse(f"admin:articles_{noun}_add")
    forms = [{**opened(one, address, f"{noun}_form"), "name": ["Vjosa Dema"]} for one in browsers]

    answers = at_once(
        *(
            lambda one=one, form=form: one.post(address, form)
            for one, form in zip(browsers, forms, strict=True)
        )
    )

    assert statuses(answers) == [302] * 4
    assert {*model.objects.values_list("slug", flat=True)} == {
        "vjosa-dema",
        *(f"vjosa-dema-{n}" for n in (2, 3, 4)),
    }


def test_two_different_saves_at_once_are_a_save_and_a_conflict(reporter: User, editor: User) -> None:
    story = write(by=reporter)
    browsers = browser_of(reporter), browser_of(editor)
    fields = opened(browsers[0], address_of(story))

    answers = at_once(
        *(sender(one, address_of(story), fields, headline=f"Words {n}") for n, one in enumerate(browsers))
    )

    assert sorted(statuses(answers)) == [200, 302]
    loser = statuses(answers).index(200)
    assert f"Words {loser}" in answers[loser].content.decode()
    story.refresh_from_db()
    assert story.headline == f"Words {1 - loser}"


def test_eight_people_in_eight_paragraphs_at_once_are_all_saved(reporter: User, editor: User) -> None:
    story = write(by=reporter, body="".join(f"<p>Paragraph {n} as it was.</p>" for n in range(WRITERS)))
    browsers = [browser_of(user) for user in islice(cycle([reporter, editor]), WRITERS)]
    fields = opened(browsers[0], address_of(story))

    answers = at_once(
        *(
            sender(one, address_of(story), fields, body=story.body.replace(f"{n} as it was", f"{n} changed"))
            for n, one in enumerate(browsers)
        )
    )

    assert statuses(answers) == [302] * WRITERS
    story.refresh_from_db()
    assert story.body == "".join(f"<p>Paragraph {n} changed.</p>" for n in range(WRITERS))
    assert story.revisions.count() == WRITERS + 1
    call_command("verify_integrity")


def test_bringing_back_during_a_save_keeps_every_text(reporter: User, editor: User) -> None:
    story = bring_to("live_draft", write("As it began", by=reporter), by=editor)
    mine, theirs = browser_of(reporter), browser_of(editor)
    fields = opened(mine, address_of(story))
    first = reverse("admin:articles_story_revision", args=[story.pk, 1])

    answers = at_once(
        sender(mine, address_of(story), fields, headline="Saved meanwhile"), lambda: theirs.post(first)
    )

    assert statuses(answers) == [302, 302]
    story.refresh_from_db()
    assert [one.number for one in story.revisions.order_by("number")] == [1, 2, 3, 4]
    assert (
        story.revisions.get(number=1).content["standfirst"]
        != story.revisions.get(number=2).content["standfirst"]
    )
    assert "Saved meanwhile" in {one.content["headline"] for one in story.revisions.all()}
    assert story.published.headline == "As it began"
    call_command("verify_integrity")


def test_one_tag_in_eight_spellings_at_once_is_one_tag(editor: User) -> None:
    spellings = ["Race", "race", "RACE ", " rAce", "Ｒace", "race\u200b", "R\u00adace", "Race\u00a0"]
    stories = [write(by=editor, tags=()) for _ in spellings]
    browsers = [browser_of(editor) for _ in spellings]
    forms = [opened(one, address_of(story)) for one, story in zip(browsers, stories, strict=True)]

    answers = at_once(
        *(
            sender(one, address_of(story), fields, tag_names=[name, f"{name} relations"])
            for one, story, fields, name in zip(browsers, stories, forms, spellings, strict=True)
        )
    )

    assert statuses(answers) == [302] * 8
    assert Tag.objects.count() == 2
    assert [story.tags.count() for story in stories] == [2] * 8
    call_command("verify_integrity")


def test_eight_people_who_save_without_a_pause_are_all_served(reporter: User, editor: User) -> None:
    stories = [write(by=reporter) for _ in range(WRITERS)]

    def save(story: Story, user: User) -> list[int]:
        client = browser_of(user)
        return [
            send(
                client,
                address_of(story),
                opened(client, address_of(story)),
                headline=f"Save {number}",
                tag_names=[f"Tag {number}"],
            ).status_code
            for number in range(SAVES)
        ]

    people = islice(cycle([reporter, editor]), WRITERS)
    answers = at_once(
        *(
            lambda story=story, user=user: save(story, user)
            for story, user in zip(stories, people, strict=True)
        )
    )

    assert answers == [[302] * SAVES] * WRITERS
    for story in stories:
        story.refresh_from_db()
        assert story.headline == f"Save {SAVES - 1}"
        assert story.revisions.count() == SAVES + 1
        assert revisions.content_of(story) == story.revision.content
    assert Tag.objects.count() == SAVES + 1
    call_command("verify_integrity")
