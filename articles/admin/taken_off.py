"""What a person is told when markup was taken off their text."""

import re
from collections import Counter

# Another name for markup that is kept: nothing that anybody misses.
_SAME = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
# What no reader ever saw, and what is lost only when it was empty.
_OF_NO_ACCOUNT = {
    "html",
    "head",
    "body",
    "meta",
    "p",
    "br",
    "span",
    "div",
    "tr",
    "td",
    "th",
    "tbody",
    "thead",
    "font",
}
_NAMES = {
    "a": "links",
    "aside": "boxes",
    "base": "scripts",
    "embed": "frames",
    "href": "links that cannot be followed",
    "iframe": "frames",
    "img": "pictures from other places",
    "link": "style sheets",
    "object": "frames",
    "on": "scripts",
    "script": "scripts",
    "src": "pictures from other places",
    "style": "styles",
    "svg": "drawings",
    "table": "tables",
    "u": "underlining",
    "video": "videos",
}
_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9:-]{0,30})([^>]{0,2000})")
_ATTRIBUTE = re.compile(r"[\s\"'/](href|src|style|on)[a-z]*\s*=", re.IGNORECASE)


def taken_off(sent: str, kept: str) -> list[str]:
    """Return what is in the text that was sent and not in the one that was kept, in words."""
    if sent == kept:
        return []
    gone = _markup(sent) - _markup(kept)
    return sorted({_NAMES.get(name, f"“{name}”") for name in gone if name not in _OF_NO_ACCOUNT})


def _markup(text: str) -> Counter[str]:
    """Count elements, and the attributes that somebody would miss."""
    found: Counter[str] = Counter()
    for name, attributes in _TAG.findall(text):
        found[_SAME.get(name.lower(), name.lower())] += 1
        found.update(attribute.lower() for attribute in _ATTRIBUTE.findall(attributes))
    return found
