"""Which terms readers find a published text by, and which terms a question asks for. No Django: text in, values out.

One word of a text is one term, in either of two sorts. An ordinary English word is its stem: “bridges” and
“bridge” are `bridg`. A name, and any word of another language, is folded as names are (`quotation.folding`)
and marked: Priština, Приштина and Prishtina are `_pristina`. So that “chat” does not find every “cat”, words
are folded so far only where they may be spelt in several ways; the question asks for both sorts.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import snowballstemmer
from anyascii import anyascii

from articles.quotation.folding import REMEMBERED, fold_keys, fold_name
from articles.search_words import LONGEST

# A text is found by so many of its first words; only live blogs are longer.
MOST_OF_A_TEXT = 50_000
# Of a question so many letters are read, and so many words looked for; each in at most so many terms.
MOST_TYPED = 500
MOST_WORDS = 12
MOST_FORMS = 6
# A word that stands so often in a text is one that the text is about.
OFTEN = 3

# Scripts that write no spaces are found letter by letter.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+(?:['’ʼ][^\\W_{_UNSPACED}]+)*")
# What stands before a word that is written large for its place, not because it is a name.
_BEGINS_ANEW = re.compile(r"[.!?:…\n“”„«\"‘]")
_NOT_OF_A_TERM = re.compile("[^a-z0-9]+")
_DIGRAPHS = str.maketrans({"š": "sh", "ž": "zh", "č": "ch", "ć": "ch", "đ": "dj"})
# Macedonian letters that people without them type as the letters below the accent.
_UNACCENTED = str.maketrans({"ѓ": "г", "ќ": "к", "Ѓ": "Г", "Ќ": "К"})
# The same two sounds as a Serb writes them.
_AS_IN_SERBIAN = str.maketrans({"đ": "g", "ć": "k"})
# Letters that are two as often as one: “podjednaku” is no Đ.
_TWO_LETTERS = re.compile("(?<=d)(?=j)|(?<=t)(?=ch)")
_QUOTES = str.maketrans(dict.fromkeys("“”„«»‟", '"'))
_ASKED = re.compile(r'(-*)(?:"([^"]*)"?|([^\s"]+))')
STOP_WORDS = frozenset(
    "a about after all also an and are as at be been but by can did do does for from had has have he her his how"
    " i if in into is it its not of on or our she so than that the their them then there these they this to was"
    " we were what when where which who why will with would you your".split()
)


class Place(NamedTuple):
    """One word of a text: its term, and where it stands."""

    term: str
    start: int
    end: int


def places(text: str, language: str) -> Iterator[Place]:
    """Yield the words of a plain text with their terms, in their order."""
    is_english = language == "en"
    last = 0
    for found in _WORD.finditer(text):
        start, end = found.span()
        # Most words follow another after one space; to look for more than that takes longer than all the rest.
        follows = text[last:start] == " "
        is_first = last == 0 or (not follows and _BEGINS_ANEW.search(text, last, start) is not None)
        if term := _term(found.group(), is_english, is_first):
            yield Place(term, start, end)
        last = end


def terms(text: str, language: str) -> list[str]:
    """Return the terms of a plain text, in their order.

    >>> terms("Two bridges open in Priština", "en")
    ['two', 'bridg', 'open', 'in', '_pristina']
    """
    found = [place.term for place in places(unicodedata.normalize("NFC", text), language)]
    return found[:MOST_OF_A_TEXT]


@lru_cache(maxsize=2 * REMEMBERED)
def _term(word: str, is_english: bool, is_first: bool) -> str:
    plain = word.replace("’", "'").replace("ʼ", "'")
    if plain.isdigit() and plain.isascii():
        return plain[:LONGEST]
    if is_english and plain.isascii() and (is_first or plain.islower()):
        return _stem(plain)
    folded = fold_name(_stem(plain) if is_english and plain.isascii() else plain.translate(_UNACCENTED))
    return _marked(folded or anyascii(plain))


def _marked(folded: str) -> str:
    letters = _NOT_OF_A_TERM.sub("", folded.lower())[:LONGEST]
    return f"_{letters}" if letters else ""


@lru_cache(maxsize=REMEMBERED)
def _stem(word: str) -> str:
    # A stemmer of our own each time: it holds the word it works on, and two threads may work at once.
    return _NOT_OF_A_TERM.sub("", snowballstemmer.stemmer("english").stemWord(word.lower()))[:LONGEST]


@lru_cache(maxsize=1 << 12)
def forms(word: str) -> tuple[str, ...]:
    """Return the terms by which a word that somebody typed may stand in a text, the likeliest first.

    >>> forms("Priština")
    ('pristina', 'prishtina', '_pristina')
    """
    plain = unicodedata.normalize("NFC", word).replace("’", "'").replace("ʼ", "'").lower()
    if plain.isdigit() and plain.isascii():
        return (plain[:LONGEST],)
    bare = anyascii(plain).lower()
    stemmed = _stem(bare)
    likely = [stemmed, _stem(anyascii(plain.translate(_DIGRAPHS)).lower())]
    likely += [_marked(fold_name(stemmed)), _marked(fold_name(plain.translate(_UNACCENTED)) or bare)]
    likely += [_marked(fold_name(plain.translate(_AS_IN_SERBIAN)))]
    likely += [_marked("".join(map(fold_name, _TWO_LETTERS.split(plain))))]
    # Short words have many readings and are seldom names.
    likely += [_marked(key) for key in sorted(fold_keys(plain))] if len(plain) > 3 else []
    return tuple(dict.fromkeys(form for form in likely if form))[:MOST_FORMS]


# A word that is looked for, as its terms; several that have to stand side by side.
Phrase = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for."""

    # As it is shown to whoever asked.
    text: str
    wanted: tuple[Phrase, ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    # The question without what it excludes.
    without_exclusions: str = ""
    # Whether there was more in it than is looked for.
    is_cut: bool = False

    @property
    def words(self) -> list[tuple[str, ...]]:
        """Every word that has to be there, each once."""
        return list(dict.fromkeys(word for phrase in self.wanted for word in phrase))

    @property
    def terms(self) -> frozenset[str]:
        """Every term that is looked for."""
        return frozenset(form for word in self.words for form in word)

    @property
    def unwanted_words(self) -> list[tuple[str, ...]]:
        """Every single word that must not be there."""
        return [phrase[0] for phrase in self.unwanted if len(phrase) == 1]

    @property
    def has_phrases(self) -> bool:
        """Whether the order of words matters."""
        return any(len(phrase) > 1 for phrase in (*self.wanted, *self.unwanted))


def read(question: str) -> Asked:
    """Return what somebody asks for: words, "phrases" in quotation marks, and -what is not to be there.

    >>> read('bridge -"old town"').unwanted
    ((('old', '_old'), ('town', '_tovn')),)
    """
    text = _shown(question[:MOST_TYPED])
    wanted: list[tuple[str, Phrase]] = []
    unwanted: list[Phrase] = []
    kept: list[str] = []
    room, is_cut = MOST_WORDS, len(question) > MOST_TYPED
    for found in _ASKED.finditer(text.translate(_QUOTES)):
        typed = [word.group() for word in _WORD.finditer(found[2] or found[3] or "")]
        phrase = tuple(asked for word in typed if (asked := forms(word)))
        if not phrase:
            continue
        is_cut = is_cut or len(phrase) > room
        phrase = phrase[:room]
        if not phrase:
            break
        room -= len(phrase)
        if found[1]:
            unwanted.append(phrase)
        else:
            wanted.append((typed[0].lower() if len(phrase) == 1 else "", phrase))
            kept.append(found.group())
    telling = [phrase for word, phrase in wanted if word not in STOP_WORDS]
    return Asked(
        text=text,
        wanted=tuple(dict.fromkeys(telling or [phrase for _, phrase in wanted])),
        unwanted=tuple(dict.fromkeys(unwanted)),
        without_exclusions=" ".join(kept),
        is_cut=is_cut,
    )


def unfinished(typed: str) -> list[tuple[str, ...]]:
    """Return the words somebody has typed so far, as terms; those of the last are beginnings of terms.

    >>> unfinished("new bri")
    [('new', '_nev'), ('bri', '_bri')]
    """
    words = [found.group() for found in _WORD.finditer(_shown(typed[:MOST_TYPED]))][:MOST_WORDS]
    if not words:
        return []
    *whole, last = words
    plain = _NOT_OF_A_TERM.sub("", anyascii(unicodedata.normalize("NFC", last)).lower())[:LONGEST]
    begun = dict.fromkeys(form for form in (plain, _marked(fold_name(last))) if len(form.strip("_")) > 1)
    finished = [asked for word in whole if word.lower() not in STOP_WORDS and (asked := forms(word))]
    return [*finished, tuple(begun)] if begun else []


def _shown(question: str) -> str:
    """Return a question on one line, without what no page can show."""
    visible = "".join(
        " " if letter.isspace() else letter
        for letter in question
        if letter.isspace() or unicodedata.category(letter) not in {"Cc", "Cs", "Cn"}
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())
