"""The same words across stories: found side by side with their sources, and put right wherever they were carried."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from articles import corrections, quoting, workflow
from articles.alike import Relation, alike, alike_quotes
from articles.corrections import TAKEN_BACK, carriers, close_task, open_tasks
from articles.merging import merge
from articles.misquotes import misquotes
from articles.models import CorrectionTask, Person, Quote, QuoteKey, Story
from articles.overriding import override
from articles.permissions import NotAllowed
from articles.proposing import changed_quotes
from articles.quotation.similar import CROWDED
from articles.quote_index import index_quotes
from tests.stories import a_person, bring_to, edit, write

pytestmark = pytest.mark.django_db

WORDS = "KFOR is fully prepared to respond to any security developments in the northern municipalities"
CLOSE = WORDS.replace("fully prepared", "fully ready")
OTHER = "The harvest in the southern valleys was the poorest that anybody can remember since the war"


def said(words: str, by: User, person: str = "Mark Rutte", **fields: object) -> Quote:
    """Write a story in which somebody says this, and confirm it."""
    story = write(by=by, body=f"<p>“{words},” {person} said on Tuesday.</p>", quotes=(), **fields)
    story.quotes.create(text=words, speaker=a_person(person))
    workflow.record_edit(story, by=by)
    return story.quotes.get()


@pytest.mark.parametrize(
    ("words", "person", "relation"),
    [
        (WORDS, "Mark Rutte", Relation.REPEATED),
        (f"{WORDS.upper()}!", "Mark Rutte", Relation.REPEATED),
        (CLOSE, "Mark Rutte", Relation.DIFFERENT_WORDS),
        (WORDS, "Vjosa Osmani", Relation.TWO_PEOPLE),
        (CLOSE, "Vjosa Osmani", Relation.TWO_PEOPLE),
        (CLOSE, None, Relation.NEAR),
        ("fully prepared to respond to any security developments", "Mark Rutte", Relation.PART),
        (OTHER, "Mark Rutte", None),
        ("Thank you very much indeed", "Mark Rutte", None),
        ("", None, None),
    ],
)
def test_what_is_alike_is_told_with_its_source(
    words: str, person: str | None, relation: Relation | None, editor: User
) -> None:
    stored = said(WORDS, editor)

    found = alike(words, speaker=a_person(person) if person else None)

    assert [(each.quote, each.relation) for each in found] == ([(stored, relation)] if relation else [])
    assert all(each.quote.story.headline and each.quote.speaker.name == "Mark Rutte" for each in found)


def test_a_quote_is_compared_with_other_stories_only(editor: User) -> None:
    first, second = said(WORDS, editor), said(CLOSE, editor)

    assert [each.quote for each in alike_quotes(first)] == [second]
    assert alike_quotes(first)[0].should_be_looked_at


def test_the_index_follows_the_words(editor: User) -> None:
    quote = said(WORDS, editor)
    before = set(QuoteKey.objects.values_list("band", flat=True))
    quote.text = OTHER
    quote.save()
    workflow.record_edit(quote.story, by=editor)

    assert alike(WORDS) == []
    assert [each.quote for each in alike(OTHER)] == [quote]
    assert not before & set(QuoteKey.objects.values_list("band", flat=True))

    quote.delete()
    assert not QuoteKey.objects.exists()


def test_saving_again_writes_no_row_of_the_index(editor: User) -> None:
    story = said(WORDS, editor).story
    before = list(QuoteKey.objects.order_by("pk").values())

    edit(story, by=editor, headline="Another headline")

    assert list(QuoteKey.objects.order_by("pk").values()) == before


def test_what_everybody_says_does_not_crowd_the_index(editor: User) -> None:
    story = write(by=editor, quotes=())
    Quote.objects.bulk_create(Quote(story=story, text=WORDS) for _ in range(CROWDED + 20))
    index_quotes(story.quotes.all())

    assert all(
        QuoteKey.objects.filter(band=row.band).count() == CROWDED for row in QuoteKey.objects.all()[:5]
    )


def test_looking_up_is_three_queries(editor: User, django_assert_num_queries: Callable) -> None:
    for number in range(6):
        said(f"{WORDS} {number} times over", editor)

    with django_assert_num_queries(3):
        assert len([each.quote.story.headline + each.quote.speaker.name for each in alike(WORDS)]) == 6


# --- Correcting --------------------------------------------------------------------------------------


@pytest.fixture
def carried(editor: User) -> dict[str, Story]:
    """A quote, and stories that carry it: word for word, in a headline, and one that says other words."""
    stories = {
        "source": said(WORDS, editor).story,
        "copy": said(WORDS, editor).story,
        "headline": said(OTHER, editor, headline="“KFOR is fully prepared”, Rutte says").story,
        "elsewhere": said(OTHER, editor, "Ana Dema").story,
        "untouched part": said(
            "respond to any security developments in the northern municipalities", editor
        ).story,
    }
    for name in ("copy", "headline"):
        # Not in the story by its own quotes: let it stand, as the desk would have.
        for passage in misquotes(stories[name]):
            override(stories[name], passage, by=editor, reason="From the other story.")
        bring_to("live", stories[name], by=editor)
    return stories


def correct(story: Story, by: User) -> Quote:
    """Correct “fully prepared” to “nearly prepared” in the body, and bring the quote in line."""
    edit(story, by=by, body=story.body.replace("fully prepared", "nearly prepared"))
    (changed,) = changed_quotes(story)
    changed.quote.story = story
    return quoting.repoint(changed.quote, changed.passage, by=by)


@pytest.mark.thorough
def test_a_correction_opens_a_task_for_every_place_that_carried_the_words(
    carried: dict[str, Story], editor: User
) -> None:
    quote = correct(carried["source"], editor)

    tasks = {(task.story, task.place, task.words) for task in CorrectionTask.objects.all()}
    assert tasks == {
        (carried["copy"], "quote", WORDS),
        (carried["headline"], "headline", "KFOR is fully prepared"),
    }
    task = CorrectionTask.objects.first()
    assert (task.wrong, task.right, task.by_name) == (WORDS, quote.text, "Helen Marsh")
    assert task.is_open


def test_the_headline_of_the_corrected_story_itself_is_a_place_too(editor: User) -> None:
    story = said(WORDS, editor, headline="“Fully prepared to respond”").story

    correct(story, editor)

    assert [(task.story, task.place) for task in CorrectionTask.objects.all()] == [(story, "headline")]


def test_what_readers_still_see_is_told_apart(carried: dict[str, Story], editor: User) -> None:
    edit(carried["headline"], by=editor, headline="Rutte speaks")
    source = carried["source"]
    quote = source.quotes.get()
    quote.text = WORDS.replace("fully", "nearly")

    found = {(carrier.story, carrier.is_public) for carrier in carriers(quote, WORDS)}

    assert found == {(carried["copy"], True), (carried["headline"], True)}


def test_a_task_is_opened_once_and_closed_by_somebody_who_may(
    carried: dict[str, Story], editor: User, reporter: User
) -> None:
    quote = correct(carried["source"], editor)
    assert open_tasks(quote, WORDS, by=editor) == []
    task = CorrectionTask.objects.first()

    with pytest.raises(NotAllowed):
        close_task(task, by=reporter)
    close_task(task, by=editor, note="Corrected and marked.")

    assert (task.is_open, task.done_by, task.note) == (False, editor, "Corrected and marked.")


def by_hand(quote: Quote, words: str, by: User) -> None:
    """Change a quote's words in the form of its story, and save."""
    Quote.objects.filter(pk=quote.pk).update(text=words)
    story = Story.objects.get(pk=quote.story_id)
    workflow.record_edit(story, by=by)


