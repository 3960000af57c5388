"""Reads noun phrases out of tokens, from the left or from the right, without knowing parts of speech.

What ends a phrase is known (verbs of saying, auxiliaries, pronouns, conjunctions, marks); whatever is left belongs to it.
All functions take and return positions in the list of tokens; an end is one past the last.
"""

from articles.quotation.sentences import COMMAS, Token
from articles.quotation.words import (
    ADVERB,
    AUXILIARY,
    BASE,
    CONJUNCTION,
    CUE,
    CUE_NOUN,
    DETERMINER,
    ING,
    LINK,
    NOT_NAME,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    ROLE,
    SUBJECT,
    THIRD,
    TIME,
    TITLE,
    VERB,
)

Span = tuple[int, int]
_STOPS = AUXILIARY | CONJUNCTION | RELATIVE
_POSSESSIVES = frozenset("a an the his its their my our your no every each".split())
_JOINERS = frozenset({"and", "&", "dhe", "i", "und", "y"})
_COUNTS = frozenset(
    "two three four five six seven eight nine ten many some few both all several most others".split()
)
LONGEST = 24


def is_verb_of_saying(tokens: list[Token], at: int) -> bool:
    """Is this cue word used as a verb here, not as a noun ("the claim") or as part of a name ("State Department")?"""
    token = tokens[at]
    flags = token.flags
    if not flags & CUE:
        return False
    if token.is_capitalised and at and not token.text.isupper():
        return False
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if (
        before is not None
        and not flags & ING
        and (before.kind == "possessive" or before.lower in _POSSESSIVES)
    ):
        return False
    if flags & ROLE:
        return False
    if flags & (BASE | THIRD) and before is not None:
        if before.flags & PREPOSITION and before.lower != "to":
            return False
        if before.kind == "number":
            return False
        if flags & CUE_NOUN:
            if before.flags & (SUBJECT | AUXILIARY | RELATIVE) or before.lower == "to":
                return True
            owner = tokens[at - 2] if at > 1 else None
            if before.lower == "her" or (
                owner is not None
                and (owner.kind == "possessive" or owner.lower in ("his", "her", "its", "their"))
                and not before.flags & ROLE
            ):
                return False  # "in her final remarks, Smith …"
            if after is not None and (
                after.kind == "quote" or after.text in (",", ":") or after.lower == "that"
            ):
                return before.is_capitalised or bool(flags & BASE) == before.lower.endswith("s")
            if flags & BASE:
                is_plural = before.kind == "word" and before.lower.endswith("s")
                return is_plural and after is not None and not after.flags & PREPOSITION
            return before.is_capitalised and not (after and after.flags & PREPOSITION and after.lower != "to")
    return True


def is_finite(tokens: list[Token], at: int) -> bool:
    """Is this word (probably) a finite verb?"""
    token = tokens[at]
    if token.flags & AUXILIARY:
        return True
    if token.flags & CUE and not token.flags & ING:
        return is_verb_of_saying(tokens, at)
    if token.flags & VERB and not token.is_capitalised:
        return not (at and (tokens[at - 1].flags & DETERMINER or tokens[at - 1].kind == "possessive"))
    return False


def is_nominal(token: Token) -> bool:
    """Can this token be the last word of a noun phrase?"""
    if token.kind == "number":
        return True
    if token.kind != "word":
        return False
    if token.is_capitalised and not token.flags & (TIME | PREPOSITION | CONJUNCTION | AUXILIARY):
        return True
    if token.lower in _COUNTS:
        return True
    return not token.flags & (AUXILIARY | PREPOSITION | CONJUNCTION | RELATIVE | ADVERB | TIME) and not (
        token.flags & DETERMINER and not token.flags & PRONOUN
    )


def before(tokens: list[Token], end: int, floor: int = 0) -> Span | None:
    """Return the noun phrase that ends just before `end`, not reaching further left than `floor`."""
    at = end - 1
    if at < floor or not is_nominal(tokens[at]):
        return None
    if (tokens[at].flags & PRONOUN and not tokens[at].is_capitalised) or tokens[at].flags & SUBJECT:
        return at, end
    floor = max(floor, end - LONGEST)
    while at > floor:
        token = tokens[at - 1]
        if token.kind in ("possessive", "number") or token.text in ("&", "/"):
            at -= 1
        elif token.kind != "word":
            break
        elif token.lower == "that" and tokens[at].is_capitalised:
            break  # "ruled that Smith's claim"
        elif (token.flags & DETERMINER and not token.is_capitalised) or (
            token.flags & DETERMINER and at - 1 == 0
        ):
            at -= 1
            if not (at > floor and tokens[at - 1].flags & PREPOSITION and _attaches(tokens, at - 1, floor)):
                break
        elif token.is_capitalised and not token.flags & (_STOPS | TIME | PREPOSITION | PRONOUN):
            at -= 1
        elif token.flags & PREPOSITION:
            if token.flags & CONJUNCTION or not _attaches(tokens, at - 1, floor):
                break
            at -= 1
        elif token.lower in _JOINERS:
            if not (
                at - 2 >= floor
                and tokens[at].is_capitalised
                and tokens[at - 2].is_capitalised
                and not tokens[at - 2].flags & TIME
            ):
                break
            at -= 1
        elif token.flags & (_STOPS | PRONOUN | TIME) or (
            token.flags & CUE and is_verb_of_saying(tokens, at - 1)
        ):
            break
        elif token.flags & ADVERB or (token.flags & VERB and is_finite(tokens, at - 1)):
            break
        else:
            at -= 1
    while at < end - 1 and (
        tokens[at].kind in ("possessive", "mark")
        or (tokens[at].flags & (PREPOSITION | CONJUNCTION) and not tokens[at].flags & NOT_NAME)
    ):
        at += 1
    return at, end


