"""The search engine beside the database, where there is one: asked which texts hold words, told what has changed.

The database's rows stay the truth. Whoever publishes writes a row that says of which story the engine has yet
to be told (`UntoldStory`), and the worker tells it. Until then the database answers for that story by itself,
and for everything when the engine does not answer: a page of results is right in any case.
"""

import logging
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from opensearchpy import OpenSearch, OpenSearchException

from articles.clock import clock
from articles.models.quote import PublishedQuote
from articles.models.search_entry import PublishedWords, QuoteWords, UntoldStory
from articles.search_on_opensearch import INDEX, SHAPE, searches
from articles.search_request import QUOTES, STORIES, Kept, Request

logger = logging.getLogger(__name__)

# A reader would rather be answered by the database than wait longer; whoever tells has time.
ASKING_SECONDS, TELLING_SECONDS = 0.5, 30
# After it did not answer, the engine is left alone for so long: not every reader waits for it.
REST_SECONDS = 10
# So many stories are told of at once.
PORTION = 100
# Of more stories that it has not been told of, the engine is not worth asking.
MOST_UNTOLD = 500
# So many documents are removed at once.
_MOST_REMOVED = 1000
_NAMES = {STORIES: "stories", QUOTES: "quotes"}
# Of each answer; most of the rest says the same of every text.
_WANTED = ",".join(
    f"responses.{part}" for part in ("error.reason", "timed_out", "_shards.failed", "hits.hits.sort")
)
# Of one document: written, written for the first time, not there to be removed, a newer one is there.
_IS_NEWER = 409
_AS_HOPED = (200, 201, 404, _IS_NEWER)

# It does not answer, or something else answers in its place.
FAULTS = (OpenSearchException, LookupError, TypeError, ValueError)

_resting_until = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the texts lie that the engine found, and the keys of those that it knows nothing or old things of."""

    places: list[int]
    untold: list[int]


# --- Asking ------------------------------------------------------------------------------------------


def answers(requests: Sequence[Request | None]) -> list[Answer | None]:
    """Return what the engine says to each request; nothing where there is none, or the engine does not answer."""
    nothing: list[Answer | None] = [None] * len(requests)
    asked = [request for request in requests if request is not None]
    if not asked or time.monotonic() < _resting_until:
        return nothing
    # Read first: of what changes from here on, the engine's answer is as old as this moment at most.
    untold = set(UntoldStory.objects.values_list("story_key", flat=True)[: MOST_UNTOLD + 1])
    if len(untold) > MOST_UNTOLD:
        return nothing
    try:
        found = iter(_found(asked, untold))
    except FAULTS as error:
        _rest(error)
        return nothing
    keys = _keys_in(untold, asked[0].kept)
    return [Answer(next(found), keys) if request is not None else None for request in requests]


def _found(requests: list[Request], untold: Collection[int]) -> list[list[int]]:
    """Return for each request the places of what is found, asked as one."""
    bodies = [
        (number, {"index": _alias(request.kept)}, body)
        for number, request in enumerate(requests)
        for body in searches(request, untold)
    ]
    lines = [line for _, *both in bodies for line in both]
    params = {"request_timeout": ASKING_SECONDS, "filter_path": _WANTED}
    responses = client().msearch(body=lines, params=params)["responses"]
    found: list[set[int]] = [set() for _ in requests]
    for (number, _, _), answer in zip(bodies, responses, strict=True):
        if "error" in answer or answer["timed_out"] or answer["_shards"]["failed"]:
            raise OpenSearchException(answer["error"]["reason"] if "error" in answer else "it did not finish")
        found[number].update(hit["sort"][0] for hit in answer.get("hits", {"hits": []})["hits"])
    return [sorted(places) for places in found]


def _keys_in(stories: Collection[int], kept: Kept) -> list[int]:
    if kept is STORIES or not stories:
        return sorted(stories)
    return list(PublishedQuote.objects.filter(story__in=stories).values_list("pk", flat=True))


def _rest(error: Exception) -> None:
    global _resting_until  # noqa: PLW0603  (one word for all threads of a process)
    _resting_until = time.monotonic() + REST_SECONDS
    logger.warning(
        "The search engine is left alone for %d seconds, the database answers: %s. If its index is missing,"
        " run manage.py rebuild_search_index.",
        REST_SECONDS,
        error,
    )


# --- Telling -----------------------------------------------------------------------------------------


def catch_up() -> None:
    """Tell the engine all that it has yet to be told; what it does not take waits for the next time."""
    if time.monotonic() < _resting_until:
        return
    try:
        tell_all()
    except FAULTS as error:
        _rest(error)


def tell_all() -> None:
    """Tell the engine all that it has yet to be told."""
    while tell():
        pass


def tell() -> int:
    """Tell the engine of some stories that have changed, and return of how many.

    Each document carries the moment before its text was read, and an older one never replaces a newer: so any
    number of workers may tell of one story, in whatever order they come to an end. What is refused as older
    is told again. A worker that is killed has told too much, never too little.
    """
    news = list(UntoldStory.objects.order_by("pk").values_list("pk", "story_key")[:PORTION])
    if not news:
        return 0
    make_ready()
    moment = now()
    keys = {key for _, key in news}
    refused = _write(STORIES, _documents_of_stories(keys), moment)
    refused |= _write(QUOTES, _documents_of_quotes(keys), moment)
    for kept in _NAMES:
        _remove(kept, [{"terms": {"story": sorted(keys)}}, {"range": {"told": {"lt": moment}}}])
    told = [pk for pk, key in news if key not in refused]
    UntoldStory.objects.filter(pk__in=told).delete()
    return len(told)


def now() -> int:
    """Return the moment by the clock that all workers share, in millionths of a second."""
    return int(clock().timestamp() * 1_000_000)


def make_ready() -> None:
    """Make the indexes that are not there: left to itself, the engine would make some of its own."""
    indices = client().indices
    for kept in _NAMES:
        if not indices.exists(index=_index(kept)):
            # Somebody else may make it at this moment.
            indices.create(index=_index(kept), body=INDEX, params={"ignore": 400})


def put_into_service(since: int) -> None:
    """Let readers' questions reach the indexes, in which everything live has been written since that moment."""
    indices = client().indices
    actions: list[dict[str, Any]] = []
    for kept in _NAMES:
        _remove(kept, [{"range": {"told": {"lt": since}}}])
        actions.append({"add": {"index": _index(kept), "alias": _alias(kept)}})
        actions += [{"remove_index": {"index": f"{_name(kept)}-{shape}"}} for shape in _other_shapes(kept)]
    indices.update_aliases(body={"actions": actions})


