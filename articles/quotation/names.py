"""The people a text names: one entry a person, with the fullest name, the gender it tells and the roles given to them.

Titles and roles ("Sen.", "NATO Secretary General") are kept beside the name, never in it.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from articles.quotation.sentences import Sentence, Token
from articles.quotation.words import (
    ADVERB,
    AUXILIARY,
    CONJUNCTION,
    CUE,
    CUE_NOUN,
    DETERMINER,
    FEMALE,
    MALE,
    NOT_NAME,
    PARTICLE,
    PREPOSITION,
    PRONOUN,
    RELATIVE,
    ROLE,
    TIME,
    TITLE,
    VERB,
    Language,
    latin,
)

_GRAMMAR = AUXILIARY | CONJUNCTION | PRONOUN | PREPOSITION | DETERMINER | RELATIVE | ADVERB
_ORDINARY = (
    AUXILIARY | CONJUNCTION | PRONOUN | PREPOSITION | DETERMINER | RELATIVE | ADVERB | CUE | VERB | CUE_NOUN
)
_LONGEST_NAME = 5
_ROLE_OF_TITLE = {
    "sen.": "senator",
    "gov.": "governor",
    "rep.": "representative",
    "gen.": "general",
    "prof.": "professor",
    "pres.": "president",
}
# How many mentions it counts to have been named last.
_JUST_NAMED = 2
_UNITS = {"jr.", "sr.", "jr", "sr", "ii", "iii", "iv"}


@dataclass(slots=True, eq=False)
class Person:
    """Someone a text names."""

    name: str
    gender: int = 0
    role: str = ""
    roles: set[str] = field(default_factory=set)
    evidence: int = 0
    mentions: int = 0


@dataclass(slots=True)
class _Run:
    """A stretch of capitalised words that may be a person's name."""

    tokens: list[Token]
    at: int
    title_gender: int
    has_title: bool
    role: str
    roles: set[str]
    speaks: bool
    in_headline: bool


