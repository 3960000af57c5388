"""A cache that may die: with Redis there it keeps values, without it nothing breaks."""

import logging
import os
import socket
from collections.abc import Iterator

import pytest
import redis

from newsroom.safe_cache import SafeRedisCache

REDIS_URL = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
OPTIONS = {
    "OPTIONS": {"socket_timeout": 0.3, "socket_connect_timeout": 0.3},
    "KEY_PREFIX": f"test{os.getpid()}",
}


@pytest.fixture
def living() -> Iterator[SafeRedisCache]:
    try:
        redis.Redis.from_url(REDIS_URL, socket_connect_timeout=1).ping()
    except redis.RedisError:
        message = "needs Redis: set TEST_REDIS_URL=redis://…"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    cache = SafeRedisCache(REDIS_URL, OPTIONS)
    yield cache
    cache.delete_many(["story", "count", "lock", "other"])


@pytest.fixture
def dead() -> SafeRedisCache:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return SafeRedisCache(f"redis://127.0.0.1:{port}/0", OPTIONS)


def test_a_living_redis_keeps_values(living: SafeRedisCache) -> None:
    living.set("story", "text")
    living.set("count", 1)

    assert living.get("story") == "text"
    assert living.incr("count") == 2
    assert living.add("lock", 1) is True
    assert living.add("lock", 1) is False
    assert living.get_many(["story", "other"]) == {"story": "text"}
    assert living.delete("story") is True
    assert living.get("story") is None


def test_a_dead_redis_answers_like_an_empty_cache(dead: SafeRedisCache) -> None:
    dead.set("story", "text")
    dead.set_many({"story": "text"})

    assert dead.get("story") is None
    assert dead.get("story", "default") == "default"
    assert dead.get_or_set("story", lambda: "made anew") == "made anew"
    assert dead.get_many(["story"]) == {}
    assert dead.add("lock", 1) is True
    assert dead.has_key("story") is False
    assert dead.touch("story") is False
    assert dead.delete("story") is False
    dead.delete_many(["story"])
    dead.clear()
    with pytest.raises(ValueError, match="not found"):
        dead.incr("count")


def test_a_dead_redis_is_reported_once_a_minute(
    dead: SafeRedisCache, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "newsroom.safe_cache"):
        for _ in range(50):
            dead.get("story")

    assert len(caplog.records) == 1


def test_a_redis_that_comes_back_is_used_again(
    living: SafeRedisCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("newsroom.safe_cache.REST", 0.0)
    address = living._servers
    living._cache._servers = ["redis://127.0.0.1:1/0"]
    living._cache._pools.clear()
    assert living.get("story") is None

    living._cache._servers = address
    living._cache._pools.clear()
    living.set("story", "text")

    assert living.get("story") == "text"
