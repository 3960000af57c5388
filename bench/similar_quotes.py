"""Measure finding the same words across stories: python -m bench.similar_quotes [--quotes 100000] [--postgresql DSN].

Stores made-up quotations in a table of their own, then looks for changed copies of some and for strangers, and prints
recall, precision, time and size. Both databases use temporary tables, which are gone afterwards.
"""

import argparse
import sqlite3
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import Any

from articles.quotation.similar import ALIKE, CROWDED, Kind, liken, probes, signature, similarity

from .made_up_quotes import MadeUpQuotes

_CANDIDATES = """
    SELECT quote.id, quote.text FROM quote JOIN (
        SELECT quote_id FROM signature WHERE gram IN ({}) GROUP BY quote_id ORDER BY COUNT(*) DESC LIMIT 20
    ) AS found ON found.quote_id = quote.id
"""


class Store:
    """Quotations in two tables of any database of Python's DB-API."""

    def __init__(self, connection: Any, mark: str) -> None:
        self._connection, self._mark = connection, mark
        self._cursor = connection.cursor()
        temporary = "TEMPORARY" if mark == "%s" else ""
        self._cursor.execute(f"CREATE {temporary} TABLE quote (id integer PRIMARY KEY, text text)")
        self._cursor.execute(
            f"CREATE {temporary} TABLE signature (gram integer NOT NULL, quote_id integer NOT NULL)"
        )

    def fill(self, quotes: Sequence[str]) -> int:
        """Store all quotations at once, and return how many rows their signatures take."""
        self._insert("quote", enumerate(quotes))
        seen: Counter[int] = Counter()
        rows = []
        for number, quote in enumerate(quotes):
            free = [gram for gram in signature(quote) if seen[gram] < CROWDED]
            seen.update(free)
            rows += [(gram, number) for gram in free]
        self._insert("signature", rows)
        self._cursor.execute("CREATE INDEX signature_gram ON signature (gram, quote_id)")
        self._connection.commit()
        # What PostgreSQL does by itself after a while: without it, it cannot answer from the index alone.
        self._cursor.execute("ANALYZE" if self._mark == "?" else "VACUUM ANALYZE signature")
        return len(rows)

    def _insert(self, table: str, rows: Iterable[tuple[int, object]]) -> None:
        self._cursor.executemany(f"INSERT INTO {table} VALUES ({self._mark}, {self._mark})", rows)  # noqa: S608  (ours)

    def find(self, text: str) -> list[tuple[int, Kind]]:
        """Return the stored quotations that are alike, and how."""
        grams = probes(text)
        if not grams:
            return []
        marks = ", ".join([self._mark] * len(grams))
        self._cursor.execute(_CANDIDATES.format(marks), grams)
        alike = ((number, liken(text, other)) for number, other in self._cursor.fetchall())
        return [(number, likeness.kind) for number, likeness in alike if likeness]


def changed(rng: Random, quote: str, share: float) -> str:
    """Return a quotation of whose words a share is replaced, left out or followed by another, never less like it than ALIKE."""
    words = quote.split()
    for _ in range(max(1, int(share * len(words)))):
        at = rng.randrange(len(words))
        kind = rng.choice(("replace", "replace", "drop", "add"))
        words[at : at + 1] = {"replace": ["otherwise"], "drop": [], "add": [words[at], "moreover"]}[kind]
    copy = " ".join(words)
    return copy if similarity(copy, quote) >= ALIKE else quote.replace(words[0], "otherwise", 1)


def measure(
    store: Store, quotes: Sequence[str], strangers: Sequence[str], *, seed: int = 2
) -> dict[str, float]:
    """Look for as many changed copies as there are strangers, and for the strangers, and return the figures."""
    rng = Random(seed)
    lookups = len(strangers)
    times, spent, found, right, returned = [], 0.0, 0, 0, 0
    parts, parts_found = 0, 0
    for number in rng.sample(range(len(quotes)), lookups):
        copy = changed(rng, quotes[number], rng.choice((0.01, 0.05, 0.1, 0.15, 0.2)))
        begin, used = time.perf_counter(), time.process_time()
        matches = store.find(copy)
        times.append(time.perf_counter() - begin)
        spent += time.process_time() - used
        originals = {other for other, kind in matches if quotes[other] == quotes[number]}
        found += number in originals
        returned += sum(kind != Kind.PART for _, kind in matches)
        right += len(originals)
        words = quotes[number].split()
        if len(words) >= 20:
            at = rng.randrange(len(words) - 8)
            part = " ".join(words[at : at + 8])
            if probes(part):
                parts += 1
                parts_found += number in {other for other, _ in store.find(part)}
    alarms = 0
    for stranger in strangers:
        begin = time.perf_counter()
        alarms += bool([kind for _, kind in store.find(stranger) if kind != Kind.PART])
        times.append(time.perf_counter() - begin)
    times.sort()
    return {
        "recall of changed copies": found / lookups,
        "recall of eight words in a row": parts_found / max(1, parts),
        "precision": right / max(1, returned),
        "strangers that found something": alarms / lookups,
        "look-up, CPU ms": spent / lookups * 1e3,
        "look-up, median ms": statistics.median(times) * 1e3,
        "look-up, p95 ms": times[int(len(times) * 0.95)] * 1e3,
        "look-up, longest ms": times[-1] * 1e3,
    }


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--lookups", type=int, default=2_000)
    parser.add_argument("--postgresql", metavar="DSN", help="measure there instead of in SQLite")
    options = parser.parse_args()
    made_up = MadeUpQuotes(Random(1))
    quotes = [made_up.one() for _ in range(options.quotes)]
    begin = time.perf_counter()
    store = postgresql_store(options.postgresql) if options.postgresql else sqlite_store()
    rows = store.fill(quotes)
    print(f"{rows:,} rows of signatures, stored in {time.perf_counter() - begin:.0f} s")
    for name, figure in measure(store, quotes, [made_up.one() for _ in range(options.lookups)]).items():
        print(f"{name:32} {figure:.4g}")


def sqlite_store() -> Store:
    """Return a store in a temporary file."""
    return Store(sqlite3.connect(""), "?")


def postgresql_store(dsn: str) -> Store:
    """Return a store in the temporary tables of one session."""
    import psycopg  # noqa: PLC0415  (not everybody has it)

    return Store(psycopg.connect(dsn, autocommit=True), "%s")


if __name__ == "__main__":
    main()
