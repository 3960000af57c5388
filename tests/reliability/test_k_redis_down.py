"""Redis may go, fill up or take no writes: pages go on, and nobody is logged out."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import redis
from django.contrib.auth.models import User
from django.core.cache import cache
from pytest_django.fixtures import Settings

from articles.models import Story
from tests.conftest import IN_CI
from tests.desk.conftest import address_of
from tests.desk.forms import opened, send
from tests.reliability.conftest import Desk

pytestmark = [pytest.mark.django_db, pytest.mark.thorough]


@pytest.fixture
def own_redis(settings: Settings, tmp_path: Any) -> Iterator[redis.Redis]:
    """Start a Redis of our own, which may be broken at will, and cache in it."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.fail("needs redis-server") if IN_CI else pytest.skip("needs redis-server: install it")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [
            program,
            "--port",
            str(port),
            "--save",
            "",
            "--dir",
            str(tmp_path),
            "--maxmemory-policy",
            "noeviction",
        ],
        stdout=subprocess.DEVNULL,
    )
    settings.CACHES = {
        "default": {
            "BACKEND": "newsroom.safe_cache.SafeRedisCache",
            "LOCATION": f"redis://127.0.0.1:{port}/0",
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    }
    own = redis.Redis(port=port)
    for _ in range(200):
        try:
            own.ping()
            break
        except redis.RedisError:
            time.sleep(0.02)
    yield own
    process.kill()
    process.wait()


FAILURES: dict[str, Callable[[redis.Redis], Any]] = {
    "down": lambda own: own.shutdown(nosave=True),
    "empty": lambda own: own.flushall(),
    "full": lambda own: own.config_set("maxmemory", 1),
    "a replica": lambda own: own.replicaof("127.0.0.1", 1),
    "asking for a password": lambda own: own.config_set("requirepass", "x"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_the_newsroom_works_without_redis(
    failure: str, own_redis: redis.Redis, live: Story, desk_browser: Desk, editor: User
) -> None:
    client = desk_browser(editor)
    address = live.published.get_absolute_url()
    page = client.get(address).content
    assert own_redis.dbsize() > 0
    fields = opened(client, address_of(live))

    FAILURES[failure](own_redis)

    began = time.monotonic()
    for _ in range(5):
        assert client.get(address).content == page
        assert client.get("/").status_code == 200
        assert client.get("/nowhere/").status_code == 404
    assert send(client, address_of(live), fields, headline="Saved all the same").status_code == 302
    assert client.get(address_of(live)).status_code == 200
    assert time.monotonic() - began < 15
    cache.clear()
