"""Lays the words of a passage along the words of a longer text, where most of them stand in the same order.

The best path is found by dynamic programming with affine gaps (O. Gotoh, "An improved algorithm for matching biological sequences", 1982),
free at both ends of the text: a passage may begin and end anywhere in it. In a long text only those stretches are looked at
to which the rarer words of the passage point (votes on diagonals, as in D. Lipman and W. Pearson's FASTA, 1985).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

# What a step costs, where a word that stands in both is worth its weight: 1, or a half for a word like "the".
_CHANGED, _ADDED, _CUT, _CUT_LENGTH = 0.6, 0.62, 0.9, 0.01
_WALL = 0.6  # to go on in another text: more than a stray word like "the" at the end of the passage would be worth
_FREE = 0.05
_NEVER = -1e9

_SHORT_TEXT, _SHORT_PASSAGE = 160, 40
_BUCKET = 8
_MOST_STRETCHES = 6
# A word that stands more often than this points nowhere, unless the passage has no rarer ones.
_TOO_OFTEN, _RAREST = 50, 3
_WEAK = 0.12

Step = tuple[int | None, int | None]


class Alignment(NamedTuple):
    """The steps from the first word of the passage to its last, and what they are worth.

    A step is (place in the passage, place in the text): both for a word that stands or is changed, one of them for a word added or cut.
    """

    steps: tuple[Step, ...]
    score: float


def index_words(words: Sequence[str]) -> dict[str, list[int]]:
    """Return where each word of a text stands, in order."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        places[word].append(place)
    return dict(places)


def align_words(
    passage: Sequence[str],
    text: Sequence[str],
    places: Mapping[str, Sequence[int]],
    weights: Sequence[float],
    *,
    after_cut: frozenset[int] = frozenset(),
    inserted: frozenset[int] = frozenset(),
) -> Alignment:
    """Return the best alignment of a passage with a text: its score is at most the sum of the weights, and below 0 where nothing fits.

    `places` is the text's `index_words`; `weights` says what each word of the passage is worth. Before the words whose places are in
    `after_cut` any number of words may be missing at no cost; those in `inserted` (the bracketed ones) may be more, or other, words.

    A text may be several, with "" between two of them. Time grows with the length of the passage times that of the
    stretches looked at: together _SHORT_TEXT words, or _MOST_STRETCHES passages, whichever is more.
    """
    columns, lowest, highest = _columns(passage, len(text), places, weights)
    words = [text[place] if place >= 0 else "" for place in columns]
    lengths = [_CUT_LENGTH if place >= 0 else _CUT_LENGTH * -place for place in columns]
    lengths = [length if word else length + _WALL for length, word in zip(lengths, words, strict=True)]
    free = [0.0] * len(columns)
    at = list(accumulate((max(1, -place) for place in columns), initial=columns[0] if columns else 0))
    scores, rows = [0.0] * (len(columns) + 1), []
    for row, word in enumerate(passage):
        changed, added = (_FREE, _FREE) if row in inserted else (_CHANGED, _ADDED)
        cut, cut_lengths = (0.0, free) if row in after_cut else (_CUT, lengths)
        first = bisect_left(at, row + lowest, hi=len(columns))
        last = bisect_right(at, row + highest, lo=first, hi=len(columns))
        placed = _Row(word, weights[row], changed, added, cut, cut_lengths[first:last], first, last)
        scores, came_from = _fill_row(scores, words, placed)
        rows.append((first, came_from))
    end = max(range(len(scores)), key=scores.__getitem__)
    return Alignment(_walk_back(rows, columns, end), scores[end])


class _Row(NamedTuple):
    """A word of the passage: what it is worth, what it costs to change or add it and to cut before it, and where it may stand."""

    word: str
    worth: float
    changed: float
    added: float
    cut: float
    lengths: Sequence[float]
    first: int
    last: int


def _fill_row(above: list[float], words: list[str], row: _Row) -> tuple[list[float], list[int]]:
    """Place one more word.

    Returns for each column the best score of a path that ends there; and, from the row's first column to its last,
    the column that path came from (-1: the word is added here).
    """
    word, worth, changed, added, opening, lengths, first, last = row
    scores, origins = [*[_NEVER] * first, above[first] - added], [-1]
    add_score, add_origin = scores.append, origins.append
    cut, cut_from = _NEVER, 0
    # Nearly all the time of a comparison is spent in these lines.
    cells = zip(words[first:last], lengths, above[first:last], above[first + 1 : last + 1], strict=True)
    for column, (candidate, length, here, beside) in enumerate(cells, start=first):
        if cut > here:
            score, origin = cut, cut_from
        else:
            score, origin = here, column
        if candidate == word:
            score += worth
        elif candidate:
            score -= changed
        else:  # between two texts no word stands: one may only be added there
            score = _NEVER
        if beside - added > score:
            score, origin = beside - added, -1
        add_score(score)
        add_origin(origin)
        cut -= length
        if here - opening - length >= cut:
            cut, cut_from = here - opening - length, column
    return scores + [_NEVER] * (len(words) - last), origins


def _walk_back(rows: list[tuple[int, list[int]]], columns: list[int], column: int) -> tuple[Step, ...]:
    """Follow the best path from its end to its beginning."""
    steps: list[Step] = []
    for row in range(len(rows) - 1, -1, -1):
        first, origins = rows[row]
        origin = origins[column - first]
        if origin < 0:
            steps.append((row, None))
            continue
        place = columns[column - 1]
        steps.append((row, place))
        if 0 < origin < column - 1 and columns[origin - 1] >= 0:
            steps.extend((None, missing) for missing in range(place - 1, columns[origin - 1], -1))
        column = origin
    return tuple(reversed(steps))


def _columns(
    passage: Sequence[str], length: int, places: Mapping[str, Sequence[int]], weights: Sequence[float]
) -> tuple[list[int], int, int]:
    """Return the places of the text worth looking at, in order, and how far a place may be from its row: at least and at most.

    In the places -n stands for n of them left out between two stretches.
    """
    if length <= _SHORT_TEXT and len(passage) <= _SHORT_PASSAGE:
        return list(range(length)), -len(passage), length
    votes: defaultdict[int, float] = defaultdict(float)
    rarest_first = sorted((len(places[word]), row) for row, word in enumerate(passage) if word in places)
    for rank, (count, row) in enumerate(rarest_first):
        if count > _TOO_OFTEN and rank >= _RAREST:
            break
        for place in places[passage[row]]:
            votes[(place - row) // _BUCKET] += weights[row] / count
    # Two neighbouring buckets are one diagonal that a word more or less has moved.
    strengths = {bucket: votes[bucket] + votes.get(bucket + 1, 0.0) for bucket in list(votes)}
    strongest = max(strengths.values(), default=0.0)
    best = sorted(strengths, key=lambda bucket: (-strengths[bucket], bucket))[:_MOST_STRETCHES]
    best = [bucket for bucket in best if strengths[bucket] >= _WEAK * strongest]
    if not best:
        return [], 0, 0
    columns: list[int] = []
    for bucket in sorted(best):
        first = max(0, (bucket - 1) * _BUCKET, columns[-1] + 1 if columns else 0)
        last = min(length, (bucket + 3) * _BUCKET + len(passage))
        if columns and first > columns[-1] + 1 and first < last:
            columns.append(columns[-1] + 1 - first)
        columns.extend(range(first, last))
    lowest, highest = (min(best) - 1) * _BUCKET, (max(best) + 3) * _BUCKET
    return columns, lowest, highest
