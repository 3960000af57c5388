"""The demo: its people, how they are kept out of everything else, and the one command that starts it."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core import checks
from django.core.management import CommandError, call_command
from pytest_django.fixtures import Settings

from articles import demo_people
from articles.management.children import Child, ChildKeepsDying, Children
from articles.models import Author

PYTHON = sys.executable


def run_demo_people() -> str:
    said = StringIO()
    call_command("demo_people", stdout=said)
    return said.getvalue()


@pytest.fixture
def demo(settings: Settings, db: None) -> None:
    settings.DEMO = True


# --- People ----------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_demo_people_are_made_only_in_a_demo() -> None:
    with pytest.raises(CommandError, match="Set DEMO=1"):
        run_demo_people()

    assert not User.objects.exists()


@pytest.mark.usefixtures("demo")
def test_each_part_of_the_newsroom_has_somebody_to_log_in_as() -> None:
    run_demo_people()

    parts = {user.username: [group.name for group in user.groups.all()] for user in User.objects.all()}
    assert parts == {
        "reporter": ["Reporters"],
        "editor": ["Editors"],
        "moderator": ["Moderators"],
        "admin": [],
    }
    assert all(user.is_staff and user.check_password(demo_people.PASSWORD) for user in User.objects.all())
    assert [user.username for user in User.objects.filter(is_superuser=True)] == ["admin"]
    assert {author.user.username for author in Author.objects.all()} == {"reporter", "editor"}


@pytest.mark.usefixtures("demo")
def test_demo_people_who_are_there_are_left_as_they_are() -> None:
    run_demo_people()
    User.objects.filter(username="editor").update(first_name="Somebody", is_active=False, password="!")
    User.objects.get(username="editor").groups.clear()
    before = list(User.objects.order_by("pk").values())

    said = run_demo_people()

    assert list(User.objects.order_by("pk").values()) == before
    assert not User.objects.get(username="editor").groups.exists()
    assert "nobody was changed" in said


@pytest.fixture
def refused(db: None) -> Callable[[], list[checks.CheckMessage]]:
    def run() -> list[checks.CheckMessage]:
        found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
        return [message for message in found if message.id == "articles.E001"]

    return run


def test_demo_people_are_refused_outside_a_demo(
    refused: Callable[[], list[checks.CheckMessage]], settings: Settings
) -> None:
    demo_people.add_missing()

    [error] = refused()

    assert "admin, editor, moderator, reporter" in error.msg
    assert "changepassword" in error.hint
    settings.DEMO = True
    assert refused() == []


def test_a_demo_person_under_another_name_is_refused_too(
    refused: Callable[[], list[checks.CheckMessage]],
) -> None:
    demo_people.add_missing()
    User.objects.exclude(username="admin").delete()
    User.objects.update(username="chief")

    assert "chief" in refused()[0].msg


def test_people_with_passwords_of_their_own_are_welcome(
    refused: Callable[[], list[checks.CheckMessage]], person_with_login: Callable[..., User]
) -> None:
    demo_people.add_missing()
    for user in User.objects.all():
        user.set_password("a password of their own")
        user.save()
    person_with_login("somebody")

    assert refused() == []


def test_a_demo_person_who_cannot_log_in_is_no_danger(
    refused: Callable[[], list[checks.CheckMessage]],
) -> None:
    demo_people.add_missing()
    User.objects.update(is_active=False)

    assert refused() == []


# --- Processes side by side ------------------------------------------------------------------------


@pytest.fixture
def signals_as_before() -> Iterator[None]:
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals_as_before")
def test_a_child_that_dies_is_started_again(tmp_path: Path) -> None:
    started = tmp_path / "started"
    script = f"open({str(started)!r}, 'a').write('x'); import time; time.sleep(60)"
    said: list[str] = []
    child = Child("scribe", [PYTHON, "-c", script])
    children = Children([child], said.append)

    def kill_once_and_stop_when_it_is_back() -> None:
        wait_until(started.exists)
        child.signal(signal.SIGKILL)
        wait_until(lambda: child.process.poll() is not None)
        children.look_after()
        children.look_after()
        wait_until(lambda: started.read_text() == "xx")
        children.stopping.set()

    children.run(kill_once_and_stop_when_it_is_back)

    assert said == ["The scribe ended by itself (exit status -9); starting it again."]
    assert child.process.poll() is not None


@pytest.mark.usefixtures("signals_as_before")
@pytest.mark.thorough
def test_a_child_that_never_starts_ends_the_others_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.management.children.TRIES", 2)
    steady = Child("steady", [PYTHON, "-c", "import time; time.sleep(60)"])
    broken = Child("broken", [PYTHON, "-c", "raise SystemExit(1)"])

    with pytest.raises(ChildKeepsDying, match="broken"):
        Children([steady, broken], lambda words: None).run(lambda: None)

    assert steady.process.poll() is not None


@pytest.mark.usefixtures("signals_as_before")
@pytest.mark.thorough
def test_a_child_that_will_not_stop_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("articles.management.children.PATIENCE", 0.3)
    ready = tmp_path / "ready"
    script = (
        "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"open({str(ready)!r}, 'w'); time.sleep(60)"
    )
    stubborn = Child("stubborn", [PYTHON, "-c", script])
    children = Children([stubborn], lambda words: None)

    def stop() -> None:
        wait_until(ready.exists)
        children.stopping.set()

    children.run(stop)

    assert stubborn.process.returncode == -signal.SIGKILL


# --- One command -----------------------------------------------------------------------------------


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Start `manage.py up` on a port of its own, with a database of its own."""
    running: list[subprocess.Popen[str]] = []

    def start(port: int) -> subprocess.Popen[str]:
        environment = {
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "DEMO": "1",
            "PORT": str(port),
            "WEB_CONCURRENCY": "1",
            "COLUMNS": "100",
            "PYTHONUNBUFFERED": "1",
        }
        process = subprocess.Popen(
            [PYTHON, "manage.py", "up"],
            cwd=django_settings.BASE_DIR,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            # A group of their own, of which nothing is left over when a test fails.
            start_new_session=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            process.wait(20)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(happened: Callable[[], object], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def lines_until(process: "subprocess.Popen[str]", words: str) -> str:
    said = ""
    for line in process.stdout:
        said += line
        if words in line:
            return said
    pytest.fail(f"It ended without saying {words!r}:\n{said}")


@pytest.mark.thorough
def test_one_command_starts_everything_and_a_signal_stops_it(
    up: Callable[..., "subprocess.Popen[str]"],
) -> None:
    port = free_port()

    process = up(port)
    said = lines_until(process, "Ctrl-C stops everything")

    assert f"http://127.0.0.1:{port}/admin/" in said
    assert all(person.username in said for person in demo_people.PEOPLE)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/admin/login/", timeout=10) as answer:
        assert answer.status == 200
    odd = {"Content-Type": "text/html; charset=idna"}
    front = urllib.request.Request(f"http://127.0.0.1:{port}/?a=b", headers=odd)
    with urllib.request.urlopen(front, timeout=10) as answer:
        assert answer.status == 200
    process.send_signal(signal.SIGINT)
    assert process.wait(15) == 0
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.skipif(sys.platform != "linux", reason="Only Linux tells children of a parent's death.")
@pytest.mark.thorough
def test_nothing_goes_on_when_the_one_command_is_killed(
    up: Callable[..., "subprocess.Popen[str]"],
) -> None:
    process = up(free_port())
    lines_until(process, "Ctrl-C stops everything")

    process.kill()

    # Its output is at an end only when none of those who wrote to it is left: server, publisher, worker.
    process.communicate(timeout=20)


@pytest.mark.thorough
def test_a_taken_port_is_said_plainly_before_anything_is_done(
    up: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        process = up(port)
        said, _ = process.communicate(timeout=20)

    assert process.returncode == 1
    assert f"Port {port} is taken" in said
    assert f"make run PORT={port + 1}" in said
    assert "Traceback" not in said
    assert not (tmp_path / "db.sqlite3").exists()


@pytest.mark.thorough
def test_a_disk_that_takes_no_stylesheets_is_said_plainly(
    up: Callable[..., "subprocess.Popen[str]"], tmp_path: Path
) -> None:
    (tmp_path / "static").write_text("A file where a folder should be.")

    process = up(free_port())
    said, _ = process.communicate(timeout=60)

    assert process.returncode == 1
    assert f"{tmp_path / 'static'} cannot be written" in said
    assert "Traceback" not in said


@pytest.mark.thorough
def test_a_demo_database_is_refused_by_a_real_start(tmp_path: Path) -> None:
    demo = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DEMO": "1"}
    real = demo | {
        "DEMO": "0",
        "SECRET_KEY": "x" * 50,
        "SITE_URL": "https://news.example.org",
        "PORT": str(free_port()),
    }

    def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [PYTHON, *arguments],
            cwd=django_settings.BASE_DIR,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert run(demo, "manage.py", "migrate", "-v0").returncode == 0
    assert run(demo, "manage.py", "demo_people").returncode == 0

    server = run(real, "-c", "import newsroom.wsgi")
    up = run(real, "manage.py", "up")

    assert server.returncode == 3
    assert "Everybody knows the password of admin, editor, moderator, reporter" in server.stderr
    assert "To fix it:" in server.stderr
    assert up.returncode == 1
    assert "articles.E001" in up.stderr
