"""What the finder knows of each language, read once from the word lists in `languages/`."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

# Plain integers, not an enum: they are tested for every word of every text.
SPEECH, NAMING, THOUGHT, ING, BASE, THIRD = 1, 2, 4, 8, 16, 32
AUXILIARY, ADVERB, DETERMINER, PREPOSITION, CONJUNCTION = 64, 128, 256, 512, 1024
RELATIVE, PRONOUN, SUBJECT, TITLE, ROLE, VERB, TIME, NOT_NAME = (
    2048,
    4096,
    8192,
    1 << 14,
    1 << 15,
    1 << 16,
    1 << 17,
    1 << 18,
)
CUE_NOUN, OCCASION, OCCASION_PREPOSITION, ADDRESSEE, WORK, SCARE, PARTICLE = (1 << n for n in range(19, 26))
MALE, FEMALE, PLURAL, GROUP, DOCUMENT, SO_CALLED, LINK = (1 << n for n in range(26, 33))
CUE = SPEECH | NAMING | THOUGHT

_FOLDER = Path(__file__).parent / "languages"
_SECTIONS = {
    "pronouns male": PRONOUN | MALE,
    "pronouns female": PRONOUN | FEMALE,
    "pronouns plural": PRONOUN | PLURAL,
    "pronouns relative": RELATIVE,
    "pronouns other": PRONOUN,
    "pronouns subject": SUBJECT,
    "auxiliaries": AUXILIARY,
    "adverbs": ADVERB,
    "determiners": DETERMINER,
    "prepositions": PREPOSITION,
    "conjunctions": CONJUNCTION,
    "titles male": TITLE | MALE,
    "titles female": TITLE | FEMALE,
    "titles": TITLE,
    "roles male": ROLE | MALE,
    "roles female": ROLE | FEMALE,
    "roles": ROLE,
    "verbs": VERB,
    "times": TIME,
    "not names": NOT_NAME,
    "cue nouns": CUE_NOUN,
    "occasions": OCCASION,
    "occasion prepositions": OCCASION_PREPOSITION,
    "addressees": ADDRESSEE,
    "titles of works": WORK,
    "scare": SCARE,
    "links": LINK,
    "so-called": SO_CALLED,
    "groups": GROUP,
    "documents": DOCUMENT,
    "particles": PARTICLE,
}
_CUES = {"cues speech": SPEECH, "cues naming": NAMING, "cues thought": THOUGHT}
_CYRILLIC = str.maketrans(
    dict(
        zip(
            "абвгдђежзијклљмнњопрстћуфхцчџшѓќѕ",
            "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š đ ć dz".split(),
            strict=True,
        )
    )
)


@dataclass(slots=True)
class Language:
    """The words of one language by what they do, as bits in `flags`."""

    code: str
    flags: dict[str, int] = field(default_factory=dict)
    sources: dict[str, list[tuple[str, ...]]] = field(default_factory=dict)
    male_names: frozenset[str] = frozenset()
    female_names: frozenset[str] = frozenset()

    def look_up(self, lower: str) -> int:
        """Return the flags of a word given in lower case."""
        found = self.flags.get(lower)
        if found is None:
            if self.code == "en":
                return self._guess(lower)
            if self.code == "sr" and "а" <= lower[:1] <= "џ":
                return self.flags.get(latin(lower), 0)
            return 0
        return found

    def _guess(self, lower: str) -> int:
        """Guess from its ending what an English word does."""
        if len(lower) > 4:
            if lower.endswith("ed"):
                return VERB
            if lower.endswith("ly"):
                return ADVERB
            if lower.endswith("s") and self.flags.get(lower[:-1], 0) & ROLE:
                return GROUP
        return 0

    def gender(self, given_name: str) -> int:
        """Return MALE, FEMALE or 0 for a given name."""
        name = latin(given_name.lower())
        return MALE if name in self.male_names else FEMALE if name in self.female_names else 0


def latin(lower: str) -> str:
    """Put Serbian or Macedonian Cyrillic in lower case into Latin script; anything else stays as it is."""
    return lower.translate(_CYRILLIC) if "а" <= lower[:1] <= "џ" else lower


@cache
def load(code: str) -> Language:
    """Return the language of a code such as "en", "sq" or "sr-Cyrl"; an unknown one is read as English."""
    primary = code.lower().replace("_", "-").partition("-")[0]
    if not re.fullmatch(r"[a-z]{2,3}", primary) or not (_FOLDER / f"{primary}.txt").is_file():
        primary = "en"
    language = Language(primary)
    for section, lines in _read(_FOLDER / f"{primary}.txt").items():
        if section in _CUES:
            for line in lines:
                for number, form in enumerate(line):
                    _add(language, form, _CUES[section] | _form(form, number, primary))
        elif section == "sources":
            for phrase in (entry for line in lines for entry in line):
                parts = tuple(phrase.split("_"))
                language.sources.setdefault(parts[0], []).append(parts)
                _add(language, parts[0], NOT_NAME)
        else:
            for word in (entry for line in lines for entry in line):
                _add(language, word.replace("_", " "), _SECTIONS[section])
    names = _read(_FOLDER / "first_names.txt")
    language.male_names = frozenset(name for line in names["male"] for name in line)
    language.female_names = frozenset(name for line in names["female"] for name in line)
    return language


def _read(path: Path) -> dict[str, list[list[str]]]:
    sections: dict[str, list[list[str]]] = {}
    current: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            current = sections.setdefault(line.strip("[] "), [])
        elif line.strip() and not line.startswith("#"):
            current.append(line.split())
    return sections


def _add(language: Language, word: str, flag: int) -> None:
    language.flags[word] = language.flags.get(word, 0) | flag


def _form(form: str, number: int, code: str) -> int:
    """Which form of its verb a cue is; only English has to know."""
    if code != "en":
        return 0
    if form.endswith("ing") and number:
        return ING
    return BASE if number == 0 else THIRD if number == 1 and form.endswith("s") else 0
