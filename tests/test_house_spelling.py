"""House spelling: names of known people are told, never inside quotation marks, and put right in one call."""

import time
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from articles import house_spelling, people
from articles.models import Person, PersonSpelling, SpellingKind, Story
from articles.permissions import NotAllowed
from articles.revisions import changed_fields
from tests.stories import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def shekerinska(reporter: User) -> Person:
    person = people.introduce("Radmila Shekerinska", by=reporter)
    PersonSpelling.objects.create(person=person, name="Radmila Sekerinska")
    PersonSpelling.objects.create(
        person=person, name="Радмила Шекеринска", kind=SpellingKind.TRANSLITERATION, language="mk"
    )
    return person


def story_with(body: str, by: User, **fields: str) -> Story:
    return write(by=by, body=body, quotes=(), **fields)


def told(story: Story) -> list[tuple[str, str, int]]:
    return [(odd.written, odd.preferred, len(odd.places)) for odd in house_spelling.odd_spellings(story)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Radmila Shekerinska spoke.", []),
        ("Radmila Sekerinska spoke.", [("Radmila Sekerinska", "Radmila Shekerinska", 1)]),
        ("Radmila Šekerinska spoke.", [("Radmila Šekerinska", "Radmila Shekerinska", 1)]),
        ("RADMILA SHEKERINSKA spoke.", []),
        ("Радмила Шекеринска spoke.", [("Радмила Шекеринска", "Radmila Shekerinska", 1)]),
        (
            "Radmila Shekerinska spoke. Sekerinska’s visit ended. Later Sekerinska left.",
            [("Sekerinska", "Shekerinska", 2)],
        ),
        # A surname alone tells nobody whose it is.
        ("Sekerinska spoke.", []),
        ("Ana Sekerinska spoke.", []),
        ("“Radmila Sekerinska is here,” he said.", []),
        ("Radmila Shekerinska spoke. “Ask Sekerinska,” he said of Shekerinska.", []),
        ("«Radmila Sekerinska» e tha.", []),
        ("Mark Rutte spoke.", []),
        ("", []),
    ],
)
def test_names_spelt_otherwise_are_told(
    text: str, expected: list, shekerinska: Person, reporter: User
) -> None:
    assert told(story_with(f"<p>{text}</p>", reporter)) == expected


def test_a_speaker_of_the_story_is_recognised_by_the_surname(shekerinska: Person, reporter: User) -> None:
    story = story_with("<p>“Peace needs work,” Sekerinska said.</p>", reporter)
    assert told(story) == []

    story.quotes.create(text="Peace needs work", speaker=shekerinska)

    assert told(story) == [("Sekerinska", "Shekerinska", 1)]


def test_each_language_has_the_form_of_its_letters(shekerinska: Person, reporter: User) -> None:
    assert told(story_with("<p>Радмила Шекеринска зборуваше.</p>", reporter, language="mk")) == []


def test_two_people_of_one_surname_are_not_confused(shekerinska: Person, reporter: User) -> None:
    people.introduce("Ana Šekerinska", by=reporter)

    assert (
        told(story_with("<p>Radmila Shekerinska and Ana Šekerinska met. Sekerinska left.</p>", reporter))
        == []
    )


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("headline", "‘Radmila Sekerinska must come’, says Rutte"),
        ("lead_caption", "‘Radmila Sekerinska’s way’: a poster"),
        ("body", "<h2>‘Radmila Sekerinska must come’</h2><p>He said so.</p>"),
        ("body", '<p>He said so.</p><aside class="pull-quote"><p>Radmila Sekerinska must come</p></aside>'),
        ("body", "<p>“He said ‘Radmila Sekerinska will come’ to Radmila Sekerinska,” she said.</p>"),
    ],
)
def test_what_is_shown_as_a_quotation_is_left_alone_whatever_its_marks(
    field: str, text: str, shekerinska: Person, reporter: User
) -> None:
    story = write(by=reporter, quotes=())
    setattr(story, field, text)

    assert told(story) == []


def test_one_call_puts_the_names_right_and_leaves_quotations_and_markup(
    shekerinska: Person, reporter: User
) -> None:
    story = story_with(
        "<p>NATO’s Radmila <strong>Sekerinska</strong> &amp; her staff: “I am Radmila Sekerinska,” Sekerinska said.</p>"
        "<h2>Sekerinska: Peace</h2>",
        reporter,
        headline="Radmila Sekerinska in Prishtina",
        standfirst="What Sekerinska said.",
    )
    before = story.revision

    count = house_spelling.respell(story, house_spelling.odd_spellings(story), by=reporter)

    story.refresh_from_db()
    assert count == 5
    assert story.headline == "Radmila Shekerinska in Prishtina"
    assert story.standfirst == "What Shekerinska said."
    assert story.body == (
        "<p>NATO’s Radmila <strong>Shekerinska</strong> &amp; her staff: “I am Radmila Sekerinska,” Shekerinska said.</p>"
        "<h2>Shekerinska: Peace</h2>"
    )
    assert told(story) == []
    assert changed_fields(before.content, story.revision.content) == ["headline", "standfirst", "body"]


def test_only_the_chosen_spellings_are_changed(shekerinska: Person, reporter: User) -> None:
    story = story_with("<p>Radmila Sekerinska spoke. Then Sekerinska left.</p>", reporter)
    whole, _ = house_spelling.odd_spellings(story)

    house_spelling.respell(story, [whole], by=reporter)

    assert story.body == "<p>Radmila Shekerinska spoke. Then Sekerinska left.</p>"


def test_only_who_may_edit_the_story_respells_it(
    shekerinska: Person, reporter: User, other_reporter: User
) -> None:
    story = story_with("<p>Radmila Sekerinska spoke.</p>", reporter)

    with pytest.raises(NotAllowed):
        house_spelling.respell(story, house_spelling.odd_spellings(story), by=other_reporter)

    assert "Sekerinska" in Story.objects.get(pk=story.pk).body


def test_a_long_story_is_read_in_few_queries(
    shekerinska: Person, reporter: User, django_assert_max_num_queries: Callable
) -> None:
    story = story_with("<p>Radmila Sekerinska met Mark Rutte and Vjosa Osmani.</p>" * 40, reporter)

    with django_assert_max_num_queries(3):
        assert told(story) == [("Radmila Sekerinska", "Radmila Shekerinska", 40)]


@pytest.mark.thorough
def test_a_text_of_nothing_but_names_is_read_in_good_time(shekerinska: Person, reporter: User) -> None:
    names = " ".join(
        f"A{chr(97 + n % 26)}n{chr(97 + n // 26 % 26)} B{chr(97 + n % 23)}rg" for n in range(20_000)
    )
    story = story_with(f"<p>Radmila Sekerinska spoke.</p><p>{names}</p>", reporter)
    began = time.process_time()

    assert told(story) == [("Radmila Sekerinska", "Radmila Shekerinska", 1)]

    assert time.process_time() - began < 4
