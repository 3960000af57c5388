"""Readers who ask as fast as they are answered, over connections that stay open.

A process of its own that takes orders, one JSON object a line, and answers each with one:

    {"port": 8105, "processes": 2, "way": "cached", "paths": ["/"], "seconds": 1}
    {"requests": 812, "seconds": 1.002, "p50": 0.0041, "p95": 0.0068}

With no seconds, each connection asks for each page once: every process of the server has then made it.
Standard library only, and little work for each request: it shares the machine with the server.
"""

import json
import selectors
import socket
import sys
import time
from collections import defaultdict
from itertools import cycle, islice
from typing import Any

CONNECTIONS_A_PROCESS = 2
# Which process of the server takes a connection is chance.
CROWD, TRIES = 8, 20
PIECE = 1 << 18


class UnexpectedAnswer(Exception):
    """The server answered with something else than a page."""


class Reader:
    """One connection, with at most one question open."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.asked_at = 0.0
        self.head = b""
        self._answer = b""
        self._length = 0

    def ask(self, question: bytes) -> None:
        """Send a request."""
        self.asked_at = time.perf_counter()
        self._answer, self._length = b"", 0
        self.socket.sendall(question)

    def is_answered(self) -> bool:
        """Take what has come, and say whether the answer is complete."""
        piece = self.socket.recv(PIECE)
        if not piece:
            raise UnexpectedAnswer("The server closed the connection.")
        self._answer += piece
        if not self._length and (end := self._answer.find(b"\r\n\r\n")) >= 0:
            self.head = self._answer[:end].lower()
            if not self.head.startswith(b"http/1.1 200 "):
                raise UnexpectedAnswer(self.head.split(b"\r\n", 1)[0].decode("latin-1"))
            self._length = end + 4 + int(self.header(b"content-length"))
        return 0 < self._length <= len(self._answer)

    def wait(self) -> None:
        """Take the whole answer."""
        while not self.is_answered():
            pass

    def header(self, name: bytes) -> bytes:
        """Return what the last answer's header said."""
        return self.head.split(name + b": ", 1)[1].split(b"\r\n", 1)[0]


def readers_of(port: int, processes: int, question: bytes) -> list[Reader]:
    """Connect the same number of readers to each process of the server."""
    found: dict[bytes, list[Reader]] = defaultdict(list)
    for _ in range(TRIES):
        # All at once, so that the process that is quickest is busy when the next one comes.
        crowd = [Reader(port) for _ in range(CROWD)]
        for reader in crowd:
            reader.ask(question)
        for reader in crowd:
            reader.wait()
            mates = found[reader.header(b"x-process")]
            (mates.append if len(mates) < CONNECTIONS_A_PROCESS else _leave)(reader)
        if sum(map(len, found.values())) == processes * CONNECTIONS_A_PROCESS:
            break
    return [reader for mates in found.values() for reader in mates]


def _leave(reader: Reader) -> None:
    reader.socket.close()


def read(readers: list[Reader], questions: list[bytes], seconds: float, start: int) -> dict[str, float]:
    """Ask these questions in turn for so many seconds; return how many were answered, and how fast."""
    waiting = islice(cycle(questions), start % len(questions), None)
    took: list[float] = []
    with selectors.DefaultSelector() as selector:
        for reader in readers:
            selector.register(reader.socket, selectors.EVENT_READ, reader)
        began = time.perf_counter()
        for reader in readers:
            reader.ask(next(waiting))
        still_open = len(readers)
        while still_open:
            for key, _ in selector.select():
                reader = key.data
                if not reader.is_answered():
                    continue
                now = time.perf_counter()
                took.append(now - reader.asked_at)
                if now - began < seconds:
                    reader.ask(next(waiting))
                else:
                    still_open -= 1
        elapsed = time.perf_counter() - began
    took.sort()
    middle, late = took[len(took) // 2], took[int(len(took) * 0.95)]
    return {"requests": len(took), "seconds": elapsed, "p50": middle, "p95": late}


def _question(path: str, way: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Way: {way}\r\n\r\n".encode()


def _take_orders() -> None:
    asked: dict[tuple, int] = defaultdict(int)
    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        questions = [_question(path, order["way"]) for path in order["paths"]]
        readers = readers_of(order["port"], order["processes"], questions[0])
        if order["seconds"]:
            # Go on where the last round ended, so that all addresses get their turn.
            known_by = (order["port"], questions[0])
            result = read(readers, questions, order["seconds"], asked[known_by])
            asked[known_by] += int(result["requests"])
        else:
            for question in questions:
                for reader in readers:
                    reader.ask(question)
                    reader.wait()
            result = {}
        for reader in readers:
            _leave(reader)
        print(json.dumps(result), flush=True)


if __name__ == "__main__":
    _take_orders()
