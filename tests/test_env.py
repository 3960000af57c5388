"""The typed helpers: good values come out typed, bad ones say how to fix them and never leak a password."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage.handler import StorageHandler

from newsroom import env, env_urls

PASSWORD = "s3cret-w0rd"


def database(name: str) -> dict[str, Any]:
    return env_urls.database(name, "sqlite:///var/db.sqlite3", base=Path("/srv/newsroom"))


def media(name: str) -> dict[str, Any]:
    return env_urls.media_storage(name, "local")


def email(name: str) -> dict[str, Any]:
    return env_urls.email(name, "console://")


def search(name: str) -> dict[str, Any]:
    return env_urls.search_engine(name)


def cache(name: str) -> dict[str, Any]:
    return env_urls.cache(name, "locmem://")


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (env.text, "  as it is ", "as it is"),
        (lambda name: env.contact(name, "x@y.example"), "", "mailto:x@y.example"),
        (lambda name: env.contact(name, ""), "The desk <desk@example.org>", "mailto:desk@example.org"),
        (lambda name: env.contact(name, ""), "https://example.org/security", "https://example.org/security"),
        (env.day, "", None),
        (env.day, "2027-12-31", date(2027, 12, 31)),
        (env.boolean, "1", True),
        (env.boolean, "Yes", True),
        (env.boolean, "off", False),
        (env.boolean, "", False),
        (lambda name: env.boolean(name, True), "", True),
        (lambda name: env.integer(name, 7), "", 7),
        (lambda name: env.integer(name, 7), "12", 12),
        (env.words, "a, b,,c ", ["a", "b", "c"]),
        (env.words, "", []),
        (lambda name: env.hosts(name, ["localhost"]), "", ["localhost"]),
        (lambda name: env.hosts(name, []), "news.example.org,[::1]", ["news.example.org", "[::1]"]),
        (lambda name: env.folder(name, Path("/var")), "/data/news", Path("/data/news")),
        (lambda name: env.site_url(name, None), "https://News.example.org/", "https://news.example.org"),
        (lambda name: env.site_url(name, None), "http://localhost:8000", "http://localhost:8000"),
        (lambda name: env.time_zone(name, "UTC"), "Europe/Belgrade", "Europe/Belgrade"),
        (lambda name: env.language(name, "en-gb", ["en-gb", "sq"]), "SQ", "sq"),
        (lambda name: env.mail_address(name, ""), "Desk <desk@example.org>", "Desk <desk@example.org>"),
        (lambda name: env.level(name, "INFO"), "debug", "DEBUG"),
    ],
)
def test_a_good_value_comes_out_typed(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], Any], value: str, expected: Any
) -> None:
    monkeypatch.setenv("SOME_SETTING", value)

    assert read("SOME_SETTING") == expected


@pytest.mark.parametrize(
    ("read", "value", "hint"),
    [
        (env.text, "", "set SOME_SETTING"),
        (env.boolean, "flase", "SOME_SETTING=1 or SOME_SETTING=0"),
        (lambda name: env.integer(name, 1), "ten", "write a number"),
        (lambda name: env.integer(name, 1), "-1", "write a number"),
        (lambda name: env.integer(name, 1), "1.5", "write a number"),
        (lambda name: env.integer(name, 1), "٣", "write a number"),
        (lambda name: env.integer(name, 1, highest=65535), "70000", "from 0 to 65535"),
        (lambda name: env.integer(name, 1), "9" * 5000, "write a number"),
        (lambda name: env.hosts(name, []), "https://news.example.org", "names only"),
        (lambda name: env.site_url(name, None), "", "https://news.example.org"),
        (lambda name: env.site_url(name, None), "news.example.org", "https://news.example.org"),
        (lambda name: env.site_url(name, None), "ftp://news.example.org", "https://news.example.org"),
        (lambda name: env.site_url(name, None), "https://news.example.org/path", "no path"),
        (lambda name: env.site_url(name, None), "https://[::1", "https://news.example.org"),
        (lambda name: env.site_url(name, None), "https://news.example.org:port", "host:5432"),
        (lambda name: env.time_zone(name, "UTC"), "Prishtina", "Europe/Belgrade"),
        (lambda name: env.time_zone(name, "UTC"), "../../etc/passwd", "Europe/Belgrade"),
        (lambda name: env.language(name, "en-gb", ["en-gb"]), "klingon", "en-gb"),
        (lambda name: env.mail_address(name, ""), "desk at example", "desk@example.org"),
        (lambda name: env.contact(name, ""), "the desk", "security@example.org"),
        (lambda name: env.contact(name, ""), "https://x.example\nEvil: yes", "security@example.org"),
        (env.day, "31.12.2027", "2027-12-31"),
        (lambda name: env.level(name, "INFO"), "loud", "WARNING"),
        (database, "var/db.sqlite3", "sqlite:///var/db.sqlite3"),
        (database, "sqlite://", "sqlite:///var/db.sqlite3"),
        (database, "sqlite:///db.sqlite3?mode=ro", "sqlite:///var/db.sqlite3"),
        (database, "mysql://host/db", "postgres://"),
        (database, "postgres://host", "postgres://user:password@host:5432/newsroom"),
        (database, "postgres://host:port/db", "host:5432"),
        (database, "postgres://host/db?pool=true", "pool_max"),
        (database, "postgres://host/db?pool_max=0", "from 1 to 1000"),
        (cache, "memcached://host", "redis://"),
        (cache, "file://relative/path", "file:///"),
        (cache, "redis://", "redis://host"),
        (search, "search.example.org:9200", "opensearch://"),
        (search, "https://search.example.org", "opensearch://"),
        (search, "opensearch://", "opensearch://host"),
        (search, "opensearch://host:port", "host:5432"),
        (search, "opensearch://host/News", "small letters"),
        (search, "opensearch://host/a/b", "small letters"),
        (search, "opensearch://host/*", "small letters"),
        (search, "opensearch://host?timeout=9", "ca_certs"),
        (search, "opensearchs://host?ca_certs=/nowhere.pem", "PEM file"),
        (email, "host:25", "smtp://"),
        (email, "smtp://host?tls=perhaps", "tls=1"),
        (email, "smtps://host?tls=1", "smtps://host:465"),
        (email, "smtp://host?starttls=1", "tls"),
        (media, "s3", "s3://bucket"),
        (media, "s3://key:secret@bucket", "AWS_SECRET_ACCESS_KEY"),
        (media, "s3://bucket/folder", "s3://bucket"),
        (media, "s3://bucket?acl=public", "endpoint_url"),
    ],
)
def test_a_bad_value_says_which_variable_and_how_to_fix_it(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], Any], value: str, hint: str
) -> None:
    monkeypatch.setenv("SOME_SETTING", value)

    with pytest.raises(env.BadSetting) as refused:
        read("SOME_SETTING")

    message = str(refused.value)
    assert message.startswith("Newsroom cannot start: SOME_SETTING ")
    assert hint in message.partition("To fix it: ")[2]
    assert len(message) < 400


@pytest.mark.parametrize(
    ("read", "value"),
    [
        (database, "postgres://me:{}@host:port/db"),
        (database, "postgres://me:{}@host/"),
        (database, "postgres://me:{}@host/db?x=1"),
        (database, "postgres//me:{}@host/db"),
        (database, "oracle://me:{}@host/db"),
        (cache, "redis://:{}@host:port/0"),
        (cache, "reddis://:{}@host/0"),
        (search, "opensearch://me:{}@host:port"),
        (search, "opensearch://me:{}@host/A"),
        (search, "opensearch://me:{}@host?x=1"),
        (search, "opensaerch://me:{}@host"),
        (email, "smtp://me:{}@host:port"),
        (email, "smtp://me:{}@host?x=1"),
        (email, "smpt://me:{}@host"),
        (media, "s3://key:{}@bucket"),
        (lambda name: env.site_url(name, None), "https://me:{}@news.example.org"),
        (lambda name: env.site_url(name, None), "me:{}@news.example.org"),
        (lambda name: env.site_url(name, None), "me://me:{}@news.example.org"),
    ],
)
def test_a_message_never_holds_a_password(
    monkeypatch: pytest.MonkeyPatch, read: Callable[[str], Any], value: str
) -> None:
    monkeypatch.setenv("SOME_SETTING", value.format(PASSWORD))

    with pytest.raises(env.BadSetting) as refused:
        read("SOME_SETTING")

    assert PASSWORD not in str(refused.value)


def test_a_relative_sqlite_file_is_counted_from_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:///var/news.sqlite3")
    assert database("DATABASE_URL")["NAME"] == Path("/srv/newsroom/var/news.sqlite3")

    monkeypatch.setenv("DATABASE_URL", "sqlite:////data/news%20room.sqlite3")
    assert database("DATABASE_URL")["NAME"] == Path("/data/news room.sqlite3")


def test_postgresql_looks_at_a_connection_before_it_uses_it_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me:p%40ss@db.example.org:5433/news?sslmode=require")

    found = database("DATABASE_URL")

    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("news", "me", "p@ss")
    assert (found["HOST"], found["PORT"]) == ("db.example.org", "5433")
    assert found["OPTIONS"] == {"sslmode": "require", "connect_timeout": 3}
    assert found["CONN_HEALTH_CHECKS"] is True
    assert found["CONN_MAX_AGE"] is None


def test_a_pool_is_there_for_those_who_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://me@/news?host=/run/postgresql&pool_max=4")

    found = database("DATABASE_URL")

    assert found["HOST"] == "/run/postgresql"
    assert found["OPTIONS"]["pool"]["max_size"] == 4
    assert found["CONN_MAX_AGE"] == 0


def test_mail_by_smtp_uses_what_the_address_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://me:p%3Aw@mail.example.org:587?tls=1")

    found = email("EMAIL_URL")

    assert found["EMAIL_HOST"] == "mail.example.org"
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (587, True, False)
    assert (found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == ("me", "p:w")


def test_a_search_engine_is_named_by_one_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SEARCH_URL", raising=False)
    assert search("SEARCH_URL") == {}

    monkeypatch.setenv("SEARCH_URL", "opensearchs://me:p%40ss@search.example.org/daily-news")
    found = search("SEARCH_URL")
    assert found["hosts"] == [{"host": "search.example.org", "port": 9200}]
    assert (found["http_auth"], found["use_ssl"], found["prefix"]) == (("me", "p@ss"), True, "daily-news")

    monkeypatch.setenv("SEARCH_URL", "opensearch://127.0.0.1:9201")
    found = search("SEARCH_URL")
    assert (found["http_auth"], found["use_ssl"], found["prefix"]) == (None, False, "newsroom")


def test_a_search_engine_without_its_library_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEARCH_URL", "opensearch://127.0.0.1:9201")
    monkeypatch.setattr(env_urls, "find_spec", lambda name: None)

    with pytest.raises(env.BadSetting, match=r"requirements/search\.txt"):
        search("SEARCH_URL")


@pytest.mark.parametrize(
    ("value", "origins"),
    [
        ("local", []),
        ("s3://pictures?endpoint_url=https://s3.example.org:9000&region=eu", ["https://s3.example.org:9000"]),
        ("s3://pictures?public_host=images.example.org", ["https://images.example.org"]),
    ],
)
def test_pictures_may_be_shown_from_where_they_are_kept(
    monkeypatch: pytest.MonkeyPatch, value: str, origins: list[str]
) -> None:
    monkeypatch.setenv("MEDIA_STORAGE", value)

    assert env_urls.media_origins(media("MEDIA_STORAGE")) == origins


def test_a_bucket_tells_how_long_a_picture_may_be_kept_and_of_what_is_private_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MEDIA_STORAGE", "s3://pictures?public_host=images.example.org")
    monkeypatch.setenv("PRIVATE_STORAGE", "s3://private?endpoint_url=https://s3.example.org")

    stored = StorageHandler(
        {
            "default": env_urls.media_storage("MEDIA_STORAGE", "local"),
            "private": env_urls.private_storage("PRIVATE_STORAGE", "local", folder=Path("/nowhere")),
        }
    )
    kept = {
        name: stored["default"].get_object_parameters(name)["CacheControl"]
        for name in ("cards/a/b.png", "images/a/60.jpg")
    }

    assert kept == {
        "cards/a/b.png": "public, max-age=300",
        "images/a/60.jpg": "public, max-age=31536000, immutable",
    }
    assert stored["private"].get_object_parameters("evidence/x.txt") == {}
    assert (stored["private"].default_acl, stored["private"].querystring_auth) == ("private", True)
