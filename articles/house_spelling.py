"""House spelling: where a story writes a known person's name otherwise than this newsroom does.

What stands between quotation marks is left alone: those words are not ours.
"""

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from operator import itemgetter

from django.contrib.auth.models import User
from django.db import transaction

from articles import workflow
from articles.blocks import RUNNING, RunningText, blocks_of
from articles.misquotes import passages_shown
from articles.models import NameKey, Person, SpellingKind, Story
from articles.quotation.fidelity import quoted_passages
from articles.quotation.folding import fold_name
from articles.quotation.marks import find_passages
from articles.set_off import set_off_quotations

# The texts of a story besides its body in which names stand.
LINES = ("headline", "standfirst", "lead_caption", "social_text")
LONGEST_NAME = 4
# So many folded names are looked up by one query.
CHUNK = 500
# So many runs of capitalised words are looked at, more than there are in 100,000 words of news.
MOST_NAMES = 20_000
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[.’'-](?=[^\W\d_]))*")
_POSSESSIVE = re.compile(r"['’]s\Z")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Name:
    """A stretch of capitalised words in one text of a story."""

    field: str
    words: tuple[str, ...]
    # Where each word stands: in the text, or for the body in its markup.
    spans: tuple[Span, ...]

    @property
    def written(self) -> str:
        """The words as one name."""
        return " ".join(self.words)


@dataclass(frozen=True, slots=True)
class OddSpelling:
    """One way in which a story writes somebody's name, and the way of the house."""

    person: Person
    written: str
    preferred: str
    places: tuple[Name, ...]


def odd_spellings(story: Story) -> list[OddSpelling]:
    """Return the names of known people that the story spells otherwise than preferred, in the order they appear.

    A whole name is recognised by itself, a surname only where the story tells whose it is.
    """
    names = list(islice(_names(story), MOST_NAMES))
    bearers = _bearers(names)
    quotes = story.quotes.select_related("speaker")
    known = {quote.speaker for quote in quotes if quote.speaker is not None}
    known |= {people[0] for (_, is_whole), people in bearers.items() if is_whole and len(people) == 1}
    odd: dict[tuple[Person, str, str], list[Name]] = defaultdict(list)
    settled: set[tuple[str, Span]] = set()
    # The longest first: “Radmila Sekerinska” is one name, not a surname after a word.
    for name in sorted(names, key=lambda name: -len(name.words)):
        places = {(name.field, span) for span in name.spans}
        if places & settled or not (who := _who(name, bearers, known)):
            continue
        person, is_whole = who
        settled |= places
        house = house_form(person, story.language)
        preferred = house if is_whole else house.rsplit(" ", 1)[-1]
        if name.written.casefold() != preferred.casefold():
            odd[person, name.written, preferred].append(name)
    order = {name: number for number, name in enumerate(names)}
    found = [OddSpelling(*key, tuple(sorted(places, key=order.__getitem__))) for key, places in odd.items()]
    return sorted(found, key=lambda spelling: order[spelling.places[0]])


def respell(story: Story, spellings: Iterable[OddSpelling], *, by: User, now: datetime | None = None) -> int:
    """Write names the way of the house, wherever these odd spellings stand now; return in how many places."""
    wanted = {(spelling.person.pk, spelling.written) for spelling in spellings}
    chosen = [odd for odd in odd_spellings(story) if (odd.person.pk, odd.written) in wanted]
    changes: dict[str, list[tuple[Span, str]]] = defaultdict(list)
    count = 0
    for odd in chosen:
        for place in odd.places:
            changes[place.field] += _changes(place, odd.preferred)
            count += 1
    with transaction.atomic():
        for field, replaced in changes.items():
            text = getattr(story, field)
            for (start, end), word in sorted(replaced, reverse=True):
                if "<" not in text[start:end]:
                    text = (
                        text[:start]
                        + (html.escape(word, quote=False) if field == "body" else word)
                        + text[end:]
                    )
            setattr(story, field, text)
        if changes:
            story.save(update_fields=sorted(changes))
        workflow.record_edit(story, by=by, note="Names were spelt the way of the house.", now=now)
    return count


def house_form(person: Person, language: str) -> str:
    """Return how a person's name is written in a language: its transliteration, else the preferred name."""
    for spelling in person.spellings.all():
        if spelling.kind == SpellingKind.TRANSLITERATION and spelling.language == language:
            return spelling.name
    return person.name


def _changes(place: Name, preferred: str) -> Iterator[tuple[Span, str]]:
    """Replace word by word where the words correspond, so that markup between them stays; else all at once."""
    words = preferred.split()
    if len(words) == len(place.words):
        pairs = zip(place.spans, words, place.words, strict=True)
        return ((span, word) for span, word, written in pairs if word != written)
    return iter([((place.spans[0][0], place.spans[-1][1]), preferred)])


def _names(story: Story) -> Iterator[Name]:
    """Yield every run of one to LONGEST_NAME capitalised words outside quotations, in the order of the story."""
    for field in LINES:
        text = getattr(story, field)
        yield from _names_in(field, text, 0, _quoted(text), lambda start, end: (start, end))
    blocks = blocks_of(story.body)
    quoted = _quoted("\n".join(block.text for block in blocks))
    for block in blocks:
        if block.kind != RUNNING:
            quoted += [
                (block.start + passage.start, block.start + passage.end)
                for passage in passages_shown(block.kind, block.text)
            ]
    running = RunningText(blocks)
    quoted += [
        (running.position(start), running.position(end - 1) + 1) for start, end in set_off_quotations(running)
    ]
    quoted = _apart(quoted)
    for block in blocks:
        yield from _names_in("body", block.text, block.start, quoted, block.markup_span)


def _names_in(
    field: str, text: str, start: int, quoted: list[Span], place: Callable[[int, int], Span]
) -> Iterator[Name]:
    """Yield the names in a piece of text that begins at `start` of the text whose quotations are known."""
    for run in _runs(text, start, quoted):
        for first in range(len(run)):
            for last in range(first + 1, min(first + LONGEST_NAME, len(run)) + 1):
                spans = tuple(run[first:last])
                words = tuple(text[begin:end] for begin, end in spans)
                yield Name(field, words, tuple(place(*span) for span in spans))


def _runs(text: str, start: int, quoted: list[Span]) -> Iterator[list[Span]]:
    """Yield stretches of capitalised words with nothing but one space between two."""
    run: list[Span] = []
    for found in _WORD.finditer(text):
        begin, end = found.span()
        end -= len(possessive[0]) if (possessive := _POSSESSIVE.search(found[0])) else 0
        is_ours = text[begin].isupper() and not _is_inside(start + begin, quoted)
        if run and not (is_ours and text[run[-1][1] : begin] == " "):
            yield run
            run = []
        if is_ours:
            run.append((begin, end))
    if run:
        yield run


def _quoted(text: str) -> list[Span]:
    marked = [(passage.start, passage.end) for passage in find_passages(text)]
    return _apart(marked + [(passage.start, passage.end) for passage in quoted_passages(text)])


def _apart(spans: Iterable[Span]) -> list[Span]:
    """Return the same stretches in order, those that overlap made one."""
    apart: list[Span] = []
    for start, end in sorted(spans):
        if apart and start <= apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        else:
            apart.append((start, end))
    return apart


def _is_inside(at: int, spans: list[Span]) -> bool:
    number = bisect_right(spans, at, key=itemgetter(0)) - 1
    return number >= 0 and at < spans[number][1]


def _bearers(names: Iterable[Name]) -> dict[tuple[str, bool], list[Person]]:
    """Return who is known under the folded forms of these names, whole or by surname."""
    keys = sorted({key for name in names if (key := fold_name(name.written))})
    people: dict[tuple[str, bool], list[Person]] = defaultdict(list)
    for first in range(0, len(keys), CHUNK):
        rows = NameKey.objects.filter(key__in=keys[first : first + CHUNK], person__merged_into__isnull=True)
        for row in rows.select_related("person").prefetch_related("person__spellings").order_by("person"):
            people[row.key, row.is_whole].append(row.person)
    return people


def _who(
    name: Name, bearers: dict[tuple[str, bool], list[Person]], known: set[Person]
) -> tuple[Person, bool] | None:
    """Return whose name this is and whether it is the whole one, if only one person of the story can be meant."""
    key = fold_name(name.written)
    for is_whole in (True, False):
        people = bearers.get((key, is_whole), [])
        if len(people) > 1 or not is_whole:
            people = [person for person in people if person in known]
        if len(people) == 1:
            return people[0], is_whole
    return None
