"""Collects who may have said a quotation, from its own sentence: each verb or phrase of saying with the one it belongs to.

Nothing is decided here. Each possibility carries its clues, short words for what speaks for or against it, and
`evidence.py` weighs them.
"""

from articles.quotation import speakers_ahead, speakers_behind, subjects
from articles.quotation.attribution import Attribution, source_at
from articles.quotation.phrases import is_verb_of_saying
from articles.quotation.sentences import Sentence
from articles.quotation.words import CUE, Language

_MOST = 8
_WITH_A_VERB = frozenset(
    {
        "ahead",
        "behind",
        "inverted",
        "tail",
        "source ahead",
        "source behind",
        "source tail",
        "behind any verb",
        "label inverted",
    }
)


def possibilities(sentence: Sentence, at: int, language: Language) -> list[Attribution]:
    """Return the possible attributions of the quotation at a position of its sentence."""
    labels = speakers_ahead.labels(sentence, at)
    ahead = speakers_ahead.verbs_ahead(sentence, at, language)
    found = [
        *speakers_behind.right_behind(sentence, at, language),
        *(each for each in ahead if all(each.cue != label.cue for label in labels)),
        *labels,
        *speakers_ahead.owners(sentence, at),
    ]
    found += [
        each
        for each in speakers_behind.at_the_end(sentence, at, language)
        if all(each.cue != other.cue for other in found)
    ]
    found += [
        each
        for each in speakers_ahead.any_verb(sentence, at)
        if all(each.speaker != other.speaker for other in found)
    ]
    sure = [each for each in found if each.way in _WITH_A_VERB]
    found += [
        each
        for each in speakers_ahead.main_subject(sentence, at)
        if all(each.speaker != other.speaker for other in sure)
    ]
    return found


def reports(sentence: Sentence, language: Language) -> list[Attribution]:
    """Return every verb of saying in a sentence that has a subject, from left to right."""
    tokens = sentence.tokens
    found = []
    for at, token in enumerate(tokens):
        source = source_at(tokens, at, language)
        if source:
            found.append(Attribution(sentence, source[0], source[1], "source"))
        elif token.flags & CUE and is_verb_of_saying(tokens, at):
            subject = subjects.of_verb(tokens, at)
            if subject:
                found.append(Attribution(sentence, (at, at + 1), subject, "report"))
        if len(found) >= _MOST:
            break
    return found
