"""Which markup a story's body may hold. Everything else is taken off, its words kept.

Sanitised when saved and once more when published. No Django here: text in, text out.
"""

import html
import re
from itertools import islice
from urllib.parse import urlsplit

import nh3

from articles.text import as_body

# Documented limit: about 300,000 words. A longer body is refused by the form, with the text kept.
MAX_BODY_LENGTH = 2_000_000
# Nobody writes so many tags and character references by hand, nor so many inside one another, and what
# parsing them costs grows with their square. Beyond it words and paragraphs are kept, markup is not.
MAX_MARKS = 25_000
MAX_DEPTH = 100
# Markup that was bent so that it parses differently each time is not worth more tries.
TRIES = 5

ALLOWED: dict[str, set[str]] = {
    "p": set(),
    "h2": set(),
    "h3": set(),
    "ul": set(),
    "ol": {"start"},
    "li": set(),
    "blockquote": set(),
    "a": {"href"},
    "strong": set(),
    "em": set(),
    "br": set(),
    "figure": set(),
    "figcaption": set(),
    "img": {"src", "alt", "width", "height"},
    "aside": {"class"},
}
# Old names for the same thing, kept by the sanitiser and then renamed.
_RENAMED = {"b": "strong", "i": "em", "h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3"}
# Not words: taken off with everything inside.
_DROPPED_WHOLE = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "object",
    "svg",
    "math",
    "title",
    "textarea",
}

PULL_QUOTE_CLASS = "pull-quote"
IMAGE_PREFIX = "/media/"

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
_NUMBER = re.compile(r"\d{1,5}")
_TAG_NAME = re.compile(r"<(/?)(" + "|".join(_RENAMED) + r")>")
# What must not be empty, and what has no end of its own.
_BLOCKS = {"p", "h2", "h3", "blockquote", "aside", "figcaption"}
_VOID = {"br", "img"}
# In what the cleaner returns no attribute holds a "<" or a ">".
_TAG = re.compile(r"<(/?)([a-z0-9]+)[^<>]*>")
_MARK = re.compile(r"<[a-zA-Z/]|&")
# Taken off, but two words that stood in two of them are not one word.
_PARTS = r"(?:address|article|caption|dd|div|dl|dt|footer|header|main|nav|pre|section|table|td|th|tr)\b"
_APART = re.compile(rf"(?<!\s)(?=</{_PARTS})|(?<![\s>])(?=<{_PARTS})", re.IGNORECASE)
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_PARAGRAPH_END = re.compile(r"</?(?:p|h[1-6]|li|blockquote|figcaption|aside|div|br)\b[^<>]*>", re.IGNORECASE)


def clean_address(address: str) -> str | None:
    """Return a link that readers may follow, or None.

    Allowed are http and https with a host and no user name, mailto, addresses on this site that
    begin with a single slash, and places on the same page.
    """
    address = _CONTROL.sub("", address).strip().replace(" ", "%20")
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if "\\" in address:
        return None
    if parts.scheme in ("http", "https"):
        return address if host and "@" not in parts.netloc else None
    if parts.scheme == "mailto":
        return address if "@" in parts.path else None
    on_this_site = not parts.scheme and not parts.netloc and address.startswith(("/", "#"))
    return address if on_this_site and not address.startswith("//") else None


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return clean_address(value)
    if name == "src":
        return value if value.startswith(IMAGE_PREFIX) and ".." not in value else None
    if name == "class":
        return value if value == PULL_QUOTE_CLASS else None
    if name in ("width", "height", "start"):
        return value if _NUMBER.fullmatch(value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags={*ALLOWED, *_RENAMED},
    clean_content_tags=_DROPPED_WHOLE,
    # Without the star, the cleaner lets "lang" and "title" through everywhere.
    attributes={**ALLOWED, "*": set()},
    attribute_filter=_attribute,
    url_schemes={"http", "https", "mailto"},
    strip_comments=True,
    link_rel=None,
)


def clean_body(body: str) -> str:
    """Return an HTML body with only the allowed markup; cleaning twice changes nothing more."""
    body = _APART.sub(" ", _NOT_TEXT.sub("", body))
    for _ in range(TRIES):
        cleaned = _cleaned_once(body) if _is_parsable(body) else None
        if cleaned is None:
            break
        if cleaned == body:
            return body
        # Read it again, as a browser will: what changes meaning when it is read twice is hostile.
        body = cleaned
    return _words_only(body)


def _is_parsable(body: str) -> bool:
    return next(islice(_MARK.finditer(body), MAX_MARKS, None), None) is None


def _cleaned_once(body: str) -> str | None:
    cleaned = _CLEANER.clean(body)
    return _without_empty_blocks(_TAG_NAME.sub(lambda found: f"<{found[1]}{_RENAMED[found[2]]}>", cleaned))


def _without_empty_blocks(cleaned: str) -> str | None:
    """Return the markup without blocks that hold neither words nor a picture; None if it is too deep."""
    parts: list[str] = []
    # Where each open element begins in `parts`, and how much there was to read before it.
    open_elements: list[tuple[int, int]] = []
    to_read = position = 0
    for tag in _TAG.finditer(cleaned):
        text = cleaned[position : tag.start()]
        position = tag.end()
        closes, name = tag[1], tag[2]
        to_read += name == "img" or bool(text.replace("&nbsp;", "").strip())
        parts.append(text)
        if closes and open_elements:
            begin, before = open_elements.pop()
            if name in _BLOCKS and to_read == before:
                del parts[begin:]
                continue
        elif name not in _VOID:
            open_elements.append((len(parts), to_read))
            if len(open_elements) > MAX_DEPTH:
                return None
        parts.append(tag[0])
    return "".join([*parts, cleaned[position:]]).strip()


def _words_only(body: str) -> str:
    words = html.unescape(re.sub(r"<[^<>]*>", "", _PARAGRAPH_END.sub("\n\n", body)))
    plain = as_body(_NOT_TEXT.sub("", words))
    return _CLEANER.clean(plain) if _is_parsable(plain) else plain
