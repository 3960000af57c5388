"""Made-up quotations: sentences of an official's kind over a few thousand words of which, as in any language, a few stand everywhere.

No Django here: a random generator in, text out, always the same for the same seed.
"""

from itertools import accumulate
from random import Random

_SUBJECTS = """
    we must
    the {noun} of {place} will
    I believe that the {adjective} {noun} should
    {person} and the {noun} can hardly
    nobody in {place} has to
    our {noun}s did not
    it is {adverb} {adjective} to
    no {adjective} {noun} could ever
    {number} {noun}s from {place} would
    what {person} wants is to
    they {adverb} refused to
    I never asked {person} to
"""
_PREDICATES = """
    {verb} the {adjective} {noun}
    {verb} {number} {noun}s
    {verb} what {person} calls a {noun}
    {verb} and {verb} every {noun}
    {adverb} {verb} our {noun} and their {noun}
    {verb} a {noun} that is {adjective} and {adverb} {adjective}
    {verb} the {noun} of {person}
    {verb} all {noun}s
    {verb}, {verb} and {verb}
    {verb} this {adjective}, {adjective} {noun}
"""
_REST = """
    in {place}
    before {year}
    without the {noun}
    because {place} has {number} {noun}s
    although {person} did not {verb} it
    between {place} and {place}
    since {person} left the {noun}
    as {adverb} as the {noun} of {year}
    if the {noun} is {adjective}
    while {noun}s {verb} {noun}s
    with {number} per cent of the {noun}
    so that {place} can {verb}
"""
_OPENINGS = (
    "At the end of the day, ",
    "Let me be very clear: ",
    "As I have said many times before, ",
    "I want to thank the people of {place} for everything they have done, and ",
    "With all due respect to my colleagues in the parliament, ",
    "In the Western Balkans, ",
)
_REAL = {
    "noun": "government election agreement commitment border treaty budget bridge hospital school mission region alliance dialogue village court",
    "verb": "support defend reject open return answer repair remember protect confront disturb inspect",
    "adjective": "strong visible painful political fragile joint regional serious broken decent patient hidden",
    "adverb": "fully openly hardly firmly truly slowly deeply clearly",
    "place": "Kosovo Serbia Brussels Prishtina Belgrade Tirana Skopje Europe",
    "person": "Rutte Osmani Kurti Vučić Macron Merkel Rama Mickoski",
}
_MADE_UP = {"noun": 2400, "verb": 800, "adjective": 900, "adverb": 120, "place": 400, "person": 900}
_ENDINGS = {
    "noun": ("er", "ing", "ment", "ship"),
    "verb": ("", "en"),
    "adjective": ("al", "ous", "ent"),
    "adverb": ("ly",),
}
_SYLLABLES = "bar be cor den dol fer ga gil hol ka kes lam lo mar mi nor pel pra ren sal ster ta tor ul van ves wil zan".split()


class MadeUpQuotes:
    """Writes quotations: `MadeUpQuotes(Random(1)).one()`."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._words = {kind: self._vocabulary(kind) for kind in _REAL}
        # Zipf's law: the second word is half as frequent as the first, and so on.
        self._weights = {
            kind: list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
            for kind, words in self._words.items()
        }
        self._parts = [
            [line.strip() for line in part.strip().splitlines()] for part in (_SUBJECTS, _PREDICATES, _REST)
        ]

    def one(self, *, longest: int = 3) -> str:
        """Return one quotation of one to `longest` sentences, about 8 to 60 words."""
        sentences = [self._sentence() for _ in range(self._rng.randint(1, longest))]
        return " ".join(sentences)

    def word(self, kind: str = "noun") -> str:
        """Return a noun, verb, adjective, adverb, place or person."""
        return self._rng.choices(self._words[kind], cum_weights=self._weights[kind])[0]

    def _sentence(self) -> str:
        clauses = [self._clause() for _ in range(self._rng.choice((1, 1, 2)))]
        opening = self._filled(self._rng.choice(_OPENINGS)) if self._rng.random() < 0.2 else ""
        sentence = opening + self._rng.choice((", and ", "; ", " — ")).join(clauses)
        return sentence[0].upper() + sentence[1:] + "."

    def _clause(self) -> str:
        return " ".join(self._filled(self._rng.choice(part)) for part in self._parts)

    def _filled(self, template: str) -> str:
        out = []
        for part in template.replace("}", "{").split("{"):
            if part in self._words:
                out.append(self.word(part))
            elif part == "number":
                out.append(
                    self._rng.choice(("two", "seven", "thirty", "1,000", "45", "12,500", "3.5", "200"))
                )
            elif part == "year":
                out.append(str(self._rng.randint(1990, 2025)))
            else:
                out.append(part)
        return "".join(out)

    def _vocabulary(self, kind: str) -> list[str]:
        words = dict.fromkeys(_REAL[kind].split())
        while len(words) < _MADE_UP[kind]:
            stem = "".join(self._rng.choices(_SYLLABLES, k=self._rng.randint(2, 3)))
            name = kind in {"place", "person"}
            words[stem.capitalize() if name else stem + self._rng.choice(_ENDINGS[kind])] = None
        return list(words)
