"""One number is one number, however it is written; another one is never let through."""

import pytest

from articles.quotation.differences import Verdict
from articles.quotation.fidelity import compare

# Both are the same words, whichever was said and whichever an editor wrote.
SAME = """
    en: We need two and a half million = We need 2.5 million
    en: We need two and a half million euros = We need 2.5m euros
    en: We need two and a half million euros = We need €2.5 million
    en: We need two and a half million = We need 2½ million
    en: We need two-and-a-half million = We need 2 1/2 million
    en: We need half a million people = We need 500,000 people
    en: We need half a million people = We need half-a-million people
    en: We need half a million people = We need 0.5 million people
    en: We need half a million people = We need ½ million people
    en: We need a half million people = We need 500,000 people
    en: We need a quarter of a million people = We need 250,000 people
    en: We need three quarters of a million people = We need 750,000 people
    en: We need a million and a half people = We need 1.5 million people
    en: We need one and a half million people = We need 1.5 million people
    en: We lost two million three hundred thousand = We lost 2.3 million
    en: We lost five million dollars = We lost $5 million
    en: We lost five million dollars = We lost $5m
    en: We lost five million dollars = We lost 5 million dollars
    en: We lost five million dollars = We lost $5,000,000
    en: We lost five million US dollars = We lost 5 million U.S. dollars
    en: We lost five million US dollars = We lost US$5m
    en: We lost five million euros = We lost €5 million
    en: We lost five million euros = We lost 5 million €
    en: We lost five million euros = We lost EUR 5 million
    en: We lost five million pounds = We lost £5m
    en: We lost two to three million dollars = We lost $2-3 million
    en: We lost two to three million dollars = We lost $2–3 million
    en: We grew by forty per cent = We grew by 40%
    en: We grew by forty percent = We grew by 40 per cent
    en: We grew by 2.5 percent = We grew by two and a half per cent
    en: We grew by two point five percent = We grew by 2.5%
    en: A dozen soldiers left = 12 soldiers left
    en: A dozen soldiers left = Twelve soldiers left
    en: Half a dozen soldiers left = Six soldiers left
    en: Two dozen soldiers left = 24 soldiers left
    en: We are the third country = We are the 3rd country
    en: We are the twenty-third country = We are the 23rd country
    en: It is his third term = It is his 3rd term
    en: It is a third term = It is a 3rd term
    en: Two-thirds of them agree = 2/3 of them agree
    en: Two thirds of them agree = ⅔ of them agree
    en: One third of them agree = 1/3 of them agree
    en: A third of them agree = 1/3 of them agree
    en: A third of them agree = One-third of them agree
    en: Three quarters of them agree = ¾ of them agree
    en: Half of them agree = 1/2 of them agree
    en: Five to ten soldiers left = 5-10 soldiers left
    en: Five to ten soldiers left = 5–10 soldiers left
    en: Between five and ten soldiers left = Between 5 and 10 soldiers left
    en: We met on March 11th here = We met on March 11 here
    en: We met on the eleventh of March here = We met on the 11th of March here
    en: We met on the eleventh of March here = We met on the 11 of March here
    en: It was nineteen ninety-nine then = It was 1999 then
    en: It was twenty twenty-four then = It was 2024 then
    en: It was two thousand and five then = It was 2005 then
    en: We are number one here = We are No. 1 here
    en: We are number one here = We are number 1 here
    en: Twenty-odd years = 20-odd years
    en: It cost one and a half times more = It cost 1.5 times more
    en: It fell to minus five degrees = It fell to -5 degrees
    en: It fell to −5 degrees = It fell to -5 degrees
    en: Some five hundred million = Some half a billion
    en: At one point two people came = At one point 2 people came
    en: The 9/11 commission = The nine eleven commission
    de: Wir brauchen zweieinhalb Millionen Euro = Wir brauchen 2,5 Mio. €
    de: Es kamen dreiundzwanzig Menschen = Es kamen 23 Menschen
    de: Es kamen fünfhundert Menschen = Es kamen 500 Menschen
    de: Eine halbe Million Menschen kam = 500.000 Menschen kam
    de: Zwei Drittel sind dafür = 2/3 sind dafür
    de: Vierzig Prozent sind dafür = 40 % sind dafür
    de: Ein Dutzend Menschen kam = 12 Menschen kam
    de: Es war neunzehnhundertneunundneunzig = Es war 1999
    de: Fünf bis zehn Menschen kamen = 5-10 Menschen kamen
    sq: Na duhen dy milionë e gjysmë euro = Na duhen 2,5 milionë euro
    sq: Gjysmë milioni njerëz erdhën = 500.000 njerëz erdhën
    sq: Dyzet për qind janë kundër = 40% janë kundër
    sq: Dyzet përqind janë kundër = 40 për qind janë kundër
    sq: Dyqind ushtarë erdhën = 200 ushtarë erdhën
    sr: Treba nam dva i po miliona evra = Treba nam 2,5 miliona €
    sr: Треба нам два и по милиона евра = Treba nam 2,5 miliona evra
    sr: Pola miliona ljudi je došlo = 500.000 ljudi je došlo
    sr: Четрдесет одсто је против = 40% je protiv
    sr: Četrdeset posto je protiv = 40 od sto je protiv
    sr: Dvesta pedeset vojnika = 250 vojnika
    sr: Dve trećine su protiv = 2/3 su protiv
    mk: Два и пол милиони евра = 2,5 милиони евра
"""
OTHER = """
    five million = five billion
    1.5 million = 15 million
    1.5 = 15
    two-thirds of them = two of them
    third = three
    the third largest = the three largest
    two-thirds of them = one-third of them
    two-thirds of them = three-quarters of them
    half of them = a third of them
    half a million = a million
    two and a half million = two million
    $5 million = €5 million
    5 million dollars = 5 million euros
    $2-3 million = $2-5 million
    40 percent = 14 percent
    a dozen = two dozen
    five to ten = five to twelve
    1999 = 1989
    third = fourth
    2,500 = 2.5
    hundreds = thousands
    half = most
    minus 5 = minus 15
    3-1 = 3-2
"""


def rows(table: str) -> list[list[str]]:
    """Read a table of pairs."""
    return [line.strip().split(" = ") for line in table.strip().splitlines()]


@pytest.mark.parametrize(("words", "figures"), rows(SAME))
def test_words_and_figures_are_one_number(words: str, figures: str) -> None:
    language, words = words.split(": ")
    for passage, quote in ((words, figures), (figures, words)):
        found = compare(passage, quote, language)
        assert found.verdict == Verdict.EXACT, found.differences


@pytest.mark.parametrize(("one", "other"), rows(OTHER))
def test_another_number_is_seen(one: str, other: str) -> None:
    for passage, quote in ((one, other), (other, one)):
        found = compare(f"I say we need {passage} people here", f"I say we need {quote} people here")
        assert found.verdict == Verdict.CHANGED_NUMBER, found.differences


def test_a_passage_may_end_where_a_third_of_something_is_cut_off() -> None:
    assert compare("We lost a third", "We lost a third of our men").verdict == Verdict.EXACT


def test_an_amount_is_shown_whole() -> None:
    [difference] = compare("They want €6 million of us", "They want €5 million of us").differences
    assert (difference.words, difference.quote_words) == ("€6 million", "€5 million")
