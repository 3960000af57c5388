"""The panel of found quotations: what each button does, who may press it, and what a tampered or late post meets."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles import people, workflow
from articles.misquotes import misquotes
from articles.models import Dismissal, MisquoteOverride, Person, PersonSpelling, Quote, SpellingKind, Story
from tests.desk.conftest import Desk, address_of
from tests.desk.words_panel import FETCH, keys, panel_address, press
from tests.stories import bring_to, edit, write

BODY = (
    "<p>“KFOR is fully prepared to respond to any security developments,” Mark Rutte said on Tuesday.</p>"
    "<h2>“KFOR is not prepared to respond”</h2>"
    "<p>President Vjosa Osmani welcomed the visit. “Our partnership has never been stronger,” she said.</p>"
)
RUTTE = "KFOR is fully prepared to respond to any security developments"
OSMANI = "Our partnership has never been stronger"
ALL_ACTIONS = (
    "take",
    "take-new",
    "correct",
    "take-all",
    "dismiss",
    "bring-back",
    "repoint",
    "remove",
    "override",
    "look-again",
    "respell",
)


@pytest.fixture
def story(reporter: User) -> Story:
    return write("A visit", by=reporter, body=BODY, quotes=())


@pytest.fixture
def rutte(reporter: User) -> Person:
    return people.introduce("Mark Rutte", by=reporter)


# --- What each button does -------------------------------------------------------------------------


def test_the_page_shows_what_was_found_and_nothing_becomes_a_quote_unasked(
    desk: Desk, reporter: User, story: Story, rutte: Person
) -> None:
    page = desk(reporter).get(address_of(story)).content.decode()

    assert f"“{RUTTE}”" in page
    assert f'value="take {keys(story)[OSMANI]}"' in page
    assert "<strong>Mark Rutte</strong>" in page
    assert not story.quotes.exists()


def test_taking_makes_the_quote_as_it_stands(desk: Desk, reporter: User, story: Story, rutte: Person) -> None:
    answer = press(desk(reporter), story, f"take {keys(story)[RUTTE]}")

    assert answer.status_code == 200
    quote = story.quotes.get()
    assert (quote.text, quote.speaker, quote.cue) == (RUTTE, rutte, "said")
    story.refresh_from_db()
    assert f'data-version="{story.version}"' in answer.content.decode()
    assert RUTTE not in keys(story)


def test_taking_words_of_somebody_not_known_says_that_no_speaker_was_kept(
    desk: Desk, reporter: User, story: Story
) -> None:
    answer = press(desk(reporter), story, f"take {keys(story)[RUTTE]}")

    assert story.quotes.get().speaker is None
    assert "without a speaker: it is not known who “Mark Rutte” is" in answer.content.decode()
    assert not Person.objects.exists()


def test_one_key_takes_the_words_and_adds_who_spoke_them(desk: Desk, reporter: User, story: Story) -> None:
    key = keys(story)[RUTTE]
    assert f'value="take-new {key}"' in desk(reporter).get(address_of(story)).content.decode()

    answer = press(desk(reporter), story, f"take-new {key}")

    assert answer.status_code == 200
    assert (story.quotes.get().text, story.quotes.get().speaker.name) == (RUTTE, "Mark Rutte")


@pytest.mark.parametrize("known", ["Mark Rutte", "Mark Rütte"])
def test_nobody_is_added_whose_name_is_like_one_that_is_known(
    known: str, desk: Desk, reporter: User, story: Story
) -> None:
    people.introduce(known, by=reporter)
    key = keys(story)[RUTTE]
    assert f'value="take-new {key}"' not in desk(reporter).get(address_of(story)).content.decode()

    assert press(desk(reporter), story, f"take-new {key}").status_code == 409
    assert Person.objects.count() == 1
    assert not story.quotes.exists()


def test_correcting_chooses_speaker_and_occasion_and_keeps_the_words(
    desk: Desk, reporter: User, story: Story, rutte: Person
) -> None:
    key = keys(story)[OSMANI]
    facts = {
        f"{key}-name": "Vjosa Osmani",
        f"{key}-is_new": "on",
        f"{key}-occasion": "in Prishtina",
        f"{key}-cue": "added",
    }

    answer = press(desk(reporter), story, f"correct {key}", **facts)

    assert answer.status_code == 200
    quote = story.quotes.get()
    assert (quote.text, quote.speaker.name, quote.occasion, quote.cue) == (
        OSMANI,
        "Vjosa Osmani",
        "in Prishtina",
        "added",
    )


def test_nobody_new_is_made_without_being_asked_and_what_was_typed_is_still_there(
    desk: Desk, reporter: User, story: Story, rutte: Person
) -> None:
    key = keys(story)[RUTTE]

    answer = press(
        desk(reporter),
        story,
        f"correct {key}",
        **{f"{key}-name": "Marc Rütte", f"{key}-occasion": "in Berlin"},
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Nobody is known by exactly this name." in page
    assert 'value="in Berlin"' in page
    assert Person.objects.count() == 1
    assert not story.quotes.exists()


def test_a_quotation_can_be_taken_without_the_name_the_software_found(
    desk: Desk, reporter: User, story: Story, rutte: Person
) -> None:
    key = keys(story)[RUTTE]

    press(desk(reporter), story, f"correct {key}", **{f"{key}-speaker": "", f"{key}-role": "An official"})

    quote = story.quotes.get()
    assert (quote.speaker, quote.role, quote.cue) == (None, "An official", "")


def test_all_whose_speaker_is_known_are_taken_at_once(
    desk: Desk, reporter: User, story: Story, rutte: Person
) -> None:
    press(desk(reporter), story, "take-all")

    assert [quote.text for quote in story.quotes.all()] == [RUTTE]


def test_what_was_dismissed_stays_dismissed_until_it_is_brought_back(
    desk: Desk, reporter: User, story: Story
) -> None:
    client = desk(reporter)

    press(client, story, f"dismiss {keys(story)[RUTTE]}")
    assert RUTTE not in keys(story)
    page = client.get(address_of(story)).content.decode()
    assert "Dismissed (1)" in page

    press(client, story, f"bring-back {Dismissal.objects.get().key}")
    assert RUTTE in keys(story)


@pytest.mark.parametrize(
    ("button", "left"), [("repoint", [RUTTE.replace("security", "military")]), ("remove", [])]
)
@pytest.mark.thorough
def test_a_quote_whose_words_were_edited_is_shown_and_follows_only_when_asked(
    button: str, left: list[str], desk: Desk, reporter: User, story: Story, rutte: Person
) -> None:
    client = desk(reporter)
    press(client, story, f"take {keys(story)[RUTTE]}")
    edit(Story.objects.get(), by=reporter, body=BODY.replace("security", "military"))

    page = client.get(address_of(story)).content.decode()
    assert "the text now says:" in page
    assert [quote.text for quote in story.quotes.all()] == [RUTTE]

    assert press(client, story, f"{button} {story.quotes.get().uuid}").status_code == 200
    assert [quote.text for quote in story.quotes.all()] == left


@pytest.mark.thorough
def test_a_misquote_stops_publishing_until_an_editor_says_why_it_stays(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    key = misquotes(story)[0].key
    page = desk(editor).get(address_of(story)).content.decode()
    assert "Another sense" in page
    assert '<a href="#id_body"' in page
    bring_to("approved", story, by=editor)
    with pytest.raises(workflow.NotReady, match="Put it right, or say why it stays"):
        workflow.publish(Story.objects.get(), by=editor)

    assert press(desk(editor), story, f"override {key}").status_code == 409
    assert (
        press(desk(editor), story, f"override {key}", **{f"reason-{key}": "He said so on air."}).status_code
        == 200
    )

    assert MisquoteOverride.objects.get().reason == "He said so on air."
    workflow.publish(Story.objects.get(), by=editor)

    press(desk(editor), story, f"look-again {key}")
    assert not MisquoteOverride.objects.exists()


def test_the_house_spelling_is_one_press_away_and_quotations_stay(desk: Desk, reporter: User) -> None:
    person = people.introduce("Radmila Shekerinska", by=reporter)
    PersonSpelling.objects.create(person=person, name="Radmila Sekerinska", kind=SpellingKind.MISSPELLING)
    story = write(
        by=reporter, body="<p>Radmila Sekerinska spoke. “Radmila Sekerinska is here,” he said.</p>", quotes=()
    )
    client = desk(reporter)
    assert (
        "Radmila Sekerinska → <strong>Radmila Shekerinska</strong>"
        in client.get(address_of(story)).content.decode()
    )

    press(client, story, f"respell {person.pk} Radmila Sekerinska")

    story.refresh_from_db()
    assert story.body == "<p>Radmila Shekerinska spoke. “Radmila Sekerinska is here,” he said.</p>"


# --- Who may, and what a post that does not fit meets ----------------------------------------------


@pytest.mark.parametrize("action", ALL_ACTIONS)
@pytest.mark.parametrize(
    ("who", "answers"),
    [
        ("reporter", {200, 409, 403}),
        ("editor", {200, 409}),
        ("other_reporter", {403}),
        ("moderator", {403}),
        (None, {403}),
    ],
)
def test_only_who_may_change_the_words_gets_through_the_door(
    action: str, who: str | None, answers: set[int], desk: Desk, story: Story, request: pytest.FixtureRequest
) -> None:
    client = desk(request.getfixturevalue(who)) if who else Client()
    about = misquotes(story)[0].key if action == "override" else keys(story)[RUTTE]

    answer = press(client, story, f"{action} {about}", **{f"reason-{about}": "Because."})

    assert answer.status_code in answers
    if who not in {"reporter", "editor"}:
        assert not story.quotes.exists()
        assert not story.dismissals.exists()
    if who != "editor":
        assert not story.misquote_overrides.exists()


def test_nobody_changes_a_spiked_story(desk: Desk, editor: User, story: Story) -> None:
    key = keys(story)[RUTTE]
    bring_to("spiked", story, by=editor)

    assert press(desk(editor), story, f"take {key}").status_code == 403
    assert not story.quotes.exists()


@pytest.mark.parametrize(
    "do",
    [
        "",
        "take",
        "take 0-0",
        "take 1 OR 1=1",
        "correct x",
        "repoint x",
        "remove ''",
        "respell 1 x",
        "publish",
        "take\x00",
    ],
)
def test_a_tampered_post_does_nothing_and_says_so(do: str, desk: Desk, editor: User, story: Story) -> None:
    version = story.version

    answer = press(desk(editor), story, do)

    assert answer.status_code == 409
    assert "words-not-done" in answer.content.decode()
    story.refresh_from_db()
    assert story.version == version


def test_a_quote_of_another_story_is_out_of_reach(
    desk: Desk, editor: User, reporter: User, story: Story
) -> None:
    other = Quote.objects.get(story=write(by=reporter))

    assert press(desk(editor), story, f"remove {other.uuid}").status_code == 409
    assert Quote.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999999999"])
def test_a_post_without_a_version_is_not_obeyed(version: str, desk: Desk, editor: User, story: Story) -> None:
    answer = desk(editor).post(
        panel_address(story), {"do": f"take {keys(story)[RUTTE]}", "version": version}, **FETCH
    )

    assert answer.status_code == 409
    assert not story.quotes.exists()


def test_whoever_is_late_is_told_and_loses_nothing(
    desk: Desk, reporter: User, editor: User, story: Story
) -> None:
    key, seen = keys(story)[OSMANI], story.version
    edit(story, by=editor, standfirst="Somebody was quicker.")

    sent = {f"{key}-speaker": "", f"{key}-name": "Vjosa Osmani", f"{key}-occasion": "in Prishtina"}
    answer = press(desk(reporter), story, f"correct {key}", version=seen, **sent)

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "changed in the meantime" in page
    assert 'value="in Prishtina"' in page
    assert not story.quotes.exists()


def test_without_a_script_the_page_comes_back(
    desk: Desk, reporter: User, story: Story, rutte: Person
) -> None:
    client = desk(reporter)
    sent = {"do": f"take {keys(story)[RUTTE]}", "version": story.version}

    done = client.post(panel_address(story), sent)
    late = client.post(panel_address(story), sent)

    assert done.status_code == 302
    assert done.url == f"{address_of(story)}#words"
    assert late.status_code == 409
    assert "changed in the meantime" in late.content.decode()
    assert "<html" in late.content.decode()
    assert client.get(panel_address(story)).status_code == 302
    assert story.quotes.count() == 1


def test_without_its_token_a_post_is_refused(desk: Desk, reporter: User, story: Story) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter, backend="django.contrib.auth.backends.ModelBackend")

    assert (
        client.post(
            panel_address(story), {"do": f"take {keys(story)[RUTTE]}", "version": story.version}
        ).status_code
        == 403
    )
    assert not story.quotes.exists()


def test_somebody_who_only_reads_gets_no_panel(desk: Desk, moderator: User, story: Story) -> None:
    assert "words_form" not in desk(moderator).get(address_of(story)).content.decode()


def test_words_that_look_like_markup_are_shown_as_words(desk: Desk, reporter: User) -> None:
    story = write(
        by=reporter,
        quotes=(),
        body="<p>“&lt;script&gt;alert(1)&lt;/script&gt; is what they told us,” Mark Rutte said.</p>",
    )

    page = desk(reporter).get(address_of(story)).content.decode()

    assert "<script>alert(1)" not in page
