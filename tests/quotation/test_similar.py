"""The same words are found across stories, changed or not; what everybody says is no match."""

import sqlite3
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.quotation.similar import ALIKE, Kind, liken, probes, signature, similarity
from bench.made_up_quotes import MadeUpQuotes
from bench.similar_quotes import Store, changed, measure
from tests.quotation.seed_quotes import SEED_QUOTES

NEVER = "We will never abandon the people of Ukraine in this war."

# The first quotation, the second, how they are alike.
PAIRS = f"""
    {NEVER} | “We will never abandon the people of Ukraine in this war” | the same words
    {NEVER} | WE WILL NEVER — abandon — the people of Ukraine, in this war! | the same words
    {NEVER} | We will not abandon the people of Ukraine in this war. | nearly the same words
    {NEVER} | We will abandon the people of Ukraine in this war. | nearly the same words
    {NEVER} | And we will never, ever abandon the people of Ukraine in this war. | nearly the same words
    {NEVER} | never abandon the people of Ukraine | one is part of the other
    {NEVER} | We will rebuild the schools of Ukraine after this war. |
    {NEVER} | We will never surrender. |
    {SEED_QUOTES[3]} | NATO is firmly committed to security in the Western Balkans |
    {SEED_QUOTES[3]} | NATO remains committed to security in the Western Balkans | one is part of the other
    Нећемо одустати од дијалога са Приштином | Nećemo odustati od dijaloga sa Prištinom | the same words
    Nećemo odustati od dijaloga sa Prištinom | Necemo odustati od razgovora sa Pristinom | nearly the same words
"""
STOCK = """
    No comment.
    We will see.
    Thank you very much, ladies and gentlemen.
    At the end of the day, it is what it is.
    We take these allegations very seriously.
    Our thoughts and prayers are with the victims and their families.
    I am very happy to be here with all of you today.
    No further comment at this time.
    It is a step in the right direction
    We are monitoring the situation closely.
"""


@pytest.mark.parametrize("row", PAIRS.strip().splitlines())
def test_the_table(row: str) -> None:
    first, second, kind = (part.strip() for part in row.split("|"))
    for one, other in ((first, second), (second, first)):
        likeness = liken(one, other)
        assert (likeness.kind if likeness else "") == kind
        if likeness:
            # What is alike can be found, in whichever order the two were stored.
            assert {*signature(one)} & {*probes(other)}


@pytest.mark.parametrize("phrase", STOCK.strip().splitlines())
def test_stock_phrases_are_no_match(phrase: str) -> None:
    assert signature(phrase) == probes(phrase) == []
    assert liken(phrase, phrase) is None


def test_sharing_stock_phrases_makes_no_two_quotations_alike() -> None:
    opening = "At the end of the day we take these allegations very seriously and we are monitoring the situation closely, "
    first, second = opening + "Belgrade must answer.", opening + "Tirana hides nothing."
    assert similarity(first, second) >= ALIKE
    assert liken(first, second) is None
    assert liken(first, first.replace("very", "extremely")) is not None


@given(st.text())
def test_every_integer_fits_a_column_and_is_found_again(text: str) -> None:
    grams = signature(text)
    assert grams == sorted(set(grams))
    assert all(-(2**31) <= gram < 2**31 for gram in grams)
    assert {*grams} <= {*probes(text)}


words = st.lists(
    st.sampled_from("Kosovo bridge the of treaty remains strong not we".split()), max_size=30
).map(" ".join)


@given(words, words)
def test_similarity_is_a_share_and_the_same_both_ways(one: str, other: str) -> None:
    assert 0 <= similarity(one, other) == similarity(other, one) <= 1
    assert similarity(one, one) == 1


@given(words, words)
def test_similarity_counts_the_longest_common_subsequence(one: str, other: str) -> None:
    mine, theirs = one.lower().split(), other.lower().split()
    lengths = [[0] * (len(theirs) + 1) for _ in range(len(mine) + 1)]
    for i, word in enumerate(mine):
        for j, candidate in enumerate(theirs):
            lengths[i + 1][j + 1] = (
                lengths[i][j] + 1 if word == candidate else max(lengths[i][j + 1], lengths[i + 1][j])
            )
    if mine or theirs:
        assert similarity(one, other) == 2 * lengths[-1][-1] / (len(mine) + len(theirs))


@given(st.integers(0, 10_000), st.integers(25, 60), st.data())
def test_eight_words_in_a_row_of_a_long_quotation_are_always_found(
    seed: int, length: int, data: st.DataObject
) -> None:
    rng = Random(seed)
    long = " ".join("".join(rng.choices("bdfgklmnprstv", k=7)) for _ in range(length))
    start = data.draw(st.integers(0, length - 8))
    assert {*signature(long)} & {*probes(" ".join(long.split()[start : start + 8]))}


@given(st.integers(0, 10_000), st.integers(5, 60), st.data())
def test_one_word_in_five_may_be_another(seed: int, length: int, data: st.DataObject) -> None:
    rng = Random(seed)
    quote = ["".join(rng.choices("bdfgklmnprstv", k=7)) for _ in range(length)]
    copy = quote.copy()
    for place in data.draw(st.sets(st.integers(0, length - 1), max_size=length // 5)):
        copy[place] = "otherwise"
    assert similarity(" ".join(quote), " ".join(copy)) >= ALIKE
    if length <= 24:
        assert {*signature(" ".join(quote))} & {*probes(" ".join(copy))}


def test_the_middle_one_of_five_words_may_be_another() -> None:
    assert {*signature("Bridges outlive borders and treaties")} & {
        *probes("Bridges outlive governments and treaties")
    }


@pytest.fixture(scope="module")
def archive() -> tuple[Store, list[str], list[str]]:
    """Return 5,000 stored quotations, the same as a list, and 150 that nobody stored."""
    made_up = MadeUpQuotes(Random(8000))
    quotes = [made_up.one() for _ in range(5_000)]
    store = Store(sqlite3.connect(":memory:"), "?")
    store.fill(quotes)
    return store, quotes, [made_up.one() for _ in range(150)]


@pytest.mark.thorough
def test_changed_copies_are_found_and_strangers_are_not(archive: tuple[Store, list[str], list[str]]) -> None:
    store, quotes, strangers = archive
    figures = measure(store, quotes, strangers)
    assert figures["recall of changed copies"] >= 0.98
    assert figures["precision"] >= 0.98
    assert figures["strangers that found something"] <= 0.02
    assert figures["look-up, CPU ms"] < 5


def test_a_changed_copy_says_how_it_is_alike(archive: tuple[Store, list[str], list[str]]) -> None:
    store, quotes, _ = archive
    assert (17, Kind.SAME) in store.find(f"“{quotes[17]}”")
    assert (17, Kind.ALIKE) in store.find(changed(Random(1), quotes[17], 0.1))
