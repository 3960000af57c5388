"""Fit the weights of the quotation finder to annotated stories: python -m bench.fit_quotes GOLD.jsonl [--rounds 3].

GOLD holds one story a line, `{"id", "text", "quotes": [{"start", "end", "type", "speaker", "speaker_start", "speaker_end", "speaker_name"}]}`.
Writes articles/quotation/weights.txt. Two small linear models: one ranks the possible attributions of a quotation (softmax), one
tells speech from words merely set in quotation marks (logistic). Several rounds, because what is carried on depends on what was
decided before. Clues seen in fewer than MINIMUM stories are left out: nothing may hang on one story.
"""

import argparse
import json
import math
import random
from collections import Counter, defaultdict
from pathlib import Path

from articles.quotation import evidence, finder, speech
from articles.quotation.attribution import Attribution
from articles.quotation.names import fold

MINIMUM = 4
EPOCHS = 40
RATE = 0.1
DECAY = 3e-3
EDGES = " \t\r\n\u00a0\"“”„‟«»‹›‘’‚'`,.;:!?…-–—()[]"
TARGET = Path(finder.__file__).parent / "weights.txt"
HEADER = "# Clue and weight: what speaks for (above 0) or against (below) an attribution, or, after “said?”, a quotation being speech.\n# Made by bench/fit_quotes.py.\n"

Ranking = list[tuple[list[str], bool]]
Judgement = tuple[list[str], bool]


def main() -> None:
    """Read the gold, fit, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    stories = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    for number in range(options.rounds):
        rankings, judgements, reachable = collect(stories)
        print(
            f"round {number + 1}: {len(rankings)} quotations, right speaker among the possibilities {reachable:.3f}, {len(judgements)} passages"
        )
        fitted = fit_rankings(rankings) | fit_judgements(judgements)
        lines = (f"{clue} {weight:.2f}\n" for clue, weight in sorted(fitted.items()) if abs(weight) >= 0.02)
        TARGET.write_text(HEADER + "".join(lines), encoding="utf-8")
        evidence.weights.cache_clear()


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
            ranking = [
                (clues, _is_right(offer, quote))
                for offer, clues in zip(decision.possibilities, decision.clues, strict=True)
            ]
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


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] in EDGES:
        start += 1
    while end > start and text[end - 1] in EDGES:
        end -= 1
    return start, end


class _Weights:
    """Weights moved by AdaGrad, averaged over all steps' epochs."""

    def __init__(self) -> None:
        self.now: Counter[str] = Counter()
        self._squares: Counter[str] = Counter()

    def move(self, gradient: dict[str, float]) -> None:
        for clue, pull in gradient.items():
            slope = pull - DECAY * 10 * self.now[clue]
            self._squares[clue] += slope * slope
            self.now[clue] += RATE * slope / math.sqrt(1.0 + self._squares[clue])


def fit_rankings(rankings: list[Ranking]) -> dict[str, float]:
    """Return weights that put the right attributions above the others."""
    weights = _Weights()
    order = list(range(len(rankings)))
    shuffler = random.Random(7)
    for _ in range(EPOCHS):
        shuffler.shuffle(order)
        for number in order:
            ranking = rankings[number]
            sums = [sum(weights.now[c] for c in clues) for clues, _ in ranking]
            highest = max(sums)
            powers = [math.exp(s - highest) for s in sums]
            every, right = sum(powers), sum(p for p, (_, ok) in zip(powers, ranking, strict=True) if ok)
            gradient: dict[str, float] = defaultdict(float)
            for power, (clues, ok) in zip(powers, ranking, strict=True):
                slope = (power / right if ok else 0.0) - power / every
                if abs(slope) > 1e-4:
                    for clue in clues:
                        gradient[clue] += slope
            weights.move(gradient)
    return dict(weights.now)


def fit_judgements(judgements: list[Judgement]) -> dict[str, float]:
    """Return weights whose sum is above zero for speech."""
    weights = _Weights()
    order = list(range(len(judgements)))
    shuffler = random.Random(7)
    for _ in range(EPOCHS):
        shuffler.shuffle(order)
        for number in order:
            clues, said = judgements[number]
            total = max(-30.0, min(30.0, sum(weights.now[c] for c in clues)))
            slope = said - 1 / (1 + math.exp(-total))
            if abs(slope) > 1e-4:
                weights.move(dict.fromkeys(clues, slope))
    return dict(weights.now)


if __name__ == "__main__":
    main()