def _other_shapes(kept: Kept) -> list[int]:
    names = client().indices.get_alias(index=f"{_name(kept)}-*")
    shapes = {name.rpartition("-")[2] for name in names} - {f"{SHAPE}"}
    return sorted(int(shape) for shape in shapes if shape.isdigit())


def _documents_of_stories(keys: Collection[int]) -> Iterator[dict[str, Any]]:
    for entry in PublishedWords.objects.filter(story__in=keys):
        yield _document(entry, entry.story_id, entry.story_id)


def _documents_of_quotes(keys: Collection[int]) -> Iterator[dict[str, Any]]:
    for entry in QuoteWords.objects.filter(quote__story__in=keys).select_related("quote"):
        yield _document(entry, entry.quote_id, entry.quote.story_id)


def _document(entry: PublishedWords | QuoteWords, key: int, story: int) -> dict[str, Any]:
    kept = {name: getattr(entry, name) for name in ("place", "marks", "facets", "words")}
    return {**kept, "key": key, "story": story}


def _write(kept: Kept, documents: Iterable[dict[str, Any]], moment: int) -> set[int]:
    """Write documents; return the stories of those that were refused because a newer one is there."""
    stories, lines = [], []
    for document in documents:
        stories.append(document["story"])
        lines += [{"index": _which(kept, document["key"], moment)}, {**document, "told": moment}]
    return {story for story, status in zip(stories, _bulk(lines), strict=True) if status == _IS_NEWER}


def _remove(kept: Kept, conditions: list[dict[str, Any]]) -> None:
    """Remove the documents that are older than what the conditions say."""
    body = {"query": {"bool": {"filter": conditions}}, "size": _MOST_REMOVED, "version": True}
    while True:
        answer = client().search(index=_index(kept), body=body)
        hits = answer["hits"]["hits"]
        # The next version of what was found: what has been written since stays.
        lines = [{"delete": _which(kept, hit["_id"], hit["_version"] + 1)} for hit in hits]
        if _IS_NEWER in _bulk(lines) or len(hits) < _MOST_REMOVED:
            return


def _which(kept: Kept, key: int | str, version: int) -> dict[str, Any]:
    return {"_index": _index(kept), "_id": f"{key}", "version": version, "version_type": "external"}


def _bulk(lines: list[dict[str, Any]]) -> list[int]:
    """Do many things at once and wait until readers find them so; return the status of each."""
    if not lines:
        return []
    items = [
        next(iter(item.values())) for item in client().bulk(body=lines, params={"refresh": "true"})["items"]
    ]
    for item in items:
        if item["status"] not in _AS_HOPED:
            raise OpenSearchException(item["error"]["reason"])
    return [item["status"] for item in items]


# --- The engine --------------------------------------------------------------------------------------


@cache
def client() -> OpenSearch:
    """Return what speaks with the engine, one for all threads of a process."""
    options = {name: value for name, value in settings.SEARCH_ENGINE.items() if name != "prefix"}
    return OpenSearch(**options, timeout=TELLING_SECONDS, max_retries=0, pool_maxsize=16)


def _alias(kept: Kept) -> str:
    """Return the name by which readers' questions reach an index that is whole, and of the shape they ask of."""
    return f"{_index(kept)}-live"


def _index(kept: Kept) -> str:
    return f"{_name(kept)}-{SHAPE}"


def _name(kept: Kept) -> str:
    return f"{settings.SEARCH_ENGINE['prefix']}-{_NAMES[kept]}"
