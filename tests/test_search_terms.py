"""What a question asks for, which words of a text answer it, and which of several texts comes first: no database needed."""

from dataclasses import dataclass

import pytest

from articles import search_terms
from articles.quotation import folding, near_names
from articles.search_ranking import HALF_LIFE_SECONDS, answering, ranked
from articles.search_request import HEADLINE
from articles.search_snippets import SHOWN, Piece, marked, passage
from articles.search_terms import MOST_FORMS, MOST_TYPED, MOST_WORDS, forms, read, terms, unfinished


def meets(word: str, text: str, language: str = "en") -> bool:
    """Whether a word that somebody types finds a text."""
    return not set(forms(word)).isdisjoint(terms(text, language))


@pytest.mark.parametrize("typed", ["Prishtina", "Priština", "Приштина", "pristina", "PRIŠTINA"])
@pytest.mark.parametrize(
    ("written", "language"),
    [
        ("They met in Prishtina on Monday.", "en"),
        ("They met in Priština on Monday.", "en"),
        ("Састали су се у граду Приштина.", "sr"),
        ("Sastali su se u gradu Priština.", "sr-Latn"),
        ("U takuan në Prishtina.", "sq"),
        ("Priština is the capital.", "en"),
    ],
)
def test_a_name_is_found_in_every_spelling(typed: str, written: str, language: str) -> None:
    assert meets(typed, written, language)


@pytest.mark.parametrize(
    ("typed", "written", "language"),
    [
        ("bridge", "Two bridges open", "en"),
        ("bridges", "the old bridge", "en"),
        ("elections", "an election was held", "en"),
        ("running", "she runs", "en"),
        ("government", "the government's plan", "en"),
        ("NATO", "what NATO’s allies said", "en"),
        ("nato", "said NATO", "en"),
        ("cafe", "a small café", "en"),
        ("radaju", "Сва људска бића рађају се слободна", "sr"),
        ("rađaju", "Сва људска бића рађају се слободна", "sr"),
        ("рађају", "Sva ljudska bića rađaju se slobodna", "sr-Latn"),
        ("te drejta", "të drejtat".replace("t ", " "), "sq"),
        ("fur", "Recht für alle", "de"),
        ("човек", "covek", "sr-Latn"),
        ("megunarodna", "меѓународна заедница", "mk"),
        ("вклучувајки", "вклучувајќи", "mk"),
        ("podjednaku", "имају право на подједнаку заштиту", "sr"),
        ("potchinet", "никој потчинет", "mk"),
        ("2026", "in 2026", "en"),
    ],
)
def test_words_are_found(typed: str, written: str, language: str) -> None:
    assert any(meets(word, written, language) for word in typed.split())


@pytest.mark.parametrize(
    ("typed", "written"), [("chat", "a cat sat"), ("case", "a chase began"), ("short", "it will sort itself")]
)
def test_ordinary_words_that_only_sound_alike_are_two(typed: str, written: str) -> None:
    assert not meets(typed, written)


def test_a_script_without_spaces_is_found_letter_by_letter() -> None:
    wanted = read("北京").words

    assert all(not set(word).isdisjoint(terms("他在北京大学", "zh")) for word in wanted)


def test_a_question_holds_words_phrases_and_exclusions() -> None:
    asked = read('bridge "old town" -railway -"new york" —')

    assert [len(phrase) for phrase in asked.wanted] == [1, 2]
    assert [len(phrase) for phrase in asked.unwanted] == [1, 2]
    assert asked.without_exclusions == 'bridge "old town"'
    assert not asked.is_cut


@pytest.mark.parametrize("marks", ['"old town"', "“old town”", "„old town“", "«old town»", '"old town'])
def test_every_newsrooms_quotation_marks_make_a_phrase(marks: str) -> None:
    assert [len(phrase) for phrase in read(marks).wanted] == [2]


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others() -> None:
    assert read("the bridge of the town").words == read("bridge town").words
    assert len(read("to be or not to be").words) > 0


