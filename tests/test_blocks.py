"""The blocks of a body: the same words as its plain text, each with its place in the markup."""

import html
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.blocks import blocks_of, running_text
from articles.sanitising import clean_body
from articles.text import plain_text

PIECES = (
    "<p>", "</p>", "<h2>", "</h2>", '<aside class="pull-quote">', "</aside>", "<figure>", "</figure>", "<figcaption>",
    "</figcaption>", "<li>", "<br>", "<em>", "</em>", '<img src="/media/a.jpg" alt="a > b">', " ", "\n", "\x1c", "\x85",
    "word", "“said,”", "&amp;", "&lt;", "&nbsp;", "&#8220;", "&copy", "&", "<", "é", "Шекеринска",
)  # fmt: skip
bodies = st.lists(st.sampled_from(PIECES), max_size=40).map("".join).map(clean_body)


@given(bodies)
def test_blocks_hold_the_plain_text_and_know_where_each_letter_stands(body: str) -> None:
    blocks = blocks_of(body)

    assert "\n".join(block.text for block in blocks) == plain_text(body)
    for block in blocks:
        assert plain_text(body)[block.start : block.end] == block.text
        for at, letter in enumerate(block.text):
            begin, end = block.markup_span(at, at + 1)
            written = html.unescape(body[begin:end])
            assert written == letter or (letter == " " and written.isspace())


@given(bodies)
def test_a_place_in_the_running_text_is_found_again_in_the_plain_text(body: str) -> None:
    running = running_text(body)
    for at, letter in enumerate(running.text):
        if letter != "\n":
            assert plain_text(body)[running.position(at)] == letter
            assert running.at(running.position(at)) == at


@pytest.mark.parametrize(
    ("body", "kinds"),
    [
        ("<p>One.</p><h2>Two</h2><p>Three.</p>", ["text", "subhead", "text"]),
        ("<h3>One</h3><ul><li>Two</li><li>Three</li></ul>", ["subhead", "text", "text"]),
        (
            '<aside class="pull-quote"><p>One</p><p>Two</p></aside><p>Three</p>',
            ["pull_quote", "pull_quote", "text"],
        ),
        (
            '<figure><img src="/media/a.jpg"><figcaption>One</figcaption></figure><p>Two</p>',
            ["caption", "text"],
        ),
        ("<blockquote><p>One</p></blockquote>", ["text"]),
        ("", []),
    ],
)
def test_each_block_knows_what_it_is_for(body: str, kinds: list[str]) -> None:
    assert [block.kind for block in blocks_of(clean_body(body))] == kinds


def test_the_running_text_leaves_out_what_is_shown_at_a_glance() -> None:
    running = running_text("<p>One.</p><h2>“Two”</h2><p>Three.</p>")

    assert running.text == "One.\nThree."
    assert [(block.text, start, end) for block, start, end in running.pieces(2, 8)] == [
        ("One.", 2, 4),
        ("Three.", 0, 3),
    ]


def test_a_text_of_nothing_but_references_is_read_in_a_moment() -> None:
    body = "<p>" + "&lt;" * 200_000 + "&amp;" * 200_000 + " the end</p>"
    before = time.thread_time()

    [block] = blocks_of(body)

    assert time.thread_time() - before < 0.7
    assert block.text == "<" * 200_000 + "&" * 200_000 + " the end"
    assert body[slice(*block.markup_span(0, 1))] == "&lt;"
    assert body[slice(*block.markup_span(200_000, 200_001))] == "&amp;"
