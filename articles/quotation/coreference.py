"""Who "he", "she" and "the senator" are: the most salient person of the text so far whom the word can mean.

Salience grows with each mention (`salience.py` says how much) and fades with each sentence. Whom a pronoun cannot mean, or hardly,
tells as much: "he" is nobody named in his own clause, and hardly anybody named in his own words.
"""

from articles.quotation import subjects
from articles.quotation.names import People, Person
from articles.quotation.phrases import Span, is_finite
from articles.quotation.salience import is_said_by, is_saying, weight_of
from articles.quotation.sentences import Sentence, Token
from articles.quotation.words import CUE, DETERMINER, FEMALE, MALE, PREPOSITION, PRONOUN, ROLE, SUBJECT

FADING = 0.4
FADING_AT_PARAGRAPH = 0.75
MOST = 2.2
INTRODUCED = 0.3
OF_UNKNOWN_GENDER, UNCERTAIN = 0.55, 0.25
SPOKEN_OF = 0.3
_FORGOTTEN = 0.0005
_ENOUGH = 2000  # no longer quotation is read to its end for names
_CERTAIN = 2
_INDEFINITE = frozenset("a an one another ein eine një jedan jedna".split())
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
    main: Span | None = None
    is_read = False
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
            person = _by_pronoun(tokens, at, salience, subject, text)
        elif token.flags & ROLE and not token.is_capitalised:
            person = _by_role(tokens, at, salience, people)
        if person is None:
            continue
        token.person = person
        if not is_read:  # only here, since most sentences of a long text name nobody
            main, is_read = subjects.leading(tokens, len(tokens)), True
        weight, is_subject = weight_of(tokens, at, end, main)
        if is_subject and subject is None:
            subject = person
        if end - at > 1 and person not in salience:
            weight += INTRODUCED
        salience[person] = min(MOST, salience.get(person, 0.0) + weight)


def _by_pronoun(
    tokens: list[Token], at: int, salience: dict[Person, float], subject: Person | None, text: str
) -> Person | None:
    """Return the most salient person of the pronoun's gender who is not ruled out."""
    gender = tokens[at].flags & (MALE | FEMALE)
    others = _named_after(tokens, at) if tokens[at].flags & SUBJECT else set()
    if subject is not None and _is_object(tokens, at):
        others.add(subject)
    words_said = _words_said(tokens, at, text)
    best, most = None, 0.0
    for person, known in salience.items():
        if person in others or (person.gender and person.gender != gender):
            continue
        value = known
        if not person.gender:
            value *= OF_UNKNOWN_GENDER if person.evidence >= _CERTAIN else UNCERTAIN
        if words_said and person.name and person.name.split()[-1] in words_said:
            value *= SPOKEN_OF
        if value > most:
            best, most = person, value
    return best


def _named_after(tokens: list[Token], at: int) -> set[Person]:
    """Return who is named after "he" in the same clause, and so is somebody else: "he said of Smith", "he told Smith"."""
    named = set()
    for token in tokens[at + 1 :]:
        if token.kind in ("mark", "quote"):
            break
        if token.in_name and token.person:
            named.add(token.person)
    return named


def _words_said(tokens: list[Token], at: int, text: str) -> str:
    """Return the quotations of the sentence where the pronoun is the one who says them."""
    says = is_saying(tokens, at + 1) or (at and tokens[at - 1].flags & CUE)
    quotations = (token for token in tokens if token.kind == "quote")
    return " ".join(text[t.start : min(t.end, t.start + _ENOUGH)] for t in quotations) if says else ""


def _is_object(tokens: list[Token], at: int) -> bool:
    if tokens[at].lower not in ("him", "her"):
        return False
    return at + 1 == len(tokens) or tokens[at + 1].kind != "word" or bool(tokens[at + 1].flags)


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
            speaks = following is not None and (is_finite(tokens, at + 1) or is_said_by(tokens, number))
            return Person("", gender, evidence=_CERTAIN) if speaks else None
        if token.kind != "word" or token.flags & (PREPOSITION | DETERMINER) or token.person is not None:
            return None
    return None
