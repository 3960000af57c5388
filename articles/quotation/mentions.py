"""What a speaker's mention is, and whom it stands for."""

from articles.quotation.names import Person
from articles.quotation.phrases import Span
from articles.quotation.sentences import Token
from articles.quotation.words import (
    DOCUMENT,
    FEMALE,
    GROUP,
    MALE,
    PLURAL,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    ROLE,
)


def person_of(tokens: list[Token], span: Span) -> Person | None:
    """Return the person a mention stands for: its own name, the name set beside it, or whom its pronoun or role means."""
    start, end = span
    named: Person | None = None
    meant: Person | None = None
    at = start
    while at < end:
        token = tokens[at]
        if token.flags & RELATIVE and at > start:
            break
        if token.flags & PREPOSITION and not token.is_capitalised and at > start:
            break  # "a spokesman for Smith" is not Smith
        if token.person is not None and token.in_name:
            stop = at
            while stop < end and tokens[stop].in_name == token.in_name:
                stop += 1
            if not (stop < end and tokens[stop].kind == "possessive"):  # "Smith's lawyer" is not Smith
                if (
                    at - 1 > start
                    and tokens[at - 1].lower in ("and", "&", "dhe", "und")
                    and tokens[at - 2].is_capitalised
                ):
                    return None  # two people
                named = token.person
                if stop < end and tokens[stop].flags & ROLE and not tokens[stop].is_capitalised:
                    named = None  # "Smith spokesman …"
            at = stop
            continue
        if token.person is not None:
            meant = token.person
        at += 1
    return named or _named_beside(tokens, end) or meant


def kind_of(tokens: list[Token], span: Span) -> str:
    """Say in one word what kind of mention this is."""
    start, end = span
    last = tokens[end - 1]
    if last.flags & RELATIVE:
        return "who" if last.lower == "who" else "which"
    if (
        end - start == 1
        and last.flags & PRONOUN
        and not (last.is_capitalised and last.text.isupper() and len(last.text) > 1)
    ):
        if last.flags & (MALE | FEMALE):
            return "he"
        if last.flags & PLURAL:
            return "they"
        return "it" if last.lower == "it" else "I" if last.lower in ("i", "we", "you") else "some"
    if person_of(tokens, span) is not None:
        return "person"
    head = _head(tokens, start, end)
    if head.flags & ROLE:
        return "role"
    if head.flags & GROUP:
        return "group"
    if head.flags & DOCUMENT:
        return "document"
    if any(t.flags & ROLE and not t.is_capitalised for t in tokens[start:end]):
        return "role"
    if any(t.is_capitalised for t in tokens[start:end] if t is not tokens[0] or end - start == 1):
        return "name"
    return "thing"


def _head(tokens: list[Token], start: int, end: int) -> Token:
    """The word a phrase is about: the last one before "of", "for" and the like."""
    at = start
    while at + 1 < end and not (tokens[at + 1].flags & PREPOSITION and not tokens[at + 1].is_capitalised):
        at += 1
    return tokens[at]


def _named_beside(tokens: list[Token], end: int) -> Person | None:
    """A name in apposition: "a spokesman for the group, John Smith, said"."""
    if end + 1 < len(tokens) and tokens[end].text == ",":
        beside = tokens[end + 1]
        number = end + 1
        while number < len(tokens) and tokens[number].in_name and tokens[number].in_name == beside.in_name:
            number += 1
        if beside.in_name and number < len(tokens) and tokens[number].text in (",", "."):
            return beside.person
    return None
