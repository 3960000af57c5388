"""Fit the weights of the quotation finder to annotated stories: python -m bench.fit_quotes GOLD.jsonl [--rounds 3] [--folds 5].

GOLD holds one story a line, `{"id", "text", "quotes": [{"start", "end", "type", "speaker", "speaker_start", "speaker_end", "speaker_name"}]}`.
Writes articles/quotation/weights.txt. Two small linear models: one ranks the possible attributions of a quotation (softmax), one
tells speech from words merely set in quotation marks (logistic). Several rounds, because what is carried on depends on what was
decided before. Clues seen in fewer than MINIMUM stories are left out: nothing may hang on one story.

With --folds 5 nothing is written: the stories are cut into five parts by their ids, weights are fitted on four and measured on
the fifth, in turns. With --names FILE as well, whom “he” and “she” stand for is scored too (`bench/pronouns.py`).
"""

import argparse
import json
import math
import random
import statistics
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

from articles.quotation import evidence, finder, speech
from articles.quotation.attribution import Attribution
from articles.quotation.names import fold

from .pronouns import NameTally, Wanted, read_names
from .quote_scores import Tally

MINIMUM = 4
EPOCHS = 30
RATE = 0.2
SHRINKING_OF_RANKINGS, SHRINKING_OF_JUDGEMENTS = 0.5, 4.0
EDGES = " \t\r\n\u00a0\"“”„‟«»‹›‘’‚'`,.;:!?…-–—()[]"
TARGET = Path(finder.__file__).parent / "weights.txt"
HEADER = "# Clue and weight: what speaks for (above 0) or against (below) an attribution, or, after “said?”, a quotation being speech.\n# Made by bench/fit_quotes.py.\n"

Ranking = list[tuple[list[str], bool]]
Judgement = tuple[list[str], bool]


def main() -> None:
    """Read the gold; fit and write the weights, or measure how well they would do on stories they were not fitted to."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--folds", type=int, default=0, help="write nothing, print held-out figures")
    parser.add_argument("--names", type=Path, help="whom he and she stand for, read by hand; with --folds")
    options = parser.parse_args()
    stories = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    if options.folds:
        wanted = read_names(options.names) if options.names else {}
        measure_held_out(stories, options.folds, options.rounds, wanted)
        return
    fitted = fit(stories, options.rounds)
    lines = (f"{clue} {weight:.2f}\n" for clue, weight in sorted(fitted.items()))
    TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")


def fit(stories: list[dict], rounds: int) -> dict[str, float]:
    """Return weights fitted to some stories; the finder goes by them from now on, in this process."""
    weights = evidence.weights()
    weights.clear()
    for number in range(rounds):
        rankings, judgements, reachable = collect(stories)
        print(
            f"round {number + 1}: {len(rankings)} quotations, right speaker among the possibilities {reachable:.3f}, {len(judgements)} passages"
        )
        fitted = fit_rankings(rankings) | fit_judgements(judgements)
        weights.clear()
        weights.update({clue: round(weight, 2) for clue, weight in fitted.items() if abs(weight) >= 0.02})
    return weights


def measure_held_out(stories: list[dict], folds: int, rounds: int, wanted: Wanted) -> None:
    """Fit on all folds but one, find in that one, in turns; print each figure's mean over the folds and how far they differ."""
    by_chance = sorted(stories, key=lambda story: zlib.crc32(story["id"].encode()))
    figures: dict[str, list[float]] = defaultdict(list)
    names = NameTally()
    for left_out in range(folds):
        fit([story for number, story in enumerate(by_chance) if number % folds != left_out], rounds)
        tallies = {"all": Tally(), "4+ words": Tally(min_words=4)}
        for story in by_chance[left_out::folds]:
            found = finder.find_quotes(story["text"])
            for tally in tallies.values():
                tally.add(story["text"], found, story["quotes"])
            names.add(found, wanted.get(story["id"], []))
        for name, tally in tallies.items():
            for figure, value in tally.report().items():
                figures[f"{name}: {figure}"].append(value)
    for name, values in figures.items():
        print(f"{name} {statistics.mean(values):.3f} ± {statistics.stdev(values):.3f}")
    if wanted:
        print(names)


