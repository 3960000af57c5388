"""Tells words somebody said from words merely set in quotation marks: titles of works, nicknames, scare quotes."""

from articles.quotation import evidence
from articles.quotation.carrying import Decision
from articles.quotation.mentions import kind_of
from articles.quotation.sentences import Sentence, Token
from articles.quotation.words import (
    ADVERB,
    AUXILIARY,
    CUE,
    DETERMINER,
    PREPOSITION,
    SCARE,
    SO_CALLED,
    SPEECH,
    WORK,
)

_TITLE_SMALL_WORDS = frozenset("a an the and but or nor of in on at by for to from with as is vs".split())

# A little above even odds: a wrong quotation costs a reader more than a missing one. Ten words are hardly ever mere show.
_THRESHOLD = 0.3
_THRESHOLD_FOR_LONG = -0.7
_LONG = frozenset({"said? size 10+"})


def is_speech(text: str, sentence: Sentence, at: int, decision: Decision) -> bool:
    """Does the quotation at this position of its sentence report what somebody said?"""
    if _is_only_set_off(text, sentence.tokens, at, decision):
        return False
    said = clues(text, sentence, at, decision)
    return evidence.weigh(said) > (_THRESHOLD if said[0] not in _LONG else _THRESHOLD_FOR_LONG)


def _is_only_set_off(text: str, tokens: list[Token], at: int, decision: Decision) -> bool:
    """Is this certainly no speech: so-called “…”, John “Jack” Smith, known as “…”, or a word or two with nobody to say them?"""
    passage = tokens[at].passage
    if passage is None or text.count(" ", passage.start, passage.end) > 2:
        return False
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is not None and (
        before.flags & SO_CALLED or (before.lower == "as" and at > 1 and tokens[at - 2].lower == "known")
    ):
        return True
    if before is not None and after is not None and before.is_capitalised and after.is_capitalised:
        return bool(before.in_name or after.in_name) and not before.flags & CUE
    return decision.attribution is None and text[passage.inner_end - 1] not in ",.!?"


def clues(text: str, sentence: Sentence, at: int, decision: Decision) -> list[str]:
    """Return what speaks for or against a quotation being speech."""
    tokens = sentence.tokens
    passage = tokens[at].passage
    assert passage is not None
    words = text[passage.inner_start : passage.inner_end].split()
    number = len(words)
    size = str(number) if number < 4 else "4+" if number < 6 else "6+" if number < 10 else "10+"
    found = [f"said? size {size}"]
    last = text[passage.inner_end - 1]
    ending = "comma" if last == "," else "stop" if last in ".!?…—" else "none"
    found.append(f"said? ending {ending} size {size if len(words) < 6 else 'long'}")
    if _is_title(words):
        found.append(f"said? title {'long' if len(words) > 4 else 'short'}")
        if decision.attribution and decision.attribution.cue:
            cue = decision.attribution.sentence.tokens[decision.attribution.cue[0]]
            found.append(f"said? title with cue {'speech' if cue.flags & SPEECH else 'other'}")
    elif words[0][:1].isupper():
        found.append(f"said? capital size {size if len(words) < 6 else 'long'}")
    if all(w.isupper() for w in words):
        found.append("said? capitals only")
    short = len(words) < 5
    prefix = "said? short" if short else "said? long"
    surroundings = _surroundings(tokens, at)
    found += [f"{prefix} {each}" for each in surroundings]
    if short:
        where = surroundings[0]
        found.append(f"said? {where} size {size}")
        if _is_title(words) or (len(words) == 1 and words[0][:1].isupper()):
            found.append(f"said? capital {where}")
        found.append(
            f"said? {where} {surroundings[-1] if surroundings[-1].startswith('before') else surroundings[-2] if len(surroundings) > 1 else ''}"
        )
    chosen = decision.attribution
    if chosen is None:
        found.append(f"{prefix} nobody")
    else:
        kind = kind_of(chosen.sentence.tokens, chosen.speaker)
        found += [f"{prefix} way {chosen.way}", f"{prefix} by {kind}", f"said? size {size} way {chosen.way}"]
        if chosen.sentence is sentence:
            found += [f"{prefix} way {chosen.way} {clue}" for clue in chosen.clues]
    weight = decision.weight
    found.append(
        f"{prefix} weight {'5' if weight > 5 else '3' if weight > 3 else '2' if weight > 2 else '1' if weight > 1 else '0' if weight > 0 else '-1' if weight > -1 else '-2'}"
    )
    if any(t.flags & SPEECH for t in tokens):
        found.append(f"{prefix} speech about")
    return found


def _surroundings(tokens: list[Token], at: int) -> list[str]:
    found = []
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if before is None:
        found.append("opens")
    elif before.kind == "quote":
        found.append("after quote")
    elif before.kind == "mark":
        found.append(f"after {before.text}" if before.text in ",:—–(-" else "after mark")
    elif before.flags & SCARE:
        found.append("after so-called")
    elif before.flags & CUE:
        found.append("after cue")
    elif before.flags & WORK:
        found.append("after work")
    elif before.flags & DETERMINER or before.kind == "possessive":
        found.append(f"after {before.lower}" if before.lower in ("the", "a", "an") else "after determiner")
    elif before.flags & PREPOSITION:
        found.append(
            f"after {before.lower}"
            if before.lower in ("as", "of", "on", "in", "for", "to")
            else "after preposition"
        )
    elif before.flags & AUXILIARY:
        found.append("after auxiliary")
    elif before.lower in ("that", "and", "or", "but"):
        found.append(f"after {before.lower}")
    elif before.flags & ADVERB:
        found.append("after adverb")
    elif before.is_capitalised:
        found.append("after capital")
    else:
        found.append("after word")
    if any(t.flags & WORK for t in tokens[max(0, at - 3) : at]):
        found.append("work near")
    if any(t.flags & SCARE for t in tokens[max(0, at - 3) : at]):
        found.append("so-called near")
    if after is None:
        found.append("ends")
    elif after.kind == "mark":
        found.append("before mark")
    elif after.kind == "quote":
        found.append("before quote")
    elif after.is_capitalised:
        found.append("before capital")
    elif after.flags & (AUXILIARY | PREPOSITION) or after.lower in ("and", "or", "that"):
        found.append("before grammar")
    elif after.flags & CUE:
        found.append("before cue")
    else:
        found.append("before word")
    if sum(t.kind == "quote" for t in tokens) > 1:
        found.append("more quotes")
    return found


def _is_title(words: list[str]) -> bool:
    """Is every word that counts capitalised, and there are two or more of them?"""
    counting = [w for w in words if w.strip("“”\"'‘’.,:!?").lower() not in _TITLE_SMALL_WORDS]
    return (
        len(counting) >= 2
        and all(w[:1].isupper() or not w[:1].isalpha() for w in counting)
        and words[0][:1].isupper()
    )
