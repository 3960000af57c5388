"""What the software proposes of a story's quotations, and what became of those that were confirmed.

Reads only: `quoting` holds the verbs.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from hashlib import blake2b
from operator import attrgetter

from articles import people
from articles.blocks import RunningText, running_text
from articles.models import Person, Quote, Story
from articles.quotation import FoundQuote, find_quotes
from articles.quote_places import Span, moved, one_form, standing
from articles.set_off import set_off_quotations

# Two passages that share less than this are not one passage before and after an edit.
ALIKE = 0.5
_MARK = r"(?:``|''|,,|[“”„‟«»‹›\"＂'‘’‚‛])"
_OPENING, _CLOSING = re.compile(_MARK + r"\s*"), re.compile(r"\s*" + _MARK + r"\Z")


@dataclass(frozen=True, slots=True)
class Passage:
    """Words that stand in a body, and where they begin in its plain text."""

    words: str
    position: int


@dataclass(frozen=True, slots=True)
class Proposal(Passage):
    """A quotation the software found, for a person to take, correct or dismiss."""

    speaker: str  # as the text mentions them
    speaker_name: str  # the fullest name the text gives them
    role: str
    cue: str
    occasion: str
    # Who bears exactly this name, and who bears one like it.
    person: Person | None
    near: tuple[Person, ...] = ()

    @property
    def key(self) -> str:
        """What these words are dismissed under."""
        return key_of(self.words)

    @property
    def names_somebody_new(self) -> bool:
        """Whether the text gives a whole name that nobody known bears, nor one like it."""
        return self.person is None and not self.near and " " in self.speaker_name


class Change(StrEnum):
    """What became of a quote's words in the body."""

    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ChangedQuote:
    """A quote whose words no longer stand where they stood, and what stands in the body instead."""

    quote: Quote
    change: Change
    passage: Passage | None = None


def proposals(story: Story) -> list[Proposal]:
    """Return the quotations found in the body that are neither quotes of the story nor dismissed, in order."""
    running = running_text(story.body)
    quotes = list(story.quotes.all())
    here = standing(quotes, running)
    found = _without(_found(story, running), here.values())
    # What a quote was changed into is shown with that quote, not as a new one.
    changed = {
        passage.position for quote, passage in _nearest(_missing(quotes, here), found, running) if passage
    }
    dismissed = set(story.dismissals.values_list("key", flat=True))
    left = [
        (passage, quote)
        for quote in found
        if (passage := _passage(quote, running)).position not in changed
        and key_of(passage.words) not in dismissed
    ]
    bearers = people.bearers({quote.speaker_name for _, quote in left if quote.speaker_name})
    return [_proposal(passage, quote, bearers) for passage, quote in left]


def changed_quotes(story: Story) -> list[ChangedQuote]:
    """Return the quotes whose words were moved or edited in the body, each with what stands there now."""
    quotes = list(story.quotes.select_related("speaker"))
    if not quotes:
        return []
    running = running_text(story.body)
    here = standing(quotes, running)
    elsewhere = moved(here)
    changes = [
        ChangedQuote(quote, Change.MOVED, Passage(one_form(quote.text), running.position(here[quote][0])))
        for quote in quotes
        if quote in elsewhere
    ]
    missing = _missing(quotes, here)
    if missing:
        found = _without(_found(story, running), here.values())
        for quote, passage in _nearest(missing, found, running):
            changes.append(ChangedQuote(quote, Change.CHANGED if passage else Change.GONE, passage))
    return changes


def key_of(words: str) -> str:
    """Return a digest of words, whatever the spaces between them."""
    return blake2b(one_form(words).encode(), digest_size=16).hexdigest()


def _found(story: Story, running: RunningText) -> list[FoundQuote]:
    """Return the quotations found in a running text, in order, and the blockquotes that need no marks: of those nobody tells whose."""
    found = [quote for quote in find_quotes(running.text, story.language) if quote.type != "indirect"]
    set_off = [
        FoundQuote(start, end, running.text[start:end], "direct")
        for start, end in set_off_quotations(running)
    ]
    return sorted(
        [*_without(found, [(quote.start, quote.end) for quote in set_off]), *set_off], key=attrgetter("start")
    )


def _without(found: Iterable[FoundQuote], spans: Iterable[Span]) -> list[FoundQuote]:
    """Leave out what overlaps one of the spans."""
    taken = list(spans)
    return [
        quote for quote in found if not any(quote.start < end and start < quote.end for start, end in taken)
    ]


def _missing(quotes: Iterable[Quote], here: dict[Quote, Span]) -> list[Quote]:
    return [quote for quote in quotes if quote not in here]


def _passage(found: FoundQuote, running: RunningText) -> Passage:
    """Return a found quotation's words: without the marks around them, and the comma that only hands over."""
    opening = _OPENING.match(found.text)
    start = opening.end() if opening else 0
    closing = _CLOSING.search(found.text, start)
    words = found.text[start : closing.start() if closing else len(found.text)].rstrip().removesuffix(",")
    return Passage(words, running.position(found.start + start))


def _nearest(
    missing: Iterable[Quote], found: Iterable[FoundQuote], running: RunningText
) -> list[tuple[Quote, Passage | None]]:
    """Pair each missing quote with the found passage most like it, each passage once, the best pair first."""
    passages = [_passage(quote, running) for quote in found]
    missing = list(missing)
    pairs = sorted(
        (
            (likeness, -number, -place)
            for number, quote in enumerate(missing)
            for place, passage in enumerate(passages)
            if (likeness := _likeness(one_form(quote.text), passage.words)) >= ALIKE
        ),
        reverse=True,
    )
    chosen: dict[int, Passage] = {}
    used: set[int] = set()
    for _, number, place in pairs:
        if -number not in chosen and -place not in used:
            chosen[-number] = passages[-place]
            used.add(-place)
    return [(quote, chosen.get(number)) for number, quote in enumerate(missing)]


def _likeness(one: str, other: str) -> float:
    """Return how much of two texts' words is the same, from 0 to 1."""
    matcher = SequenceMatcher(None, one.casefold().split(), other.casefold().split(), autojunk=False)
    return matcher.ratio() if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE else 0.0


def _proposal(passage: Passage, found: FoundQuote, bearers: Mapping[str, people.Bearers]) -> Proposal:
    who = bearers.get(found.speaker_name or "", people.NOBODY)
    return Proposal(
        words=passage.words,
        position=passage.position,
        speaker=found.speaker or "",
        speaker_name=found.speaker_name or "",
        role=found.speaker_role or "",
        cue=found.cue or "",
        occasion=found.occasion or "",
        person=who.exact,
        near=who.near,
    )
