"""400 quotations and every kind of edit: no false alarm on style, no changed word missed, and in no time."""

import re
import time
from random import Random

import pytest

from articles.quotation.differences import Verdict
from articles.quotation.fidelity import TrueWords
from bench.made_up_quotes import MadeUpQuotes
from tests.quotation.edits import CHANGES, STYLE, Edit, dropped, negated, other_number, substituted
from tests.quotation.seed_quotes import SEED_QUOTES

NEGATIONS = re.compile(r"\b(not|never|no|nobody|hardly|without|cannot|refused)\b", re.IGNORECASE)


@pytest.fixture(scope="module")
def stories() -> list[tuple[list[str], TrueWords]]:
    """50 stories of 8 quotations each, those of the seeds among them."""
    made_up = MadeUpQuotes(Random(400))
    quotes = [*SEED_QUOTES, *(made_up.one(longest=2) for _ in range(400 - len(SEED_QUOTES)))]
    return [(quotes[at : at + 8], TrueWords(quotes[at : at + 8])) for at in range(0, 400, 8)]


@pytest.mark.parametrize("edit", STYLE, ids=[edit.__name__ for edit in STYLE])
def test_style_is_never_flagged(stories: list[tuple[list[str], TrueWords]], edit: Edit) -> None:
    rng = Random(1)
    edited = [(edit(rng, quote), story) for quotes, story in stories for quote in quotes]
    assert [
        (passage, found)
        for passage, story in edited
        if (found := story.check(passage)).verdict != Verdict.EXACT
    ] == []


@pytest.mark.parametrize("edit", CHANGES, ids=[edit.__name__ for edit in CHANGES])
def test_no_changed_word_is_missed(stories: list[tuple[list[str], TrueWords]], edit: Edit) -> None:
    rng = Random(2)
    least = {
        dropped: Verdict.UNMARKED_CUT,
        negated: Verdict.CHANGED_SENSE,
        other_number: Verdict.CHANGED_NUMBER,
    }.get(edit, Verdict.CHANGED_WORD)
    wrong = []
    for quotes, story in stories:
        for number, quote in enumerate(quotes):
            passage = edit(rng, quote)
            found = story.check(passage)
            if passage != quote and (found.verdict.gravity < least.gravity or found.quotes != (number,)):
                wrong.append((passage, found))
    assert wrong == []


def test_an_ellipsis_makes_a_cut_a_marked_one(stories: list[tuple[list[str], TrueWords]]) -> None:
    rng = Random(3)
    for quotes, _ in stories:
        for quote in quotes:
            words = NEGATIONS.sub("so", quote).split(" ")
            if len(words) < 12:
                continue
            start = rng.randrange(3, len(words) - 6)
            ellipsis = rng.choice(("…", "...", ". . .", "[…]", "(...)", "[ ... ]"))
            cut = " ".join([*words[:start], ellipsis, *words[start + rng.randrange(1, 4) :]])
            assert TrueWords([" ".join(words)]).check(cut).verdict == Verdict.MARKED_CUT, cut


def test_an_excerpt_is_exact_and_somebody_elses_words_are_not_in_the_story(
    stories: list[tuple[list[str], TrueWords]],
) -> None:
    rng = Random(4)
    strangers = MadeUpQuotes(Random(5))
    for quotes, story in stories:
        for quote in quotes:
            words = NEGATIONS.sub("so", quote).split()
            start = rng.randrange(len(words) - 4)
            excerpt = " ".join(words[start : start + rng.randint(3, 20)])
            assert TrueWords([" ".join(words)]).check(excerpt).verdict == Verdict.EXACT
        stranger = " ".join(strangers.word(kind) for kind in ("person", "verb", "adjective", "noun", "noun"))
        assert story.check(stranger).verdict == Verdict.NOT_IN_STORY


def test_a_passage_takes_less_than_five_milliseconds(stories: list[tuple[list[str], TrueWords]]) -> None:
    rng = Random(6)
    times = []
    for quotes, story in stories[:25]:
        for quote in quotes:
            passage = substituted(rng, quote)
            begin = time.process_time()
            story.check(passage)
            times.append(time.process_time() - begin)
    times.sort()
    print(
        f"a changed passage: median {times[100] * 1e3:.2f} ms, p95 {times[190] * 1e3:.2f} ms, longest {times[-1] * 1e3:.2f} ms"
    )
    assert times[len(times) // 2] < 0.005
