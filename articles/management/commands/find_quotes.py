"""Find the quotations in texts or in stories of the desk."""

import json
import sys
from collections.abc import Iterator
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from rich.progress import track

from articles.quotation import FoundQuote, find_quotes

FIELDS = (
    "start",
    "end",
    "text",
    "type",
    "speaker",
    "speaker_start",
    "speaker_end",
    "speaker_name",
    "cue",
    "cue_start",
    "cue_end",
    "occasion",
)


class Unreadable(Exception):
    """A line of input that is not what was asked for."""


class Command(BaseCommand):
    """Texts come as JSON Lines on standard input, or are the working copies named; quotations go out as JSON Lines."""

    help = (
        'Find quotations. Reads JSON Lines {"id", "text"} on standard input, or the working copies with the ids given '
        '(or --all), and writes a line {"id", "quotes": […]} for each. Offsets are Unicode code points; those of a '
        "story are into its plain text, one line a block."
    )
    # Texts on standard input need no database, so none is checked or opened for them.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Take ids, or --all, or neither."""
        parser.add_argument("ids", nargs="*", type=int, help="Ids of stories; none to read standard input.")
        parser.add_argument("--all", action="store_true", help="All stories, with a progress bar.")
        parser.add_argument("--language", help="en, sq, sr or de. Default: each story's own; en for lines.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Answer what was asked for."""
        if options["ids"] and options["all"]:
            raise CommandError("Give ids or --all, not both.")
        if options["ids"] or options["all"]:
            self._read_stories(options["ids"], options["language"])
        else:
            self._read_lines(sys.stdin.buffer, options["language"] or "en")

    def _read_lines(self, lines: Any, language: str) -> None:
        """Answer each line; a line that cannot be read is reported and the rest still answered."""
        failures = 0
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                identity, text = _parse(line)
            except Unreadable as problem:
                failures += 1
                self.stderr.write(f"Line {number}: {problem}")
                continue
            self._answer(identity, text, language)
        if failures:
            raise CommandError(
                f"{failures} line{'s' if failures > 1 else ''} could not be read; the others were answered."
            )

    def _read_stories(self, ids: list[int], language: str | None) -> None:
        for identity, text, own in _stories(ids, sys.stderr):
            self._answer(identity, text, language or own)

    def _answer(self, identity: Any, text: str, language: str) -> None:
        quotes = [as_dict(quote) for quote in find_quotes(text, language)]
        line = json.dumps({"id": identity, "quotes": quotes}, ensure_ascii=False)
        if not line.isascii() and any("\ud800" <= character <= "\udfff" for character in line):
            line = json.dumps({"id": identity, "quotes": quotes})  # half a surrogate pair can only be escaped
        self.stdout.write(line)


def as_dict(quote: FoundQuote) -> dict[str, str | int | None]:
    """Return a found quotation as it is written out."""
    return {field: getattr(quote, field) for field in FIELDS}


def _parse(line: bytes) -> tuple[str | int, str]:
    """Return id and text of a line, or raise Unreadable in words for whoever wrote it."""
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        raise Unreadable(f"not UTF-8: {problem.reason} at byte {problem.start}.") from problem
    except json.JSONDecodeError as problem:
        raise Unreadable(f"not JSON: {problem.msg} at column {problem.colno}.") from problem
    except RecursionError as problem:
        raise Unreadable("not JSON that anyone would write: nested too deeply.") from problem
    if not isinstance(record, dict):
        raise Unreadable('expected an object {"id": …, "text": …}.')
    identity, text = record.get("id"), record.get("text")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        raise Unreadable('"id" is missing or is neither text nor a whole number.')
    if not isinstance(text, str):
        raise Unreadable('"text" is missing or is not text.')
    return identity, text


def _stories(ids: list[int], stream: TextIO) -> Iterator[tuple[int, str, str]]:
    """Yield id, plain text and language of working copies, those named or all."""
    # Imported here so that texts on standard input never touch the models.
    from rich.console import Console  # noqa: PLC0415

    from articles.models.story import Story  # noqa: PLC0415
    from articles.text import plain_text  # noqa: PLC0415

    stories = Story.objects.order_by("pk")
    if ids:
        stories = stories.filter(pk__in=ids)
        missing = sorted(set(ids) - set(stories.values_list("pk", flat=True)))
        if missing:
            raise CommandError(f"There is no story with id {', '.join(map(str, missing))}. Nothing was read.")
    rows = stories.values_list("pk", "body", "language")
    if ids:
        for pk, body, language in rows:
            yield pk, plain_text(body), language
        return
    every = track(rows.iterator(), "Reading stories", stories.count(), console=Console(file=stream))
    for pk, body, language in every:
        yield pk, plain_text(body), language
