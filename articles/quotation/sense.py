"""Which words turn a sentence round: not and never, a prefix, more for less, will for may.

All of them are asked about words as `wording` reads them; what the words of each language do stands in `wordlists`.
"""

from collections.abc import Iterable, Sequence

from articles.quotation.wordlists import (
    DENIALS,
    FORCES,
    NEGATING_PREFIXES,
    NEGATIONS,
    NEGATIONS_BEHIND,
    OPPOSITES,
    SAME_FORCES,
    THINKING,
    THINKING_ENDS,
)

# So many words may stand between "not" and what it is said of: do not think that, are not going to.
_FARTHEST = 6
_PAIR = 3
_MILD = frozenset({"will"})


def primary_language(language: str) -> str:
    """Return "sr" for "sr-Cyrl"."""
    return language.lower().replace("_", "-").partition("-")[0]


def is_negation(key: str, language: str) -> bool:
    """Does the word turn a sentence round: not, n't, never, no, without, hardly?"""
    primary = primary_language(language)
    return (
        key in NEGATIONS.get(primary, NEGATIONS["en"])
        or key.endswith("n't")
        or (primary == "sq" and key.startswith("s'"))
    )


def is_denial(key: str, language: str) -> bool:
    """Does the word say no to what follows, in whatever way a reporter may put it: does not, rejects, rules out?"""
    primary = primary_language(language)
    return is_negation(key, language) or key in DENIALS.get(primary, DENIALS["en"])


def are_opposites(key: str, other: str, language: str) -> bool:
    """Does one of two words say the contrary of the other: legal and illegal, hopeful and hopeless, more and less?"""
    primary = primary_language(language)
    if other in OPPOSITES.get(primary, {}).get(key, ()):
        return True
    if primary == "en" and {key[-3:], other[-3:]} == {"ful", "ess"}:
        return key.removesuffix("ful").removesuffix("less") == other.removesuffix("ful").removesuffix("less")
    shorter, longer = sorted((key, other), key=len)
    prefixes = NEGATING_PREFIXES.get(primary, ())
    return len(shorter) >= 4 and longer.endswith(shorter) and longer[: -len(shorter)] in prefixes


def differ_in_force(said: Iterable[str], true: Iterable[str], language: str) -> bool:
    """Do the words make more or less of it: will attack for may attack, is for could be, should for must?

    Will, shall and would are one, and gone or come they say little.
    """
    primary = primary_language(language)
    mine, theirs = (_forces(keys, FORCES.get(primary, {})) for keys in (said, true))
    if not (mine or theirs) or (not (mine and theirs) and mine | theirs == _MILD):
        return False
    same = SAME_FORCES.get(primary, {})
    return not (mine | _forces(said, same)) & (theirs | _forces(true, same))


def not_before(keys: Sequence[str], at: int, language: str) -> int | None:
    """Return where the "not" stands that is said of the words from `at` on: right before them, or do not think that, are not going to.

    Two of them are none: nobody can deny that.
    """
    if not at:
        return None
    if is_negation(keys[at - 1], language):
        return at - 1
    primary = primary_language(language)
    if keys[at - 1] not in THINKING_ENDS.get(primary, ()):
        return None
    thinking = THINKING.get(primary, frozenset())
    for place in range(at - 2, max(-1, at - 2 - _FARTHEST), -1):
        if is_negation(keys[place], language):
            is_double = any(is_negation(key, language) for key in keys[max(0, place - _PAIR) : place])
            return None if is_double else place
        if keys[place] not in thinking:
            return None
    return None


def is_not_behind(key: str, language: str) -> bool:
    """May the word, where the clause goes on with it, turn round what stands before it: Wir gehen nicht?"""
    return key in NEGATIONS_BEHIND.get(primary_language(language), ())


def _forces(keys: Iterable[str], known: dict[str, frozenset[str]]) -> frozenset[str]:
    return frozenset(force for key in keys for force in known.get(key, ()))
