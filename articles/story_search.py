"""Finding working copies by their words: what is kept for it, and the query of each database.

All words have to be there; one of three letters and more may be the beginning of a longer one. What
is found are the newest stories only, so that a common word costs no more than a rare one.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db import connection
from django.db.models import Q

from articles.models.author import Author
from articles.models.story_words import StoryWords
from articles.models.tag import Tag, TaggedStory
from articles.search_words import asked_words, mark, with_tags, words_of_story

# So many stories are found, the newest; more than anybody looks through.
MOST = 1000
# So many authors, and so many tags, may be meant by one word.
MOST_NAMES = 20
SHORTEST_BEGINNING = 3

# A tag's own name, and those of what it was merged into.
_BECAME = ("slug", "merged_into__slug", "merged_into__merged_into__slug")

_FOUND_ON_SQLITE = (
    "SELECT rowid FROM articles_storywords_fts WHERE articles_storywords_fts MATCH %s"
    " ORDER BY rowid DESC LIMIT %s"
)
_FOUND_ON_POSTGRESQL = (
    "SELECT story_id FROM articles_storywords WHERE vector @@ %s::tsquery ORDER BY story_id DESC LIMIT %s"
)


def keep_words(contents: Iterable[tuple[int, dict[str, Any]]]) -> None:
    """Keep the words of stories, each given as its key and the content of its newest revision."""
    StoryWords.objects.bulk_create(
        [StoryWords(story_id=pk, words=words_of_story(content)) for pk, content in contents],
        update_conflicts=True,
        unique_fields=["story"],
        update_fields=["words"],
    )


def keep_tags(stories: Sequence[int]) -> None:
    """Let stories, given by their keys, be found by the tags they carry now; their other words stay."""
    tags = defaultdict(list)
    carried = TaggedStory.objects.filter(content_object__in=stories).values_list(
        "content_object", "tag__uuid"
    )
    for story, tag in carried.order_by():
        tags[story].append(tag)
    changed = []
    for row in StoryWords.objects.filter(story__in=stories):
        words = with_tags(row.words, tags[row.story_id])
        if words != row.words:
            row.words = words
            changed.append(row)
    StoryWords.objects.bulk_update(changed, ["words"], batch_size=100)


def matching(question: str) -> list[int] | None:
    """Return the keys of the stories that answer a question, by three queries; None when nothing was asked."""
    words = asked_words(question)
    if not words:
        return None
    names = _names_like(words)
    if connection.vendor == "postgresql":
        asked = " & ".join(f"({' | '.join([_on_postgresql(word), *names[word]])})" for word in words)
        query = _FOUND_ON_POSTGRESQL
    else:
        asked = " AND ".join(f"({' OR '.join([_on_sqlite(word), *names[word]])})" for word in words)
        query = _FOUND_ON_SQLITE
    with connection.cursor() as cursor:
        cursor.execute(query, [asked, MOST])
        return [pk for (pk,) in cursor.fetchall()]


def _on_sqlite(word: str) -> str:
    return f'"{word}"*' if len(word) >= SHORTEST_BEGINNING else f'"{word}"'


def _on_postgresql(word: str) -> str:
    return f"'{word}':*" if len(word) >= SHORTEST_BEGINNING else f"'{word}'"


def _names_like(words: list[str]) -> dict[str, list[str]]:
    """Return for each word the marks of the authors and tags that are called so now, by two queries."""
    long = [word for word in words if len(word) >= SHORTEST_BEGINNING]
    found: dict[str, list[str]] = {word: [] for word in words}
    if not long:
        return found
    # A story that was saved before its tag was merged bears the mark of the old one.
    for noun, model, names in (("by", Author, ("slug",)), ("tag", Tag, _BECAME)):
        called = reduce(
            or_,
            (
                Q(**{f"{name}__startswith": word}) | Q(**{f"{name}__contains": f"-{word}"})
                for word in long
                for name in names
            ),
        )
        rows = model._default_manager.filter(called).order_by("pk").values_list("uuid", *names)
        for uuid, *slugs in rows[: MOST_NAMES * len(long)]:
            for word in long:
                if any(f"-{word}" in f"-{slug}" for slug in slugs):
                    found[word].append(mark(noun, uuid))
    return found
