"""How two texts differ."""

import random
import time

from articles.comparing import GONE, NEW, SAME, differences


def test_words_that_changed_are_named_and_lines_that_did_not_are_left_out() -> None:
    before = "One.\nThe old bridge stands.\nThree."
    after = "One.\nThe new bridge stands.\nThree."

    assert [(piece.kind, piece.text) for piece in differences(before, after)] == [
        (SAME, "… "),
        (SAME, "The "),
        (GONE, "old"),
        (NEW, "new"),
        (SAME, " bridge stands."),
        (SAME, " …"),
    ]


def test_equal_texts_differ_in_nothing() -> None:
    assert not [piece for piece in differences("A\nB", "A\nB") if piece.kind != SAME]


def test_a_text_that_was_empty_is_all_new() -> None:
    assert [(piece.kind, piece.text) for piece in differences("", "New words")] == [(NEW, "New words")]


def test_the_pieces_make_up_both_texts() -> None:
    chance = random.Random(3)
    for _ in range(50):
        words = [[chance.choice("abcde \n.,") for _ in range(chance.randint(0, 60))] for _ in range(2)]
        before, after = ("".join(letters) for letters in words)
        pieces = differences(before, after)
        for text, other in ((before, NEW), (after, GONE)):
            kept = "".join(piece.text for piece in pieces if piece.kind != other and "…" not in piece.text)
            assert all(letter in text for letter in kept)


def test_a_very_long_text_is_compared_in_time() -> None:
    chance = random.Random(5)
    one, other = (
        "\n".join(" ".join(chance.choices("abcdefgh", k=50)) for _ in range(5_000)) for _ in range(2)
    )
    began = time.monotonic()
    assert differences(one, other)
    assert time.monotonic() - began < 5
