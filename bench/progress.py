"""How far a long piece of work has come: a bar on a terminal, a line now and then elsewhere."""

from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskProgressColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

LINES = 5


class Progress:
    """Shows how many of a number of things are done."""

    def __init__(self, total: int, things: str) -> None:
        self.total = total
        self.things = things
        self.done = 0
        console = Console()
        columns = (BarColumn(), MofNCompleteColumn(), things, TaskProgressColumn(), TimeRemainingColumn())
        self._bar = Bar(*columns, console=console) if console.is_terminal else None
        self._task = self._bar.add_task("", total=total) if self._bar else None

    def __enter__(self) -> Self:
        if self._bar:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def advance(self, number: int) -> None:
        """Say that so many more are done."""
        before, self.done = self.done, self.done + number
        if self._bar and self._task is not None:
            self._bar.advance(self._task, number)
        elif self.done * LINES // self.total > before * LINES // self.total:
            print(f"{self.done:,} of {self.total:,} {self.things}", flush=True)