def _attaches(tokens: list[Token], preposition: int, floor: int) -> bool:
    """Does a preposition hang on the noun to its left ("a spokesman for …"), rather than open the sentence ("In Iowa …")?"""
    if preposition - 1 < floor:
        return False
    left = tokens[preposition - 1]
    if left.kind == "number":
        return tokens[preposition].lower == "of"
    return (
        left.kind == "word"
        and is_nominal(left)
        and not left.flags & (PRONOUN | VERB)
        and not (left.flags & CUE and is_verb_of_saying(tokens, preposition - 1))
    )


def after(tokens: list[Token], start: int, ceiling: int | None = None) -> Span | None:
    """Return the noun phrase that begins at `start`, not reaching further right than `ceiling`."""
    ceiling = min(len(tokens) if ceiling is None else ceiling, start + LONGEST)
    if start >= ceiling:
        return None
    first = tokens[start]
    if first.kind not in ("word", "number"):
        return None
    if (
        first.flags & SUBJECT
        and not first.flags & DETERMINER
        and not (first.is_capitalised and first.text.isupper() and len(first.text) > 1)
    ):
        return start, start + 1
    if (
        (first.flags & ADVERB and not first.person)
        or first.flags & (AUXILIARY | CONJUNCTION | RELATIVE)
        or (first.flags & PREPOSITION and not first.is_capitalised)
    ):
        return None
    at = start
    seen_noun = False
    while at < ceiling:
        token = tokens[at]
        if token.kind in ("possessive", "number") or token.text in ("&", "/"):
            at += 1
        elif token.kind != "word":
            break
        elif token.flags & DETERMINER and not token.is_capitalised and not (seen_noun and token.flags & LINK):
            if seen_noun:
                break
            at += 1
        elif token.is_capitalised and not token.flags & (AUXILIARY | CONJUNCTION | RELATIVE | TIME):
            seen_noun = True
            at += 1
        elif token.flags & (PREPOSITION | LINK):
            if not seen_noun or not token.flags & LINK or at + 1 >= ceiling or tokens[at + 1].flags & TIME:
                break
            seen_noun = False
            at += 1
        elif token.lower in _JOINERS:
            if not (
                seen_noun
                and at + 1 < ceiling
                and tokens[at - 1].is_capitalised
                and tokens[at + 1].is_capitalised
            ):
                break
            at += 1
        elif token.flags & (_STOPS | PRONOUN | TIME) or (token.flags & CUE and is_verb_of_saying(tokens, at)):
            break
        elif token.flags & ADVERB or (token.flags & VERB and seen_noun and is_finite(tokens, at)):
            break
        else:
            seen_noun = True
            at += 1
    while at > start and (
        (tokens[at - 1].flags & (PREPOSITION | CONJUNCTION) and not tokens[at - 1].is_capitalised)
        or tokens[at - 1].kind == "mark"
    ):
        at -= 1
    return (start, at) if at > start else None


def looks_like_apposition(tokens: list[Token], start: int, end: int) -> bool:
    """Does a stretch between commas explain the phrase before it: "63", "a voter from Ohio", "who …", "spokesman for …"?"""
    if start >= end:
        return True
    first = tokens[start]
    if first.kind == "number" or first.flags & (RELATIVE | DETERMINER):
        return True
    if first.lower in (
        "jr.",
        "sr.",
        "jr",
        "sr",
        "d",
        "r",
        "himself",
        "herself",
        "now",
        "then",
        "once",
        "himself",
    ):
        return True
    if first.lower in ("and", "or"):
        return not any(is_finite(tokens, at) for at in range(start + 1, end))
    if first.flags & (PREPOSITION | CONJUNCTION):
        return False
    if first.flags & (ROLE | TITLE) and not first.is_capitalised:
        return True
    return first.kind == "word" and not first.flags & (SUBJECT | AUXILIARY)


def commas_between(tokens: list[Token], start: int, end: int) -> list[Span]:
    """Cut a stretch at its commas and dashes."""
    pieces, begin = [], start
    for at in range(start, end):
        if tokens[at].text in COMMAS:
            pieces.append((begin, at))
            begin = at + 1
    pieces.append((begin, end))
    return pieces
