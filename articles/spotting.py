"""Finds names in a text: every tag that a story speaks of, however its name is inflected or spelt.

A text is read once, word by word. Each word has a folded form (Priština and Pristina are one), a stem by the
rules of the text's language, and a root: what is left when the endings of all our languages are taken off.
A name is filed under the roots of its first two words (`filed_under`); whoever keeps the names asks for those
filed under what stands in the text (`Reading.keys`), and `Reading.find` says which of them are really there. So
nothing has to be built or kept in memory for ten thousand names, and one given a moment ago is found.

Snowball's stemmers serve the languages that have one; for Albanian, Macedonian and the languages written
Serbian, Croatian, Bosnian and Montenegrin short lists of noun endings do, which work without diacritics too.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from typing import NamedTuple

import snowballstemmer

from articles.quotation.folding import fold_name

LONGEST_KEY = 80
# What is left of a word when its endings are taken off has so many letters.
SHORTEST_STEM = 3
# All capitals and no longer than this is an abbreviation: "WHO" is not "who".
LONGEST_ABBREVIATION = 5
# Longer texts are read to here.
MOST_WORDS = 30_000

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_PLAIN_NAME = re.compile(r"[\w\s'’.,&/–—-]+")
_SNOWBALL = {
    "en": "english", "de": "german", "fr": "french", "it": "italian", "es": "spanish", "pt": "portuguese",
    "nl": "dutch", "sv": "swedish", "da": "danish", "nb": "norwegian", "no": "norwegian", "fi": "finnish",
    "ro": "romanian", "hu": "hungarian", "tr": "turkish",
}  # fmt: skip
# Endings in the alphabet that folding leaves: no j, no y, no h after a consonant; and none at all.
_ALBANIAN = frozenset({"", *"a e i u t s it in ut un es et en ve vet ne se te ia ie ies ive eve ave".split()})
_SOUTH_SLAV = frozenset({"", *"a e i u o om em og eg im ih oi ama ima ov ove ovi ova ovima".split()})
_MACEDONIAN = frozenset({"", *"a e i o ot ov on ta va na to vo no te ve ne ite ata".split()})
_ENDINGS = {
    "sq": _ALBANIAN, "mk": _MACEDONIAN, "sr": _SOUTH_SLAV, "hr": _SOUTH_SLAV, "bs": _SOUTH_SLAV,
    "sh": _SOUTH_SLAV, "cnr": _SOUTH_SLAV,
}  # fmt: skip
# What every language's endings begin with, by which names are filed: the longest first.
_ANY = sorted(
    (_ALBANIAN | _SOUTH_SLAV | _MACEDONIAN | {"es", "er", "ers", "ing"}) - {""},
    key=lambda end: (-len(end), end),
)
_VOWELS = "aeiou"


@dataclass(frozen=True, slots=True)
class Name:
    """A name to look for. `owner` is whose it is; a proper name of one word begins with a capital wherever it stands."""

    text: str
    owner: int
    is_proper: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Where a name was found: `text[start:end]`."""

    owner: int
    start: int
    end: int


class Word(NamedTuple):
    """A word of a text and where it stands."""

    written: str
    start: int
    end: int
    folded: str


def filed_under(name: str) -> str:
    """Return the roots under which a name is filed; empty when it has no word to be found by.

    >>> filed_under("Prishtinë"), filed_under("University of Prishtina")
    ('pri', 'univ of')
    """
    return _key(list(islice(_words(name), 2)))


def _key(words: Iterable["Word"]) -> str:
    return " ".join(_root(word.folded) for word in words)[:LONGEST_KEY]


