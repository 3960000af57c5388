"""The search index on OpenSearch: one document a text, told apart by the same terms that the databases keep.

The engine analyses nothing: the terms come ready, and it says which texts hold them, newest first.
"""

from collections.abc import Collection, Sequence
from typing import Any

from articles.search_request import HEADLINE, MOST, MOST_HEADLINES, Request

_TERMS = {"type": "text", "analyzer": "whitespace", "index_options": "docs", "norms": False}
_NUMBER = {"type": "long"}
# Whoever changes this counts up SHAPE, and `manage.py rebuild_search_index` makes the index anew.
SHAPE = 2
INDEX = {
    # Newest first, so that it stops when it has enough: a common word costs no more than a rare one.
    "settings": {"index": {"sort.field": "place", "sort.order": "desc"}},
    "mappings": {
        # Nobody reads a document back: what is shown comes from the database.
        "_source": {"enabled": False},
        "dynamic": "strict",
        "properties": {
            "place": _NUMBER,
            "key": _NUMBER,
            # Of a quotation: the story that it stands in.
            "story": _NUMBER,
            # When its text was read, in millionths of a second.
            "told": _NUMBER,
            "marks": _TERMS,
            "facets": _TERMS,
            "words": _TERMS,
        },
    },
}


def searches(request: Request, untold: Collection[int]) -> list[dict[str, Any]]:
    """Return the searches for the newest texts that hold all the words, but for those of stories not told of yet."""
    unwanted = [_any_of("words", word) for word in request.asked.unwanted_words]
    if untold:
        unwanted.append({"terms": {"story": sorted(untold)}})
    wanted: list[dict[str, Any]] = [{"range": {"place": {"gte": request.lowest, "lt": request.highest}}}]
    wanted += [_any_of("facets", facet) for facet in request.facets]
    parts = [("words", "", MOST), ("marks", HEADLINE, MOST_HEADLINES)][
        : 2 if request.kept.has_headlines else 1
    ]
    return [
        {
            "query": {
                "bool": {
                    "filter": [*wanted, *(_any_of(field, word, prefix) for word in request.asked.words)],
                    "must_not": unwanted,
                }
            },
            "sort": [{"place": "desc"}],
            "size": most,
            "track_total_hits": False,
            "stored_fields": "_none_",
        }
        for field, prefix, most in parts
    ]


def _any_of(field: str, word: Sequence[str], prefix: str = "") -> dict[str, Any]:
    return {"terms": {field: [f"{prefix}{form}" for form in word]}}
