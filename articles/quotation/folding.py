"""Folds the spellings of a name together: Шекеринска, Šekerinska, Sekerinska and Shekerinska are one and the same to a search.

A name is read letter by letter. A letter or group of letters that several alphabets or habits of spelling use differently has several
readings, the likeliest first: "ch" is a č in Vuchich and an h in Chatzidakis, щ is "shch" to a Russian and "sht" to a Bulgarian.
`fold_name` takes the likeliest of each; `fold_keys` adds the others. Two names may be one person's where their keys meet.

Folding suggests. It cannot know whether Gasi is Gashi without his diacritic or another family altogether: that is for a person to say.
The readings follow the countries' own rules (ELOT 743 for Greek, the Ukrainian and Bulgarian rules of 2010 and 2009, Serbian and
Macedonian Latin, BGN/PCGN for Russian), the Albanian spelling of South Slav names, and what people type on a plain keyboard.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, product

from anyascii import anyascii

# More readings of one name are not worth a row each in an index; the likeliest come first.
MOST_KEYS = 16
# So many words are remembered: those that texts are made of, not all that strangers type into a search.
REMEMBERED = 1 << 13

_CYRILLIC = """
    а=a б=b в=v г=g ґ=g д=d ђ=d ѓ=gj,g е=e ^е=e,ie є=ie,e ё=e,io,o ж=z з=z ѕ=dz и=i й=i і=i ї=i ј=i к=k л=l љ=li м=m н=n њ=ni о=o п=p
    р=r с=s т=t ћ=c ќ=c,k у=u ў=u,v ф=f х=h ц=c ч=c џ=dz ш=s щ=sc,st ъ=a, ы=i ь= э=e ю=iu я=ia
"""
_UKRAINIAN = "г=h,g щ=sc"
_GREEK = """
    α=a β=v γ=g δ=d ε=e ζ=z η=i θ=t ι=i κ=k λ=l μ=m ν=n ξ=ks ο=o π=p ρ=r σ=s ς=s τ=t υ=i φ=f χ=h,c ψ=ps ω=o
    αι=ai,e ει=ei,i οι=oi,i ου=u αυ=av,af ευ=ev,ef γγ=ng γκ=gk,g,ng γξ=nks γχ=nh γι=gi,i γε=ge,ie μπ=b,mp ντ=nt,d τζ=c τσ=c
    ^μπ=b,mp ^ντ=d,nt ^γκ=g,gk
"""
# Only the letters and groups that stand alone or may be read in two ways; the rest is settled by _RULES.
_LATIN = """
    đ=d ð=d þ=t ł=l ø=o,oe œ=oe æ=ae,e ı=i ä=a,ae ö=o,oe ü=u,ue å=a,aa ñ=n,ni ǵ=gj,g ḱ=c,k
    ch=c,h tch=c sch=s tsch=c dsch=dz shch=sc,st gj=gj,g kj=c,k q=c,k x=ks,dz xh=dz dž=dz