def collect(stories: list[dict]) -> tuple[list[Ranking], list[Judgement], float]:
    """Run the finder over the stories and note, for each passage, what it weighed and what was right."""
    rankings: list[Ranking] = []
    judgements: list[Judgement] = []
    total = 0
    seen: dict[str, set[str]] = defaultdict(set)
    for story in stories:
        text = story["text"]
        gold = {_trim(text, q["start"], q["end"]): q for q in story["quotes"] if q["type"] != "indirect"}
        for passage, sentence, at, decision in finder.analyse(text):
            quote = gold.get(_trim(text, passage.start, passage.end))
            clues = speech.clues(text, sentence, at, decision)
            judgements.append((clues, quote is not None))
            for clue in clues:
                seen[clue].add(story["id"])
            for each in decision.clues:
                for clue in each:
                    seen[clue].add(story["id"])
            if quote is None or quote["speaker"] is None:
                continue
            total += 1
            right = [_is_right(offer, quote) for offer in decision.possibilities]
            exactly = [
                ok and _has_cue(offer, quote) for ok, offer in zip(right, decision.possibilities, strict=True)
            ]
            ranking = list(zip(decision.clues, exactly if any(exactly) else right, strict=True))
            if any(right for _, right in ranking):
                rankings.append(ranking)
    common = {clue for clue, ids in seen.items() if len(ids) >= MINIMUM}
    kept = [[([c for c in clues if c in common], right) for clues, right in ranking] for ranking in rankings]
    return (
        kept,
        [([c for c in clues if c in common], right) for clues, right in judgements],
        len(rankings) / max(1, total),
    )


def _is_right(offer: Attribution, quote: dict) -> bool:
    tokens = offer.sentence.tokens
    if (
        tokens[offer.speaker[0]].start < quote["speaker_end"]
        and quote["speaker_start"] < tokens[offer.speaker[1] - 1].end
    ):
        return True
    person = offer.person()
    name, wanted = fold(person.name if person else "").split(), fold(quote["speaker_name"] or "").split()
    if not name or not wanted or quote.get("speaker_name_src") == "dcoref":
        return False
    return name[-1] == wanted[-1] and (len(name) == 1 or len(wanted) == 1 or name[0][0] == wanted[0][0])


def _has_cue(offer: Attribution, quote: dict) -> bool:
    if offer.cue is None or quote.get("cue_start") is None:
        return False
    tokens = offer.sentence.tokens
    return tokens[offer.cue[0]].start < quote["cue_end"] and quote["cue_start"] < tokens[offer.cue[1] - 1].end


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


class _Weights:
    """Weights moved by AdaGrad and drawn back to zero: over an epoch, every clue's by the same share, however rare it is."""

    def __init__(self, examples: Iterable[Iterable[str]], shrinking: float) -> None:
        seen = Counter(clue for clues in examples for clue in clues)
        self.now = dict.fromkeys(seen, 0.0)
        self._shrinking = {clue: shrinking / times for clue, times in seen.items()}
        self._squares = dict.fromkeys(seen, 1.0)

    def move(self, gradient: dict[str, float]) -> None:
        for clue, pull in gradient.items():
            slope = pull - self._shrinking[clue] * self.now[clue]
            self._squares[clue] += slope * slope
            self.now[clue] += RATE * slope / math.sqrt(self._squares[clue])

    def sum(self, clues: list[str]) -> float:
        return sum(map(self.now.__getitem__, clues))


def fit_rankings(rankings: list[Ranking]) -> dict[str, float]:
    """Return weights that put the right attributions above the others."""
    weights = _Weights(
        ({c for clues, _ in ranking for c in clues} for ranking in rankings), SHRINKING_OF_RANKINGS
    )
    for ranking in _shuffled(rankings):
        sums = [weights.sum(clues) for clues, _ in ranking]
        highest = max(sums)
        powers = [math.exp(s - highest) for s in sums]
        every, right = sum(powers), sum(p for p, (_, ok) in zip(powers, ranking, strict=True) if ok)
        gradient: dict[str, float] = defaultdict(float)
        for power, (clues, ok) in zip(powers, ranking, strict=True):
            slope = (power / max(right, 1e-9) if ok else 0.0) - power / every
            for clue in clues:
                gradient[clue] += slope
        weights.move(gradient)
    return weights.now


def fit_judgements(judgements: list[Judgement]) -> dict[str, float]:
    """Return weights whose sum is above zero for speech."""
    weights = _Weights((set(clues) for clues, _ in judgements), SHRINKING_OF_JUDGEMENTS)
    for clues, said in _shuffled(judgements):
        total = max(-30.0, min(30.0, weights.sum(clues)))
        weights.move(dict.fromkeys(clues, said - 1 / (1 + math.exp(-total))))
    return weights.now


def _shuffled(examples: list) -> Iterator:
    """Yield every example once an epoch, each time in another order."""
    shuffler = random.Random(7)
    for _ in range(EPOCHS):
        yield from shuffler.sample(examples, len(examples))


if __name__ == "__main__":
    main()
