"""CSV that no spreadsheet takes for formulas. No Django: values in, values out."""

import csv
from collections.abc import Iterable, Iterator, Sequence

# What a cell may begin with to be taken for a formula, also after spaces.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def harmless(value: object) -> object:
    """Return a cell; text that could be a formula gets an apostrophe before it, which reading it drops again.

    >>> harmless("=1+1"), harmless(-1), harmless(" @x")
    ("'=1+1", -1, "' @x")
    """
    if isinstance(value, str) and (value.startswith(_FORMULA) or value.lstrip().startswith(_FORMULA)):
        return f"'{value}"
    return value


def as_meant(cell: str) -> str:
    """Return the text of a cell that `harmless` made, or that somebody typed."""
    return cell[1:] if cell.startswith("'") and harmless(cell[1:]) == cell else cell


class _Line:
    """Hands back what a CSV writer writes, one line at a time."""

    def write(self, line: str) -> str:
        return line


def csv_lines(head: Sequence[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield a table line by line, as it is read: it may be longer than memory."""
    writer = csv.writer(_Line())
    yield writer.writerow(head)
    for row in rows:
        yield writer.writerow([harmless(value) for value in row])
