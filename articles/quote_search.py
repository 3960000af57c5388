"""Searching what was said, until the newsroom's own search is there: people by name, words in the newest quotations.

Bounded on purpose: people are found by an index of folded names, words in the newest MOST quotations.
"""

from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef

from articles.models.name_key import NameKey, name_keys
from articles.models.person import Person
from articles.models.quote import PublishedQuote
from articles.text import clean_name

LONGEST_QUESTION = 100
MOST_WORDS = 8
MOST = 20_000
SHOWN, PEOPLE_SHOWN = 50, 8


@dataclass(frozen=True, slots=True)
class Found:
    """What was found: people of that name, and quotations that hold all of the words, newest first."""

    asked: str = ""
    people: list[Person] = field(default_factory=list)
    quotes: list[PublishedQuote] = field(default_factory=list)
    # Whether there are more quotations than are shown.
    has_more: bool = False


def search_quotes(question: str) -> Found:
    """Return what readers may see that answers a question, in two queries."""
    asked = clean_name(question[:LONGEST_QUESTION])
    words = [word for word in asked.split() if any(letter.isalnum() for letter in word)][:MOST_WORDS]
    if not words:
        return Found(asked)
    newest = PublishedQuote.objects.order_by("-published_at", "-pk").values("pk")[:MOST]
    rows = PublishedQuote.objects.filter(pk__in=newest).select_related("story", "speaker")
    for word in words:
        rows = rows.filter(text__icontains=word.strip("“”\"'«»„‚‘’,.;:!?"))
    quotes = list(
        rows.defer("story__body", "story__head_html", "story__article_html").order_by("-published_at", "-pk")[
            : SHOWN + 1
        ]
    )
    return Found(asked, _people(asked), quotes[:SHOWN], len(quotes) > SHOWN)


def _people(asked: str) -> list[Person]:
    keys = {key for key, _ in name_keys([asked])}
    named = NameKey.objects.filter(key__in=keys).values("person")
    return list(
        Person.objects.current()
        .filter(quoted_in_public(), pk__in=named)
        .order_by("sorted_as", "pk")[:PEOPLE_SHOWN]
    )


def quoted_in_public() -> Exists:
    """Return the condition that readers can see something a person said."""
    return Exists(PublishedQuote.objects.filter(speaker=OuterRef("pk")))
