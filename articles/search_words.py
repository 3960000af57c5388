"""Which words a story is found by, and which words somebody looks for. No Django: text in, values out.

Words are folded to plain letters and digits, so that “Jovanović”, “Јовановић” and “jovanovic” are one.
"""

import re
from collections.abc import Iterable
from typing import Any

from anyascii import anyascii

from articles.text import plain_text

LONGEST = 40
# Of one story; more different words than any text that people write.
MOST_OF_A_STORY = 20_000
MOST_ASKED = 12
_WORD = re.compile(r"[a-z0-9]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_TAG = re.compile(r"tag[0-9a-f]{32}")


def folded_words(text: str) -> list[str]:
    """Return the words of a plain text, folded, in their order.

    >>> folded_words("Шекеринска: “NATO’s 32”")
    ['shekerinska', 'natos', '32']
    """
    text = text.replace("’", "").replace("'", "")
    # Letter by letter it takes its time, and most letters of most texts are plain already.
    plain = _BEYOND_ASCII.sub(lambda found: anyascii(found[0]), text).lower()
    return [word[:LONGEST] for word in _WORD.findall(plain)]


def words_of_story(content: dict[str, Any]) -> str:
    """Return the different words of a revision's content, sorted, one space between.

    Authors and tags stand as `by…` and `tag…` with their uuid: whoever looks for a name finds the
    story by whatever they are called at that moment.
    """
    texts = [content.get(name) or "" for name in ("headline", "slug", "standfirst", "source")]
    texts.append(plain_text(content.get("body") or ""))
    texts += [quote.get("text") or "" for quote in content.get("quotes") or []]
    texts += [_named(quote.get("speaker")) for quote in content.get("quotes") or []]
    texts += [byline.get("credited_as") or "" for byline in content.get("bylines") or []]
    words = set(folded_words(" ".join(texts)))
    marks = {
        mark("by", byline["author"]["uuid"])
        for byline in content.get("bylines") or []
        if byline.get("author")
    }
    marks |= {mark("tag", tag["uuid"]) for tag in content.get("tags") or []}
    return " ".join(sorted([*sorted(words)[:MOST_OF_A_STORY], *marks]))


def with_tags(words: str, tags: Iterable[object]) -> str:
    """Return a story's words with these tags, given by their uuids, instead of those they name.

    >>> with_tags("bridge by0 tag" + "1" * 32, ["2" * 32])
    'bridge by0 tag22222222222222222222222222222222'
    """
    kept = [word for word in words.split() if not _TAG.fullmatch(word)]
    return " ".join(sorted([*kept, *{mark("tag", tag) for tag in tags}]))


def tags_of(words: str) -> set[str]:
    """Return the uuids of the tags that a story's words name, as hexadecimal digits."""
    return {word[3:] for word in words.split() if _TAG.fullmatch(word)}


def mark(noun: str, uuid: object) -> str:
    """Return the word that stands for one author or one tag."""
    return f"{noun}{str(uuid).replace('-', '')}"


def asked_words(question: str) -> list[str]:
    """Return the first words somebody looks for, each once."""
    return list(dict.fromkeys(folded_words(question[:400])))[:MOST_ASKED]


def _named(reference: dict[str, str] | None) -> str:
    return (reference or {}).get("name", "")