class Reading:
    """A text, read once.

    >>> reading = Reading("Në rrugët e Prishtinës", "sq")
    >>> [reading.words_of(found) for found in reading.find([Name("Prishtina", 1)])]
    ['Prishtinës']
    """

    def __init__(self, text: str, language: str = "en") -> None:
        self.text = text
        self.language = language.lower().partition("-")[0]
        self._words = list(_words(text))[:MOST_WORDS]

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places = defaultdict(list)
        roots = [_root(word.folded) for word in self._words]
        # What `_key` makes of one word and of two, without working out each root three times.
        for number, root in enumerate(roots):
            places[root[:LONGEST_KEY]].append(number)
        for number, two in enumerate(pairwise(roots)):
            places[" ".join(two)[:LONGEST_KEY]].append(number)
        return places

    @property
    def keys(self) -> list[str]:
        """Under what a name has to be filed to be here."""
        return list(self._places)

    def words_of(self, mention: Mention) -> str:
        """Return the words of a mention as the text has them."""
        return self.text[mention.start : mention.end]

    def find(self, names: Iterable[Name]) -> list[Mention]:
        """Return where these names stand, in the order of the text; a name inside a longer one is not counted."""
        found = sorted(
            {mention for name in names for mention in self._mentions(name)},
            key=lambda mention: (mention.start, -mention.end, mention.owner),
        )
        kept: list[Mention] = []
        last = (0, 0)
        for mention in found:
            place = (mention.start, mention.end)
            if mention.start >= last[1] or place == last:
                kept.append(mention)
                last = place
        return kept

    def _mentions(self, name: Name) -> Iterator[Mention]:
        words = _words_of_name(name.text)
        is_plain = _PLAIN_NAME.fullmatch(name.text) is not None
        if not words or (is_plain and sum(len(word.folded) for word in words) < 2):
            return
        for first in self._places.get(_key(words[:2]), ()):
            here = self._words[first : first + len(words)]
            if (
                len(here) == len(words)
                and all(map(self._is_same, words, here))
                and _is_written_so(name, words, here)
            ):
                if is_plain:
                    yield Mention(name.owner, here[0].start, here[-1].end)
                elif self._has_signs(name.text, here[0].start):
                    yield Mention(name.owner, here[0].start, here[0].start + len(name.text))

    def _is_same(self, word: Word, other: Word) -> bool:
        if word.folded == other.folded:
            return True
        if self.language in _ENDINGS:
            return _differ_in_endings(word.folded, other.folded, _ENDINGS[self.language])
        return self.language in _SNOWBALL and (
            _stem(word.written, word.folded, self.language)
            == _stem(other.written, other.folded, self.language)
        )

    def _has_signs(self, name: str, start: int) -> bool:
        """Whether a name with signs in it, as in C++, stands here with all of them."""
        return self.text[start : start + len(name)].casefold() == name.casefold()


def _words(text: str) -> Iterator[Word]:
    for match in _WORD.finditer(text):
        written, start, end = match.group().replace("’", "'"), match.start(), match.end()
        if written.endswith(("'s", "'S")):
            written, end = written[:-2], end - 2
        article, mark, noun = written.partition("'")
        if mark and article.casefold() in {"l", "d"}:
            written, start = noun, start + len(article) + 1
        folded = fold_name(written).replace(" ", "")
        if folded:
            yield Word(written, start, end, folded)


@lru_cache(maxsize=1 << 15)
def _words_of_name(name: str) -> list[Word]:
    """Return the words of a name; the same names are looked for in one text after another."""
    return list(_words(name))


def _is_written_so(name: Name, words: list[Word], here: list[Word]) -> bool:
    """Whether capitals are where the name needs them; scripts without capitals have nothing to say."""
    if len(words) > 1:
        return True
    wanted, found = words[0].written, here[0].written
    if wanted.isupper() and len(wanted) <= LONGEST_ABBREVIATION:
        return found.isupper() or found.upper() == found.lower()
    if name.is_proper and wanted[:1].isupper():
        return not found[:1].islower()
    return True


@lru_cache(maxsize=1 << 16)
def _root(folded: str) -> str:
    """Take endings off until none is left, so that it does not matter which of them a word had."""
    before, folded = "", folded[:LONGEST_KEY]
    while before != folded:
        before, folded = folded, _without_ending(folded)
    return folded


@lru_cache(maxsize=1 << 16)
def _stem(written: str, folded: str, language: str) -> str:
    # Without its diacritics, so that it is one stem whether they were written or not.
    bare = "".join(
        sign for sign in unicodedata.normalize("NFD", written.lower()) if not unicodedata.combining(sign)
    )
    # A stemmer of our own each time: it holds the word it works on, and two threads may work at once.
    return fold_name(
        snowballstemmer.stemmer(_SNOWBALL[language]).stemWord(bare if bare.isascii() else folded)
    )


def _differ_in_endings(one: str, other: str, endings: frozenset[str]) -> bool:
    """Whether two folded words are one stem with two of these endings, or with one and none."""
    stem = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return any(
        one[at:] in endings and other[at:] in endings for at in range(max(stem - 2, SHORTEST_STEM), stem + 1)
    )


def _without_ending(folded: str) -> str:
    """Take the longest ending off a word, and the vowels before it, as long as enough of it is left."""
    for ending in _ANY:
        if folded.endswith(ending) and len(folded) - len(ending) >= SHORTEST_STEM:
            folded = folded[: -len(ending)]
            break
    bare = folded.rstrip(_VOWELS)
    return bare if len(bare) >= SHORTEST_STEM else folded
