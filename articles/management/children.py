"""Processes that run side by side: started together, restarted when they die, stopped together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from types import FrameType

# A child that dies sooner than this after its start has not really started.
SOON = 5.0
# After so many of those in a row the mistake will not go away by itself.
TRIES = 4
# How long children may take to finish what they do.
PATIENCE = 8.0
LOOK_EVERY = 0.2

# From Linux's sys/prctl.h; other systems have nothing like it.
_PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


class ChildKeepsDying(Exception):
    """A child died again and again right after its start; its own message above says why."""


@dataclass
class Child:
    """One process: what it is called, how it is started, and how it is doing."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    failures: int = 0
    started_at: float = 0.0
    wait_until: float = field(default=0.0, repr=False)

    def start(self) -> None:
        """Start it in our own group, so that nothing is left over when the whole group is killed.

        Ctrl-C reaches the whole group too; a child that does not ask for it does not hear it, and is
        told by us to finish. On Linux it is told by the system as well, should we be killed.
        """
        self.started_at = time.monotonic()
        ours = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.process = subprocess.Popen(  # noqa: S603  (our own words)
                self.command,
                # Nobody here has started a thread that could hold a lock while the child is made.
                preexec_fn=partial(_end_with, os.getpid()),  # noqa: PLW1509
            )
        finally:
            signal.signal(signal.SIGINT, ours)

    def signal(self, number: signal.Signals) -> None:
        """Send it a signal, if it runs."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)


class Children:
    """Keeps its processes running until it is told to stop."""

    def __init__(self, children: Sequence[Child], say: Callable[[str], object]) -> None:
        self.children = children
        self.say = say
        self.stopping = threading.Event()

    def run(self, when_ready: Callable[[], object]) -> None:
        """Start all, report once, and watch until Ctrl-C or SIGTERM; whatever happens, stop all.

        Raises:
            ChildKeepsDying: when one cannot be kept running.
        """
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._told_to_stop)
        try:
            for child in self.children:
                child.start()
            when_ready()
            while not self.stopping.wait(LOOK_EVERY):
                self.look_after()
        finally:
            self.stop()

    def look_after(self) -> None:
        """Restart what has died."""
        now = time.monotonic()
        for child in self.children:
            if child.process is not None and child.process.poll() is not None:
                self._bury(child, now)
            elif child.process is None and now >= child.wait_until:
                child.start()

    def stop(self) -> None:
        """Ask all to finish, and end those that take too long."""
        for child in self.children:
            child.signal(signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for child in self.children:
            if child.process is None:
                continue
            try:
                child.process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.signal(signal.SIGKILL)
                child.process.wait()

    def _bury(self, child: Child, now: float) -> None:
        code = child.process.returncode if child.process else None
        child.process = None
        child.failures = child.failures + 1 if now - child.started_at < SOON else 1
        if child.failures >= TRIES:
            raise ChildKeepsDying(f"The {child.name} could not be kept running.")
        pause = 2.0 ** (child.failures - 1) - 1
        child.wait_until = now + pause
        self.say(f"The {child.name} ended by itself (exit status {code}); starting it again.")

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping.set()


def _end_with(parent: int) -> None:
    """Have this process told to finish when its parent is gone, however that came about."""
    if _LIBC is None:
        return
    _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    # Gone already, before it could be asked for.
    if os.getppid() != parent:
        os._exit(1)


def manage(*arguments: str) -> list[str]:
    """Return the command line of a manage.py command in a process of its own."""
    return [sys.executable, "manage.py", *arguments]