class People:
    """The table of names of one text; fills in `person` of the tokens that name someone."""

    def __init__(self, sentences: list[Sentence], language: Language) -> None:
        self._language = language
        self._by_surname: dict[str, list[Person]] = {}
        self._by_first_name: dict[str, list[Person]] = {}
        self._by_role: dict[str, list[Person]] = {}
        self._surnames = set(self._surnames_here(sentences))
        runs = [run for sentence in sentences for run in self._runs(sentence)]
        self._collect(runs)
        self._assign(runs)

    def with_role(self, role: str) -> list[Person]:
        """Return the people the text gives this role."""
        return self._by_role.get(role, [])

    def named(self, label: str) -> Person | None:
        """Return the person a transcript's label such as "WALLACE" or "Chris Wallace" stands for."""
        words = [word for word in label.split() if word]
        known = self._by_surname.get(fold(words[-1]), []) if words else []
        if len(words) > 1:
            known = [p for p in known if fold(p.name)[:1] == fold(label)[:1]] or known
        return max(known, key=lambda p: p.mentions, default=None)

    def _surnames_here(self, sentences: list[Sentence]) -> Iterator[str]:
        """Yield each word that follows a given name, as it stands and in capitals.

        "BIDEN" is no abbreviation where "Joe Biden" stands, nor is "Cuban" a people where "Mark Cuban" does.
        """
        for sentence in sentences:
            for given, token in pairwise(sentence.tokens):
                is_name = given.is_capitalised and token.is_capitalised and not token.text.isupper()
                if is_name and self._language.gender(given.text):
                    yield token.text
                    yield token.text.upper()

    def _runs(self, sentence: Sentence) -> list[_Run]:
        tokens = sentence.tokens
        runs: list[_Run] = []
        headline = _is_headline(sentence)
        at = 0
        while at < len(tokens):
            if not self._may_be_in_name(tokens, at):
                at += 1
                continue
            end = at + 1
            while end < len(tokens) and end - at < _LONGEST_NAME:
                if self._continues_name(tokens, at, end):
                    end += 1
                elif (
                    tokens[end].flags & PARTICLE
                    and end + 1 < len(tokens)
                    and self._may_be_in_name(tokens, end + 1)
                    and not tokens[end].is_capitalised
                ):
                    end += 2
                else:
                    break
            runs.append(self._run(tokens, at, end, headline))
            at = end
        return runs

    def _may_be_in_name(self, tokens: list[Token], at: int) -> bool:
        token = tokens[at]
        if not token.is_capitalised or len(token.text) < 2:
            return token.kind == "word" and len(token.text) == 2 and token.text.endswith(".")
        flags = token.flags
        if flags & (NOT_NAME | TIME | TITLE | ROLE):
            following = tokens[at + 1] if at + 1 < len(tokens) else None  # "Bill Clinton", "April Ryan"
            if self._is_known_surname(tokens, at):
                return True
            return bool(
                self._language.gender(token.text)
                and following
                and following.is_capitalised
                and not following.flags & (_GRAMMAR | NOT_NAME | TIME)
            )
        if flags & (_GRAMMAR | CUE):
            return (
                bool(at)
                and not flags & (PRONOUN | DETERMINER | CONJUNCTION | PREPOSITION | ADVERB)
                and tokens[at - 1].kind == "word"
            )
        looks_short_for_something = (
            token.text.isupper() and 2 <= len(token.text) <= 5 and "." not in token.text
        )
        return (
            not looks_short_for_something
            or token.text in self._surnames
            or (at > 0 and self._language.gender(tokens[at - 1].text) != 0)
        )

    def _is_known_surname(self, tokens: list[Token], at: int) -> bool:
        """Is this word of another meaning the surname of somebody here, standing alone as a surname does?"""
        if tokens[at].text not in self._surnames:
            return False
        before = tokens[at - 1] if at else None
        after = tokens[at + 1] if at + 1 < len(tokens) else None
        return not (after is not None and after.is_capitalised and not after.flags & TIME) and not (
            before is not None and (before.flags & (DETERMINER | PREPOSITION) or before.is_capitalised)
        )

    def _continues_name(self, tokens: list[Token], start: int, at: int) -> bool:
        if self._may_be_in_name(tokens, at):
            return True
        token = tokens[at]
        # "Mary White", "Mark King", "Theresa May": after a given name the dictionary word is a surname.
        return (
            token.is_capitalised
            and at == start + 1
            and bool(self._language.gender(tokens[start].text))
            and not token.flags & (PREPOSITION | CONJUNCTION)
        )

    def _run(self, tokens: list[Token], start: int, end: int, headline: bool) -> _Run:
        before, gender, has_title = start - 1, 0, False
        words: list[Token] = []
        while before >= 0 and start - before < 9:
            token = tokens[before]
            if token.kind != "word" or not (
                token.is_capitalised
                or token.flags & (ROLE | TITLE)
                or token.lower in ("of", "the", "for")
                or not token.flags
            ):
                break
            if token.flags & TIME or (
                token.flags & (PREPOSITION | DETERMINER)
                and not (words and token.lower in ("of", "the", "for"))
            ):
                break
            words.insert(0, token)
            before -= 1
        while words and (
            words[0].flags & (PREPOSITION | DETERMINER | CONJUNCTION)
            or (not words[0].is_capitalised and not words[0].flags & (ROLE | TITLE))
        ):
            words.pop(0)
        if any(token.lower == "the" for token in words) and not words[-1].flags & (ROLE | TITLE):
            words = []  # "director of the House" is no title
        roles: set[str] = set()
        for token in words:
            if token.flags & (ROLE | TITLE):
                has_title = True
                gender = gender or token.flags & (MALE | FEMALE)
                roles.add(_ROLE_OF_TITLE.get(token.lower, token.lower))
        honorific = len(words) == 1 and words[0].flags & TITLE and words[0].flags & (MALE | FEMALE)
        role = " ".join(token.text for token in words) if has_title and not honorific else ""
        if end + 1 < len(tokens) and tokens[end].text == ",":
            for token in tokens[end + 1 : end + 12]:
                if (
                    token.kind == "quote"
                    or (token.flags & (CUE | AUXILIARY) and not token.flags & ROLE)
                    or token.text in (",", ";")
                    or token.person
                ):
                    break
                if token.flags & PREPOSITION and roles:
                    break
                if token.flags & ROLE and not token.is_capitalised:
                    roles.add(token.lower)
                    gender = gender or token.flags & (MALE | FEMALE)
        speaks = (
            _says(tokens, end, 1) or (start > 1 and _says(tokens, start - 1, -1))
        ) and not _in_a_longer_name(tokens, start, end)
        return _Run(tokens[start:end], start, gender, has_title, role, roles, speaks, headline)

    def _collect(self, runs: list[_Run]) -> None:
        """Make a person of every full name, then of single names that are addressed or speak like people."""
        full = Counter(" ".join(t.text for t in run.tokens) for run in runs if len(run.tokens) > 1)
        for run in runs:
            if len(run.tokens) > 1 and (
                not run.in_headline or full[" ".join(t.text for t in run.tokens)] > 1
            ):
                self._add_full(run)
        for run in runs:
            if len(run.tokens) == 1 and not run.in_headline and not self._candidates(run):
                word = run.tokens[0]
                capital_only_by_place = run.at == 0 and (bool(word.flags) or word.lower.endswith("s"))
                if run.has_title or (run.speaks and not capital_only_by_place):
                    self._add(Person(run.tokens[0].text), run, 2)

    def _add_full(self, run: _Run) -> None:
        name = " ".join(t.text for t in run.tokens)
        first, last = fold(run.tokens[0].text), surname_key(run.tokens)
        for known in self._by_surname.get(last, []):
            parts = known.name.split()
            if fold(parts[0]) == first or (len(parts[0]) <= 2 and fold(parts[0])[:1] == first[:1]):
                if len(name) > len(known.name) and len(run.tokens) <= 3:
                    known.name = name
                self._describe(known, run)
                return
        gender = self._language.gender(run.tokens[0].text)
        self._add(Person(name, gender), run, 2 if gender else 0)

    def _add(self, person: Person, run: _Run, evidence: int) -> None:
        person.evidence = evidence
        self._by_surname.setdefault(surname_key(run.tokens), []).append(person)
        if len(run.tokens) > 1:
            self._by_first_name.setdefault(fold(run.tokens[0].text), []).append(person)
        self._describe(person, run)

    def _describe(self, person: Person, run: _Run) -> None:
        person.evidence += 2 * run.has_title + 2 * run.speaks + bool(run.roles)
        person.mentions += 1
        person.gender = run.title_gender or person.gender
        if len(run.role) > len(person.role):
            person.role = run.role
        for role in run.roles - person.roles:
            person.roles.add(role)
            self._by_role.setdefault(role, []).append(person)

    def _candidates(self, run: _Run) -> list[Person]:
        known = self._by_surname.get(surname_key(run.tokens), [])
        if len(run.tokens) > 1:
            first = fold(run.tokens[0].text)
            return [p for p in known if fold(p.name.split()[0])[:1] == first[:1]]
        if run.title_gender:
            return [p for p in known if p.gender in (0, run.title_gender)]
        return known or ([] if run.has_title else self._by_first_name.get(fold(run.tokens[0].text), []))

    def _assign(self, runs: list[_Run]) -> None:
        """Say whom each name means, from first to last: of two who share it, the one the text has spoken of more, or named last."""
        latest: dict[str, Person] = {}
        so_far: Counter[Person] = Counter()
        for number, run in enumerate(runs, 1):
            known = self._candidates(run)
            if not known:
                continue
            key = surname_key(run.tokens)
            # Nobody is meant by a surname who is introduced only later, unless nobody else is there.
            met = [person for person in known if so_far[person]] or known[:1]
            person = max(met, key=lambda p: so_far[p] + _JUST_NAMED * (latest.get(key) is p))
            so_far[person] += 1
            if len(run.tokens) > 1 or run.title_gender:
                latest[key] = person
            if len(run.tokens) == 1:
                self._describe(person, run)
            for token in run.tokens:
                token.person = person
                token.in_name = number


