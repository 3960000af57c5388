"""A story's quotations are found in a pasted transcript, whatever its labels and times look like."""

import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.quotation.alignment import align_quotes
from articles.quotation.differences import Verdict
from articles.quotation.pasted_transcript import Transcript, in_seconds
from bench.made_up_quotes import MadeUpQuotes

WEBVTT = """WEBVTT

NOTE made by hand

1
00:12:01.000 --> 00:12:05.500
<v Mark Rutte>KFOR is, er, fully prepared to respond to
any security developments.

2
00:12:05.500 --> 00:12:09.000
<v Mark Rutte>We, um, expect continued cooperation between

00:12:09.000 --> 00:12:12.000
Prishtina and KFOR (applause) in line with decades-long commitments.
"""
SUBRIP = """1
00:00:01,000 --> 00:00:04,200
KFOR is fully prepared to respond to any

2
00:00:04,200 --> 00:00:06,000
security developments. We expect continued cooperation
"""
LABELLED = """Press conference, 11 March

[00:13:00] VJOSA OSMANI: Let me say this: we added around 1,000 troops. It is 5:30 now.
(14:05) Mark Rutte (NATO): KFOR is fully prepared to respond [inaudible] to any security developments. We will not leave.
Q: Will you stay?
A: Yes, we will stay.
>> JOURNALIST: And the situation?
Radmila Šekerinska  01:02:03
The situation must not be neglected, and the focus must remain.
"""
KFOR = "KFOR is fully prepared to respond to any security developments. We expect continued cooperation"

CASES = [
    (
        WEBVTT,
        KFOR + " between Prishtina and KFOR in line with decades-long commitments,",
        Verdict.EXACT,
        ("Mark Rutte",),
        721.0,
    ),
    (
        WEBVTT,
        "We expect continued cooperation … in line with decades-long commitments",
        Verdict.MARKED_CUT,
        ("Mark Rutte",),
        725.5,
    ),
    (
        WEBVTT,
        "We expect continued cooperation in line with decades-long commitments",
        Verdict.UNMARKED_CUT,
        ("Mark Rutte",),
        725.5,
    ),
    (SUBRIP, KFOR, Verdict.EXACT, (), 1.0),
    (LABELLED, "we added around 1,000 troops", Verdict.EXACT, ("VJOSA OSMANI",), 780.0),
    (LABELLED, "We added around 2,000 troops", Verdict.CHANGED_NUMBER, ("VJOSA OSMANI",), 780.0),
    (
        LABELLED,
        "KFOR is fully prepared to respond to any security developments",
        Verdict.EXACT,
        ("Mark Rutte (NATO)",),
        845.0,
    ),
    (
        LABELLED,
        "KFOR is always prepared to respond to any security developments",
        Verdict.CHANGED_WORD,
        ("Mark Rutte (NATO)",),
        845.0,
    ),
    (LABELLED, "Yes, we will stay.", Verdict.EXACT, ("A",), 845.0),
    (LABELLED, "Will you stay? Yes, we will stay.", Verdict.UNMARKED_CUT, ("Q", "A"), 845.0),
    (LABELLED, "The situation must be neglected", Verdict.CHANGED_SENSE, ("Radmila Šekerinska",), 3723.0),
    (LABELLED, "Let me say this: we added", Verdict.EXACT, ("VJOSA OSMANI",), 780.0),
]


@pytest.mark.parametrize(("transcript", "quote", "verdict", "speakers", "seconds"), CASES)
def test_the_table(
    transcript: str, quote: str, verdict: Verdict, speakers: tuple[str, ...], seconds: float
) -> None:
    [place] = align_quotes([quote], transcript)
    assert place is not None
    assert (place.verdict, place.speakers, place.seconds) == (verdict, speakers, seconds)
    assert place.words.split()[-1] in transcript[place.start : place.end]


def test_what_nobody_said_has_no_place() -> None:
    assert align_quotes(["Nobody ever talked of submarines here", "", "…"], LABELLED) == [None, None, None]
    assert align_quotes([KFOR], "") == [None]


def test_a_not_left_before_the_quotation_is_missed_unless_the_story_says_it() -> None:
    transcript = "SPEAKER: We do not support a war in the region."
    [claimed] = align_quotes(["support a war in the region"], transcript)
    [told] = align_quotes(["support a war in the region"], transcript, around=["He does not"])
    assert [place and place.verdict for place in (claimed, told)] == [Verdict.CHANGED_SENSE, Verdict.EXACT]


def test_labels_and_times_are_not_speech_and_everything_keeps_its_place() -> None:
    for text in (WEBVTT, SUBRIP, LABELLED):
        read = Transcript(text)
        assert len(read.speech) == len(text)
        assert all(c in {" ", t} for c, t in zip(read.speech, text, strict=True))
        for word in ("WEBVTT", "-->", "Mark", "OSMANI", "applause", "NATO", "JOURNALIST", "01:02:03"):
            assert word not in read.speech
    assert "Let me say this: we" in Transcript(LABELLED).speech
    assert "5:30" in Transcript(LABELLED).speech


@pytest.mark.parametrize(
    ("time", "seconds"), [("1:02:03,5", 3723.5), ("62:03.5", 3723.5), ("00:00:01.000", 1.0), ("12:34", 754.0)]
)
def test_times_are_read(time: str, seconds: float) -> None:
    assert in_seconds(time) == seconds


@given(st.text("aB: [](0123456789:.>-<v\nQé…", max_size=80), st.text("aB [](01:.…", max_size=20))
def test_any_transcript_keeps_its_length_and_spans_lie_in_it(transcript: str, quote: str) -> None:
    assert len(Transcript(transcript).speech) == len(transcript)
    for place in align_quotes([quote], transcript):
        assert place is None or 0 <= place.start <= place.end <= len(transcript)


def two_hours(rng: Random) -> tuple[str, list[str]]:
    """Return a transcript of 20,000 words in labelled lines, and its lines without labels."""
    made_up, lines, said, count = MadeUpQuotes(rng), [], [], 0
    while count < 20_000:
        said.append(made_up.one())
        seconds = count * 60 // 160
        time = f"[{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}]"
        lines.append(f"{time} {rng.choice(('MARK RUTTE', 'Vjosa Osmani', 'Speaker 3'))}: {said[-1]}")
        count += len(said[-1].split())
    return "\n".join(lines), said


def test_twenty_quotations_of_a_two_hour_transcript_take_less_than_a_second() -> None:
    rng = Random(120)
    transcript, said = two_hours(rng)
    quotes = rng.sample([line for line in said if len(line.split()) > 12], 20)
    altered = []
    for quote in quotes:
        words = quote.split()
        words[rng.randrange(1, len(words) - 1)] = "altered"
        altered.append(" ".join(words))
    begin = time.process_time()
    places = align_quotes(altered, transcript)
    seconds = time.process_time() - begin
    print(f"20 altered quotations in 20,000 words: {seconds:.2f} s")
    assert seconds < 1
    for quote, place in zip(quotes, places, strict=True):
        assert place is not None
        assert place.verdict.gravity >= Verdict.CHANGED_WORD.gravity
        assert transcript[place.start : place.end].strip(".") == quote.strip(".")
