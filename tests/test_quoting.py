"""Confirming: what is proposed, taken, dismissed, and what becomes of quotes when their words are edited."""

from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from articles import people, quoting, workflow
from articles.models import Person, PersonSpelling, Position, Quote, Story
from articles.permissions import NotAllowed
from articles.proposing import Change, changed_quotes
from articles.text import plain_text
from tests.stories import a_section, bring_to, edit, write

pytestmark = pytest.mark.django_db

RUTTE = "<p>“KFOR is fully prepared to respond to any security developments,” Mark Rutte said on Tuesday.</p>"
OSMANI = (
    "<p>President Vjosa Osmani welcomed the visit. “Our partnership has never been stronger,” she said.</p>"
)
SCARE = "<p>So did other “partners” of the mission.</p>"
BODY = RUTTE + "<h2>“Never been stronger”</h2>" + OSMANI + SCARE


@pytest.fixture
def story(reporter: User) -> Story:
    return write(by=reporter, body=BODY, quotes=())


@pytest.fixture
def rutte(reporter: User) -> Person:
    return people.introduce("Mark Rutte", by=reporter)


def words(story: Story) -> list[str]:
    return [proposal.words for proposal in quoting.proposals(story)]


def stands(quote: Quote) -> bool:
    body = plain_text(quote.story.body)
    return body[quote.position : quote.position + len(quote.text)] == quote.text


# --- Proposing -------------------------------------------------------------------------------------


def test_quotations_of_the_running_text_are_proposed_with_what_the_text_tells(
    story: Story, rutte: Person
) -> None:
    first, second = quoting.proposals(story)

    assert first.words == "KFOR is fully prepared to respond to any security developments"
    assert (first.speaker_name, first.person, first.cue) == ("Mark Rutte", rutte, "said")
    assert second.words == "Our partnership has never been stronger"
    assert (second.speaker, second.speaker_name, second.person) == ("she", "Vjosa Osmani", None)
    for proposal in (first, second):
        assert plain_text(story.body)[proposal.position :].startswith(proposal.words)


def test_proposing_writes_nothing(story: Story, rutte: Person) -> None:
    quoting.proposals(story)

    assert not story.quotes.exists()


@pytest.mark.parametrize("count", [1, 12])
def test_proposing_asks_the_database_the_same_number_of_questions_for_many(
    count: int, reporter: User, django_assert_num_queries: Callable
) -> None:
    body = ""
    for number in range(count):
        name = f"Ana {'ABCDEFGHIJKLMN'[number]}ovska"
        people.introduce(name, by=reporter)
        body += f"<p>“This is statement number {number} of the day,” {name} said.</p>"
    story = write(by=reporter, body=body, quotes=())

    # Quotes, dismissals, names, spellings.
    with django_assert_num_queries(4):
        assert len(quoting.proposals(story)) == count


@pytest.mark.parametrize(
    ("known", "named", "exact"),
    [
        ("Radmila Shekerinska", "Radmila Shekerinska", True),
        ("Radmila Shekerinska", "Radmila Sekerinska", False),
        ("Radmila Shekerinska", "Radmila Šekerinska", False),
        ("Radmila Shekerinska", "Радмила Шекеринска", False),
        ("Aleksandar Vučić", "Aleksandar Vucic", False),
        ("Aleksandar Vučić", "Aleksandar Vuçiq", False),
        ("Aleksandar Vučić", "Александар Вучић", False),
        ("Vjosa Osmani", "Вјоса Османи", False),
        ("Mark Rutte", "Rutte", False),
        ("Donald Trump", "Donald J. Trump", False),
    ],
)
def test_a_name_alike_suggests_and_only_the_very_name_is_known(
    known: str, named: str, exact: bool, reporter: User
) -> None:
    person = people.introduce(known, by=reporter)

    found = people.bearers([named])[named]

    assert (found.exact == person) is exact
    assert (person in found.near) is not exact


def test_another_surname_or_first_name_suggests_nobody(reporter: User) -> None:
    people.introduce("Mark Rutte", by=reporter)

    found = people.bearers(["Albin Kurti", "Jan Rutte", "Mark"])

    assert all(who.exact is None and who.near == () for who in found.values())


def test_two_people_of_one_name_are_both_suggested_and_neither_is_known(reporter: User) -> None:
    two = [people.introduce("Arben Gashi", by=reporter) for _ in range(2)]

    found = people.bearers(["Arben Gashi"])["Arben Gashi"]

    assert found.exact is None
    assert list(found.near) == two


