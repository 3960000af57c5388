"""An alignment places every word of a passage once and in order, and in a short text none is better."""

from functools import cache
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.quotation.word_alignment import Alignment, align_words, index_words

vocabulary = st.sampled_from("the a of treaty bridge Kosovo not NATO".split())


def align(passage: list[str], text: list[str], **options: frozenset[int]) -> Alignment:
    return align_words(passage, text, index_words(text), [1.0] * len(passage), **options)


def check(passage: list[str], text: list[str], alignment: Alignment) -> None:
    assert [row for row, _ in alignment.steps if row is not None] == list(range(len(passage)))
    places = [place for _, place in alignment.steps if place is not None]
    assert places == list(range(places[0], places[-1] + 1)) if places else True


def best(passage: list[str], text: list[str]) -> float:
    """Return the best score by trying everything, with the costs of the module."""

    @cache
    def after(row: int, place: int) -> float:
        """All words before `row` are placed, the last of them before `place`."""
        if row == len(passage):
            return 0.0
        found = after(row + 1, place) - 0.62
        for there in range(place, len(text)):
            skipped = there - place
            cut = 0.0 if not skipped or row == 0 else 0.9 + 0.01 * skipped
            found = max(
                found, after(row + 1, there + 1) - cut + (1.0 if text[there] == passage[row] else -0.6)
            )
        return found

    return max(after(0, place) for place in range(len(text) + 1))


@given(st.lists(vocabulary, max_size=7), st.lists(vocabulary, max_size=9))
def test_no_alignment_of_a_short_text_is_better(passage: list[str], text: list[str]) -> None:
    alignment = align(passage, text)
    check(passage, text, alignment)
    assert alignment.score == pytest.approx(best(passage, text))


@given(st.integers(0, 10**6), st.integers(41, 150), st.integers(100, 700), st.integers(8, 400))
def test_long_passages_in_long_texts_are_placed_whole(
    seed: int, length: int, longest: int, variety: int
) -> None:
    rng = Random(seed)
    text = [f"w{rng.randrange(variety)}" if rng.random() < 0.97 else "" for _ in range(longest)] + ["end"]
    start = rng.randrange(longest)
    passage = [word or "added" for word in text[start : start + length]] + ["w1"] * rng.randrange(60)
    for _ in range(rng.randrange(8)):
        passage[rng.randrange(len(passage))] = "changed"
    check(passage, text, align(passage, text, after_cut=frozenset({rng.randrange(len(passage))})))


def test_in_a_long_text_the_right_place_is_found() -> None:
    rng = Random(1)
    text = [f"w{int(rng.paretovariate(0.4))}" for _ in range(20_000)]
    for length in (8, 30, 120):
        start = rng.randrange(len(text) - length)
        passage = text[start : start + length]
        passage[length // 2] = "changed"
        places = [place for _, place in align(passage, text).steps]
        assert places == list(range(start, start + length))
