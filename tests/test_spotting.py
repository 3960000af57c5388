"""Names found in a text, however they are inflected or spelt."""

import time

import pytest

from articles.spotting import Name, Reading, filed_under


def found(text: str, *names: str, language: str = "en", is_proper: bool = False) -> list[str]:
    reading = Reading(text, language)
    keys = set(reading.keys)
    looked_for = [Name(name, number, is_proper) for number, name in enumerate(names)]
    return [
        reading.words_of(one)
        for one in reading.find(name for name in looked_for if filed_under(name.text) in keys)
    ]


@pytest.mark.parametrize(
    ("language", "name", "text", "words"),
    [
        ("en", "Election", "before the elections’ end", ["elections"]),
        ("en", "University", "universities and a university", ["universities", "university"]),
        ("en", "City", "CITIES", ["CITIES"]),
        ("en", "Policy", "the police", []),
        ("en", "Priština", "in Pristina, in PRIŠTINA, in Приштина", ["Pristina", "PRIŠTINA", "Приштина"]),
        ("en-GB", "NATO", "NATO’s and NATO's", ["NATO", "NATO"]),
        ("en", "O’Brien", "O'Brien's law", ["O'Brien"]),
        ("sq", "Kosova", "Qeveria e Kosovës, Kosovën, Kosovë", ["Kosovës", "Kosovën", "Kosovë"]),
        ("sq", "Shqipëria", "Shqipërisë, shqiperine", ["Shqipërisë", "shqiperine"]),
        ("sq", "Rutte", "e NATO-s dhe Ruttes", ["Ruttes"]),
        ("sr", "Vučić", "Vučića, Vucicem, Вучићу", ["Vučića", "Vucicem", "Вучићу"]),
        ("sr", "Srbija", "Srbije, Srbijom, Србији", ["Srbije", "Srbijom", "Србији"]),
        ("mk", "Влада", "владата и vladite", ["владата", "vladite"]),
        ("de", "Wahl", "nach den Wahlen", ["Wahlen"]),
        ("de", "Österreich", "Osterreich und Österreichs", ["Osterreich", "Österreichs"]),
        ("xx", "Bridge", "Bridge, bridges", ["Bridge"]),
    ],
)
def test_a_name_is_found_inflected_and_without_diacritics(
    language: str, name: str, text: str, words: list[str]
) -> None:
    assert found(text, name, language=language) == words


def test_a_name_inside_a_longer_one_is_not_counted() -> None:
    assert found("The New York Times of New York", "New York", "New York Times") == [
        "New York Times",
        "New York",
    ]


def test_two_tags_of_one_name_are_both_found() -> None:
    reading = Reading("Springfield")
    assert {one.owner for one in reading.find([Name("Springfield", 1), Name("SPRINGFIELD", 2)])} == {1, 2}


def test_a_common_word_is_no_name() -> None:
    assert found("who told us in the US and the WHO of it", "WHO", "US", "IT") == ["US", "WHO"]
    assert found("roast turkey in Turkey", "Turkey", is_proper=True) == ["Turkey"]
    assert found("roast turkey in Turkey", "Turkey") == ["turkey", "Turkey"]


def test_signs_belong_to_a_name() -> None:
    assert found("C, C++, C# and AC/DC", "C", "C++", "C#", "AC/DC") == ["C++", "C#", "AC/DC"]


@pytest.mark.parametrize("name", ["", "🎉", "!!!", "\u202e", "...", "'"])
def test_a_name_of_signs_alone_is_never_found(name: str) -> None:
    assert filed_under(name) == ""
    assert found("🎉 !!! … and anything", name) == []


@pytest.mark.parametrize("text", ["", "\x00", "'" * 10_000, "a" * 100_000, "l' d' 's ’s", "\u202e" * 99])
def test_any_text_can_be_read(text: str) -> None:
    assert found(text, "Bridge") == []


def test_a_word_without_end_is_read_in_good_time() -> None:
    began = time.process_time()
    assert found("o’a’" * 50_000 + " and NATO", "NATO") == ["NATO"]
    assert time.process_time() - began < 3
