"""Addresses of services from the environment: database, cache, mail and pictures.

Each helper turns one address into what Django's settings want, or raises `BadSetting`. An address may
hold a password, so no message shows one.
"""

import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from newsroom.env import NO, YES, BadSetting, port, split, text

DATABASE_EXAMPLE = "sqlite:///var/db.sqlite3 or postgres://user:password@host:5432/newsroom"
CACHE_EXAMPLE = "locmem://, file:///var/cache/newsroom or redis://host:6379/0"
SEARCH_EXAMPLE = "opensearch://host:9200 or opensearchs://user:password@host:9200/newsroom (over TLS)"
EMAIL_EXAMPLE = "console://, smtp://user:password@host:587?tls=1 or smtps://user:password@host:465"
MEDIA_EXAMPLE = "local or s3://bucket?endpoint_url=https://s3.example.org&region=eu-central-1"


def database(name: str, default: str, *, base: Path) -> dict[str, Any]:
    """Read the database's address; a relative SQLite file is counted from `base`."""
    value = text(name, default)
    parts = split(name, value, f"write it like {DATABASE_EXAMPLE}")
    if parts.scheme == "sqlite":
        return _sqlite(name, parts, base)
    if parts.scheme in {"postgres", "postgresql"}:
        return _postgres(name, parts)
    raise BadSetting(
        name, f"starts with {parts.scheme!r}, which is no database known here", f"write {DATABASE_EXAMPLE}"
    )


def _sqlite(name: str, parts: SplitResult, base: Path) -> dict[str, Any]:
    if parts.netloc or parts.query or len(parts.path) < 2:
        raise BadSetting(
            name,
            "does not name a file for SQLite",
            "write sqlite:///var/db.sqlite3, with four slashes if the path is absolute.",
        )
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": base / unquote(parts.path[1:]),
        # Opening a file costs more than most queries: each thread keeps its connection.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Writers queue for up to 20 s from their first statement, instead of failing half-way.
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # Readers never wait for a writer; a commit survives a crash of the process, and the newest
            # ones may be lost, whole, in a power cut.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;"
            " PRAGMA cache_size=-16000;",
        },
    }


def _postgres(name: str, parts: SplitResult) -> dict[str, Any]:
    allowed = {"host", "sslmode", "sslrootcert", "sslcert", "sslkey", "connect_timeout", "pool_max"}
    options = _query(name, parts, allowed)
    database_name = unquote(parts.path.strip("/"))
    if not database_name or "/" in database_name:
        raise BadSetting(
            name, "does not name one database", "write postgres://user:password@host:5432/newsroom"
        )
    pool_max = options.pop("pool_max", "")
    if pool_max and (not pool_max.isdigit() or not 1 <= int(pool_max) <= 1000):
        raise BadSetting(name, f"has pool_max={pool_max!r}", "write a number from 1 to 1000.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or parts.hostname or "",
        "PORT": str(port(name, parts) or ""),
        # A host that swallows packets must not keep readers waiting.
        "OPTIONS": {"connect_timeout": 3, **options} | ({"pool": _pool(int(pool_max))} if pool_max else {}),
        # Each thread keeps a connection, and looks at it before it is used again.
        "CONN_MAX_AGE": 0 if pool_max else None,
        "CONN_HEALTH_CHECKS": True,
    }


def _pool(most: int) -> dict[str, int]:
    """Return how a pool of connections behaves, for more threads than PostgreSQL has room for.

    Without one, a database that is down is noticed at once; with one, only after `timeout`. By its own
    default a pool waits longer and longer to try again: 46 s after an outage of a minute.
    """
    return {"min_size": 0, "max_size": most, "timeout": 3, "reconnect_timeout": 3}


def cache(name: str, default: str) -> dict[str, Any]:
    """Read where pages are cached: in the process, in a folder, or in Redis."""
    value = text(name, default)
    parts = split(name, value, f"write {CACHE_EXAMPLE}")
    if parts.scheme == "locmem":
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 1000},
        }
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": unquote(parts.path),
            "OPTIONS": {"MAX_ENTRIES": 10_000},
        }
    if parts.scheme in {"redis", "rediss", "unix"} and (parts.hostname or parts.scheme == "unix"):
        port(name, parts)
        return {
            "BACKEND": "newsroom.safe_cache.SafeRedisCache",
            "LOCATION": value,
            # Short: a page would rather be made anew than wait for a cache that is down.
            "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
        }
    raise BadSetting(name, "is not the address of a cache", f"write {CACHE_EXAMPLE}")


