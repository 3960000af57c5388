"""Who "he", "she" and "the senator" are: the most salient person of the text so far whom the word can mean.

Salience grows with each mention (most for a subject, more still for somebody who speaks) and fades with each sentence.
"""

from articles.quotation import subjects
from articles.quotation.names import People, Person
from articles.quotation.phrases import Span, is_finite
from articles.quotation.sentences import COMMAS, Sentence, Token
from articles.quotation.words import (
    ADVERB,
    AUXILIARY,
    CUE,
    DETERMINER,
    FEMALE,
    MALE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    ROLE,
    SUBJECT,
)

FADING = 0.4
FADING_AT_PARAGRAPH = 0.75
MOST = 2.2
SUBJECT_WEIGHT, OTHER, OWNER, AFTER_PREPOSITION, ASKED = 1.0, 0.4, 0.3, 0.25, 1.6
OWNER_AT_BEGINNING = 0.7
SPEAKING = 0.5
SPOKEN_OF = 0.3
OF_UNKNOWN_GENDER, UNCERTAIN = 0.55, 0.25
_FORGOTTEN = 0.0005
_CERTAIN = 2
_ANSWERS_TO = frozenset("asked ask asks asking pressed questioned challenged prodded".split())
_INDEFINITE = frozenset("a an one another ein eine një jedan jedna".split())
_HOME = frozenset({"of", "from"})  # "Ann Lee of New York, a farmer, said"
_DEFINITE = frozenset({"the", "der", "die", "this"})


def resolve(sentences: list[Sentence], people: People, text: str) -> None:
    """Give each pronoun and role in the text its person, going from left to right."""
    salience: dict[Person, float] = {}
    paragraph = -1
    for sentence in sentences:
        if not sentence.is_only_quotation:
            fading = FADING if sentence.paragraph == paragraph else FADING * FADING_AT_PARAGRAPH
            salience = {person: value * fading for person, value in salience.items() if value > _FORGOTTEN}
        paragraph = sentence.paragraph
        _walk(sentence.tokens, salience, people, text)


def _walk(tokens: list[Token], salience: dict[Person, float], people: People, text: str) -> None:
    last_name = 0
    subject: Person | None = None
    main = subjects.leading(tokens, len(tokens)) or (0, 0)
    for at, token in enumerate(tokens):
        person = token.person
        end = at + 1
        if person is not None:
            if token.in_name == last_name:
                continue
            last_name = token.in_name
            while end < len(tokens) and tokens[end].in_name == last_name:
                end += 1
        elif token.flags & (MALE | FEMALE) and token.flags & PRONOUN:
            others = _named_in_the_clause(tokens, at) if token.flags & SUBJECT else set()
            if subject is not None and _is_object(tokens, at):
                others.add(subject)
            quoted = _words_quoted(tokens, at, text)
            person = _most_salient(salience, token.flags & (MALE | FEMALE), others, quoted)
        elif token.flags & ROLE and not token.is_capitalised:
            person = _by_role(tokens, at, salience, people)
        if person is None:
            continue
        token.person = person
        weight, is_subject = _weight(tokens, at, end, main)
        if is_subject and subject is None:
            subject = person
        salience[person] = min(MOST, salience.get(person, 0.0) + weight)


def _weight(tokens: list[Token], start: int, end: int, main: Span) -> tuple[float, bool]:
    """Return what a mention adds to its person's salience, and whether it is a subject."""
    behind = end
    if behind < len(tokens) and tokens[behind].lower in _HOME:
        behind += 1
        while behind < len(tokens) and tokens[behind].is_capitalised:
            behind += 1
    while behind < len(tokens) and tokens[behind].flags & ADVERB:
        behind += 1
    following = tokens[behind] if behind < len(tokens) else None
    before = tokens[start - 1] if start else None
    if following is not None and following.kind == "possessive":
        return (OWNER_AT_BEGINNING if start < 2 else OWNER), False
    if tokens[start].flags & PRONOUN and not tokens[start].flags & SUBJECT:
        return OWNER, False
    if before is not None and before.lower in _ANSWERS_TO:
        return ASKED, False  # whoever is asked speaks next
    if main[0] <= start < main[1] and not any(t.flags & PREPOSITION or t.person for t in tokens[main[0] : start]):
        return SUBJECT_WEIGHT + SPEAKING * (_is_saying(tokens, behind) or _is_said_by(tokens, start) or _says_after_insertion(tokens, behind)), True
    if following is not None and is_finite(tokens, behind):
        return SUBJECT_WEIGHT + SPEAKING * _is_saying(tokens, behind), True
    if _is_said_by(tokens, start):
        return SUBJECT_WEIGHT + SPEAKING, True
    if before is not None and before.flags & PREPOSITION:
        return AFTER_PREPOSITION, False
    if following is not None and (following.text in COMMAS or following.flags & RELATIVE) and start < 6:
        return SUBJECT_WEIGHT + SPEAKING * _says_after_insertion(tokens, behind), True
    return OTHER, False


