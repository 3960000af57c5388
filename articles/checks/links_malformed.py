"""Links that lead nowhere."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from articles.checks.base import Check, Draft, Finding
from articles.sanitising import clean_address
from articles.text import plain_text

_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'href="([^"]*)"')
_HOST = re.compile(
    r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}(?:\.)?|xn--[\w.-]+|\d{1,3}(?:\.\d{1,3}){3}|localhost"
)


def links_in(body: str) -> Iterator[tuple[str, str]]:
    """Yield each link of a body: its address, unescaped, and its words."""
    for found in _LINK.finditer(body):
        href = _HREF.search(found[1])
        yield plain_text(href[1]) if href else "", plain_text(found[2])


class LinksMalformed(Check):
    """A link whose address no browser understands, or not as it was meant."""

    name = "links-malformed"
    label = "Every link has a proper address"
    place = "body"

    def find(self, draft: Draft) -> Iterator[Finding]:
        """Take each address apart."""
        for address, words in links_in(draft.story.body):
            if problem := _problem(address):
                yield Finding(f"The link “{words or address}” {problem}.", "Correct its address.", words)


def _problem(address: str) -> str:
    if not address:
        return "has no address"
    if address.startswith("#"):
        return "leads to a place on the page that is not there"
    if clean_address(address) is None:
        return f"has an address that is none: {address[:80]}"
    parts = urlsplit(address)
    try:
        _ = parts.port
    except ValueError:
        return f"has a port that is no number: {address[:80]}"
    if parts.scheme in ("http", "https"):
        if not _HOST.fullmatch(parts.hostname or ""):
            return f"has a host that is none: {parts.netloc[:80]}"
        if re.search(r"https?:?/", parts.path) and parts.hostname in ("http", "https", "www.http"):
            return f"has two addresses in one: {address[:80]}"
    if parts.scheme == "mailto" and not _HOST.fullmatch(parts.path.rpartition("@")[2]):
        return f"has a mail address that is none: {parts.path[:80]}"
    return ""
