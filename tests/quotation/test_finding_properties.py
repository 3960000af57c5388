"""What holds for every text whatever: spans, order, repetition, time."""

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.quotation import find_quotes
from articles.quotation.marks import find_passages
from articles.text import plain_text
from bench.quotes import MARKS, MIXES, seconds_for

PIECES = st.sampled_from(
    [
        *'“”„“«»‹›"‘’‚`—–-:;,.!?…()[]<>=\n\t ',
        "''",
        "``",
        ",,",
        "'s ",
        " said ",
        " said that ",
        "Ann Smith",
        " she ",
        " he ",
        "the senator",
        " who ",
        "According to ",
        " told reporters ",
        "WALLACE: ",
        "PENCE: ",
        '<a b="',
        "Mr. ",
        " and ",
        " calling it ",
        "rekao je ",
        "Вучић",
        "tha ",
        "\u2028",
        "\ud800",
        "é",
        "👩‍🌾",
        "1,000",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))
LANGUAGES = st.sampled_from(["en", "sq", "sr", "de"])


@given(TEXTS, LANGUAGES)
def test_every_span_lies_in_the_text_and_none_overlaps_another(text: str, language: str):
    quotes = find_quotes(text, language)
    end = 0
    for quote in quotes:
        assert end <= quote.start < quote.end <= len(text)
        assert text[quote.start : quote.end] == quote.text
        end = quote.end
        for words, start, stop in (
            (quote.speaker, quote.speaker_start, quote.speaker_end),
            (quote.cue, quote.cue_start, quote.cue_end),
        ):
            assert (words is None) == (start is None) == (stop is None)
            if words is not None:
                assert text[start:stop] == words
        assert all(quote.start < a < b <= quote.end for a, b in quote.nested)
        assert quote.occasion is None or quote.occasion in text


@given(TEXTS)
def test_the_same_text_gives_the_same_quotations_each_time(text: str):
    assert find_quotes(text) == find_quotes(text)


@given(TEXTS)
def test_what_follows_after_a_blank_line_leaves_earlier_passages_as_they_are(text: str):
    later = f"{text}\n\nNobody spoke after that.\n"
    assert [(p.start, p.end) for p in find_passages(later)] == [(p.start, p.end) for p in find_passages(text)]


@given(st.lists(st.text(alphabet=string.ascii_letters + " ,.“”\"'’", max_size=60), max_size=5))
def test_quotations_are_the_same_after_a_body_is_cleaned_and_read_again(paragraphs: list[str]):
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    text = plain_text(body)
    again = plain_text("".join(f"<p>{line}</p>" for line in text.split("\n")))
    assert find_quotes(again) == find_quotes(text)


@pytest.mark.parametrize("mix", MIXES)
def test_twenty_thousand_marks_take_less_than_half_a_second(mix: str):
    assert seconds_for(mix) < 0.5, f"{MARKS} marks, {mix}"


def test_a_row_of_marks_however_long_is_passed_over():
    begin = time.process_time()
    [quote] = find_quotes("“" * 400_000 + "\n“The vote is over,” Ann Smith said.")
    assert time.process_time() - begin < 0.5
    assert quote.text == "“The vote is over,”"


def test_twice_the_text_takes_about_twice_the_time():
    paragraph = "“We won,” said Ann Smith, who was tired. She told Bob Jones that “nothing is lost.”\n\n"

    def seconds(times: int) -> float:
        begin = time.process_time()
        find_quotes(paragraph * times)
        return time.process_time() - begin

    seconds(10)
    one, four = min(seconds(25) for _ in range(3)), min(seconds(100) for _ in range(3))
    assert four < 8 * one


def test_a_story_of_six_hundred_words_takes_a_few_milliseconds():
    story = (
        "Senator Ann Smith met Mayor Bob Jones in Lima on Monday to talk about the dam. “It is old,” she said. "
        "The mayor, who has called the plan “a costly mistake,” told reporters that he would vote no.\n\n"
    ) * 17
    find_quotes(story)
    begin = time.process_time()
    find_quotes(story)
    assert time.process_time() - begin < 0.1
