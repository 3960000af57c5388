"""How much a mention brings a person to mind: most as the subject of the sentence, more still as somebody who speaks."""

from articles.quotation.phrases import Span, is_finite
from articles.quotation.sentences import COMMAS, Token
from articles.quotation.words import ADVERB, AUXILIARY, CUE, PREPOSITION, PRONOUN, RELATIVE, SUBJECT, TIME

SUBJECT_WEIGHT, OF_A_CLAUSE, OTHER, OWNER, AFTER_PREPOSITION, ASKED = 1.0, 0.8, 0.4, 0.3, 0.25, 1.6
OWNER_AT_BEGINNING = 0.7
SPEAKING = 0.5
NAMESAKE = 0.05
_ANSWERS_TO = frozenset("asked ask asks asking pressed questioned challenged prodded".split())
_HOME = frozenset({"of", "from"})  # "Ann Lee of New York, a farmer, said"


def weight_of(tokens: list[Token], start: int, end: int, main: Span | None) -> tuple[float, bool]:
    """Return what a mention adds to its person's salience, and whether it is a subject; `main` is that of the sentence."""
    behind = _behind(tokens, end)
    following = tokens[behind] if behind < len(tokens) else None
    before = tokens[start - 1] if start else None
    if tokens[start].in_name and _goes_on_as_a_name(tokens, end):
        return NAMESAKE, False
    if following is not None and following.kind == "possessive":
        return (OWNER_AT_BEGINNING if start < 2 else OWNER), False
    if tokens[start].flags & PRONOUN and not tokens[start].flags & SUBJECT:
        return OWNER, False
    if before is not None and before.lower in _ANSWERS_TO:
        return ASKED, False  # whoever is asked speaks next
    if main is not None and _heads(tokens, start, main):
        speaks = (
            is_said_by(tokens, start) or is_saying(tokens, behind) or _says_after_insertion(tokens, behind)
        )
        return SUBJECT_WEIGHT + SPEAKING * speaks, True
    if following is not None and is_finite(tokens, behind):
        return OF_A_CLAUSE + SPEAKING * is_saying(tokens, behind), True
    verb_is_taken = main is not None and main[1] <= start and tokens[main[1]].text in COMMAS
    if is_said_by(tokens, start) and not verb_is_taken:  # as in "Lee, the mayor, praised Smith"
        return SUBJECT_WEIGHT + SPEAKING, True
    if before is not None and before.flags & PREPOSITION:
        return AFTER_PREPOSITION, False
    if following is not None and (following.text in COMMAS or following.flags & RELATIVE) and start < 6:
        return SUBJECT_WEIGHT + SPEAKING * _says_after_insertion(tokens, behind), True
    return OTHER, False


def is_saying(tokens: list[Token], at: int) -> bool:
    """Is it a verb of saying, or an auxiliary before one?"""
    return any(token.flags & CUE for token in tokens[at : at + 3] if token.flags & (CUE | AUXILIARY))


def is_said_by(tokens: list[Token], start: int) -> bool:
    """Does the mention stand behind its verb ("…,” said the mayor, Ann Smith)?"""
    for at in range(start - 1, max(-1, start - 7), -1):
        if tokens[at].kind in ("quote", "mark"):
            return False
        if tokens[at].flags & CUE and at and (tokens[at - 1].kind == "quote" or tokens[at - 1].text == ","):
            return True
        if tokens[at].flags & PREPOSITION:
            return False
    return False


def _behind(tokens: list[Token], end: int) -> int:
    """Return the place after a mention, its home and any adverb."""
    behind = end
    if behind < len(tokens) and tokens[behind].lower in _HOME:
        behind += 1
        while behind < len(tokens) and tokens[behind].is_capitalised:
            behind += 1
    while behind < len(tokens) and tokens[behind].flags & ADVERB:
        behind += 1
    return behind


def _goes_on_as_a_name(tokens: list[Token], end: int) -> bool:
    """Is this the Ann Smith Center, rather than Ann Smith?"""
    return end < len(tokens) and tokens[end].is_capitalised and not tokens[end].flags & TIME


def _heads(tokens: list[Token], start: int, phrase: Span) -> bool:
    """Is the mention what the phrase is about, rather than somebody else's lawyer?"""
    return phrase[0] <= start < phrase[1] and not any(
        token.flags & PREPOSITION or token.person for token in tokens[phrase[0] : start]
    )


def _says_after_insertion(tokens: list[Token], start: int) -> bool:
    """Does a verb of saying follow the comma that ends an insertion ("Smith, a farmer, said")?"""
    return any(
        tokens[at].text in COMMAS and tokens[at + 1].flags & CUE
        for at in range(start + 1, min(len(tokens) - 1, start + 25))
    )
