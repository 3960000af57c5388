"""A blockquote without marks is a quotation: proposed, held against headlines, and spelt as it was said."""

import pytest
from django.contrib.auth.models import User

from articles import house_spelling, people, quoting
from articles.blocks import running_text
from articles.checks import what_stops
from articles.material import material_changes
from articles.misquotes import checked_passages
from articles.models import PersonSpelling
from articles.quotation.differences import Verdict
from articles.set_off import set_off_quotations
from tests.stories import write

WORDS = "We have asked Radmila Sekerinska for help, and she will come."
BODY = f"<p>The mayor wrote:</p><blockquote><p>{WORDS}</p></blockquote><p>Radmila Sekerinska agreed.</p>"


@pytest.mark.parametrize(
    ("body", "found"),
    [
        (BODY, [WORDS]),
        ("<blockquote>One.</blockquote><blockquote>Two.</blockquote>", ["One.", "Two."]),
        ("<blockquote><p>One.</p><p>Two.</p></blockquote>", ["One.\nTwo."]),
        ("<blockquote><p>One.</p><blockquote><p>Two.</p></blockquote></blockquote>", ["One.\nTwo."]),
        ("<blockquote><p>One.</p><p>— Vjosa Dema</p></blockquote>", ["One."]),
        ("<blockquote><p>“One,” she said.</p><p>Two.</p></blockquote>", []),
        ("<blockquote><h2>One</h2></blockquote><p>Two.</p>", []),
        ("<p>One.</p></blockquote><p>Two.</p>", []),
    ],
)
def test_the_words_of_a_blockquote_without_marks_are_found(body: str, found: list[str]) -> None:
    running = running_text(body)
    assert [running.text[start:end] for start, end in set_off_quotations(running)] == found


@pytest.mark.django_db
def test_a_headline_may_quote_it_and_may_not_misquote_it(editor: User) -> None:
    headline = "“We have asked Radmila Sekerinska for help”"
    [faithful] = checked_passages(write(headline, by=editor, body=BODY, quotes=()))
    assert faithful.verdict == Verdict.EXACT

    wrong = write("“We have not asked Radmila Sekerinska for help”", by=editor, body=BODY, quotes=())
    assert [passage.verdict for passage in checked_passages(wrong)] == [Verdict.CHANGED_SENSE]
    assert what_stops(wrong)


@pytest.mark.django_db
def test_names_in_it_are_not_ours_to_spell(editor: User) -> None:
    person = people.introduce("Radmila Shekerinska", by=editor)
    PersonSpelling.objects.create(person=person, name="Radmila Sekerinska")
    [odd] = house_spelling.odd_spellings(write(by=editor, body=BODY, quotes=()))
    assert len(odd.places) == 1

    story = write(by=editor, body=BODY, quotes=())
    house_spelling.respell(story, [odd], by=editor)
    assert WORDS in story.body
    assert "Radmila Shekerinska agreed" in story.body


@pytest.mark.django_db
def test_it_is_proposed_and_taken_whole(editor: User) -> None:
    story = write(by=editor, body=BODY, quotes=())
    [proposal] = quoting.proposals(story)
    assert (proposal.words, proposal.speaker_name) == (WORDS, "")
    quoting.take(story, proposal, by=editor)
    assert quoting.proposals(story) == []


def test_a_change_of_its_words_is_no_slip_of_spelling() -> None:
    before, after = {"body": BODY}, {"body": BODY.replace("she will come", "she may come")}
    assert "a quotation" in ", ".join(material_changes(before, after))
