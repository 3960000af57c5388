"""The occasion of a quotation: "in a social media post", "at a joint press conference with President Osmani"."""

from articles.quotation.attribution import Attribution
from articles.quotation.phrases import is_finite
from articles.quotation.sentences import Token
from articles.quotation.words import (
    CONJUNCTION,
    CUE,
    ING,
    OCCASION,
    OCCASION_PREPOSITION,
    PREPOSITION,
    RELATIVE,
    SUBJECT,
)

_LONGEST = 30
_ENDS = frozenset({",", ";", ":", ".", "!", "?", "—", "–", "--", "(", ")", "…"})
_HEAD_WITHIN = 7


def occasion_of(attribution: Attribution) -> tuple[int, int] | None:
    """Return the span in the text of the words that tell the occasion, looked for behind the verb and then before the speaker."""
    tokens = attribution.sentence.tokens
    ends = [span[1] for span in (attribution.cue, attribution.speaker) if span]
    begins = [span[0] for span in (attribution.cue, attribution.speaker) if span]
    found = _behind(tokens, max(ends)) or _before(tokens, min(begins))
    return (tokens[found[0]].start, tokens[found[1] - 1].end) if found else None


def _behind(tokens: list[Token], start: int) -> tuple[int, int] | None:
    insertion = False
    for at in range(start, min(len(tokens), start + _LONGEST)):
        token = tokens[at]
        if token.kind == "quote" or token.text in (";", ":", "."):
            return None
        if token.flags & (CONJUNCTION | SUBJECT) and not token.flags & OCCASION_PREPOSITION:
            return None
        if token.text == ",":
            insertion = True  # "said Smith, the mayor, at a rally"
        elif (token.flags & CUE and token.flags & ING) or (insertion and token.flags & RELATIVE):
            return None
        elif token.flags & OCCASION_PREPOSITION:
            phrase = _phrase(tokens, at)
            if phrase:
                return phrase
    return None


def _before(tokens: list[Token], end: int) -> tuple[int, int] | None:
    for at in range(end):
        if tokens[at].flags & OCCASION_PREPOSITION and (
            at == 0 or tokens[at - 1].text in _ENDS or tokens[at - 1].flags & CONJUNCTION
        ):
            phrase = _phrase(tokens, at)
            if phrase and phrase[1] <= end:
                return phrase
    return None


def _phrase(tokens: list[Token], start: int) -> tuple[int, int] | None:
    """Return the phrase a preposition begins, with all that hangs on it, if its noun is an occasion."""
    at = start + 1
    occasion = False
    while at < len(tokens) and at - start < _LONGEST:
        token = tokens[at]
        if token.kind == "quote" or token.text in _ENDS or token.flags & (RELATIVE | SUBJECT):
            break
        if token.flags & CONJUNCTION and not (
            token.lower in ("and", "dhe", "i", "und", "before", "after")
            and at + 1 < len(tokens)
            and tokens[at + 1].kind == "word"
        ):
            break
        if token.flags & OCCASION and at - start <= _HEAD_WITHIN:
            occasion = True
        elif not occasion and token.flags & PREPOSITION:
            return None
        elif (
            occasion
            and (token.flags & CUE or is_finite(tokens, at))
            and not token.is_capitalised
            and not token.flags & OCCASION
        ):
            break
        at += 1
    while (
        at > start
        and tokens[at - 1].flags & (CONJUNCTION | PREPOSITION)
        and not tokens[at - 1].is_capitalised
    ):
        at -= 1
    return (start, at) if occasion else None