def _is_saying(tokens: list[Token], at: int) -> bool:
    """Is it a verb of saying, or an auxiliary before one?"""
    return any(token.flags & CUE for token in tokens[at : at + 3] if token.flags & (CUE | AUXILIARY))


def _says_after_insertion(tokens: list[Token], start: int) -> bool:
    """Does a verb of saying follow the comma that ends an insertion ("Smith, a farmer, said")?"""
    return any(
        tokens[at].text in COMMAS and tokens[at + 1].flags & CUE
        for at in range(start + 1, min(len(tokens) - 1, start + 25))
    )


def _is_said_by(tokens: list[Token], start: int) -> bool:
    """Does the mention stand behind its verb ("…,” said the mayor, Ann Smith)?"""
    for at in range(start - 1, max(-1, start - 7), -1):
        if tokens[at].kind in ("quote", "mark"):
            return False
        if tokens[at].flags & CUE and at and (tokens[at - 1].kind == "quote" or tokens[at - 1].text == ","):
            return True
        if tokens[at].flags & PREPOSITION:
            return False
    return False


def _is_object(tokens: list[Token], at: int) -> bool:
    if tokens[at].lower not in ("him", "her"):
        return False
    return at + 1 == len(tokens) or tokens[at + 1].kind != "word" or bool(tokens[at + 1].flags)


def _named_in_the_clause(tokens: list[Token], at: int) -> set[Person]:
    """Whom "he" cannot be: "he said of Trump", "he told Smith that Jones was late"."""
    named = set()
    for token in tokens[at + 1 :]:
        if token.kind in ("mark", "quote"):
            break
        if token.in_name and token.person:
            named.add(token.person)
    return named


def _words_quoted(tokens: list[Token], at: int, text: str) -> str:
    """Return the words of the quotation whose speaker a pronoun is; the people named in them are probably others."""
    says = (at + 1 < len(tokens) and _is_saying(tokens, at + 1)) or (at and tokens[at - 1].flags & CUE)
    return " ".join(text[t.start : t.end] for t in tokens if t.kind == "quote") if says else ""


def _most_salient(
    salience: dict[Person, float], gender: int, others: set[Person], quoted: str
) -> Person | None:
    best, most = None, 0.0
    for person, known in salience.items():
        if person in others or (person.gender and person.gender != gender):
            continue
        value = known
        if not person.gender:
            value *= OF_UNKNOWN_GENDER if person.evidence >= _CERTAIN else UNCERTAIN
        if quoted and person.name and person.name.split()[-1] in quoted:
            value *= SPOKEN_OF
        if value > most:
            best, most = person, value
    return best


def _by_role(tokens: list[Token], at: int, salience: dict[Person, float], people: People) -> Person | None:
    """Return whom a role without a name means: "the senator" somebody known, "a voter" somebody new and nameless."""
    following = tokens[at + 1] if at + 1 < len(tokens) else None
    beside = (
        tokens[at + 2]
        if following is not None and following.text == "," and at + 2 < len(tokens)
        else following
    )
    if beside is not None and beside.person is not None:
        return None  # "the mayor, Ann Smith"
    gender = tokens[at].flags & (MALE | FEMALE)
    for number in range(at - 1, max(-1, at - 5), -1):
        token = tokens[number]
        if token.lower in _DEFINITE:
            known = [
                person
                for person in people.with_role(tokens[at].lower)
                if person in salience and (not gender or person.gender in (0, gender))
            ]
            return max(known, key=lambda person: salience[person]) if known else None
        if token.lower in _INDEFINITE:
            speaks = following is not None and (is_finite(tokens, at + 1) or _is_said_by(tokens, number))
            return Person("", gender, evidence=_CERTAIN) if speaks else None
        if token.kind != "word" or token.flags & (PREPOSITION | DETERMINER) or token.person is not None:
            return None
    return None
