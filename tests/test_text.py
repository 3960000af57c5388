"""Names, addresses and plain words, from any script and from people who mean no good."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.sanitising import clean_body
from articles.text import (
    LONGEST_KEY,
    address_word,
    as_body,
    clean_name,
    name_key,
    plain_text,
    reading_minutes,
    word_count,
)

# Written in one way, kept in another.
NAMES = {
    "NATO": "NATO",
    "  Western   Balkans ": "Western Balkans",
    "Western\u00a0Balkans": "Western Balkans",
    "Western\tBalkans\n": "Western Balkans",
    "Western\u2028Balkans": "Western Balkans",
    # One form of accents.
    "Prishtine\u0308": "Prishtinë",
    "Pris\u030ctina": "Priština",
    "Радмила Шекеринска": "Радмила Шекеринска",
    # Nothing that is not seen: direction, width, hyphens, fillers, selectors, controls.
    "NATO\u202eOTAN": "NATOOTAN",
    "\u2066NATO\u2069": "NATO",
    "\u200fNATO\u200e": "NATO",
    "NA\u200bTO": "NATO",
    "NA\u200cTO": "NATO",
    "NA\u200dTO": "NATO",
    "NA\u2060TO\ufeff": "NATO",
    "NA\u00adTO": "NATO",
    "NA\u034fTO": "NATO",
    "NA\u3164TO": "NATO",
    "NA\ufe0eTO": "NATO",
    "NA\U000e0041TO": "NATO",
    "NA\x00TO\x1b": "NATO",
    "NA\ud800TO": "NATO",
    "\u200b\u200d\u2800\u3164": "",
    # Emoji stay whole.
    "👩\u200d💻": "👩\u200d💻",
    "🏳\ufe0f\u200d🌈": "🏳\ufe0f\u200d🌈",
    "👨🏽\u200d⚕\ufe0f": "👨🏽\u200d⚕\ufe0f",
    "Pride \u200d🌈": "Pride 🌈",
    "🌈\u200d": "🌈",
}

SAME = [
    ("NATO", "nato"),
    ("NATO", " Nato "),
    ("NATO", "ＮＡＴＯ"),
    ("NATO", "N\u200dATO"),
    ("straße", "STRASSE"),
    ("ﬁnance", "Finance"),
    ("Prishtinë", "PRISHTINE\u0308"),
    ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
    ("❤", "❤\ufe0f"),
    ("Race ", "race"),
    ("G20", "G²⁰"),
]
DIFFERENT = [
    ("Priština", "Pristina"),
    ("Prishtina", "Приштина"),
    ("Kosovo", "Kosova"),
    ("US", "U.S."),
    # A Cyrillic letter that looks like a Latin one.
    ("NATO", "NАTO"),
    ("C", "C++"),
    ("🌈", "☀"),
]


@pytest.mark.parametrize(("written", "kept"), NAMES.items())
def test_a_name_has_one_form(written: str, kept: str) -> None:
    assert clean_name(written) == kept


@pytest.mark.parametrize(("one", "other"), SAME)
def test_names_that_differ_in_what_is_not_seen_or_in_case_are_one(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_are_only_near_are_two(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


def test_a_key_is_never_longer_than_the_database_keeps() -> None:
    # One letter that stands for eighteen.
    assert len(name_key("\ufdfa" * 100)) <= LONGEST_KEY


@given(st.text(st.characters(exclude_categories=[]), max_size=12))
def test_a_name_and_its_key_are_made_once_and_for_all(name: str) -> None:
    assert clean_name(clean_name(name)) == clean_name(name)
    assert name_key(name_key(name)) == name_key(name)
    assert name_key(clean_name(name)) == name_key(name)
    assert name_key(f"\u200b {name}\u202e") == name_key(name)


# --- Addresses -------------------------------------------------------------------------------------

WORDS = {
    "NATO Supports Dialogue — But Cannot Replace It": "nato-supports-dialogue-but-cannot-replace-it",
    "Serbia’s Actions": "serbias-actions",
    "Шекеринска": "shekerinska",
    "Aleksandar Vučić": "aleksandar-vucic",
    "Prishtinë": "prishtine",
    "München": "munchen",
    "東京": "dongjing",
    "5 < 6 & 7": "5-6-7",
    "../../admin": "admin",
    "a\u202eb": "ab",
    "—": "",
    "…!?": "",
    "": "",
    "\ud800": "",
}


@pytest.mark.parametrize(("text", "word"), WORDS.items())
def test_a_word_for_an_address_can_be_typed_on_any_keyboard(text: str, word: str) -> None:
    assert address_word(text) == word


@given(st.text(max_size=120), st.integers(1, 100))
def test_a_word_for_an_address_is_letters_digits_and_hyphens_and_no_longer_than_asked(
    text: str, longest: int
) -> None:
    word = address_word(text, max_length=longest)

    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", word)
    assert len(word) <= longest


def test_a_long_address_is_cut_between_words() -> None:
    assert address_word("one two three four", max_length=12) == "one-two"
    assert address_word("one two three four", max_length=13) == "one-two-three"
    assert address_word("x" * 100) == "x" * 80


# --- Plain words -----------------------------------------------------------------------------------

PLAIN = {
    "<p>One.</p><p>Two.</p>": "One.\nTwo.",
    "<h2>A</h2><p>b <em>c</em><br>d</p>": "A\nb c\nd",
    "<ul><li>a</li><li>b</li></ul>": "a\nb",
    "<p>5 &lt; 6 &amp;&nbsp;7</p>": "5 < 6 & 7",
    "<p>a</p>\n\n  <p>  b\n c </p>": "a\nb\nc",
    "a<br><br>b": "a\nb",
    "<p></p>": "",
    "": "",
    '<figure><img src="/media/a.jpg" alt="not said"><figcaption>said</figcaption></figure>': "said",
}


@pytest.mark.parametrize(("body", "words"), PLAIN.items())
def test_plain_text_has_one_line_a_block(body: str, words: str) -> None:
    assert plain_text(body) == words


@pytest.mark.parametrize(
    "body", ["<p>" + "&lt;" * 500_000 + "</p>", "<p>" + "word " * 400_000, "<p>a</p>" * 60_000]
)
def test_plain_text_of_a_long_body_takes_a_moment(body: str) -> None:
    before = time.thread_time()

    plain_text(body)

    assert time.thread_time() - before < 2


@given(st.lists(st.text(st.characters(categories=["L", "P", "S", "N"]), min_size=1, max_size=20), max_size=5))
def test_plain_text_gives_back_the_paragraphs_a_body_was_made_of(paragraphs: list[str]) -> None:
    body = clean_body(as_body("\n\n".join(paragraphs)))

    assert plain_text(body).split("\n") == (paragraphs or [""])


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (230, 1), (231, 2), (460, 2), (2300, 10)])
def test_a_story_takes_a_minute_at_least(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes


def test_words_are_what_stands_between_spaces() -> None:
    assert word_count("NATO’s three-decade-long  presence\n— in 2025") == 6