def test_a_spelling_makes_a_person_known_until_it_is_removed(reporter: User) -> None:
    person = people.introduce("Radmila Shekerinska", by=reporter)
    spelling = PersonSpelling.objects.create(person=person, name="Radmila Sekerinska")
    assert people.bearers([spelling.name])[spelling.name].exact == person

    spelling.delete()

    assert people.bearers([spelling.name])[spelling.name].exact is None


# --- Taking ----------------------------------------------------------------------------------------


def test_a_taken_quotation_has_the_words_of_the_body_and_is_not_proposed_again(
    story: Story, rutte: Person, reporter: User
) -> None:
    proposal = quoting.proposals(story)[0]

    quote = quoting.take(story, proposal, by=reporter)

    assert (quote.text, quote.speaker, quote.cue) == (proposal.words, rutte, "said")
    assert stands(quote)
    assert words(story) == ["Our partnership has never been stronger"]
    assert story.revision.content["quotes"][0]["text"] == quote.text


def test_the_one_who_takes_a_quotation_corrects_what_the_software_guessed(
    story: Story, rutte: Person, reporter: User
) -> None:
    proposal = quoting.proposals(story)[1]

    quote = quoting.take(
        story,
        proposal,
        by=reporter,
        speaker=rutte,
        occasion="at the airport",
        said_on=date(2026, 3, 11),
        medium="speech",
    )

    assert (quote.speaker, quote.occasion, quote.said_on, quote.medium) == (
        rutte,
        "at the airport",
        date(2026, 3, 11),
        "speech",
    )


def test_nobody_can_hand_in_other_words_than_the_body_has(story: Story, reporter: User) -> None:
    proposal = quoting.proposals(story)[0]

    with pytest.raises(TypeError):
        quoting.take(story, proposal, by=reporter, text="KFOR is not prepared")
    with pytest.raises(quoting.WordsGone):
        quoting.take(story, quoting.Passage("KFOR is not prepared", proposal.position), by=reporter)
    with pytest.raises(quoting.WordsGone):
        quoting.take(story, quoting.Passage(proposal.words, proposal.position + 1), by=reporter)
    assert not story.quotes.exists()


def test_a_fact_that_does_not_fit_is_refused_and_nothing_is_kept(story: Story, reporter: User) -> None:
    with pytest.raises(ValidationError):
        quoting.take(story, quoting.proposals(story)[0], by=reporter, medium="pigeon")

    assert not story.quotes.exists()


def test_all_whose_speaker_is_known_are_taken_at_once(story: Story, rutte: Person, reporter: User) -> None:
    taken = quoting.take_known(story, by=reporter)

    assert [quote.speaker for quote in taken] == [rutte]
    assert words(story) == ["Our partnership has never been stronger"]


def test_the_role_is_the_one_held_on_the_day_it_was_said(story: Story, rutte: Person, reporter: User) -> None:
    Position.objects.create(
        person=rutte, title="Prime Minister", organisation="Netherlands", ends_on=date(2024, 7, 2)
    )
    Position.objects.create(
        person=rutte, title="Secretary General", organisation="NATO", starts_on=date(2024, 10, 1)
    )
    first, _ = quoting.proposals(story)

    old = quoting.take(story, first, by=reporter, said_on=date(2020, 5, 1))
    assert old.role == "Prime Minister, Netherlands"
    old.delete()
    new = quoting.take(story, first, by=reporter)
    assert new.role == "Secretary General, NATO"


def test_only_who_may_edit_the_story_takes_and_dismisses(
    story: Story, other_reporter: User, moderator: User
) -> None:
    proposal = quoting.proposals(story)[0]
    for verb in (quoting.take, quoting.dismiss):
        for somebody in (other_reporter, moderator):
            with pytest.raises(NotAllowed):
                verb(story, proposal, by=somebody)

    assert not story.quotes.exists()
    assert not story.dismissals.exists()


def test_who_is_second_is_told_and_nothing_is_taken(story: Story, reporter: User) -> None:
    stale = Story.objects.get(pk=story.pk)
    quoting.take(story, quoting.proposals(story)[0], by=reporter)

    with pytest.raises(workflow.StaleStory):
        quoting.take(stale, quoting.proposals(stale)[0], by=reporter)

    assert story.quotes.count() == 1


# --- Dismissing ------------------------------------------------------------------------------------


