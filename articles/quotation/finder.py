"""The front of the package: text in, quotations out."""

from collections.abc import Iterator
from itertools import pairwise

from articles.quotation import coreference, words
from articles.quotation.attribution import Attribution
from articles.quotation.carrying import Decision, Story
from articles.quotation.found import FoundQuote
from articles.quotation.indirect import find_reports
from articles.quotation.marks import Passage, find_nested, find_passages
from articles.quotation.names import People, Person
from articles.quotation.occasions import occasion_of
from articles.quotation.sentences import Sentence, split
from articles.quotation.speech import is_speech
from articles.quotation.transcripts import Turn, find_turns
from articles.quotation.words import Language

# A story has tens of quotations. Past this many, each passage is still found, but nobody is looked for who said it:
# so a text made of marks alone costs hardly more than reading it.
MOST_WEIGHED = 400
_FEWEST_WORDS = 4

Span = tuple[int, int]
Read = tuple[Passage, Sentence, int, Decision]


def find_quotes(text: str, language: str = "en") -> list[FoundQuote]:
    """Return every quotation in a text, in order, with its speaker, cue and occasion as far as the text tells them.

    Offsets are code points and `text[quote.start:quote.end] == quote.text`. Direct and mixed quotations come with their marks;
    one that runs over several paragraphs is one quotation. Indirect speech has the type "indirect". None overlaps another.
    """
    known = words.load(language)
    turns = find_turns(text)
    passages = _outside_turns(find_passages(text), turns)
    beyond = passages[MOST_WEIGHED:]
    sentences, people, read = _read(
        text[: beyond[0].start] if beyond else text, passages[:MOST_WEIGHED], known
    )
    quotes = [_turn(text, turn, people) for turn in turns]
    spoken: list[Read] = [each for each in read if is_speech(text, *each[1:])]
    for group in _over_paragraphs(spoken):
        best = max(group, key=lambda each: each[3].weight)
        quotes.append(_quote(text, group[0][0], group[-1][0], best[3].attribution))
    quotes += [
        _quote(text, passage, passage, None)
        for passage in beyond
        if text.count(" ", passage.start, passage.end) >= _FEWEST_WORDS - 1
    ]
    taken = sorted((quote.start, quote.end) for quote in quotes)
    quotes += _reports(text, sentences, known, taken, _verbs_of(spoken))
    return sorted(quotes, key=lambda quote: quote.start)


def analyse(text: str, language: str = "en") -> list[Read]:
    """Return every passage in quotation marks, speech or not, with its place in its sentence and what was weighed for it."""
    passages = _outside_turns(find_passages(text), find_turns(text))
    return _read(text, passages, words.load(language))[2]


def _read(
    text: str, passages: list[Passage], language: Language
) -> tuple[list[Sentence], People, list[Read]]:
    sentences = split(text, passages, language)
    people = People(sentences, language)
    coreference.resolve(sentences, people, text)
    story = Story(sentences, text, language)
    read = [
        (token.passage, sentence, at, story.decisions[token.start])
        for sentence in sentences
        for at, token in enumerate(sentence.tokens)
        if token.passage is not None
    ]
    return sentences, people, read


def _outside_turns(passages: list[Passage], turns: list[Turn]) -> list[Passage]:
    kept, number = [], 0
    for passage in passages:
        while number < len(turns) and turns[number].end <= passage.start:
            number += 1
        if number == len(turns) or passage.end <= turns[number].start:
            kept.append(passage)
    return kept


def _over_paragraphs(spoken: list[Read]) -> Iterator[list[Read]]:
    """Group the passages that are one quotation running over several paragraphs."""
    group: list[Read] = []
    for each, following in pairwise([*spoken, None]):
        if each is None:
            break
        group.append(each)
        if not each[0].continues or following is None:
            yield group
            group = []


def _quote(text: str, first: Passage, last: Passage, attribution: Attribution | None) -> FoundQuote:
    behind = text[last.end : last.end + 1]
    ends_like_sentence = (
        text[last.inner_end - 1] in ",.!?…—" or not last.closed or behind in (",", ".", "\n", "")
    )
    return FoundQuote(
        start=first.start,
        end=last.end,
        text=text[first.start : last.end],
        type="direct" if ends_like_sentence and not text[first.inner_start].islower() else "mixed",
        nested=tuple(find_nested(text, first.inner_start, first.inner_end)),
        **_said_by(text, attribution),
    )


def _turn(text: str, turn: Turn, people: People) -> FoundQuote:
    person = people.named(text[turn.label_start : turn.label_end])
    return FoundQuote(
        start=turn.start,
        end=turn.end,
        text=text[turn.start : turn.end],
        type="direct",
        speaker=text[turn.label_start : turn.label_end],
        speaker_start=turn.label_start,
        speaker_end=turn.label_end,
        speaker_name=person.name or None if person else None,
        speaker_role=person.role or None if person else None,
    )


def _verbs_of(spoken: list[Read]) -> set[int]:
    """Return where the verbs stand that introduce a quotation in their own sentence: they report nothing besides."""
    verbs = set()
    for _, sentence, _, decision in spoken:
        chosen = decision.attribution
        if chosen and chosen.cue and chosen.sentence is sentence:
            verbs.add(sentence.tokens[chosen.cue[0]].start)
    return verbs


def _reports(
    text: str, sentences: list[Sentence], language: Language, taken: list[Span], verbs: set[int]
) -> Iterator[FoundQuote]:
    """Yield the indirect speech that lies outside the spans already taken and has a verb of its own."""
    number = 0
    for sentence in sentences:
        for report in find_reports(sentence, language):
            while number < len(taken) and taken[number][1] <= report.start:
                number += 1
            overlaps = number < len(taken) and taken[number][0] < report.end
            cue = report.attribution.cue
            if overlaps or (cue and sentence.tokens[cue[0]].start in verbs):
                continue
            words_said = text[report.start : report.end]
            yield FoundQuote(
                report.start, report.end, words_said, "indirect", **_said_by(text, report.attribution)
            )


def _said_by(text: str, attribution: Attribution | None) -> dict:
    """Return the fields of a quotation that tell who said it, how and where."""
    if attribution is None:
        return {}
    tokens = attribution.sentence.tokens
    start, end = tokens[attribution.speaker[0]].start, tokens[attribution.speaker[1] - 1].end
    person: Person | None = attribution.person()
    fields: dict[str, str | int | None] = {
        "speaker": text[start:end],
        "speaker_start": start,
        "speaker_end": end,
        "speaker_name": person.name or None if person else None,
        "speaker_role": person.role or None if person else None,
    }
    if attribution.cue:
        start, end = tokens[attribution.cue[0]].start, tokens[attribution.cue[1] - 1].end
        fields |= {"cue": text[start:end], "cue_start": start, "cue_end": end}
    occasion = occasion_of(attribution)
    if occasion:
        fields["occasion"] = text[occasion[0] : occasion[1]]
    return fields
