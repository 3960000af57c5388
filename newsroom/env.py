"""Typed values from the environment: a good one, or a message that says how to fix it.

Every helper takes the variable's name first and raises `BadSetting` for a value it cannot use. The
message is written for the person who starts the server. It names the variable and shows the value,
except where the value may hold a password.
"""

import os
from datetime import date
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

YES = {"1", "true", "yes", "on"}
NO = {"0", "false", "no", "off"}


class BadSetting(ImproperlyConfigured):
    """A variable in the environment that the newsroom cannot start with."""

    def __init__(self, name: str, problem: str, remedy: str) -> None:
        self.name = name
        super().__init__(f"Newsroom cannot start: {name} {problem}.\nTo fix it: {remedy}")


def text(name: str, default: str | None = None, *, remedy: str = "") -> str:
    """Return the variable as it stands, without the spaces around it."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise BadSetting(name, "is not set", remedy or f"set {name} in the environment.")
    return default


def boolean(name: str, default: bool = False) -> bool:
    """Read a yes or no; what is neither is refused, so that DEBUG=flase cannot mean yes."""
    value = text(name, "")
    if not value:
        return default
    if value.lower() in YES | NO:
        return value.lower() in YES
    raise BadSetting(name, f"is {value!r}, which is neither yes nor no", f"write {name}=1 or {name}=0.")


def integer(name: str, default: int, *, lowest: int = 0, highest: int | None = None) -> int:
    """Read a whole number between two bounds."""
    value = text(name, str(default))
    bounds = f"from {lowest} to {highest}" if highest is not None else f"from {lowest} up"
    if not value.isascii() or not value.isdigit():
        raise BadSetting(name, f"is {value!r}, not a whole number", f"write a number {bounds}.")
    if len(value) > 18 or int(value) < lowest or (highest is not None and int(value) > highest):
        raise BadSetting(name, f"is {value[:24]}, which is out of range", f"write a number {bounds}.")
    return int(value)


def words(name: str, default: list[str] | None = None) -> list[str]:
    """Read a list whose items are divided by commas."""
    return [item.strip() for item in text(name, "").split(",") if item.strip()] or list(default or [])


def hosts(name: str, default: list[str]) -> list[str]:
    """Read the host names that the site answers to: names only, no scheme and no path."""
    found = words(name, default)
    for host in found:
        if "/" in host or " " in host:
            raise BadSetting(
                name, f"holds {host!r}, which is not a host name", "write names only: news.example.org"
            )
    return found


def folder(name: str, default: Path) -> Path:
    """Read a folder's path and make it absolute, so that it does not hang on where one stands."""
    return Path(text(name, str(default))).expanduser().absolute()


def site_url(name: str, default: str | None) -> str:
    """Read the address that readers know: a scheme and a host, without a path."""
    example = "write it like https://news.example.org"
    value = text(name, default, remedy=f"{example} (canonical links, mail and cookies need it).")
    parts = split(name, value, example)
    port(name, parts)
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise BadSetting(name, "is not an http or https address", f"{example}.")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise BadSetting(name, f"is {value!r}, which has more than a host", f"{example}, with no path.")
    return f"{parts.scheme}://{parts.netloc.lower()}"


def time_zone(name: str, default: str) -> str:
    """Read the name of a time zone that this machine knows."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadSetting(
            name, f"is {value!r}, which no time zone is called", "write a name like Europe/Belgrade or UTC."
        ) from None
    return value


def language(name: str, default: str, known: list[str]) -> str:
    """Read the language of the site, one of those that Django can speak."""
    value = text(name, default).lower()
    if value not in known:
        raise BadSetting(name, f"is {value!r}, which is not available", "write a code like en-gb, de or sq.")
    return value


def mail_address(name: str, default: str) -> str:
    """Read an e-mail address, with or without a name before it."""
    value = text(name, default)
    if "@" not in parseaddr(value)[1]:
        raise BadSetting(
            name, f"is {value!r}, not an e-mail address", "write it like Desk <desk@example.org>."
        )
    return value


def contact(name: str, default: str) -> str:
    """Read where to write to: an e-mail address or a page, as an address that can be followed."""
    value = text(name, default)
    if value.startswith(("https://", "mailto:", "tel:")) and value.split() == [value]:
        return value
    address = parseaddr(value)[1]
    if "@" not in address or address.split() != [address] or ":" in address:
        raise BadSetting(
            name,
            f"is {value!r}, neither an e-mail address nor a page",
            "write it like security@example.org or https://example.org/security.",
        )
    return f"mailto:{address}"


def day(name: str) -> date | None:
    """Read a day, or none."""
    value = text(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError:
        raise BadSetting(name, f"is {value!r}, which is no day", "write it like 2027-12-31.") from None


def level(name: str, default: str) -> str:
    """Read how much is logged."""
    value = text(name, default).upper()
    if value not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
        raise BadSetting(name, f"is {value!r}, which is no level", "write DEBUG, INFO, WARNING or ERROR.")
    return value


def split(name: str, value: str, remedy: str) -> SplitResult:
    """Take an address apart; `remedy` says how one is written."""
    try:
        parts = urlsplit(value)
    except ValueError:
        raise BadSetting(name, "is not an address", f"{remedy}.") from None
    if not parts.scheme or "://" not in value:
        raise BadSetting(name, "is not an address", f"{remedy}.")
    return parts


def port(name: str, parts: SplitResult) -> int | None:
    """Return the port of an address, if it names one."""
    try:
        return parts.port
    except ValueError:
        raise BadSetting(name, "has a port that is not a number", "write it like host:5432.") from None
