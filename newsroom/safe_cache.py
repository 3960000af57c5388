"""Redis as a cache that may die: pages get slower, none of them breaks."""

import logging
import time
from collections.abc import Callable
from typing import Any

import redis
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.retry import Retry

# After a failure Redis is left alone for this long, so that not every request waits for its time-out.
REST = 3.0
LOG_EVERY = 60.0

logger = logging.getLogger(__name__)


class SafeClient(RedisCacheClient):
    """Answers as an empty cache would while Redis is down, full, read-only or too slow."""

    def __init__(self, servers: list[str], **options: Any) -> None:
        # One try again, for a connection that was closed while it lay idle.
        super().__init__(servers, retry=Retry(NoBackoff(), 1), **options)
        self._resting_until = 0.0
        self._quiet_until = 0.0

    def _try(self, call: Callable[..., Any], *args: Any, otherwise: Any) -> Any:
        now = time.monotonic()
        if now < self._resting_until:
            return otherwise
        try:
            return call(*args)
        except redis.RedisError as problem:
            self._resting_until = time.monotonic() + REST
            if now >= self._quiet_until:
                self._quiet_until = now + LOG_EVERY
                logger.warning("Redis does not answer, going on without it: %s", type(problem).__name__)
            return otherwise

    def add(self, key: Any, value: Any, timeout: Any) -> bool:
        """Store a value if there is none; a dead Redis says yes, so that a lock never blocks a page."""
        return bool(self._try(super().add, key, value, timeout, otherwise=True))

    def get(self, key: Any, default: Any) -> Any:
        """Return the value, or the default as for a miss."""
        return self._try(super().get, key, default, otherwise=default)

    def set(self, key: Any, value: Any, timeout: Any) -> None:
        """Store a value, or let it go."""
        self._try(super().set, key, value, timeout, otherwise=None)

    def touch(self, key: Any, timeout: Any) -> bool:
        """Say whether the value was there and is kept for longer."""
        return bool(self._try(super().touch, key, timeout, otherwise=False))

    def delete(self, key: Any) -> bool:
        """Say whether a value was there and is now gone."""
        return bool(self._try(super().delete, key, otherwise=False))

    def get_many(self, keys: Any) -> dict[Any, Any]:
        """Return the values there are."""
        found: dict[Any, Any] = self._try(super().get_many, keys, otherwise={})
        return found

    def has_key(self, key: Any) -> bool:
        """Say whether there is a value."""
        return bool(self._try(super().has_key, key, otherwise=False))

    def incr(self, key: Any, delta: int) -> int:
        """Count, or raise ValueError as for a counter that is not there."""
        counted = self._try(super().incr, key, delta, otherwise=None)
        if counted is None:
            raise ValueError(f"Key '{key}' not found.")
        return int(counted)

    def set_many(self, data: Any, timeout: Any) -> None:
        """Store several values, or let them go."""
        self._try(super().set_many, data, timeout, otherwise=None)

    def delete_many(self, keys: Any) -> None:
        """Forget several values."""
        self._try(super().delete_many, keys, otherwise=None)

    def clear(self) -> bool:
        """Forget everything."""
        return bool(self._try(super().clear, otherwise=False))


class SafeRedisCache(RedisCache):
    """Django's Redis cache with a client that never raises because of Redis."""

    def __init__(self, server: str | list[str], params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = SafeClient
