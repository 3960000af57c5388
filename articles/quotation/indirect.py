"""Indirect speech: what a verb of saying reports without quotation marks."""

from dataclasses import dataclass

from articles.quotation import speakers
from articles.quotation.attribution import Attribution
from articles.quotation.sentences import COMMAS, Sentence, Token
from articles.quotation.words import (
    AUXILIARY,
    BASE,
    CONJUNCTION,
    CUE_NOUN,
    ING,
    PREPOSITION,
    RELATIVE,
    SPEECH,
    SUBJECT,
    TIME,
    VERB,
    Language,
    latin,
)

_SHORTEST = 3
_THAT = frozenset({"that", "se", "që", "da", "dass"})
_ASKED = frozenset({"asked", "asks", "told", "tells", "reminded", "assured", "informed", "warned", "urged"})


@dataclass(slots=True)
class Report:
    """A stretch of reported speech in the text and who is reported."""

    start: int
    end: int
    attribution: Attribution


def find_reports(sentence: Sentence, language: Language) -> list[Report]:
    """Return the reported speech of a sentence, from left to right, never reaching into a quotation."""
    tokens = sentence.tokens
    found: list[Report] = []
    for attribution in speakers.reports(sentence, language):
        if attribution.cue is None:
            continue
        verb = tokens[attribution.cue[0]]
        if attribution.way != "source" and not verb.flags & SPEECH:
            continue
        span = _content(tokens, attribution)
        if (
            span is None
            or span[1] - span[0] < _SHORTEST
            or any(t.kind == "quote" for t in tokens[span[0] : span[1]])
        ):
            continue
        start, end = tokens[span[0]].start, tokens[span[1] - 1].end
        if found and start < found[-1].end:
            if verb.flags & ING and found[-1].start < attribution.speaker[0]:
                continue
            cut = _cut_before(tokens, attribution)
            if cut is None or tokens[cut - 1].end <= found[-1].start:
                continue
            found[-1].end = tokens[cut - 1].end
        found.append(Report(start, end, attribution))
    return [report for report in found if report.end > report.start]


def _content(tokens: list[Token], attribution: Attribution) -> tuple[int, int] | None:
    assert attribution.cue is not None
    last = max(attribution.cue[1], attribution.speaker[1])
    end = len(tokens)
    while end and tokens[end - 1].kind == "mark":
        end -= 1
    begin = last
    if (
        begin < end
        and tokens[begin].text in COMMAS
        and attribution.way != "source"
        and attribution.speaker[0] > attribution.cue[0]
    ):
        return None
    if attribution.way == "source":
        if begin < end and tokens[begin].text in COMMAS and attribution.cue[0] < 3:
            return begin + 1, end
        first = attribution.cue[0]
        return (0, first - 1 if tokens[first - 1].text in COMMAS else first) if first > _SHORTEST else None
    if begin >= end or (
        begin + 4 >= end
        and attribution.speaker[0] > _SHORTEST
        and tokens[attribution.speaker[0] - 1].text in COMMAS
    ):
        first = min(attribution.cue[0], attribution.speaker[0])
        return (0, first - 1) if first > _SHORTEST and tokens[first - 1].text in COMMAS else None
    if tokens[attribution.cue[0]].lower in _ASKED:
        while (
            begin < end and not tokens[begin].flags & (CONJUNCTION | SUBJECT | RELATIVE) and begin - last < 8
        ):
            begin += 1
        if begin - last >= 8:
            begin = last
    while begin < end and (tokens[begin].flags & TIME or tokens[begin].lower in ("on", "also")):
        begin += 1
    if begin < end and tokens[begin].flags & PREPOSITION and not tokens[begin].is_capitalised:
        while begin < end and latin(tokens[begin].lower) not in _THAT:  # "said in an interview that …"
            if tokens[begin].text in COMMAS or begin - last > 25:
                return None
            begin += 1
    while (
        begin + 1 < end
        and (tokens[begin].text == "," or tokens[begin].flags & AUXILIARY)
        and latin(tokens[begin + 1].lower) in _THAT
    ):
        begin += 1
    if begin < end and latin(tokens[begin].lower) in _THAT:
        begin += 1
    elif (begin < end and tokens[begin].text in COMMAS) or not _is_clause(tokens, begin, end):
        return None
    return begin, end


def _is_clause(tokens: list[Token], begin: int, end: int) -> bool:
    """Does a clause follow ("said he would go"), not just an object ("told a story")?"""
    if begin < end and tokens[begin].flags & CUE_NOUN and not tokens[begin].flags & SUBJECT:
        return False
    return any(t.flags & (AUXILIARY | VERB | SPEECH | BASE) for t in tokens[begin + 1 : begin + 25])


def _cut_before(tokens: list[Token], attribution: Attribution) -> int | None:
    """Where the report before this one ends: at the comma or "and" before its verb."""
    assert attribution.cue is not None
    for at in range(attribution.cue[0], 0, -1):
        if tokens[at].text in COMMAS or tokens[at].lower in ("and", "but"):
            return at if at > 0 else None
    return None
