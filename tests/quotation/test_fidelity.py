"""Never misquoted: every change of words is seen and graded, and style alone is never held against anybody."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.quotation.differences import Verdict
from articles.quotation.fidelity import TrueWords, check_text, compare
from articles.quotation.wording import read_words
from tests.quotation.seed_quotes import SEED_QUOTES

COMMITTED = SEED_QUOTES[3]
# The passage, the verdict, the words that differ: here | there. The true words are those of the second seed, and one of the first.
TABLE = """
    NATO remains committed to security in the Western Balkans          = exact
    nato Remains Committed To Security in the Western Balkans!         = exact
    NATO is firmly committed to security in the Western Balkans        = changed word         : is firmly | remains
    NATO remains committed to security in the Balkans                  = unmarked cut         : | Western
    NATO remains committed to security in the wider Western Balkans    = changed word         : wider |
    NATO remains committed to security … because it is a strategically important region = marked cut : | in the Western Balkans
    NATO remains committed [...] because it is a strategically important region = marked cut  : | to security in the Western Balkans
    … remains committed to security . . .                              = exact
    supported by our presence … Kosovo                                 = marked cut
    This is our largest mission … we believe that political dialogue   = marked cut           : | and not by coincidence
    This is our largest mission—we believe that political dialogue     = unmarked cut         : | and not by coincidence
    This is our largest mission, and by coincidence                    = changed sense        : | not
    This is our largest mission, and … by coincidence                  = changed sense        : | not
    the situation must be neglected, and the focus must remain         = changed sense        : | not
    the situation must never be neglected                              = changed word         : never | not
    the situation mustn’t be neglected                                 = changed word         : mustn’t | must not
    the focus must not remain                                          = changed sense        : not |
    the focus must [not] remain                                        = changed sense        : not |
    the [whole] focus must remain                                      = exact
    [its] presence is through KFOR                                     = marked cut           : its | visible
    Our strongest and least visible presence                           = changed sense        : least | most
    Our strongest and most invisible presence                          = changed sense        : invisible | visible
    A military presence can resolve the deep political challenges      = changed sense        : can | cannot
    A military presence can not resolve the deep political challenges  = exact
    resolve the deep political challenges                              = changed sense        : | cannot
    deep political challenges                                          = exact
    We added around 1000 troops                                        = exact
    We added around 1 000 troops                                       = exact
    We added around one thousand troops                                = exact
    We added around 1k troops                                          = exact
    We added around 10,000 troops                                      = changed number       : 10,000 | 1,000
    We added around 1,000 troops, which is two of the largest          = changed number       : two | one
    We added around 1,000 troops, which is another of the largest      = changed word         : another | one
    We added many troops                                               = changed number       : many | around 1,000
    two weeks ago in the Oval Office                                   = exact
    2 weeks ago in the Oval Office                                     = exact
    three weeks ago in the Oval Office                                 = changed number       : three | two
    President Trump, just two weeks ago                                = exact
    President Donald Trump, just two weeks ago                         = exact
    President [Ronald] Trump, just two weeks ago                       = changed word         : Ronald | Donald
    President [Donald J.] Trump, just two weeks ago                    = exact
    [He], just two weeks ago in the Oval Office, met with the French President = marked cut   : He | Trump
    Euro‑Atlantic security depends heavily                             = exact
    Euro Atlantic security depends heavily                             = exact
    EuroAtlantic security depends heavily                              = exact
    I know the US is dedicated to KFOR                                 = exact
    I know that the US is dedicated to KFOR                            = changed word         : that |
    KFOR will leave Kosovo next year                                   = not in the story
    the vital role of KFOR                                             = not in the story
    vital role                                                         = in the story, but in nobody's mouth
    role vital                                                         = not in the story
    vital                                                              = in the story, but in nobody's mouth
    abandoned                                                          = not in the story
    neglected                                                          = exact