def fold(name: str) -> str:
    """Return a name in small letters without accents, in Latin script, for comparing."""
    plain = unicodedata.normalize("NFKD", latin(name.lower()))
    return (
        "".join(c for c in plain if not unicodedata.combining(c))
        .replace("đ", "dj")
        .replace("ł", "l")
        .replace("ø", "o")
    )


def surname_key(tokens: list[Token]) -> str:
    """Return what two mentions of one person share: the folded last name."""
    last = tokens[-1]
    if last.lower in _UNITS and len(tokens) > 1:
        last = tokens[-2]
    return fold(last.text)


def _in_a_longer_name(tokens: list[Token], start: int, end: int) -> bool:
    """Is this a word of "the Huffington Post" or "National Nurses United"?"""
    if end < len(tokens) and tokens[end].is_capitalised and not tokens[end].flags & TIME:
        return True
    before = start - 1
    while before >= 0 and tokens[before].is_capitalised and tokens[before].lower != "the":
        before -= 1
    return before >= 0 and tokens[before].lower == "the"


def _says(tokens: list[Token], at: int, step: int) -> bool:
    """Does a verb of saying stand here, or beyond an auxiliary or adverb?"""
    for number in range(at, at + 3 * step, step):
        if not 0 <= number < len(tokens):
            return False
        if tokens[number].flags & CUE:
            return step > 0 or number == 0 or tokens[number - 1].kind in ("quote", "mark")
        if not tokens[number].flags & (AUXILIARY | ADVERB):
            return False
    return False


def _is_headline(sentence: Sentence) -> bool:
    """Are the words capitalised that otherwise are not, so that a capital says nothing?"""
    words = [t for t in sentence.tokens[1:] if t.kind == "word" and len(t.text) > 3]
    ordinary = [t for t in words if t.flags & _ORDINARY]
    if len(ordinary) < 2:
        return len(words) > 4 and all(t.is_capitalised for t in words)
    return sum(t.is_capitalised for t in ordinary) > 0.7 * len(ordinary)
