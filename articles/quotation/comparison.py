"""Compares the words of a passage with the true words it was taken from, and returns what differs with the spans on both sides."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from articles.quotation.differences import Stretch, Verdict, are_near, find_stretches, judge, spell_alike
from articles.quotation.numbers import is_number
from articles.quotation.sense import is_denial, is_not_behind, not_before
from articles.quotation.word_alignment import Step, align_words, index_words
from articles.quotation.wording import Word, read_words
from articles.quotation.wordlists import COMMON

# Below this share of words that stand, a passage is not a quotation gone wrong but something that nobody said.
_STANDS = 0.34
# From so many words on a passage speaks for itself, whatever stands around it.
_STATEMENT_WORDS = 4
_CHANGED, _CUT = 0.6, 0.5
# A "not" stands no farther from the words it is said of, and a clause that begins like this belongs to the one before.
_NEAR_ENOUGH, _GOES_ON = 8, frozenset({"dass"})
# A passage with a cut may begin at so many places, and runs over no more words.
_MOST_READINGS, _READING_WORDS = 12, 400


class Difference(NamedTuple):
    """One difference: the words here and the words there, each with their span; either may be empty.

    `quote` is the number of the quotation in which the second span is counted.
    """

    verdict: Verdict
    start: int
    end: int
    words: str
    quote: int
    quote_start: int
    quote_end: int
    quote_words: str


class Comparison(NamedTuple):
    """How a passage compares with the nearest true words. All offsets are Unicode code points.

    `quotes` are the numbers of the quotations it was taken from, `start` the place of the true words in the first of them and `end` their
    end in the last; `score` is the share of the passage's words that stand, 0 to 1. `in_body`: the words stand in the story, quoted or not.
    """

    verdict: Verdict
    score: float = 0.0
    quotes: tuple[int, ...] = ()
    start: int = 0
    end: int = 0
    true_words: str = ""
    differences: tuple[Difference, ...] = ()
    in_body: bool = False


class Truth:
    """Words that were said, indexed once for many comparisons.

    `words` are those of all `texts` one after the other, `owners` the number of the text each word stands in. A word with the key ""
    may stand between two texts: it matches nothing. Its clause is 0 where the second text may go on with the sentence of the first.
    """

    def __init__(
        self, words: Sequence[Word], owners: Sequence[int], texts: Sequence[str], language: str
    ) -> None:
        self.words, self.owners, self.texts, self.language = words, owners, texts, language
        self._keys = [word.key for word in words]
        self._places = index_words(self._keys)
        self._line = f" {' '.join(self._keys)} "
        self._offsets = [0]
        for key in self._keys:
            self._offsets.append(self._offsets[-1] + len(key) + 1)

    def compare(self, passage: str, around: str | None = None) -> Comparison:
        """Compare a passage with the nearest true words; `around` is the text it stands in, which may say the "not" that it leaves out.

        None where that text is not known: then a few words alone are not held to say the opposite.
        """
        words = read_words(passage, self.language)
        if not words:
            return Comparison(Verdict.EXACT, 1.0)
        nearest = self._compare(passage, words, around)
        if nearest.verdict == Verdict.EXACT or not any(word.after_cut for word in words[1:]):
            return nearest
        return self._fairest(
            nearest, [reading._compare(passage, words, around) for reading in self._readings(words)]
        )

    def _fairest(self, nearest: Comparison, readings: Sequence[Comparison]) -> Comparison:
        """Choose between readings of a passage with a cut, whose words may stand more than once.

        What one quotation has whole was not put together from two; of several such readings the one that is true counts.
        """
        whole = [
            reading for reading in readings if reading.score >= nearest.score and len(reading.quotes) == 1
        ]
        if len(nearest.quotes) == 1:
            whole.insert(0, nearest)
        return min(whole or [nearest], key=lambda reading: reading.verdict.gravity)

    def _readings(self, words: Sequence[Word]) -> Iterator["Truth"]:
        """Yield each quotation from where the passage may begin in it, if it has all the passage's words from there on."""
        wanted = {word.key for word in words if not word.bracketed}
        first = next((word.key for word in words if not word.bracketed), "")
        for begin in self._places.get(first, ())[:_MOST_READINGS]:
            owner = self.owners[begin]
            end = min(bisect_right(self.owners, owner), begin + _READING_WORDS)
            if wanted <= set(self._keys[begin:end]) and not self._not_before(begin):
                yield Truth(self.words[begin:end], self.owners[begin:end], self.texts, self.language)

    def _compare(self, passage: str, words: Sequence[Word], around: str | None) -> Comparison:
        weights = [0.5 if word.key in COMMON else 1.0 for word in words]
        steps = self._find(words, around) or self._align(words, weights)
        places = [place for _, place in steps if place is not None and self.words[place].key]
        if not places:
            return Comparison(Verdict.NOT_IN_STORY)
        kept = {self.words[place].clause for row, place in steps if row is not None and place is not None}
        stretches = (self._widened(words, stretch) for stretch in find_stretches(words, self.words, steps))
        judged = [(judge(words, self.words, stretch, kept, self.language), stretch) for stretch in stretches]
        judged = [(verdict, stretch) for verdict, stretch in judged if verdict != Verdict.EXACT]
        score = self._score(words, weights, judged)
        if steps[0] == (0, places[0]) and (
            left := self._not_left_behind(words, places[0], places[-1], around)
        ):
            judged.insert(0, (Verdict.CHANGED_SENSE, Stretch((), left, 0, left[0])))
        return self._describe(passage, words, places, judged, score)

    def _find(self, words: Sequence[Word], around: str | None) -> list[Step]:
        """Find the same words in a row: by far the commonest case. An ellipsis where nothing is missing is the speaker's own."""
        found = -1
        for place in self._occurrences(words):
            found = place
            if not self._not_left_behind(words, place, place + len(words) - 1, around):
                break
        return [(row, found + row) for row in range(len(words))] if found >= 0 else []

    def _occurrences(self, words: Sequence[Word]) -> Iterator[int]:
        line = f" {' '.join(word.key for word in words)} "
        at = self._line.find(line)
        while at >= 0:
            yield bisect_left(self._offsets, at)
            at = self._line.find(line, at + 1)

    def _align(self, words: Sequence[Word], weights: Sequence[float]) -> Sequence[Step]:
        return align_words(
            [word.key for word in words],
            self._keys,
            self._places,
            weights,
            after_cut=frozenset(row for row, word in enumerate(words) if word.after_cut),
            inserted=frozenset(row for row, word in enumerate(words) if word.bracketed),
        ).steps

    def _widened(self, words: Sequence[Word], stretch: Stretch) -> Stretch:
        """Take in the other half of a compound: at its ends a passage is not laid along more of the true words than it has itself."""
        if not stretch.rows or not stretch.places or not {0, len(words) - 1} & {*stretch.rows}:
            return stretch
        first, last = stretch.places[0], stretch.places[-1]
        said = [words[row] for row in stretch.rows]
        for places in (range(max(0, first - 1), last + 1), range(first, min(last + 2, len(self.words)))):
            if spell_alike(said, self.words[places.start : places.stop]):
                return stretch._replace(places=tuple(places))
        return stretch

    def _not_left_behind(
        self, words: Sequence[Word], first: int, last: int, around: str | None
    ) -> tuple[int, ...]:
        """Return the places of the "not" that is said of the true words, in their clause, and that nothing around the passage says."""
        if around is None and len(words) < _STATEMENT_WORDS:
            return ()
        left = self._not_before(first) or self._not_behind(last)
        if left and any(
            is_denial(word.key, self.language) for word in read_words(around or "", self.language)
        ):
            return ()
        return left

    def _not_before(self, first: int) -> tuple[int, ...]:
        begin = self._clause_begin(first)
        place = not_before(self._keys[begin:first], first - begin, self.language)
        return () if place is None else tuple(range(begin + place, first))

    def _not_behind(self, last: int) -> tuple[int, ...]:
        [here, *behind] = self.words[last : last + 2]
        goes_on = behind and behind[0].clause == here.clause
        return (last + 1,) if goes_on and is_not_behind(behind[0].key, self.language) else ()

    def _clause_begin(self, place: int) -> int:
        """Return where the clause of a word begins, or some words before it; what begins with "dass" is not by itself."""
        begin = place
        while begin and place - begin < _NEAR_ENOUGH:
            before, here = self.words[begin - 1], self.words[begin]
            if before.clause != here.clause and here.key not in _GOES_ON:
                break
            begin -= 1
        return begin

    def _score(
        self, words: Sequence[Word], weights: Sequence[float], judged: Sequence[tuple[Verdict, Stretch]]
    ) -> float:
        """Return what share of the passage's words stands, less something for what is wrong.

        Words in brackets count nothing; another number, and another form of the true word, organise for organize, do not stand but are
        not held against the rest.
        """
        changed = {row: stretch for _, stretch in judged for row in stretch.rows if not words[row].bracketed}
        wrong = sum(not self._is_near(words, stretch) for stretch in changed.values())
        cuts = sum(verdict == Verdict.UNMARKED_CUT for verdict, _ in judged)
        counted = [row for row, word in enumerate(words) if not word.bracketed] or range(len(words))
        stands = sum(weights[row] for row in counted if row not in changed)
        return max(0.0, (stands - _CHANGED * wrong - _CUT * cuts) / sum(weights[row] for row in counted))

    def _is_near(self, words: Sequence[Word], stretch: Stretch) -> bool:
        said, true = [words[row] for row in stretch.rows], [self.words[place] for place in stretch.places]
        return are_near(said, true) or all(map(_is_figure, said + true))

    def _describe(
        self,
        passage: str,
        words: Sequence[Word],
        places: list[int],
        judged: list[tuple[Verdict, Stretch]],
        score: float,
    ) -> Comparison:
        verdict = max(
            (verdict for verdict, _ in judged), key=lambda verdict: verdict.gravity, default=Verdict.EXACT
        )
        differences = tuple(self._difference(passage, words, verdict, stretch) for verdict, stretch in judged)
        if score < _STANDS and verdict.gravity >= Verdict.UNMARKED_CUT.gravity:
            verdict, differences = Verdict.NOT_IN_STORY, ()
        spans = {
            owner: _span(self.words, [p for p in places if self.owners[p] == owner])
            for owner in map(self.owners.__getitem__, places)
        }
        return Comparison(
            verdict,
            round(score, 3),
            quotes=tuple(spans),
            start=self.words[places[0]].start,
            end=self.words[places[-1]].end,
            true_words=" … ".join(self.texts[owner][start:end] for owner, (start, end) in spans.items()),
            differences=differences,
        )

    def _difference(
        self, passage: str, words: Sequence[Word], verdict: Verdict, stretch: Stretch
    ) -> Difference:
        start, end = _span(words, stretch.rows, stretch.at_row)
        places = [place for place in stretch.places if self.words[place].key]
        owner = self.owners[places[0] if places else min(stretch.at_place, len(self.words) - 1)]
        there, until = _span(
            self.words, [place for place in places if self.owners[place] == owner], stretch.at_place
        )
        return Difference(
            verdict, start, end, passage[start:end], owner, there, until, self.texts[owner][there:until]
        )


def _is_figure(word: Word) -> bool:
    return bool(word.key) and is_number(word.key)


def _span(words: Sequence[Word], places: Sequence[int], at: int = 0) -> tuple[int, int]:
    """Return the span of some words that follow each other, or the empty one before the word `at`."""
    if places:
        return words[places[0]].start, words[places[-1]].end
    place = words[at].start if at < len(words) and words[at].key else words[at - 1].end
    return place, place