def test_dismissed_words_stay_dismissed_while_they_stand(story: Story, reporter: User) -> None:
    first, second = quoting.proposals(story)
    quoting.dismiss(story, first, by=reporter)
    assert words(story) == [second.words]

    edit(story, by=reporter, body=f"<p>A new beginning.</p>{BODY}")
    assert words(story) == [second.words]

    edit(story, by=reporter, body=BODY.replace("fully prepared", "prepared"))
    assert words(story) == [first.words.replace("fully ", ""), second.words]


def test_dismissed_words_can_be_taken_up_again(story: Story, reporter: User) -> None:
    dismissal = quoting.dismiss(story, quoting.proposals(story)[0], by=reporter)

    quoting.undo_dismissal(dismissal, by=reporter)

    assert len(words(story)) == 2


def test_dismissing_twice_is_dismissing_once(story: Story, reporter: User) -> None:
    proposal = quoting.proposals(story)[0]
    quoting.dismiss(story, proposal, by=reporter)
    quoting.dismiss(story, proposal, by=reporter)

    assert story.dismissals.count() == 1


# --- Changed words ---------------------------------------------------------------------------------


@pytest.fixture
def taken(story: Story, rutte: Person, reporter: User) -> Story:
    for proposal in quoting.proposals(story):
        quoting.take(story, proposal, by=reporter)
    return story


def test_a_quote_whose_text_merely_slid_follows_it_in_silence(taken: Story, reporter: User) -> None:
    edit(taken, by=reporter, body=f"<p>A new beginning.</p>{BODY}")

    assert changed_quotes(taken) == []
    assert all(stands(quote) for quote in taken.quotes.all())


def test_a_quote_that_changed_places_is_shown_as_moved(taken: Story, reporter: User) -> None:
    edit(taken, by=reporter, body=OSMANI + SCARE + RUTTE)

    (moved,) = changed_quotes(taken)
    assert moved.change == Change.MOVED
    assert moved.passage.words == moved.quote.text

    quoting.repoint(moved.quote, moved.passage, by=reporter)
    assert changed_quotes(taken) == []
    assert all(stands(quote) for quote in taken.quotes.all())


def test_a_quote_whose_words_were_edited_is_shown_with_what_stands_there_now(
    taken: Story, reporter: User
) -> None:
    edit(taken, by=reporter, body=BODY.replace("is fully prepared", "is not prepared"))

    (changed,) = changed_quotes(taken)
    assert changed.change == Change.CHANGED
    assert changed.quote.text == "KFOR is fully prepared to respond to any security developments"
    assert changed.passage.words == "KFOR is not prepared to respond to any security developments"
    assert words(taken) == []  # shown with its quote, not as a new one


def test_bringing_a_quote_in_line_copies_the_words_of_the_body(taken: Story, reporter: User) -> None:
    taken.refresh_from_db()
    edit(taken, by=reporter, body=BODY.replace("is fully prepared", "is prepared"))
    (changed,) = changed_quotes(taken)

    quote = quoting.repoint(changed.quote, changed.passage, by=reporter)

    assert quote.text == "KFOR is prepared to respond to any security developments"
    assert stands(quote)
    assert changed_quotes(taken) == []


def test_a_quote_whose_words_were_taken_out_is_shown_as_gone(taken: Story, reporter: User) -> None:
    edit(taken, by=reporter, body=OSMANI + SCARE)

    (gone,) = changed_quotes(taken)

    assert (gone.change, gone.passage) == (Change.GONE, None)


def test_words_inside_a_longer_word_do_not_stand_there(reporter: User, rutte: Person) -> None:
    body = "<p>“No,” Mark Rutte said. Nothing else was heard.</p>"
    story = write(by=reporter, body=body, quotes=("No",))
    edit(story, by=reporter, body=body.replace("“No,” ", ""))

    assert [changed.change for changed in changed_quotes(story)] == [Change.GONE]


def test_the_same_words_twice_are_two_quotes(reporter: User, rutte: Person) -> None:
    line = "<p>“It is what it is, and nothing more,” Mark Rutte said.</p>"
    story = write(by=reporter, body=line * 2, quotes=())
    quoting.take_known(story, by=reporter)

    assert story.quotes.count() == 2
    assert len({quote.position for quote in story.quotes.all()}) == 2
    assert words(story) == []
    assert changed_quotes(story) == []


def test_taking_voids_an_approval_like_any_edit(story: Story, rutte: Person, editor: User) -> None:
    bring_to("approved", story, by=editor)

    quoting.take_known(story, by=editor)

    assert story.status == "draft"


def test_a_story_without_quotations_proposes_nothing(reporter: User) -> None:
    story = write(by=reporter, body="", quotes=(), section=a_section())

    assert quoting.proposals(story) == []
    assert changed_quotes(story) == []
