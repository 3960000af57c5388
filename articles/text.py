"""Plain words: what a text says, how long it takes to read, and how names and addresses are made.

No Django here: text in, values out.
"""

import html
import math
import re
import unicodedata
from functools import lru_cache
from html.parser import HTMLParser

from anyascii import anyascii

WORDS_PER_MINUTE = 230
BLOCK_TAGS = frozenset(
    {"p", "h2", "h3", "li", "blockquote", "figcaption", "figure", "aside", "ul", "ol", "br"}
)

# What makes two names the same is no longer than this, as the database keeps it.
LONGEST_KEY = 300

# Characters that change how a name is shown without being seen: bidirectional controls, zero-width
# marks, fillers, selectors of variants, and the other controls and format characters.
_INVISIBLE = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufe00-\ufe0e\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
# A joiner is kept where it holds an emoji together; everywhere else it is noise.
_EMOJI = "\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
_LOOSE_JOINER = re.compile(f"(?<![{_EMOJI}\ufe0f])\u200d+|\u200d+(?![{_EMOJI}])")
_EMOJI_GLUE = re.compile("[\u200d\ufe0f]")


class _Words(HTMLParser):
    """Collect the text of an HTML fragment, one line a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BLOCK_TAGS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCK_TAGS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


# A save asks for the words of one body several times.
@lru_cache(maxsize=8)
def plain_text(body: str) -> str:
    """Return the words of an HTML body: one line a block, no markup, no blank lines."""
    parser = _Words()
    parser.feed(body)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def as_body(text: str) -> str:
    """Return plain text, blank line between paragraphs, as an HTML body."""
    paragraphs = (part.strip() for part in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{html.escape(part, quote=False)}</p>" for part in paragraphs if part)


def word_count(text: str) -> int:
    """Return the number of words in a plain text."""
    return len(text.split())


def reading_minutes(words: int) -> int:
    """Return the minutes a reader needs for so many words, never less than one."""
    return max(1, math.ceil(words / WORDS_PER_MINUTE))


def clean_name(name: str) -> str:
    r"""Return a name in one form: NFC, no invisible characters, single spaces.

    >>> clean_name("  Prishtina\u202e  Jonë ")
    'Prishtina Jonë'
    """
    visible = _INVISIBLE.sub(lambda found: " " if found.group().isspace() else "", name)
    return " ".join(unicodedata.normalize("NFC", _LOOSE_JOINER.sub("", visible)).split())


def name_key(name: str) -> str:
    """Return what makes two names the same name: compatibility form, case and spaces folded.

    Diacritics and scripts are kept apart: "Priština" and "Pristina" are near, not the same.
    """
    folded = unicodedata.normalize("NFKC", clean_name(name)).casefold()
    # Folding may bring forth new spaces, and letters that are not in their one form.
    return clean_name(_EMOJI_GLUE.sub("", unicodedata.normalize("NFKC", folded)))[:LONGEST_KEY].strip()


def address_word(text: str, *, max_length: int = 80) -> str:
    """Return a word for a web address, cut at a hyphen; empty when the text has nothing to write.

    >>> address_word("Шекеринска: “NATO remains committed”")
    'shekerinska-nato-remains-committed'
    """
    word = re.sub(r"[^a-z0-9]+", "-", anyascii(text).lower().replace("'", "")).strip("-")
    if len(word) <= max_length:
        return word
    cut = word[: max_length + 1].rsplit("-", 1)[0]
    return cut[:max_length].strip("-")