@pytest.mark.parametrize(
    "hostile",
    [
        "a" * 10_000,
        "word " * 1_000,
        "-" * 10_000,
        '"' * 10_000,
        '-"' * 5_000,
        "\x00\ud800\udfff",
        "\u202e\u200f\u0000",
        "🙂🙃",
        ") OR NEAR(a b) * ^ : {",
        "' & !x | <-> :*",
        "%_\\",
        "é" * 1_000,
        "",
    ],
)
def test_whatever_is_typed_asks_for_few_plain_terms(hostile: str) -> None:
    asked = read(hostile)

    assert len(asked.text) <= MOST_TYPED
    words = [word for phrase in (*asked.wanted, *asked.unwanted) for word in phrase]
    assert len(words) <= MOST_WORDS
    for form in (form for word in words for form in word):
        assert form.strip("_").isascii()
        assert form.strip("_").isalnum()
    assert all(len(word) <= MOST_FORMS for word in words)
    asked.text.encode()


def test_the_last_word_of_what_is_typed_is_a_beginning() -> None:
    assert unfinished("bridges op")[-1] == ("op", "_op")
    assert unfinished("🙂") == unfinished("") == []


# --- Order ---------------------------------------------------------------------------------------------


@dataclass
class Text:
    place: int = 0
    marks: str = ""
    lead: str = ""
    words: str = ""
    age: float = 0.0


def order(question: str, *texts: Text) -> list[int]:
    asked = read(question)
    found = answering(texts, asked)
    return [text.place for text in ranked(found, asked, mark=HEADLINE, age=lambda text: text.age)]


def test_headline_stands_over_standfirst_and_that_over_text() -> None:
    found = order("bridge", Text(9, words="bridg"), Text(2, lead="bridg"), Text(1, marks=f"{HEADLINE}bridg"))

    assert found == [1, 2, 9]


def test_recent_stands_over_old_and_an_old_headline_over_a_recent_text() -> None:
    years = 40 * HALF_LIFE_SECONDS
    found = order(
        "bridge",
        Text(1, marks=f"{HEADLINE}bridg", age=years),
        Text(2, words="bridg", age=10),
        Text(3, words="bridg", age=years),
    )

    assert found == [1, 2, 3]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ('"old town"', [2]),
        ('old -"old town"', [1]),
        ("old town", [2, 1]),
        ('"town old"', []),
    ],
)
def test_words_of_a_phrase_stand_side_by_side(question: str, found: list[int]) -> None:
    apart = Text(1, words="the old mill in the town")
    together = Text(2, words="the old town")

    assert order(question, apart, together) == found


# --- What is shown -------------------------------------------------------------------------------------


def test_what_was_looked_for_is_marked_as_it_is_written() -> None:
    pieces = marked("Bridges: <b>Šekerinska</b> said", "en", read("bridge sekerinska").terms)

    assert [piece.words for piece in pieces if piece.is_found] == ["Bridges", "Šekerinska"]
    assert "".join(piece.words for piece in pieces) == "Bridges: <b>Šekerinska</b> said"


def test_the_passage_is_the_one_that_holds_most() -> None:
    body = f"<p>Bridge. {'Nothing here. ' * 60}</p><p>The bridge and the tunnel &amp; more.</p>"

    pieces = passage(body, "en", read("bridge tunnel").terms)

    shown = "".join(piece.words for piece in pieces)
    assert "bridge and the tunnel & more" in shown
    assert "<" not in shown
    assert len(shown.split()) <= SHOWN + 4


def test_a_passage_has_spaces_where_its_reader_sees_them() -> None:
    body = '<p>An <b>o</b>ld <a href="/">bridge</a>.</p><ul><li>One</li><li>two</li></ul><blockquote>three</blockquote>'

    pieces = passage(body, "en", read("bridge").terms)

    assert " ".join("".join(piece.words for piece in pieces).split()) == "An old bridge. One two three"


def test_nothing_found_shows_nothing() -> None:
    assert passage("<p>Nothing.</p>", "en", {"bridg"}) == []
    assert marked("", "en", {"bridg"}) == []
    assert marked("Town", "en", {"bridg"}) == [Piece("Town", is_found=False)]


def test_what_strangers_type_takes_no_memory_for_long() -> None:
    room = [
        made.cache_info().maxsize
        for module in (search_terms, folding, near_names)
        for made in vars(module).values()
        if hasattr(made, "cache_info")
    ]
    assert len(room) == 7
    assert max(room) <= 1 << 14