def test_words_changed_by_hand_open_the_same_tasks(carried: dict[str, Story], editor: User) -> None:
    by_hand(carried["source"].quotes.get(), WORDS.replace("fully", "nearly"), editor)

    assert {(task.story, task.place) for task in CorrectionTask.objects.all()} == {
        (carried["copy"], "quote"),
        (carried["headline"], "headline"),
    }


def now_spoken_by(quote: Quote, person: Person | None, by: User) -> None:
    """Change in the form of its story who spoke a quote, and save."""
    Quote.objects.filter(pk=quote.pk).update(speaker=person)
    workflow.record_edit(Story.objects.get(pk=quote.story_id), by=by)


def test_a_corrected_speaker_opens_a_task_wherever_the_wrong_one_is_named(editor: User) -> None:
    source, copy, other_words = (said(words, editor) for words in (WORDS, WORDS, "Something else was said."))
    wrong = source.speaker
    right, third = (a_person(name) for name in ("Arben Kola", "Blerta Leka"))
    named_rightly = said(WORDS, editor)
    Quote.objects.filter(pk=named_rightly.pk).update(speaker=right)
    assert wrong == copy.speaker == other_words.speaker

    now_spoken_by(source, right, editor)
    now_spoken_by(source, third, editor)

    # Who named the second one rightly at first has to follow as well.
    task, second = CorrectionTask.objects.order_by("pk")
    assert (task.story, task.place, task.words) == (copy.story, "speaker", WORDS)
    assert (second.story, second.wrong) == (named_rightly.story, right.name)
    assert (task.wrong, task.right) == (wrong.name, "Blerta Leka")
    now_spoken_by(source, wrong, editor)
    task.refresh_from_db()
    assert (task.is_open, task.note) == (False, TAKEN_BACK)


