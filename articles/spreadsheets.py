"""CSV that no spreadsheet takes for formulas. No Django: values in, values out."""

import csv
from collections.abc import Iterable, Iterator, Sequence

# By this mark before the first line spreadsheets know that the letters are Unicode; for files, not for pipes.
UNICODE = "\ufeff"
# What a cell may begin with to be taken for a formula, also after spaces.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "|", "%", "＝", "＋", "－", "＠")


def harmless(value: object) -> object:
    """Return a cell; text that could be a formula gets an apostrophe before it, which reading it drops again.

    >>> harmless("=1+1"), harmless(-1), harmless(" @x")
    ("'=1+1", -1, "' @x")
    """
    return f"'{value}" if isinstance(value, str) and _could_be_a_formula(value) else value


def as_meant(cell: str) -> str:
    """Return the text of a cell that `harmless` made, or that somebody typed."""
    return cell[1:] if cell.startswith("'") and _could_be_a_formula(cell[1:]) else cell


def _could_be_a_formula(text: str) -> bool:
    # An apostrophe before one is text as well: it must not be taken for ours when it is read back.
    return text.startswith(_FORMULA) or text.lstrip().lstrip("'").lstrip().startswith(_FORMULA)


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
