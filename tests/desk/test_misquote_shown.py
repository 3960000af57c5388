"""What the desk marks in a misquoted passage and in what was said: the words that differ, and never style."""

import pytest

from articles.admin.misquote import Misquote
from articles.comparing import SAME, Piece
from articles.misquotes import CheckedPassage
from articles.quotation.fidelity import TrueWords


def shown(pieces: list[Piece]) -> str:
    return "".join(piece.text if piece.kind == SAME else f"[{piece.text}]" for piece in pieces)


@pytest.mark.parametrize(
    ("said", "passage", "printed", "true"),
    [
        (
            "I say that the bridge, our bridge, will open.",
            "The bridge – our bridge – will never open",
            "The bridge – our bridge – will [never] open",
            "the bridge, our bridge, will open",
        ),
        (
            "We do not support war in the region.",
            "Support war in the region",
            "Support war in the region",
            "[not ]support war in the region",
        ),
        (
            "Wir unterstützen diesen Krieg nicht.",
            "Wir unterstützen diesen Krieg",
            "Wir unterstützen diesen Krieg",
            "Wir unterstützen diesen Krieg[ nicht]",
        ),
        (
            "NATO remains committed to peace.",
            "NATO is firmly committed to peace",
            "NATO [is firmly] committed to peace",
            "NATO [remains] committed to peace",
        ),
        ("He went.", "Nobody spoke of this", "[Nobody spoke of this]", "[He went]"),
    ],
)
def test_words_that_differ_are_marked_and_style_is_not(
    said: str, passage: str, printed: str, true: str
) -> None:
    language = "de" if "nicht" in said else "en"
    comparison = TrueWords([said], language=language).check(passage)
    misquote = Misquote(CheckedPassage("headline", passage, 0, len(passage), comparison))

    assert (shown(misquote.printed), shown(misquote.said)) == (printed, true)