def test_a_speaker_who_is_named_for_the_first_time_or_merged_is_no_correction(editor: User) -> None:
    source, copy = said(WORDS, editor), said(WORDS, editor)
    wrong = source.speaker
    into = a_person("Arben Kola")
    merge(wrong, into, by=editor)
    for quote in (source, copy):
        quote.refresh_from_db()
        assert quote.speaker == into
    edit(Story.objects.get(pk=source.story_id), by=editor, standfirst="Changed.")
    for nobody, somebody in ((source, None), (source, into)):
        now_spoken_by(nobody, somebody, editor)
    assert not CorrectionTask.objects.exists()


@pytest.mark.parametrize("right", [f"  {WORDS} ", f"{WORDS},"])
def test_style_alone_is_no_correction(right: str, carried: dict[str, Story], editor: User) -> None:
    by_hand(carried["source"].quotes.get(), right, editor)

    assert not CorrectionTask.objects.exists()


def test_words_that_were_taken_over_before_the_correction_was_published_are_found_when_it_is(
    editor: User,
) -> None:
    source = bring_to("live", said(WORDS, editor).story, by=editor)
    by_hand(source.quotes.get(), WORDS.replace("fully", "nearly"), editor)
    source.refresh_from_db()
    edit(source, by=editor, body=source.body.replace("fully", "nearly"))
    copy = said(WORDS, editor).story
    assert not CorrectionTask.objects.exists()

    bring_to("live", Story.objects.get(pk=source.pk), by=editor)

    assert [(task.story, task.by) for task in CorrectionTask.objects.all()] == [(copy, editor)]


@pytest.mark.thorough
def test_open_tasks_are_told_the_newest_words_and_end_when_the_correction_is_taken_back(
    carried: dict[str, Story], editor: User
) -> None:
    quote = carried["source"].quotes.get()
    by_hand(quote, WORDS.replace("fully", "nearly"), editor)
    by_hand(quote, WORDS.replace("fully", "hardly"), editor)
    assert {task.right for task in CorrectionTask.objects.all()} == {WORDS.replace("fully", "hardly")}

    by_hand(quote, WORDS, editor)

    assert {(task.is_open, task.note) for task in CorrectionTask.objects.all()} == {(False, TAKEN_BACK)}


def test_a_task_that_somebody_closed_is_not_opened_again(carried: dict[str, Story], editor: User) -> None:
    quote = carried["source"].quotes.get()
    by_hand(quote, WORDS.replace("fully", "nearly"), editor)
    for task in CorrectionTask.objects.all():
        close_task(task, by=editor, note="It quotes the first version, and says so.")
    quote.refresh_from_db()

    assert open_tasks(quote, WORDS, by=editor) == []


def test_every_story_is_found_however_often_somebody_is_quoted(
    editor: User, django_assert_max_num_queries: Callable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(corrections, "MOST_STORIES", 2)
    quote = said(WORDS, editor)
    story = write(by=editor, quotes=())
    copies = Story.objects.bulk_create(
        Story(headline=f"Copy {number}", slug=f"copy-{number}", section=story.section) for number in range(40)
    )
    Quote.objects.bulk_create(Quote(story=copy, text=WORDS, speaker=quote.speaker) for copy in copies)
    quote.text = WORDS.replace("fully", "nearly")

    with django_assert_max_num_queries(10):
        assert len(carriers(quote, WORDS)) == 40


def test_a_quote_that_merely_moved_opens_no_task(carried: dict[str, Story], editor: User) -> None:
    quote = carried["source"].quotes.get()
    quote.story = carried["source"]

    quoting.repoint(quote, quoting.Passage(quote.text, quote.position), by=editor)

    assert not CorrectionTask.objects.exists()


def test_people_who_are_not_known_are_no_obstacle(editor: User) -> None:
    story = said(WORDS, editor).story
    Quote.objects.update(speaker=None)
    other = said(WORDS, editor).story
    workflow.record_edit(story, by=editor)

    correct(story, editor)

    assert [task.story for task in CorrectionTask.objects.all()] == [other]
