"""Never misquoted: what stands at a glance is held against what was said, and the gravest faults keep a story back."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from articles import workflow
from articles.checks import what_stops as problems
from articles.misquotes import checked_passages, misquotes
from articles.models import MisquoteOverride, Story
from articles.overriding import ReasonMissing, override, undo_override
from articles.permissions import NotAllowed
from articles.quotation.differences import Verdict
from articles.text import plain_text
from tests.stories import bring_to, edit, write

pytestmark = pytest.mark.django_db

SAID = "We have never asked for 5,000 soldiers, because peace in the region does not need them"
BODY = f"<p>“{SAID},” Vjosa Dema said. It was a “historic” day.</p>"

# What is printed, and the verdict on it.
TABLE = [
    ("“We have never asked for 5,000 soldiers”", Verdict.EXACT),
    ('"We have never asked for 5,000 soldiers,"', Verdict.EXACT),
    ("‘We have never asked for 5,000 soldiers’", Verdict.EXACT),
    ("“We have never asked … because peace in the region does not need them”", Verdict.MARKED_CUT),
    ("“We have never asked for soldiers”", Verdict.UNMARKED_CUT),
    ("“We have never begged for 5,000 soldiers”", Verdict.CHANGED_WORD),
    ("“We have never asked for 6,000 soldiers”", Verdict.CHANGED_NUMBER),
    ("“We have asked for 5,000 soldiers”", Verdict.CHANGED_SENSE),
    ("“peace in the region does need them”", Verdict.CHANGED_SENSE),
    ("“The bridge is a disgrace to the whole town”", Verdict.NOT_IN_STORY),
]
KEPT_BACK = {Verdict.CHANGED_NUMBER, Verdict.CHANGED_SENSE, Verdict.NOT_IN_STORY}


def in_place(place: str, text: str, by: User) -> Story:
    """Write a story with these words in one of its places."""
    marks = {
        "subhead": f"<h2>{text}</h2>",
        "caption": f'<figure><img src="/media/a.jpg" alt="x"><figcaption>{text}</figcaption></figure>',
        "pull_quote": f'<aside class="pull-quote"><p>{text}</p></aside>',
    }
    fields = {} if place in marks else {place: text}
    return write(by=by, body=BODY + marks.get(place, ""), quotes=(SAID,), **fields)


@pytest.mark.parametrize(
    "place", ["headline", "standfirst", "lead_caption", "social_text", "subhead", "caption", "pull_quote"]
)
@pytest.mark.parametrize(("text", "verdict"), TABLE)
def test_every_fault_is_found_in_every_place(place: str, text: str, verdict: Verdict, editor: User) -> None:
    story = in_place(place, text, editor)

    (passage,) = checked_passages(story)
    assert (passage.place, passage.verdict, passage.words) == (place, verdict, text[1:-1])
    assert bool(problems(story)) is (verdict in KEPT_BACK)
    where = plain_text(story.body) if place in ("subhead", "caption", "pull_quote") else getattr(story, place)
    assert where[passage.start : passage.end] == passage.words


@pytest.mark.parametrize(
    ("headline", "count"),
    [
        ("A “historic” day for the region", 0),
        ("The region’s mayors don’t agree", 0),
        ("“We have never asked” and “begged for soldiers”", 1),
        ("", 0),
    ],
)
def test_only_quotations_are_told(headline: str, count: int, editor: User) -> None:
    story = write(by=editor, headline=headline, body=BODY, quotes=(SAID,))

    assert len(misquotes(story)) == count


def test_the_true_words_and_the_quote_stand_beside_it(editor: User) -> None:
    story = in_place("headline", "“We have never asked for 6,000 soldiers”", editor)

    (passage,) = misquotes(story)

    assert passage.true_words == "We have never asked for 5,000 soldiers"
    assert passage.quote == story.quotes.get()
    (difference,) = passage.comparison.differences
    assert passage.words[difference.start : difference.end] == "6,000"
    assert passage.quote.text[difference.quote_start : difference.quote_end] == "5,000"


def test_a_quotation_that_nobody_has_confirmed_yet_is_true_all_the_same(editor: User) -> None:
    story = write(by=editor, body=BODY, quotes=(), headline="“We have never asked for 5,000 soldiers”")

    (passage,) = checked_passages(story)

    assert (passage.verdict, passage.quote) == (Verdict.EXACT, None)


def test_a_pull_quote_without_marks_is_quoted_whole_but_for_who_said_it(editor: User) -> None:
    aside = (
        '<aside class="pull-quote"><p>We have asked for 5,000 soldiers</p><p>— Vjosa Dema, mayor</p></aside>'
    )
    story = write(by=editor, body=BODY + aside, quotes=(SAID,))

    assert [(passage.words, passage.verdict) for passage in checked_passages(story)] == [
        ("We have asked for 5,000 soldiers", Verdict.CHANGED_SENSE)
    ]


@pytest.mark.thorough
def test_every_quotation_of_a_seed_stands_and_the_printed_subhead_is_caught_as_advice(editor: User) -> None:
    call_command("loaddata", "seed_articles", verbosity=0)
    found = {story.slug: misquotes(story) for story in Story.objects.all()}

    (caught,) = [passage for passages in found.values() for passage in passages]
    assert caught in found["kfor-vital-to-stability-in-kosovo"]
    assert (caught.place, caught.verdict) == ("subhead", Verdict.CHANGED_WORD)
    assert caught.words == "NATO is firmly committed to security in the Western Balkans"
    assert caught.true_words == "NATO remains committed to security in the Western Balkans"
    assert caught.quote.speaker.name == "Radmila Shekerinska"
    assert all(problems(story) == [] for story in Story.objects.all())


# --- Overriding --------------------------------------------------------------------------------------


@pytest.fixture
def wrong(editor: User) -> Story:
    return in_place("headline", "“We have asked for 5,000 soldiers”", editor)


def test_a_misquotation_keeps_a_story_from_readers(wrong: Story, editor: User) -> None:
    bring_to("approved", wrong, by=editor)

    with pytest.raises(workflow.NotReady, match="changed sense"):
        workflow.publish(wrong, by=editor)


def test_it_goes_out_when_an_editor_says_why_it_stays(wrong: Story, editor: User) -> None:
    bring_to("approved", wrong, by=editor)
    row = override(wrong, misquotes(wrong)[0], by=editor, reason="The mayor corrected herself afterwards.")

    workflow.publish(wrong, by=editor)

    assert (row.reason, row.by_name) == ("The mayor corrected herself afterwards.", "Helen Marsh")
    assert misquotes(wrong)[0].override == row


@pytest.mark.parametrize(
    "change",
    [
        {"headline": "“We have asked for 7,000 soldiers”"},
        {"body": BODY.replace("never asked for 5,000", "asked for 4,000")},
        {"headline": "Nothing", "standfirst": "“We have asked for 5,000 soldiers”"},
    ],
)
def test_an_override_is_for_these_words_in_this_place_with_this_fault(
    change: dict, editor: User, wrong: Story
) -> None:
    override(wrong, misquotes(wrong)[0], by=editor, reason="The mayor corrected herself.")
    assert problems(wrong) == []

    if "body" in change:
        wrong.quotes.update(text=SAID.replace("never asked for 5,000", "asked for 4,000"))
    edit(wrong, by=editor, **change)

    assert problems(wrong)


def test_an_override_holds_again_when_the_words_come_back(wrong: Story, editor: User) -> None:
    override(wrong, misquotes(wrong)[0], by=editor, reason="The mayor corrected herself.")
    headline = wrong.headline
    edit(wrong, by=editor, headline="Something else")
    edit(wrong, by=editor, headline=headline)

    assert problems(wrong) == []


def test_an_override_can_be_taken_back(wrong: Story, editor: User) -> None:
    row = override(wrong, misquotes(wrong)[0], by=editor, reason="The mayor corrected herself.")

    undo_override(row, by=editor)

    assert problems(wrong)


def test_only_editors_override_and_only_with_a_reason(reporter: User, editor: User) -> None:
    story = in_place("headline", "“We have asked for 5,000 soldiers”", reporter)
    (passage,) = misquotes(story)

    with pytest.raises(NotAllowed):
        override(story, passage, by=reporter, reason="I say so.")
    with pytest.raises(ReasonMissing):
        override(story, passage, by=editor, reason=" ")
    assert not MisquoteOverride.objects.exists()


def test_checking_a_long_story_asks_three_questions(
    editor: User, django_assert_num_queries: Callable
) -> None:
    heads = "".join(f"<h2>“We have never asked for {number} soldiers”</h2>" for number in range(12))
    story = write(by=editor, body=BODY * 12 + heads, quotes=(SAID,) * 12)

    # Quotes with speakers, and overrides.
    with django_assert_num_queries(2):
        assert len(misquotes(story)) == 12
