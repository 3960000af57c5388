"""Spellings of one name fold alike, different names do not, and what cannot be told apart is written down here."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.quotation.folding import MOST_KEYS, fold_keys, fold_name, name_words
from articles.quotation.near_names import Reason, near_names

# Every spelling of a line meets the first of it.
ONE_NAME = """
    Шекеринска | Šekerinska | Sekerinska | Shekerinska | SHEKERINSKA | S\u030cekerinska
    Вучић | Vučić | Vucic | Vuçiq | Vuciq | Vuchich | Вучич
    Đinđić | Djindjic | Dindic | Gjingjiq | Ђинђић | Djindjić
    Xhaka | Џака | Džaka | Dzaka | Dzhaka
    Hoxha | Хоџа | Hodža | Hodza | Hodzha
    Çollaku | Collaku | Чолаку | Čolaku | Cholaku
    Prishtina | Priština | Pristina | Приштина | Πρίστινα
    Osmani | Османи | Οσμάνι
    Thaçi | Thaci | Тачи | Tači
    Gërvalla | Gervalla | Гервала
    Njegoš | Његош | Njegosh
    Ljiljana | Љиљана
    Gruevski | Груевски | Gruevsky
    Ќосе | Kose | Kjose
    Ѓорѓи | Gjorgji | Gorgi | Ǵorǵi
    Mitsotakis | Μητσοτάκης | Micotakis
    Χατζηδάκης | Chatzidakis | Hatzidakis
    Papandreou | Παπανδρέου
    Μπακογιάννη | Bakogianni | Bakoyanni
    Зеленський | Zelenskyy | Zelensky | Zelenskyi | Zelenskiy | Зеленский
    Григорій | Hryhorii | Grigory
    Хрущёв | Хрущев | Khrushchev | Hruščev
    Ельцин | Yeltsin | Eltsin | Jelcin
    Щерев | Shterev | Shcherev
    Търново | Tarnovo
    Müller | Mueller | Muller
    Erdoğan | Erdogan | Ердоган
    Łukasz | Lukasz
    İstanbul | Istanbul
    O’Brien | O'Brien | OBrien
    Kurti, Albin | Albin Kurti | Албин Курти
    Osmani-Sadriu | Osmani Sadriu
    Martin Luther King, Jr. | Martin Luther King Jr
"""

DIFFERENT = """
    Kurti Kurtić Krasniqi Haradinaj Haliti Hoti Rama Basha Berisha Meta Mustafa Musliu Gashi Gashiq Gërvalla Veseli Kelmendi Limaj Selimi Svečla
    Bislimi Bytyqi Mulliqi Konjufca Abdixhiku Rugova Surroi Sejdiu Jahjaga Pacolli Hamza Tahiri Hyseni Vučić Vujić Vukić Vulin Vučević Dačić
    Đurić Petković Petrović Petrov Petkov Tadić Todorić Nikolić Nikolov Jeremić Jovanović Ivanović Ivanov Ivanova Marković Marinković Mirković Milanović
    Milatović Mijatović Dodik Dukaj Šarović Komšić Čović Izetbegović Zaev Mickoski Kovačevski Gruevski Groševski Pendarovski Osmani Asani Sela Taravari
    Rutte Stoltenberg Macron Merkel Scholz Starmer Johnson Jansen Jensen Smith Trump Biden Borrell Kallas Lajčak Orbán Tusk Duda Meloni
    Mitsotakis Tsipras Dendias Samaras Karamanlis Radev Borisov Petkova Rumen Zelensky Zaluzhny Putin Lavrov Peskov Shoigu Medvedev
""".split()

# Two families to those who bear the names, one to whoever types without diacritics or reads them in another script.
CANNOT_BE_TOLD_APART = """
    Gaši Gasi | Shala Sala | Đukić Dukić | Djokić Dokić | Kuçi Kuqi | Koçi Koqi | Cani Čani | Kolla Kola | Thana Tana | Zogaj Zhogaj |
    Schmitt Smith | Berisha Berisa | Ana Anna | Bali Balli | Xhini Dzini | Watts Vac