"""
ROWS = [re.split(r"\s+[=:]\s+", row.strip()) for row in TABLE.strip().splitlines()]
SEEDS = TrueWords(
    SEED_QUOTES, body="Sekerinska underscored the vital role of KFOR in maintaining stability in Kosovo."
)


@pytest.mark.parametrize("row", ROWS, ids=[row[0] for row in ROWS])
def test_the_table(row: list[str]) -> None:
    passage, verdict, *differing = row
    found = SEEDS.check(passage)
    assert found.verdict == Verdict(verdict), found
    if differing:
        assert [f"{d.words} | {d.quote_words}".strip() for d in found.differences] == differing
    for d in found.differences:
        assert passage[d.start : d.end] == d.words
        assert SEED_QUOTES[d.quote][d.quote_start : d.quote_end] == d.quote_words


def test_the_subhead_of_the_second_seed_is_caught_with_the_true_words_beside_it() -> None:
    [(passage, found)] = check_text("“NATO is firmly committed to security in the Western Balkans”", SEEDS)
    [difference] = found.differences
    assert (passage.start, passage.end) == (1, 60)
    assert found.verdict == Verdict.CHANGED_WORD
    assert found.true_words == "NATO remains committed to security in the Western Balkans"
    assert (difference.words, difference.quote_words) == ("is firmly", "remains")
    assert SEED_QUOTES[found.quotes[0]] == COMMITTED


@pytest.mark.parametrize("quote", SEED_QUOTES)
def test_the_quotations_of_the_seeds_are_exact(quote: str) -> None:
    found = SEEDS.check(quote)
    assert (found.verdict, found.score) == (Verdict.EXACT, 1.0)
    assert SEED_QUOTES[found.quotes[0]] == quote


@pytest.mark.parametrize(
    ("headline", "verdict"),
    [
        ("Rutte: ‘Support war in the region’", Verdict.CHANGED_SENSE),
        ("Rutte does not ‘support war in the region’", Verdict.EXACT),
        ("‘Support war in the region’? Never, says Rutte", Verdict.EXACT),
        ("Rutte opposes calls to ‘support war in the region’", Verdict.EXACT),
        ("Rutte ready to ‘support war’", Verdict.CHANGED_SENSE),
        ("Rutte: We ‘do not support war’", Verdict.EXACT),
        ("Rutte on ‘war in the region’", Verdict.EXACT),
    ],
)
def test_a_not_left_outside_the_marks_must_be_said_around_them(headline: str, verdict: Verdict) -> None:
    [(_, found)] = check_text(headline, TrueWords(["We do not support war in the region."]))
    assert found.verdict == verdict


def test_a_no_that_is_a_sentence_of_its_own_may_be_left_out() -> None:
    assert compare("we will stay in the region", "No, we will stay in the region.").verdict == Verdict.EXACT


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("twenty-three", "23"),
        ("two million five hundred thousand", "2,500,000"),
        ("2.5 million", "2.5m"),
        ("first", "1st"),
        ("40 per cent", "40%"),
        ("a hundred and twenty", "120"),
        ("one hundred and twenty", "120"),
        ("two thousand and five", "2,005"),
        ("a hundred and twenty thousand", "120,000"),
        ("one hundred and two hundred", "100 and 200"),
        ("one million and two million", "1m and 2m"),
        ("the twenty-first of", "the 21st of"),
        ("the thirtieth of", "the 30TH of"),
        ("5 km of road and", "5km of road and"),
        ("at 5:30 p.m. our", "at 5.30pm our"),
        ("at 09:30 our", "at 9:30 our"),
    ],
)
def test_words_and_figures_are_one_number(words: str, figures: str) -> None:
    for passage, quote in ((words, figures), (figures, words)):
        assert (
            compare(f"We sent {passage} people home", f"We sent {quote} people home").verdict == Verdict.EXACT
        )


@pytest.mark.parametrize(
    ("quote", "passage", "verdict"),
    [
        ("One hundred and twenty soldiers were wounded", "130 soldiers were wounded", Verdict.CHANGED_NUMBER),
        ("We met the twenty-first brigade today", "We met the 22nd brigade today", Verdict.CHANGED_NUMBER),
        ("We met at 5:30 p.m. in Prishtina", "We met at 6.30pm in Prishtina", Verdict.CHANGED_NUMBER),
        (
            "We heard of twenty and three wounded soldiers",
            "We heard of 23 wounded soldiers",
            Verdict.CHANGED_NUMBER,
        ),
        ("We saw a hundred soldiers there", "We saw a thousand soldiers there", Verdict.CHANGED_NUMBER),
        ("Three hundred and twenty soldiers", "300 soldiers", Verdict.CHANGED_NUMBER),
    ],
)
def test_another_number_is_caught_however_it_is_written(quote: str, passage: str, verdict: Verdict) -> None:
    assert compare(passage, quote).verdict == verdict
    assert compare(quote, passage).verdict.gravity >= verdict.gravity


@pytest.mark.parametrize(
    "words", ["million thousand ", "one hundred and ", "five ", "twenty ", "half a ", "$ 1/2 ", "March "]
)
def test_numbers_without_end_are_read_in_linear_time(words: str) -> None:
    begin = time.process_time()
    read_words(words * 20_000)
    assert time.process_time() - begin < 5


@pytest.mark.parametrize(
    ("quote", "passage"),
    [
        ("The plan isn’t ready", "The plan is not ready"),
        ("I’ve never seen the end", "I have never seen the end"),
        ("We organise the defence of Kosovo", "We organize the defense of Kosovo"),
    ],
)
def test_another_form_of_the_same_words_is_changed_and_not_invented(quote: str, passage: str) -> None:
    assert compare(passage, quote).verdict == Verdict.CHANGED_WORD


def test_a_not_written_without_its_apostrophe_is_one() -> None:
    found = compare("I do think that they will attack", "I dont think that they will attack")
    assert found.verdict == Verdict.CHANGED_SENSE


def test_a_few_words_alone_are_not_held_to_say_the_opposite() -> None:
    story = TrueWords(["We do not support war in the region."])
    assert story.check("support war").verdict == Verdict.EXACT
    assert story.check("support war in the region").verdict == Verdict.CHANGED_SENSE


@pytest.mark.parametrize(
    ("first", "second", "joined", "verdict"),
    [
        ("We will stay,", "because they asked us.", "We will stay, because they asked us", Verdict.EXACT),
        ("We will stay.", "They asked us.", "We will stay. They asked us.", Verdict.UNMARKED_CUT),
        ("We will stay.", "They asked us.", "We will stay … They asked us.", Verdict.MARKED_CUT),
        ("We will all stay.", "They asked us.", "We will … asked us.", Verdict.MARKED_CUT),
    ],
)
def test_two_quotations_may_be_joined_where_the_sentence_goes_on(
    first: str, second: str, joined: str, verdict: Verdict
) -> None:
    found = TrueWords([first, second]).check(joined)
    assert (found.verdict, found.quotes) == (verdict, (0, 1))


@pytest.mark.parametrize(
    ("language", "quote", "passage", "verdict"),
    [
        (
            "sr",
            "Nećemo odustati od dijaloga sa Prištinom",
            "Нећемо одустати од дијалога са Приштином",
            Verdict.EXACT,
        ),
        (
            "sr",
            "Nećemo odustati od dijaloga sa Prištinom",
            "Odustaćemo od dijaloga sa Prištinom",
            Verdict.CHANGED_SENSE,
        ),
        (
            "sr",
            "To je moguće samo uz 1.500 vojnika",
            "To je nemoguće samo uz 1500 vojnika",
            Verdict.CHANGED_SENSE,
        ),
        (
            "sr",
            "Stiže dvadeset i pet vojnika sutra",
            "Stiže trideset i pet vojnika sutra",
            Verdict.CHANGED_NUMBER,
        ),
        ("sr", "Stiže dvadeset i pet vojnika sutra", "Стиже 25 војника сутра", Verdict.EXACT),
        ("sq", "Vijnë njëzet e pesë ushtarë nesër", "Vijnë 25 ushtarë nesër", Verdict.EXACT),
        (
            "sq",
            "Ne nuk do të largohemi nga Kosova sot",
            "Ne do të largohemi nga Kosova sot",
            Verdict.CHANGED_SENSE,
        ),
        ("sq", "S’ka paqe pa drejtësi në Kosovë", "Ka paqe pa drejtësi në Kosovë", Verdict.CHANGED_SENSE),
        (
            "de",
            "Wir werden die Region nicht verlassen",
            "Wir werden die Region verlassen",
            Verdict.CHANGED_SENSE,
        ),
        (
            "de",
            "Es sind 1,5 Millionen Menschen betroffen",
            "Es sind 15 Millionen Menschen betroffen",
            Verdict.CHANGED_NUMBER,
        ),
        (
            "mk",
            "Нема да ја напуштиме алијансата никогаш",
            "Ќе ја напуштиме алијансата",
            Verdict.CHANGED_SENSE,
        ),
    ],
)
def test_other_languages_have_their_own_negations_and_figures(
    language: str, quote: str, passage: str, verdict: Verdict
) -> None:
    assert compare(passage, quote, language).verdict == verdict


@given(st.text(max_size=60), st.lists(st.text(max_size=60), max_size=3))
@pytest.mark.thorough
def test_whatever_is_compared_the_spans_lie_in_their_texts(passage: str, quotes: list[str]) -> None:
    found = TrueWords(quotes).check(passage)
    for d in found.differences:
        assert passage[d.start : d.end] == d.words
        assert quotes[d.quote][d.quote_start : d.quote_end] == d.quote_words


few_words = st.lists(st.sampled_from("not a b c … [x] d, 5. e".split()), max_size=60).map(" ".join)


@given(few_words, st.lists(few_words, max_size=4))
def test_long_passages_of_few_words_are_compared_too(passage: str, quotes: list[str]) -> None:
    found = TrueWords(quotes).check(passage)
    assert all(quotes[number][: found.end] for number in found.quotes[-1:])


@given(st.text(min_size=1, max_size=80))
def test_every_text_is_exact_to_itself(text: str) -> None:
    assert compare(text, text).verdict == Verdict.EXACT
