"""Speakers named behind the words: “…,” said Smith; “…,” Smith, a farmer, said; “…” — Smith."""

from articles.quotation import phrases, subjects
from articles.quotation.attribution import REACH, Attribution, cue_clues, is_tail, source_at
from articles.quotation.phrases import Span, is_verb_of_saying
from articles.quotation.sentences import COMMAS, DASHES, Sentence, Token
from articles.quotation.words import (
    ADVERB,
    AUXILIARY,
    CUE,
    CUE_NOUN,
    ING,
    LINK,
    RELATIVE,
    SPEECH,
    SUBJECT,
    TIME,
    VERB,
    Language,
)


def right_behind(sentence: Sentence, at: int, language: Language) -> list[Attribution]:
    """“…,” said Smith; “…,” Smith, a farmer, said; “…,” according to Smith; “…” — Smith."""
    tokens = sentence.tokens
    begin = at + 1
    while begin < len(tokens) and (
        tokens[begin].text in COMMAS or tokens[begin].text in (")", "]", "as", "'", "’")
    ):
        begin += 1
    if begin >= len(tokens):
        return []
    source = source_at(tokens, begin, language)
    if source:
        return [Attribution(sentence, source[0], source[1], "source behind")]
    found: list[Attribution] = []
    if tokens[at + 1].text in DASHES and tokens[begin].is_capitalised:
        name = phrases.after(tokens, begin)
        if name and (name[1] == len(tokens) or tokens[name[1]].text in (",", ".", ";", "(")):
            found.append(Attribution(sentence, (at + 1, at + 2), name, "signature"))
    inverted = begin
    while (
        inverted < len(tokens)
        and tokens[inverted].flags & (AUXILIARY | ADVERB)
        and not tokens[inverted].flags & CUE
    ):
        inverted += 1
    if (
        inverted < len(tokens)
        and tokens[inverted].flags & CUE
        and not tokens[inverted].flags & ING
        and is_verb_of_saying(tokens, inverted)
    ):
        subject = _subject_behind(tokens, inverted)
        if subject:
            return [
                *found,
                Attribution(
                    sentence, (inverted, inverted + 1), subject, "inverted", cue_clues(tokens, inverted)
                ),
            ]
    for number in range(begin, min(len(tokens), begin + REACH)):
        token = tokens[number]
        if token.kind == "quote" or token.text in (";", ":"):
            break
        if token.flags & CUE and not token.flags & ING and is_verb_of_saying(tokens, number):
            subject = subjects.of_verb(tokens, number, begin)
            if subject and not any(
                t.kind == "word" and not t.flags & ADVERB for t in tokens[begin : subject[0]]
            ):
                if tokens[subject[1] - 1].flags & RELATIVE:
                    continue
                clues = [*cue_clues(tokens, number), "tail" if is_tail(tokens, number) else "goes on"]
                found.append(Attribution(sentence, (number, number + 1), subject, "behind", clues))
            elif any(t.flags & RELATIVE for t in tokens[begin:number]):
                continue  # a verb of the clause in "a source, who was not allowed to speak, told …"
            break
    if not any(each.way == "behind" for each in found):
        found += _noun_or_verb(sentence, begin) or _any_verb(sentence, begin)
    if tokens[begin].lower == "by" or (begin + 1 < len(tokens) and tokens[begin + 1].lower == "by"):
        by = begin + (tokens[begin].lower != "by")
        agent = phrases.after(tokens, by + 1)
        if agent:
            found.append(Attribution(sentence, (by, by + 1), agent, "by"))
    return found


def _noun_or_verb(sentence: Sentence, begin: int) -> list[Attribution]:
    """“…,” the ministers state in their letter: a word that elsewhere is a noun, with nothing but a phrase before it."""
    tokens = sentence.tokens
    for number in range(begin + 1, min(len(tokens), begin + REACH)):
        token = tokens[number]
        if token.kind == "quote" or token.text in (*COMMAS, ";", ":"):
            break
        if token.flags & SPEECH and token.flags & CUE_NOUN and not token.is_capitalised:
            subject = phrases.before(tokens, number, begin)
            if subject and subject[0] == begin and is_tail(tokens, number):
                return [Attribution(sentence, (number, number + 1), subject, "behind", ["noun or verb"])]
    return []


def _any_verb(sentence: Sentence, begin: int) -> list[Attribution]:
    """“…” Smith thundered: a verb that no list has."""
    tokens = sentence.tokens
    unlisted = _looks_like_a_verb(tokens, begin)
    subject = None if unlisted else phrases.after(tokens, begin)
    if subject:
        verb = subject[1]
        while verb < len(tokens) and tokens[verb].flags & ADVERB:
            verb += 1
        if verb < len(tokens) and tokens[verb].flags & VERB and is_tail(tokens, verb):
            return [Attribution(sentence, (verb, verb + 1), subject, "behind any verb")]
    elif unlisted or tokens[begin].flags & VERB:
        subject = phrases.after(tokens, begin + 1)
        if subject:
            return [Attribution(sentence, (begin, begin + 1), subject, "behind any verb", ["inverted"])]
    return []


def _looks_like_a_verb(tokens: list[Token], at: int) -> bool:
    """“…!” beamed Smith: a word in the past tense that is in no list, with a name behind it."""
    word, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        word.kind == "word"
        and not word.is_capitalised
        and word.lower.endswith("ed")
        and following is not None
        and following.is_capitalised
    )


def at_the_end(sentence: Sentence, at: int, language: Language) -> list[Attribution]:
    """… “…” …, Smith said: the attribution at the end of the sentence, or before the quotation goes on."""
    tokens = sentence.tokens
    quotes = [n for n in range(at + 1, len(tokens)) if tokens[n].kind == "quote"]
    end = quotes[0] if quotes else len(tokens)
    found = _tail(sentence, at, end, language)
    if not found and quotes and quotes[-1] + 1 < len(tokens):
        found = _tail(sentence, quotes[-1], len(tokens), language)  # “…” and … “…” …, Smith said
        for each in found:
            each.way = "tail beyond"
    return found


def _tail(sentence: Sentence, at: int, end: int, language: Language) -> list[Attribution]:
    tokens = sentence.tokens
    for number in range(end - 1, at + 1, -1):
        token = tokens[number]
        source = source_at(tokens, number, language)
        if source:
            return [Attribution(sentence, source[0], source[1], "source tail")]
        if not token.flags & CUE or token.flags & ING or not is_verb_of_saying(tokens, number):
            continue
        comma = next((n for n in range(number - 1, at, -1) if tokens[n].text in COMMAS), None)
        if comma is None:
            continue
        subject = subjects.of_verb(tokens, number, comma + 1)
        if subject and subject[0] == comma + 1 and is_tail(tokens, number):
            return [Attribution(sentence, (number, number + 1), subject, "tail", cue_clues(tokens, number))]
        if number == comma + 1:
            subject = _subject_behind(tokens, number)
            if subject:
                clues = [*cue_clues(tokens, number), "inverted"]
                return [Attribution(sentence, (number, number + 1), subject, "tail", clues)]
    return []


def _subject_behind(tokens: list[Token], cue: int) -> Span | None:
    at = cue + 1
    while at < len(tokens) and (
        (tokens[at].flags & (AUXILIARY | ADVERB | TIME) and not tokens[at].flags & SUBJECT)
        or (tokens[at].flags & LINK and at + 1 < len(tokens) and tokens[at + 1].flags & TIME)  # "të hënën"
    ):
        at += 1
    return phrases.after(tokens, at)