"""


@pytest.mark.parametrize("line", ONE_NAME.strip().splitlines())
def test_spellings_of_one_name_fold_alike(line: str) -> None:
    first, *others = (spelling.strip() for spelling in line.split("|"))
    assert [other for other in others if not fold_keys(first) & fold_keys(other)] == []


def test_the_usual_spellings_share_one_form() -> None:
    for line in ONE_NAME.strip().splitlines()[:10]:
        assert len({fold_name(spelling) for spelling in line.split("|")}) == 1, line


def test_different_surnames_do_not_fold_alike() -> None:
    assert [(a, b) for a, b in combinations(DIFFERENT, 2) if fold_keys(a) & fold_keys(b)] == []


@pytest.mark.parametrize("pair", CANNOT_BE_TOLD_APART.strip().split("|"))
def test_what_cannot_be_told_apart_is_known(pair: str) -> None:
    one, other = pair.split()
    assert fold_keys(one) & fold_keys(other)


def test_mueller_and_muller_meet_mueller_with_an_umlaut_but_not_each_other() -> None:
    assert not fold_keys("Mueller") & fold_keys("Muller")


names = st.text(st.characters(codec="utf-8"), max_size=24) | st.text(
    "Čćžшџћ’ 'jyiıİШxhgσςάύMp-.,", max_size=16
)


@given(names)
def test_folding_twice_is_folding_once(name: str) -> None:
    folded = fold_name(name)
    assert fold_name(folded) == folded
    assert all(fold_name(key) == key for key in fold_keys(name))


@given(names)
def test_a_folded_name_is_plain_words(name: str) -> None:
    folded = fold_name(name)
    assert folded == " ".join(folded.split())
    assert set(folded) <= set("abcdefghiklmnoprstuvz0123456789 ")
    assert folded in fold_keys(name)
    assert len(fold_keys(name)) <= MOST_KEYS


@given(names)
def test_case_and_spaces_never_matter(name: str) -> None:
    assert fold_name(f"  {name.casefold()} ") == fold_name(name.casefold())


KNOWN = [
    "Radmila Shekerinska",
    "Radmila Šekerinski",
    "Vjosa Osmani-Sadriu",
    "Donald J. Trump",
    "Albin Kurti",
    "Agim Kurti",
    "Aleksandar Vučić",
    "Mark Rutte",
    "Ivan Ivanov",
    "Ivana Ivanova",
    "Edi Rama",
    "Petar Petrov",
    "Petar Petkov",
]


@pytest.mark.parametrize(
    ("name", "first", "reason"),
    [
        ("albin  kurti", "Albin Kurti", Reason.SAME),
        ("Radmila Sekerinska", "Radmila Shekerinska", Reason.SPELLING),
        ("Радмила Шекеринска", "Radmila Shekerinska", Reason.SPELLING),
        ("Vuçiq Aleksandar", "Aleksandar Vučić", Reason.ORDER),
        ("Vjosa Osmani", "Vjosa Osmani-Sadriu", Reason.LONGER),
        ("Donald Trump", "Donald J. Trump", Reason.LONGER),
        ("R. Sekerinska", "Radmila Shekerinska", Reason.INITIAL),
        ("Вучић", "Aleksandar Vučić", Reason.SURNAME),
        ("Osmani", "Vjosa Osmani-Sadriu", Reason.SURNAME),
        ("Alexander Vucic", "Aleksandar Vučić", Reason.SLIP),
        ("Radmila Shekerinksa", "Radmila Shekerinska", Reason.SLIP),
    ],
)
def test_a_known_person_is_suggested_with_the_reason(name: str, first: str, reason: Reason) -> None:
    near = near_names(name, KNOWN)[0]
    assert (near.name, near.reason) == (first, reason)
    assert 0.65 <= near.score <= 1


@pytest.mark.parametrize(
    "name",
    [
        "Ivan Ivanova",
        "Radmila",
        "Edi",
        "Milan Petrić",
        "Olivera Ivanov",
        "Rame",
        "Donald Tusk",
        "Mark Rother",
        "",
        "—",
        "Вук",
    ],
)
def test_nobody_is_suggested_for_a_stranger(name: str) -> None:
    assert near_names(name, KNOWN) == []


def test_a_man_and_a_woman_of_one_slav_surname_are_two_people() -> None:
    assert [near.name for near in near_names("Radmila Sekerinska", KNOWN)] == ["Radmila Shekerinska"]


def test_everybody_of_a_surname_is_suggested_for_it() -> None:
    assert {near.name for near in near_names("Kurti", KNOWN)} == {"Albin Kurti", "Agim Kurti"}


def test_the_likelier_comes_first_and_no_more_than_asked_for() -> None:
    scores = [near.score for near in near_names("Petar Petrow", KNOWN)]
    assert scores == sorted(scores, reverse=True)
    assert len(near_names("Kurti", KNOWN, most=1)) == 1


def test_words_of_a_name_stand_in_their_order() -> None:
    assert name_words("Osmani-Sadriu, Vjosa") == ["vjosa", "osmani", "sadriu"]
