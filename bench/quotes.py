"""Measure the quotation finder: python -m bench.quotes DATA.jsonl.

DATA holds one story a line, {"id", "text"}; where a line also has annotated "quotes", scores are printed too.
"""

import argparse
import json
import resource
import statistics
import time
from itertools import cycle, islice
from pathlib import Path

from articles.quotation import find_quotes

from .quote_scores import Tally

MARKS = 20_000
MIXES = {
    "straight": ['"'],
    "straight, spaced": ['" ', ' "'],
    "opening only": ["“"],
    "closing only": ["”"],
    "every kind": list("“”„«»‹›\"'‘’`‚"),
    "words between": ['"word ', 'word" said ', "“Yes,” he said. ", "'tis "],
    "apostrophes": ["'s ", " 'a", "s' "],
    "lines": ['"\n', "“a\n", "said Ann.\n"],
    "backticks": ["``a", "''", ",,b"],
    "tags": ['<a b="', '">', "<"],
    "one long sentence": ["“a” said that "],
    "names and quotations": ["Ann Lee said “a”, who said “b” and "],
}


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", type=Path)
    parser.add_argument("--language", default="en")
    options = parser.parse_args()
    find_quotes("Ready?", options.language)
    times: list[float] = []
    tallies = {"all": Tally(), "4+ words": Tally(min_words=4)}
    annotated = False
    with options.data.open(encoding="utf-8") as lines:
        for line in lines:
            story = json.loads(line)
            begin = time.process_time()
            found = find_quotes(story["text"], options.language)
            times.append((time.process_time() - begin) * 600 / max(600, len(story["text"].split())))
            if "quotes" in story:
                annotated = True
                for tally in tallies.values():
                    tally.add(story["text"], found, story["quotes"])
    times.sort()
    print(f"{len(times)} stories")
    print(
        f"600 words, CPU: median {statistics.median(times) * 1e3:.1f} ms, p95 {times[int(len(times) * 0.95)] * 1e3:.1f} ms"
    )
    print(
        f"memory of the whole process at its peak: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )
    if annotated:
        for name, tally in tallies.items():
            print(
                f"{name}: " + ", ".join(f"{figure} {value:.3f}" for figure, value in tally.report().items())
            )
    for name in MIXES:
        print(f"{MARKS:,} marks, {name}: {seconds_for(name, options.language):.2f} s")


def seconds_for(mix: str, language: str = "en") -> float:
    """Return how long a text of 20,000 marks takes that are mixed like this."""
    parts = MIXES[mix]
    per_round = sum(sum(c in "“”„«»‹›\"'‘’`‚" for c in part) for part in parts)
    text = "".join(islice(cycle(parts), MARKS * len(parts) // per_round))
    begin = time.process_time()
    find_quotes(text, language)
    return time.process_time() - begin


if __name__ == "__main__":
    main()
