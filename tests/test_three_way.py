"""What two people did to one text, put together: nothing lost, nothing invented, nobody overruled in silence."""

import time

from hypothesis import given
from hypothesis import strategies as st

from articles.paragraphs import paragraphs_of
from articles.sanitising import clean_body
from articles.three_way import (
    BOTH,
    MINE,
    THEIRS,
    Clash,
    ParagraphClash,
    merge_names,
    merge_paragraphs,
    merge_value,
    settle,
)

# Few different words, so that paragraphs repeat, move and resemble each other.
PARAGRAPH = st.lists(st.sampled_from(["the", "bridge", "opens", "late"]), min_size=1, max_size=4).map(
    " ".join
)
TEXT = st.lists(PARAGRAPH, max_size=7)
NAMES = st.lists(st.sampled_from("abcdef"), unique=True)


def clashes(merged: list) -> list[ParagraphClash]:
    return [one for one in merged if isinstance(one, ParagraphClash)]


def words_of(merged: list) -> list[str]:
    """Every paragraph that stands in a merge, or that a clash holds."""
    found = []
    for one in merged:
        found += [*one.theirs, *one.mine] if isinstance(one, ParagraphClash) else [one]
    return found


@given(TEXT, TEXT)
def test_what_only_one_of_two_changed_is_taken_over(base: list[str], changed: list[str]) -> None:
    assert merge_paragraphs(base, base, changed) == changed
    assert merge_paragraphs(base, changed, base) == changed
    assert merge_paragraphs(base, changed, changed) == changed


@given(TEXT, TEXT, TEXT)
def test_no_new_paragraph_is_lost_and_none_is_invented(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    merged = merge_paragraphs(base, theirs, mine)

    assert set(theirs + mine) - set(base) <= set(words_of(merged))
    assert set(words_of(merged)) <= {*base, *theirs, *mine}


@given(TEXT, TEXT, TEXT)
def test_it_is_the_same_question_whoever_saved_first(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    one, other = merge_paragraphs(base, theirs, mine), merge_paragraphs(base, mine, theirs)

    assert [(clash.place, clash.theirs, clash.mine) for clash in clashes(one)] == [
        (clash.place, clash.mine, clash.theirs) for clash in clashes(other)
    ]
    assert sorted(words_of(one)) == sorted(words_of(other))


@given(TEXT, TEXT, TEXT)
def test_a_clash_is_what_both_changed_and_a_choice_settles_it(
    base: list[str], theirs: list[str], mine: list[str]
) -> None:
    merged = merge_paragraphs(base, theirs, mine)

    for clash in clashes(merged):
        assert len({clash.base, clash.theirs, clash.mine}) == 3
        assert clash.base == (base[clash.place],)
    for choice in (MINE, THEIRS, BOTH):
        settled = settle(merged, lambda _, choice=choice: choice)
        assert not clashes(settled)
        if choice == BOTH:
            assert settled == words_of(merged)
    assert settle(merged, lambda _: None) == merged


@given(st.integers(2, 8), st.data())
def test_changes_to_different_paragraphs_need_nobody(count: int, data: st.DataObject) -> None:
    base = [f"Paragraph {number} of the text" for number in range(count)]
    whose = data.draw(st.lists(st.sampled_from(["theirs", "mine", "nobody"]), min_size=count, max_size=count))
    theirs = [f"{one}, theirs" if who == "theirs" else one for one, who in zip(base, whose, strict=True)]
    mine = [f"{one}, mine" if who == "mine" else one for one, who in zip(base, whose, strict=True)]

    assert merge_paragraphs(base, theirs, mine) == [
        one if who == "nobody" else f"{one}, {who}" for one, who in zip(base, whose, strict=True)
    ]


def test_neighbours_and_what_is_put_in_between() -> None:
    table = {
        # Neighbours, changed by two people.
        ("abc", "aBc", "abC"): ["a", "B", "C"],
        # Both add at the same place: both stand. The same: once.
        ("ab", "axb", "ayb"): ["a", "x", "y", "b"],
        ("ab", "axb", "axb"): ["a", "x", "b"],
        ("a", "axy", "ayz"): ["a", "x", "y", "z"],
        # One takes out what the other left alone.
        ("abc", "ac", "abcd"): ["a", "c", "d"],
        # One takes out what the other changed.
        ("abc", "ac", "aBc"): ["a", ParagraphClash(("b",), (), ("B",), 1), "c"],
        # Both changed one.
        ("a", "b", "c"): [ParagraphClash(("a",), ("b",), ("c",), 0)],
        ("", "a", ""): ["a"],
    }
    for (base, theirs, mine), merged in table.items():
        assert merge_paragraphs(base, theirs, mine) == merged, (base, theirs, mine)


def test_a_paragraph_that_was_split_is_followed_by_its_words() -> None:
    base = ["one two three four", "five six seven eight"]
    split = ["one two", "new here", "five six seven nine"]

    assert merge_paragraphs(base, split, ["one two three four", "five six seven eight", "end"]) == [
        *split,
        "end",
    ]


@given(st.integers(), st.integers(), st.integers())
def test_a_value_that_one_changed_stands(base: int, theirs: int, mine: int) -> None:
    assert merge_value(base, base, mine) == mine
    assert merge_value(base, theirs, base) == theirs
    assert merge_value(base, mine, mine) == mine
    merged = merge_value(base, theirs, mine)
    assert isinstance(merged, Clash) == (len({base, theirs, mine}) == 3)


@given(NAMES, NAMES, NAMES)
def test_names_are_those_kept_or_added_by_either(base: list[str], theirs: list[str], mine: list[str]) -> None:
    merged = merge_names(base, theirs, mine)

    assert len(merged) == len(set(merged))
    added = (set(theirs) | set(mine)) - set(base)
    assert set(merged) == added | (set(base) & set(theirs) & set(mine))


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>a</p>",
                "<p>b <strong>c</strong></p>",
                "<ul><li><p>d</p></li></ul>",
                "loose",
                "<h2>e</h2>",
                "<blockquote><p>f</p><p>g</p></blockquote>",
                '<aside class="pull-quote"><p>h</p></aside>',
                "\n",
            ]
        )
    )
)
def test_paragraphs_make_up_the_body(parts: list[str]) -> None:
    body = clean_body("".join(parts))
    pieces = paragraphs_of(body)

    assert "".join("".join(pieces).split()) == "".join(body.split())
    assert all(clean_body(piece) == piece.strip() for piece in pieces)


def test_long_and_repetitive_texts_are_put_together_in_time() -> None:
    rewritten = [f"p {number} {number * 7 % 13}" for number in range(8_000)]
    table = (
        (["same"] * 4_000, ["same"] * 4_500, ["same"] * 3_500),
        ([f"p {number}" for number in range(8_000)], rewritten, rewritten[::-1]),
        ([str(number) for number in range(12_000)], [], [str(-number) for number in range(12_000)]),
    )
    for base, theirs, mine in table:
        began = time.monotonic()
        assert merge_paragraphs(base, theirs, mine)
        assert time.monotonic() - began < 5
