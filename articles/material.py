"""What changed between two contents of a story that no one person may call a slip of spelling.

No Django here: two contents in (see `revisions`), words for the desk out.
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from articles.blocks import running_text
from articles.quotation.fidelity import quoted_passages
from articles.set_off import set_off_quotations
from articles.text import plain_text

Content = dict[str, Any]
# The places in which a story speaks to readers.
PLACES = ("standfirst", "body", "lead_caption", "dateline", "source", "source_note")
# Rows that are credited or quoted, and what of them is a name or somebody's words.
ROWS = {"bylines": ("author", "credited_as"), "quotes": ("text", "speaker", "role")}

_NUMBER = re.compile(r"\d+(?:[.,:/]\d+)*|%|‰")
_NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands"
    " million millions billion billions trillion half third quarter dozen dozens double triple"
    " first second fourth fifth sixth seventh eighth ninth tenth no not never none".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_END = re.compile(r"(?:^|[.!?:…\n][”\"»’)]*|[“„\"«(–—-])\s*$")
# Words that begin sentences and are nobody's name.
_BEGINNINGS = frozenset(
    "a an the this that these those it its he she they we you i his her their our my there here and but or nor so yet if"
    " when while where who what which why how as at by for from in into of on to with without after before since until"
    " during over under about between against also all any some many most more much few both each every other another"
    " such only just even still already now then today yesterday tomorrow later earlier however although though because"
    " despite instead meanwhile according".split()
)


def material_changes(before: Content, after: Content) -> list[str]:
    """Return what changed of headline, quotations, numbers and names, each in words; empty for a slip of spelling.

    A lower-case word is taken for a name nowhere. A negation counts with the numbers: “not” is as much as a figure.
    """
    found = []
    if before.get("headline", "") != after.get("headline", ""):
        found.append("the headline")
    was, now = _words(before), _words(after)
    if told := _differing(_quoted(was, before), _quoted(now, after)):
        found.append(f"a quotation ({told})")
    for what, read in (("a number", _numbers), ("a name", _names)):
        if told := _differing(read(was), read(now)):
            found.append(f"{what} ({told})")
    for rows, fields in ROWS.items():
        if _rows(before, rows, fields) != _rows(after, rows, fields):
            found.append("a credit" if rows == "bylines" else "what is known of a quotation")
    return found


def changes_words(before: Content, after: Content) -> bool:
    """Whether words that readers see differ, not only tags, section, address or how a quotation was checked."""
    places = ("headline", *PLACES, "lead_image")
    return any(before.get(name) != after.get(name) for name in places) or any(
        _rows(before, rows, fields) != _rows(after, rows, fields) for rows, fields in ROWS.items()
    )


def _words(content: Content) -> str:
    texts = (
        plain_text(content.get(name) or "") if name == "body" else content.get(name) or "" for name in PLACES
    )
    return "\n".join(texts)


def _quoted(text: str, content: Content) -> Iterator[str]:
    for passage in quoted_passages(text):
        yield " ".join(passage.text.split())
    running = running_text(content.get("body") or "")
    for start, end in set_off_quotations(running):
        yield " ".join(running.text[start:end].split())


def _numbers(text: str) -> Iterator[str]:
    yield from _NUMBER.findall(text)
    yield from (word for word in _WORD.findall(text.lower()) if word in _NUMBER_WORDS)


def _names(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        word = found[0]
        if not word[0].isupper():
            continue
        begins = _SENTENCE_END.search(text[max(0, found.start() - 4) : found.start()])
        if not begins or word.lower() not in _BEGINNINGS:
            yield word


def _differing(was: Iterator[str], now: Iterator[str]) -> str:
    before, after = Counter(was), Counter(now)
    gone, new = (list((one - other).elements()) for one, other in ((before, after), (after, before)))
    if not gone and not new:
        return ""
    shown = [", ".join(f"“{word[:60]}”" for word in words[:3]) for words in (gone, new)]
    return " → ".join(shown) if all(shown) else (f"{shown[0]} is gone" if shown[0] else f"{shown[1]} is new")


def _rows(content: Content, rows: str, fields: tuple[str, ...]) -> Counter[tuple[str, ...]]:
    return Counter(tuple(_plain(row.get(name)) for name in fields) for row in content.get(rows) or ())


def _plain(value: Any) -> str:
    """Return a value as text; of a row that is pointed to, which one it is, whatever it is called now."""
    return str(value.get("uuid")) if isinstance(value, dict) else str(value or "")