"""
# Habits of Latin spelling that stand for one sound, applied until none is left; the folded alphabet has no h after a consonant, no j, q, w, x, y.
_RULES = (
    (r"(.)\1+", r"\1"),
    (r"dzh|xh", "dz"),
    (r"sh|sz", "s"),
    (r"zh", "z"),
    (r"t?ch|cz|ts|tz|q", "c"),
    (r"dj|gj", "d"),
    (r"x", "ks"),
    (r"kh", "h"),
    (r"ph", "f"),
    (r"([dgrt])h", r"\1"),
    (r"ou", "u"),
    (r"ck", "k"),
    (r"w", "v"),
    (r"[jy]", "i"),
)


def _table(lines: str) -> dict[str, tuple[str, ...]]:
    return {
        letters: tuple(readings.split(","))
        for letters, _, readings in (entry.partition("=") for entry in lines.split())
    }


_READINGS = _table(_CYRILLIC) | _table(_GREEK) | _table(_LATIN)
_READINGS_UKRAINIAN = _READINGS | _table(_UKRAINIAN)
_GROUPS = "|".join(
    sorted((re.escape(letters) for letters in _READINGS if letters[0] != "^"), key=len, reverse=True)
)
_LETTERS = re.compile(rf"{_GROUPS}|.", re.DOTALL)
_COMPILED = tuple((re.compile(pattern), to) for pattern, to in _RULES)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})


def fold_name(name: str) -> str:
    """Return the likeliest folded form of a name: words in a–z and digits with single blanks between, "" if nothing is left.

    Folding a folded name changes nothing. Spellings that fold to the same form are close enough to be suggested as one name.
    """
    return _likeliest(name)


def fold_keys(name: str) -> frozenset[str]:
    """Return every folded form that a name is worth looking for under: at most MOST_KEYS, `fold_name(name)` among them.

    Store one row for each: two names fold alike where their keys meet. "Mueller" and "Muller" both meet "Müller", but not each other.
    """
    return frozenset(_fold(name))


def name_words(name: str) -> list[str]:
    """Return the words of a name in small letters, the given name first: ["vjosa", "osmani", "sadriu"] for "Osmani-Sadriu, Vjosa"."""
    return _plain(name).split()


@lru_cache(maxsize=REMEMBERED)
def _likeliest(name: str) -> str:
    # The first of `_fold`, without the work of making the others.
    return _settle("".join(readings[0] for readings in _read(name)))


@lru_cache(maxsize=REMEMBERED)
def _fold(name: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for form in _forms(_read(name)):
        found.setdefault(_settle(form))
        if len(found) == MOST_KEYS:
            break
    return tuple(found)


def _read(name: str) -> list[tuple[str, ...]]:
    """Return the readings of each letter or group of letters of a name."""
    text = _plain(name)
    readings = _READINGS_UKRAINIAN if re.search("[іїєґ]", text) else _READINGS
    found = []
    for match in _LETTERS.finditer(text):
        letters, at = match.group(), match.start()
        at_start = readings.get(f"^{letters}") if at == 0 or text[at - 1] == " " else None
        found.append(at_start or readings.get(letters) or (_other(letters),))
    return found


def _forms(read: list[tuple[str, ...]]) -> Iterator[str]:
    """Yield the forms of a name, those with fewer unlikely readings first, up to three of them."""
    likely = [readings[0] for readings in read]
    doubtful = [number for number, readings in enumerate(read) if len(readings) > 1]
    for count in range(4):
        for places in combinations(doubtful, count):
            for choice in product(*(read[place][1:] for place in places)):
                form = likely.copy()
                for place, reading in zip(places, choice, strict=True):
                    form[place] = reading
                yield "".join(form)


def _plain(name: str) -> str:
    """Put a name in small letters, given name first, with blanks for hyphens and nothing for apostrophes."""
    surname, comma, given = name.partition(",")
    if comma and given.strip() and "," not in given and given.strip(" .").casefold() not in _SUFFIXES:
        name = f"{given} {surname}"
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())
    text = re.sub("[\u0370-\u03ff\u1f00-\u1fff]", _without_accent, text)
    text = re.sub("['’‘ʼʹ`´ʻ\u00ad\u200b-\u200f\u2060\ufeff]", "", text)
    return " ".join(re.sub("[^\\w\u0300-\u036f]|_", " ", text).split())


def _without_accent(match: re.Match[str]) -> str:
    """Take the accent off a Greek vowel, so that ού is read as ου; a diaeresis stays, since it keeps two vowels apart."""
    letters = unicodedata.normalize("NFD", match.group())
    return unicodedata.normalize(
        "NFC", "".join(c for c in letters if c == "\u0308" or not unicodedata.combining(c))
    )


def _other(letter: str) -> str:
    """Read a letter that has no entry of its own: without its marks, and in Latin script."""
    bare = unicodedata.normalize("NFD", letter)[0]
    if bare in _READINGS:
        return _READINGS[bare][0]
    if unicodedata.combining(bare):
        return ""
    return re.sub(r"[^a-z0-9 ]", "", anyascii(bare).casefold())


def _settle(form: str) -> str:
    before = None
    while form != before:
        before = form
        for pattern, to in _COMPILED:
            form = pattern.sub(to, form)
    return " ".join(form.split())
