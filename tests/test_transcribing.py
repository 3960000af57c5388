"""Transcripts: for the desk alone; quotations are found in them, and matched only as printed."""

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.test import Client

from articles import workflow
from articles.models import Quote, Story, Transcript, Verification
from articles.permissions import NotAllowed
from articles.quotation.differences import Verdict
from articles.transcribing import NoMatch, align, match, match_all, paste
from tests.public import site
from tests.stories import bring_to, write

pytestmark = pytest.mark.django_db

TRANSCRIPT = """
[00:01:10] MODERATOR: Canaryword. Mayor, are you satisfied?
[00:01:15] VJOSA DEMA: We have, er, waited long enough. Thirty years is a long time for one bridge.
[00:02:00] MODERATOR: Thank you.
"""


@pytest.fixture
def story(reporter: User) -> Story:
    return write(
        by=reporter,
        body="<p>“We have waited long enough,” Vjosa Dema said. “Forty years is a long time for one bridge.” “I resign.”</p>",
        quotes=("We have waited long enough", "Forty years is a long time for one bridge.", "I resign."),
    )


@pytest.fixture
def transcript(story: Story, reporter: User) -> Transcript:
    return paste(story, TRANSCRIPT, by=reporter, title="Press conference, 6 March")


def test_each_quotation_is_found_with_who_says_it_and_when(transcript: Transcript) -> None:
    first, second, third = align(transcript)

    assert (first.place.verdict, first.place.speakers, first.place.seconds) == (
        Verdict.EXACT,
        ("VJOSA DEMA",),
        75.0,
    )
    assert second.place.verdict == Verdict.CHANGED_NUMBER
    assert third.place is None
    assert [each.is_match for each in (first, second, third)] == [True, False, False]


def test_what_stands_there_as_printed_reaches_the_rung(transcript: Transcript, reporter: User) -> None:
    quote = align(transcript)[0].quote

    step = match(quote, transcript, by=reporter)

    quote.refresh_from_db()
    assert quote.verification == Verification.TRANSCRIPT
    assert (step.transcript, step.by, step.note) == (transcript, reporter, "at 1:15, VJOSA DEMA")


def test_all_that_stand_there_are_recorded_at_once_and_only_once(
    transcript: Transcript, reporter: User
) -> None:
    [step] = match_all(transcript, by=reporter)

    assert step.words == "We have waited long enough"
    assert match_all(transcript, by=reporter) == []
    assert [quote.verification for quote in transcript.story.quotes.all()] == [
        "transcript",
        "unverified",
        "unverified",
    ]


@pytest.mark.parametrize("number", [1, 2])
def test_what_differs_or_is_not_there_does_not(number: int, transcript: Transcript, reporter: User) -> None:
    quote = align(transcript)[number].quote

    with pytest.raises(NoMatch):
        match(quote, transcript, by=reporter)

    quote.refresh_from_db()
    assert quote.verification == Verification.UNVERIFIED


def test_a_translation_is_held_against_the_words_as_they_were_spoken(story: Story, reporter: User) -> None:
    Quote.objects.filter(text="I resign.").update(original_text="Unë jap dorëheqje", original_language="sq")
    workflow.record_edit(story, by=reporter)
    transcript = paste(story, "VJOSA DEMA: Unë jap dorëheqje.", by=reporter, title="Radio", language="sq")

    assert [each.quote.text for each in align(transcript) if each.is_match] == ["I resign."]


@pytest.mark.thorough
def test_no_reader_and_no_revision_sees_a_transcript(
    transcript: Transcript, editor: User, reader: Client
) -> None:
    story = bring_to("live", transcript.story, by=editor)

    for address, answer in site.crawl(reader, site.known_addresses() | {"/quotes/", "/people/"}).items():
        assert b"Canaryword" not in answer.content, address
    assert "Canaryword" not in str(list(story.revisions.values()))


def test_only_who_may_edit_the_story_pastes_and_matches(
    story: Story, transcript: Transcript, other_reporter: User
) -> None:
    with pytest.raises(NotAllowed):
        paste(story, TRANSCRIPT, by=other_reporter, title="Mine")
    with pytest.raises(NotAllowed):
        match(align(transcript)[0].quote, transcript, by=other_reporter)

    assert Transcript.objects.count() == 1


@pytest.mark.parametrize(("text", "title"), [("", "Empty"), ("Words", " "), ("x" * 500_001, "Too long")])
def test_a_transcript_has_words_and_a_title_and_an_end(
    text: str, title: str, story: Story, reporter: User
) -> None:
    with pytest.raises(ValidationError):
        paste(story, text, by=reporter, title=title)
