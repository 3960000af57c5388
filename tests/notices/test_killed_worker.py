"""A worker that is killed in the middle: its mail leaves once, whatever it was doing."""

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import notices
from articles.models import Notice
from tests.stories import write
from tests.test_crash import database_url

pytestmark = pytest.mark.django_db(transaction=True)


class MailServer:
    """Takes mail, and keeps silent at a point of one's choice."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        # "greeting": before anything; "answer": when it has the whole message; "": never.
        self.silent_at = ""
        self.fell_silent = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.held: list[socket.socket] = []
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self) -> None:
        while True:
            try:
                one, _ = self.listener.accept()
            except OSError:
                return
            self.held.append(one)
            threading.Thread(target=self.talk, args=(one, one.makefile("rb")), daemon=True).start()

    def talk(self, one: socket.socket, lines: object) -> None:
        if self.keeps_silent("greeting"):
            return
        one.sendall(b"220 sink\r\n")
        for line in lines:
            match line[:4].upper():
                case b"DATA":
                    one.sendall(b"354 go on\r\n")
                    self.mails.append(b"".join(iter(lines.readline, b".\r\n")).decode())
                    if self.keeps_silent("answer"):
                        return
                    one.sendall(b"250 taken\r\n")
                case b"QUIT":
                    one.sendall(b"221 bye\r\n")
                    return
                case _:
                    one.sendall(b"250 yes\r\n")

    def keeps_silent(self, point: str) -> bool:
        if self.silent_at != point:
            return False
        self.fell_silent.set()
        return True


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.listener.close()
    for one in server.held:
        one.close()


def start_worker(server: MailServer) -> subprocess.Popen[bytes]:
    root = Path(__file__).parent.parent.parent
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{server.port}",
    }
    return subprocess.Popen([sys.executable, "manage.py", "work"], cwd=root, env=environment)


@pytest.mark.parametrize("silent_at", ["greeting", "answer"])
@pytest.mark.thorough
def test_a_worker_killed_in_the_middle_sends_once(
    silent_at: str, mail_server: MailServer, reporter: User, editor: User
) -> None:
    User.objects.filter(pk=reporter.pk).update(email="reporter@example.org")
    notices.tell("approved", write("A bridge", by=reporter), to=[reporter], by=editor)
    mail_server.silent_at = silent_at

    worker = start_worker(mail_server)
    try:
        assert mail_server.fell_silent.wait(20)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    mail_server.silent_at = ""
    # Its five minutes are over.
    DBTaskResult.objects.update(started_at=timezone.now() - timedelta(minutes=6))
    assert start_worker(mail_server).wait(20) == 0

    assert len(mail_server.mails) == 1
    assert "Approved: A bridge" in mail_server.mails[0]
    assert Notice.objects.get().handed_over_at
    assert DBTaskResult.objects.get().status == "SUCCESSFUL"
