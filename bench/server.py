"""The web server that `make run` starts, in the environment of a measurement."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from bench.place import Place

READY_WITHIN = 30.0
_TICKS = os.sysconf("SC_CLK_TCK")


def free_ports(number: int) -> list[int]:
    """Return so many ports on which nobody listens."""
    with ExitStack() as probes:
        found = [probes.enter_context(socket.socket()) for _ in range(number)]
        for probe in found:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in found]


@contextmanager
def running(place: Place) -> Iterator[int]:
    """Serve a place until the block ends; gives the number of the server's first process."""
    command = [sys.executable, "-m", "bench.serve"]
    process = subprocess.Popen(command, env=place.environment)  # noqa: S603  (our own words)
    try:
        _wait_until_ready(place.port, process)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_WITHIN
    while not _answers(port):
        if time.monotonic() > deadline or process.poll() is not None:
            sys.exit(f"The web server does not answer at port {port}.")
        time.sleep(0.1)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=READY_WITHIN)
    try:
        connection.request("GET", "/")
        return bool(connection.getresponse().status)
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def cpu_seconds(pid: int) -> float | None:
    """Return the processor time that a process and its children have taken; None where nobody can tell."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        # The name in the second field may hold spaces.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    own = (int(fields[11]) + int(fields[12])) / _TICKS
    return own + sum(cpu_seconds(int(child)) or 0.0 for child in children)
