"""Where the quotes of a story stand in its body.

A quote's words belong to the person who spoke them: when the body around them changes, only their
position is brought up to date here. Words that no longer stand in the body are for a person to see.
"""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

from articles.blocks import RunningText, running_text
from articles.models.quote import Quote
from articles.models.story import Story

Span = tuple[int, int]


def one_form(words: str) -> str:
    """Return words as the plain text of a body would hold them: one space between two, one line a paragraph."""
    return "\n".join(" ".join(line.split()) for line in words.split("\n") if line.strip())


def standing(quotes: Iterable[Quote], running: RunningText) -> dict[Quote, Span]:
    """Return where each quote's words stand in a running text; those that stand nowhere are left out.

    Where the same words stand more than once, each quote gets the place nearest to the one it had.
    """
    found: dict[Quote, Span] = {}
    taken: set[Span] = set()
    for quote in quotes:
        places = [place for place in _occurrences(one_form(quote.text), running.text) if place not in taken]
        if places:
            wanted = running.at(quote.position or 0)
            place = min(places, key=lambda place: abs(place[0] - wanted))
            found[quote] = place
            taken.add(place)
    return found


def moved(found: dict[Quote, Span]) -> set[Quote]:
    """Return the quotes whose words stand in another order than before: text that was taken elsewhere.

    Words that merely slid, because text before them grew or shrank, have not moved.
    """
    known = [quote for quote in found if quote.position is not None]
    before = sorted(known, key=lambda quote: (quote.position, quote.pk))
    after = sorted(known, key=lambda quote: (found[quote], quote.pk))
    same = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    stayed = {quote for block in same for quote in before[block.a : block.a + block.size]}
    return set(known) - stayed


def follow(story: Story) -> None:
    """Bring the positions of quotes that merely slid up to date. Call it where the body was saved."""
    quotes = list(story.quotes.all())
    if not quotes:
        return
    running = running_text(story.body)
    found = standing(quotes, running)
    elsewhere = moved(found)
    slid = []
    for quote, (start, _) in found.items():
        position = running.position(start)
        if quote not in elsewhere and quote.position != position:
            quote.position = position
            slid.append(quote)
    if slid:
        Quote.objects.bulk_update(slid, ["position"])


def _occurrences(words: str, text: str) -> list[Span]:
    """Return every place where words stand whole: “no” does not stand in “nothing”."""
    if not words:
        return []
    before = r"(?<!\w)" if words[0].isalnum() else ""
    behind = r"(?!\w)" if words[-1].isalnum() else ""
    return [found.span() for found in re.finditer(before + re.escape(words) + behind, text)]
