"""Speakers named before the words: Smith said (that) …“…”; Smith: “…”; Smith's talk of “…”."""

from articles.quotation import phrases, subjects
from articles.quotation.attribution import REACH, Attribution, cue_clues, source_at
from articles.quotation.mentions import kind_of
from articles.quotation.phrases import Span, is_verb_of_saying
from articles.quotation.sentences import COMMAS, DASHES, Sentence, Token
from articles.quotation.words import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    CUE,
    CUE_NOUN,
    ING,
    PRONOUN,
    VERB,
    Language,
)

MOST = 8
_OWNERS = frozenset("his her their its my our your njegov njen seine ihre".split())
_LINKS = frozenset("that , : as a an the it him her them it's and of be being".split()) | COMMAS


def verbs_ahead(sentence: Sentence, at: int, language: Language) -> list[Attribution]:
    """Smith said (that) …“…”: the verbs of saying before the quotation, the nearest first."""
    tokens = sentence.tokens
    found: list[Attribution] = []
    cues_between = quotes_between = 0
    breaks = False
    for number in range(at - 1, max(-1, at - REACH), -1):
        token = tokens[number]
        if token.kind == "quote":
            quotes_between += 1
        if token.text == ";":
            breaks = True
        if len(found) >= MOST:
            break
        source = source_at(tokens, number, language)
        if source and source[1][1] <= at:
            speaker, cue, way = source[1], source[0], "source ahead"
            clues = []
        elif token.flags & CUE and is_verb_of_saying(tokens, number) and not _is_governed(tokens, number):
            subject = subjects.of_verb(tokens, number)
            if subject is None or subject[0] <= at < subject[1]:
                continue
            speaker, cue, way = subject, (number, number + 1), "ahead"
            clues = cue_clues(tokens, number)
            if subject[0] > number:
                by = tokens[subject[0] - 1].lower == "by"
                clues = [clue for clue in clues if clue != "auxiliary"] if by else [*clues, "inverted"]
        else:
            continue
        clues += _between(tokens, cue[1], at)
        clues.append(f"cues between {min(cues_between, 3)}")
        if quotes_between:
            clues.append("quotes between")
        if breaks:
            clues.append("semicolon between")
        found.append(Attribution(sentence, cue, speaker, way, clues))
        cues_between += 1
        if tokens[cue[0]].flags & ING or kind_of(tokens, speaker) in ("thing", "which"):
            other = subjects.leading(tokens, number)
            if other and other != speaker:
                found.append(Attribution(sentence, cue, other, "ahead", [*clues, "main subject instead"]))
        if way == "ahead" and number > 1 and tokens[number - 1].lower == "to":
            other = phrases.before(tokens, number - 1)  # "prompted Smith to say"
            if other and other != speaker:
                found.append(Attribution(sentence, cue, other, "ahead", [*clues, "object instead"]))
    return found


def _is_governed(tokens: list[Token], verb: int) -> bool:
    """Does another verb of saying rule this one? "Declined to say" is a declining."""
    return verb > 1 and tokens[verb - 1].lower == "to" and is_verb_of_saying(tokens, verb - 2)


def labels(sentence: Sentence, at: int) -> list[Attribution]:
    """Smith: “…”, Said Smith: “…”, and any “… Smith did so: “…”."""
    tokens = sentence.tokens
    if at < 2 or (tokens[at - 1].text != ":" and tokens[at - 1].text not in DASHES):
        return []
    if phrases.is_finite(tokens, at - 2):
        return []  # "Smith said:" is no label
    name = phrases.before(tokens, at - 1)
    if name is None:
        return []
    if tokens[at - 1].text != ":":
        return [Attribution(sentence, (at - 1, at), name, "before dash")]
    if tokens[name[0]].flags & CUE and name[1] - name[0] > 1 and not tokens[name[0]].person:
        return [Attribution(sentence, (name[0], name[0] + 1), (name[0] + 1, name[1]), "label inverted")]
    if name[0] == 0 or tokens[name[0] - 1].text in DASHES:
        return [Attribution(sentence, (at - 1, at), name, "label")]
    cue = name[0] - 1
    if tokens[cue].flags & CUE and (cue == 0 or tokens[cue - 1].kind == "mark"):
        return [Attribution(sentence, (cue, cue + 1), name, "label inverted")]
    return []


def owners(sentence: Sentence, at: int) -> list[Attribution]:
    """Smith's talk of “…”, his call for “…”."""
    tokens = sentence.tokens
    for number in range(at - 1, max(-1, at - 7), -1):
        token = tokens[number]
        if token.kind in ("quote", "mark"):
            break
        if token.kind == "possessive" or (token.flags & PRONOUN and token.lower in _OWNERS):
            owner = phrases.before(tokens, number) if token.kind == "possessive" else (number, number + 1)
            if owner:
                nouns = [n for n in range(number + 1, at) if tokens[n].flags & CUE_NOUN]
                noun = nouns[0] if nouns else min(number + 1, at - 1)
                clues = [
                    "cue noun" if nouns else "other noun",
                    "right before" if at - number < 3 else "before",
                ]
                return [Attribution(sentence, (noun, noun + 1), owner, "owner", clues)]
    return []


def any_verb(sentence: Sentence, at: int) -> list[Attribution]:
    """The nearest finite verb before the quotation that has a subject, whatever it means."""
    tokens = sentence.tokens
    for number in range(at - 1, max(0, at - REACH), -1):
        if tokens[number].flags & (VERB | AUXILIARY) and phrases.is_finite(tokens, number):
            subject = subjects.of_verb(tokens, number)
            return [Attribution(sentence, _main_verb(tokens, number), subject, "any verb")] if subject else []
    return []


def main_subject(sentence: Sentence, at: int) -> list[Attribution]:
    """The subject of the sentence, with its verb."""
    tokens = sentence.tokens
    subject = subjects.leading(tokens, at)
    if subject is None:
        return []
    verb = next((n for n in range(subject[1], at) if phrases.is_finite(tokens, n)), None)
    return [Attribution(sentence, _main_verb(tokens, verb) if verb is not None else None, subject, "subject")]


def _main_verb(tokens: list[Token], verb: int) -> Span:
    """Step from an auxiliary to the verb it helps."""
    while (
        verb + 1 < len(tokens)
        and tokens[verb].flags & AUXILIARY
        and tokens[verb + 1].flags & (ADVERB | AUXILIARY | VERB | CUE)
    ):
        verb += 1
    return verb, verb + 1


def _between(tokens: list[Token], start: int, at: int) -> list[str]:
    """Say what stands between a verb of saying and the quotation."""
    distance = at - start
    clues = [
        "near 0"
        if distance == 0
        else "near 1"
        if distance <= 2
        else "near 2"
        if distance <= 5
        else "near 3"
        if distance <= 12
        else "near 4"
    ]
    words = tokens[start:at]
    if all(t.lower in _LINKS for t in words):
        clues.append("only links")
    if words and words[0].lower == "that":
        clues.append("that")
    if words and words[-1].text in (",", ":"):
        clues.append("comma" if words[-1].text == "," else "colon")
    commas = sum(t.text in COMMAS for t in words[:-1])
    if commas:
        clues.append(f"commas {min(commas, 2)}")
    if any(t.flags & CONJUNCTION and n and words[n - 1].text in COMMAS for n, t in enumerate(words)):
        clues.append("new clause")
    if any(t.flags & (AUXILIARY | VERB) for t in words):
        clues.append("verb between")
    return clues