def search_engine(name: str) -> dict[str, Any]:
    """Read where the search engine is, as what its client is made with and the `prefix` of its indexes; empty without one."""
    value = text(name, "")
    if not value:
        return {}
    parts = split(name, value, f"write {SEARCH_EXAMPLE}")
    if parts.scheme not in {"opensearch", "opensearchs"} or not parts.hostname:
        raise BadSetting(name, "is not the address of a search engine", f"write {SEARCH_EXAMPLE}")
    prefix = parts.path.strip("/") or "newsroom"
    if not re.fullmatch("[a-z0-9][a-z0-9_-]{0,99}", prefix):
        raise BadSetting(
            name,
            "has a path that indexes cannot begin with",
            "write small letters, digits, - and _ behind the host.",
        )
    ca_certs = _query(name, parts, {"ca_certs"}).get("ca_certs")
    if ca_certs and not Path(ca_certs).is_file():
        raise BadSetting(
            name, f"has ca_certs={ca_certs!r}, which is no file", "write the path of a PEM file."
        )
    if find_spec("opensearchpy") is None:
        raise BadSetting(
            name,
            "needs a library that is not installed",
            "pip install --require-hashes -r requirements/core.txt -r requirements/search.txt",
        )
    return {
        "hosts": [{"host": parts.hostname, "port": port(name, parts) or 9200}],
        "http_auth": (unquote(parts.username), unquote(parts.password or "")) if parts.username else None,
        "use_ssl": parts.scheme == "opensearchs",
        "ca_certs": ca_certs,
        "prefix": prefix,
    }


def email(name: str, default: str) -> dict[str, Any]:
    """Read how mail leaves, as Django's EMAIL_… settings."""
    value = text(name, default)
    parts = split(name, value, f"write {EMAIL_EXAMPLE}")
    if parts.scheme in {"console", "dummy"}:
        return {"EMAIL_BACKEND": f"django.core.mail.backends.{parts.scheme}.EmailBackend"}
    if parts.scheme == "file" and not parts.netloc and len(parts.path) > 1:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": unquote(parts.path),
        }
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        tls = _query(name, parts, {"tls"}).get("tls", "0").lower()
        if tls not in YES | NO or (tls in YES and parts.scheme == "smtps"):
            raise BadSetting(
                name, f"has tls={tls!r}", "write smtp://host:587?tls=1 for STARTTLS, smtps://host:465 for TLS"
            )
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname,
            "EMAIL_PORT": port(name, parts) or (465 if parts.scheme == "smtps" else 25),
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": tls in YES,
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 10,
        }
    raise BadSetting(name, "does not say how mail is sent", f"write {EMAIL_EXAMPLE}")


def media_storage(name: str, default: str) -> dict[str, Any]:
    """Read where pictures are kept, as an entry of Django's STORAGES."""
    value = text(name, default)
    if value == "local":
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = split(name, value, f"write {MEDIA_EXAMPLE}")
    if parts.scheme != "s3" or not parts.netloc or parts.path.strip("/") or "@" in parts.netloc:
        raise BadSetting(
            name,
            "does not say where pictures are kept",
            f"write {MEDIA_EXAMPLE} (keys go into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY).",
        )
    query = _query(name, parts, {"endpoint_url", "region", "public_host"})
    options: dict[str, Any] = {
        "bucket_name": parts.netloc,
        # Names of pictures never come twice, and their addresses are public: no signature, no overwrite.
        "file_overwrite": False,
        "querystring_auth": False,
    }
    for ours, theirs in (("endpoint_url",) * 2, ("region", "region_name"), ("public_host", "custom_domain")):
        if ours in query:
            options[theirs] = query[ours]
    return {"BACKEND": "newsroom.buckets.Pictures", "OPTIONS": options}


def private_storage(name: str, default: str, *, folder: Path) -> dict[str, Any]:
    """Read where files are kept that have no public address, as an entry of Django's STORAGES."""
    storage = media_storage(name, default)
    options = storage.get("OPTIONS")
    if not isinstance(options, dict):
        return storage | {"OPTIONS": {"location": folder, "file_permissions_mode": 0o600}}
    public = {"custom_domain", "querystring_auth"}
    # An address only for whoever asks at the desk, and only for a few minutes.
    private = {"querystring_auth": True, "querystring_expire": 300, "default_acl": "private"}
    given = {key: options[key] for key in options.keys() - public}
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": given | private}


def media_origins(storage: dict[str, Any]) -> list[str]:
    """Return the hosts that pictures come from besides our own, for the Content-Security-Policy."""
    options = storage.get("OPTIONS")
    if not isinstance(options, dict):
        return []
    if "custom_domain" in options:
        return [f"https://{options['custom_domain']}"]
    endpoint = str(options.get("endpoint_url") or "https://*.amazonaws.com")
    return [f"{urlsplit(endpoint).scheme}://{urlsplit(endpoint).netloc}"]


def _query(name: str, parts: SplitResult, allowed: set[str]) -> dict[str, str]:
    options = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(options) - allowed)
    if unknown:
        raise BadSetting(
            name, f"has an option {unknown[0]!r} that is not known", f"use only {', '.join(sorted(allowed))}."
        )
    return options
