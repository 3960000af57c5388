"""The settings as a whole: how a start is refused, what production gets, and what headers people get."""

import json
import logging
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from newsroom.logs import JsonLines
from newsroom.secret_key import kept_secret_key

PRODUCTION = {
    "SECRET_KEY": "c7!mQ2z@9v#Lr5^tXw8&Kp3*Yb6(Nd1)Hf4-Gs0=Ja_Ue+Ri%Ow",
    "SITE_URL": "https://news.example.org",
    "TRUSTED_PROXY": "1",
}


def manage(*arguments: str, data_dir: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run manage.py in a process of its own with just these variables set."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), **variables}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_start_without_a_secret_key_is_refused_in_plain_words(tmp_path: Path) -> None:
    result = manage("check", data_dir=tmp_path)

    assert result.returncode != 0
    assert "SECRET_KEY is not set" in result.stderr
    assert "DEMO=1" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_web_server_is_refused_in_the_same_words(tmp_path: Path) -> None:
    result = subprocess.run(
        [sys.executable, "-c", "import newsroom.wsgi"],
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            **PRODUCTION,
            "DATABASE_URL": "mysql://me:pw@x/y",
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 3
    assert result.stderr.startswith("Newsroom cannot start: DATABASE_URL")
    assert "pw" not in result.stderr


@pytest.mark.thorough
def test_a_web_server_keeps_its_program_out_of_the_garbage_collectors_way(tmp_path: Path) -> None:
    result = subprocess.run(
        [
            sys.executable,
            *("-c", "import gc, newsroom.wsgi; print(gc.get_freeze_count(), len(gc.get_objects()))"),
        ],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **PRODUCTION},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert result.returncode == 0, result.stderr
    out_of_its_way, looked_at = map(int, result.stdout.split())
    assert out_of_its_way > 50_000
    assert looked_at < out_of_its_way / 10


@pytest.mark.thorough
def test_a_production_start_passes_the_deployment_checks(tmp_path: Path) -> None:
    result = manage("check", "--deploy", "--fail-level", "WARNING", data_dir=tmp_path, **PRODUCTION)

    assert result.returncode == 0, result.stderr


@pytest.mark.thorough
def test_production_trusts_only_its_own_host_and_only_a_named_proxy(tmp_path: Path) -> None:
    show = (
        "from django.conf import settings as s; print(s.ALLOWED_HOSTS, s.SECURE_PROXY_SSL_HEADER is not None)"
    )

    with_proxy = manage("shell", "-v0", "-c", show, data_dir=tmp_path, **PRODUCTION)
    without = manage("shell", "-v0", "-c", show, data_dir=tmp_path, **{**PRODUCTION, "TRUSTED_PROXY": "0"})

    assert with_proxy.stdout.strip() == "['news.example.org'] True"
    assert without.stdout.strip() == "['news.example.org'] False"


def test_a_generated_secret_key_is_kept_and_only_its_owner_can_read_it(tmp_path: Path) -> None:
    first = kept_secret_key(tmp_path / "secret_key")

    assert kept_secret_key(tmp_path / "secret_key") == first
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


@pytest.mark.django_db
def test_the_desk_has_a_security_policy_of_its_own(client: Client) -> None:
    desk = client.get("/admin/login/")
    missing = client.get("/media/nothing.jpg")

    assert desk["Referrer-Policy"] == "same-origin"
    assert "sha256-" in desk["Content-Security-Policy"]
    assert missing["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "default-src 'none'" in missing["Content-Security-Policy"]
    assert "sha256-" not in missing["Content-Security-Policy"]
    for response in (desk, missing):
        policy = response["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert "object-src 'none'" in policy
        assert "base-uri 'none'" in policy
        assert response["X-Frame-Options"] == "DENY"
        assert response["X-Content-Type-Options"] == "nosniff"


def test_a_picture_may_be_kept_for_ever_and_can_run_nothing(client: Client) -> None:
    picture = Path(settings.MEDIA_ROOT) / "images" / "one.jpg"
    picture.parent.mkdir(parents=True, exist_ok=True)
    picture.write_bytes(b"jpeg")

    response = client.get("/media/images/one.jpg")

    assert response.status_code == 200
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/images/",
        "/media/../db.sqlite3",
        "/media/%2e%2e/secret_key",
        "/media/..%2fsecret_key",
        "/media/..%5csecret_key",
        "/media//etc/passwd",
        "/media/%00",
        "/media/one%00.jpg",
        "/media/%ff%fe",
        "/static/../manage.py",
        "/static/%2e%2e/manage.py",
        "/.git/HEAD",
        "/.env",
        "/db.sqlite3",
        "/manage.py",
    ],
)
def test_nothing_but_pictures_is_served_from_the_disk(client: Client, path: str) -> None:
    (Path(settings.MEDIA_ROOT) / "images").mkdir(parents=True, exist_ok=True)
    (Path(settings.DATA_DIR) / "secret_key").write_text("not for readers")

    assert client.get(path).status_code == 404


def test_a_log_line_is_one_line_of_json_without_what_somebody_typed() -> None:
    try:
        int("the password\nis hunter2")
    except ValueError:
        record = logging.LogRecord(
            "news", logging.ERROR, __file__, 1, "It broke:\n%s", ("here",), sys.exc_info()
        )
    line = JsonLines().format(record)

    assert "\n" not in line
    assert "hunter2" not in line
    assert json.loads(line)["message"] == "It broke:\nhere"
    assert json.loads(line)["exception"] == "ValueError"
