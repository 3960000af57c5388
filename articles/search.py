"""The readers' search: a question in, a page of what is published out, in a handful of queries whatever was asked."""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from articles import search_index
from articles.models.published import CARD_FIELDS, PublishedStory
from articles.models.quote import PublishedQuote
from articles.search_entries import moment_of
from articles.search_facets import Facet, chosen_alone, facets
from articles.search_filters import Narrowed
from articles.search_index import Candidate
from articles.search_names import Name, beginning, called, near
from articles.search_ranking import answering, ranked
from articles.search_request import HEADLINE, MOST, QUOTES, STORIES
from articles.search_snippets import Piece, marked, passage
from articles.search_terms import Asked, read, unfinished
from articles.text import address_word

PAGE_SIZE = 10
# Nobody looks further; a page is a number, because what is found has one order for everybody.
MOST_PAGES = MOST // PAGE_SIZE
SUGGESTIONS = 8
# Fewer letters begin too many words.
LEAST_LETTERS = 2
PAGES = ("story__body", "story__head_html", "story__article_html")


@dataclass(frozen=True, slots=True)
class FoundStory:
    """A story that was found, with what it was found by marked."""

    story: PublishedStory
    headline: list[Piece]
    passage: list[Piece]


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """A quotation that was found."""

    quote: PublishedQuote
    words: list[Piece]


@dataclass(slots=True)
class Results:
    """One page of what was found."""

    asked: Asked
    narrowed: Narrowed
    number: int = 1
    stories: list[FoundStory] = field(default_factory=list)
    quotes: list[FoundQuote] = field(default_factory=list)
    facets: list[Facet] = field(default_factory=list)
    # Called as was asked; or near it, when nothing was found.
    names: list[Name] = field(default_factory=list)
    times: int = 0
    # Whether there are more, which were not looked at: the oldest of them.
    has_more: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return min(-(-self.times // PAGE_SIZE), MOST_PAGES)


def search(question: str, given: Mapping[str, str], *, quotes: bool = False, number: int = 1) -> Results:
    """Return a page of the stories or quotations that answer a question, best first."""
    asked, narrowed = read(question), Narrowed(given)
    results = Results(asked, narrowed, number)
    if not asked.wanted:
        return results
    kept = QUOTES if quotes else STORIES
    # Beside what was chosen, the newest of all that hold the words: among these it is counted what else could be.
    wanted = narrowed.wanted
    narrowings: list[Collection[Collection[str]]] = [wanted.values(), ()] if wanted else [()]
    every = search_index.candidates(kept, asked, narrowings, since=narrowed.since, until=narrowed.until)
    results.has_more = every[0].has_more
    now = time.time()

    def age(text: Candidate) -> float:
        return now - moment_of(text.place)

    found, *newest = (answering(texts, asked) for texts, _ in every)
    found = ranked(found, asked, mark=HEADLINE, age=age)
    results.times = len(found)
    keys = [text.key for text in found]
    if not found:
        # Then what was chosen is to be taken back.
        results.facets = chosen_alone(narrowed)
        results.names = near(asked.without_exclusions.split()) if not narrowed.chosen else []
        return results
    beside = _beside(wanted, found, [text for texts in newest for text in texts])
    results.facets = facets(found, beside, [age(text) for text in found], narrowed)
    shown = keys[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    if quotes:
        results.quotes = _quotes(shown, asked)
    else:
        results.stories = _stories(shown, asked)
    if number == 1 and not narrowed.chosen:
        results.names = called(asked.without_exclusions)
    return results


def _beside(
    wanted: Mapping[str, set[str]], found: list[Candidate], newest: list[Candidate]
) -> dict[str, list[Candidate]]:
    """Return, for each facet of which something was chosen, what would be found as well if nothing were chosen there.

    That is, of the newest texts that hold the words, what the other facets let through.
    """
    known = {text.key for text in found}
    beside: dict[str, list[Candidate]] = {name: [] for name in wanted}
    for text in newest:
        terms = text.facets.split()
        unmet = [name for name, these in wanted.items() if these.isdisjoint(terms)]
        if text.key not in known and len(unmet) < 2:
            for name in unmet or wanted:
                beside[name].append(text)
    return beside


def _stories(keys: list[int], asked: Asked) -> list[FoundStory]:
    rows = PublishedStory.objects.select_related("section").only(
        *(name for name in CARD_FIELDS if not name.startswith("lead_")), "body"
    )
    found, wanted = rows.in_bulk(keys), asked.terms
    # A story that was withdrawn a moment ago is not there any more.
    stories = [found[key] for key in keys if key in found]
    return [
        FoundStory(
            story,
            marked(story.headline, story.language, wanted),
            passage(f"{story.body}", story.language, wanted)
            or marked(story.standfirst, story.language, wanted),
        )
        for story in stories
    ]


def _quotes(keys: list[int], asked: Asked) -> list[FoundQuote]:
    rows = PublishedQuote.objects.select_related("story", "speaker").defer(*PAGES)
    found, wanted = rows.in_bulk(keys), asked.terms
    quotes = [found[key] for key in keys if key in found]
    return [FoundQuote(quote, marked(quote.text, quote.story.language, wanted)) for quote in quotes]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be meant, with its page."""

    text: str
    kind: str
    address: str


def suggest(typed: str) -> list[Suggestion]:
    """Return what somebody may be about to ask for, by two queries: names that begin so, and headlines."""
    if len(address_word(typed)) < LEAST_LETTERS:
        return []
    names = [Suggestion(name.name, name.noun, name.address) for name in beginning(typed)]
    stories = [
        Suggestion(story.headline, "Story", story.get_absolute_url()) for story in _stories_headed(typed)
    ]
    return [*names[: SUGGESTIONS - len(stories)], *stories]


def _stories_headed(typed: str) -> list[PublishedStory]:
    """Return the newest stories whose headline holds what was typed, the last word being the beginning of one."""
    words = unfinished(typed)
    keys = search_index.headed(words) if words else []
    rows = PublishedStory.objects.filter(pk__in=keys).only("slug", "headline", "published_at")
    # Two stories of one headline are one to somebody who types.
    return list({row.headline: row for row in rows.order_by("-published_at", "-pk")}.values())
