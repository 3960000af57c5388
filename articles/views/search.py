"""The search: one page for stories and quotations, and what is suggested while somebody types."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.urls import reverse

from articles.models.published import PublishedStory
from articles.page_cache import NOT_KEPT, asked
from articles.pages import readers_page
from articles.search import MOST_PAGES, PAGE_SIZE, Results, search, suggest
from articles.search_facets import Choice
from articles.search_filters import PARAMETERS, SEVERAL, together, values_of
from articles.search_names import moved

LATEST = 6
QUOTES = "quotes"
_NUMBER = re.compile(r"[1-9]\d{0,2}", re.ASCII)


def search_page(request: HttpRequest) -> HttpResponse:
    """Show what answers a question; without one, offer the sections and the latest."""
    given = asked(request)
    quotes = given.get("tab") == QUOTES
    question = given.get("q", "").strip()
    if not question:
        latest = PublishedStory.objects.newest_first().as_cards()[:LATEST]
        return readers_page(request, "articles/search.html", {"latest": latest, "in_quotes": quotes})
    number = _page_number(given)
    results = search(question, given, quotes=quotes, number=number)
    if not results.times and (now := moved(results.narrowed.several)):
        tab = {"tab": QUOTES} if quotes else {}
        renamed = {name: together(slugs) for name, slugs in now.items()}
        return HttpResponsePermanentRedirect(
            _address({"q": question, **tab, **results.narrowed.chosen, **renamed})
        )
    if number > max(results.pages, 1):
        raise Http404("There are no more results.")
    response = readers_page(
        request, "articles/search.html", {"results": results, "in_quotes": quotes, **_links(results, quotes)}
    )
    # There are as many questions as readers: no cache should fill with them.
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def search_suggestions(request: HttpRequest) -> HttpResponse:
    """Answer what may be meant by what somebody has typed so far, for `search.js`."""
    found = suggest(asked(request).get("q", "")[:100])
    response = JsonResponse(
        {"suggestions": [{"text": one.text, "kind": one.kind, "address": one.address} for one in found]}
    )
    response.headers["Cache-Control"] = NOT_KEPT
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _page_number(given: Mapping[str, str]) -> int:
    wanted = given.get("page", "1")
    if not _NUMBER.fullmatch(wanted) or int(wanted) > MOST_PAGES:
        raise Http404("There is no such page of results.")
    return int(wanted)


def _links(results: Results, quotes: bool) -> dict[str, Any]:
    """Return every address to which a page of results leads."""
    question, chosen = results.asked.text, results.narrowed.chosen
    tab = {"tab": QUOTES} if quotes else {}
    here: dict[str, str] = {"q": question, **tab, **chosen}
    offered = [
        (facet.label, [(choice, _address(_toggled(here, facet.name, choice))) for choice in facet.choices])
        for facet in results.facets
    ]
    number = results.number
    without = results.asked.without_exclusions
    return {
        "facets": offered,
        "chosen": [
            *((choice.name, address) for _, made in offered for choice, address in made if choice.is_chosen),
            *_days(here),
        ],
        "tabs": [
            ("Stories", _address({"q": question}), not quotes),
            ("Quotations", _address({"q": question, "tab": QUOTES}), quotes),
        ],
        "everything": _address({"q": question, **tab}) if chosen else "",
        "without_exclusions": _address({"q": without, **tab, **chosen})
        if results.asked.unwanted and without
        else "",
        "single_words": _single_words(results, tab),
        "hidden": [(name, value) for name, value in here.items() if name not in {"q", "from", "to"}],
        "newer": _address(here | ({"page": str(number - 1)} if number > 2 else {})) if number > 1 else "",
        "older": _address({**here, "page": str(number + 1)}) if number < results.pages else "",
        "first_number": (number - 1) * PAGE_SIZE + 1,
    }


def _days(here: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the days between which was looked, each with the address that does without it."""
    return [
        (f"{word} {here[name]}", _address({other: text for other, text in here.items() if other != name}))
        for name, word in (("from", "From"), ("to", "Until"))
        if name in here
    ]


def _single_words(results: Results, tab: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return each word of a question that found nothing, to be looked for alone."""
    words = list(dict.fromkeys(results.asked.without_exclusions.replace('"', " ").split()))
    if results.times or len(words) < 2:
        return []
    return [(word, _address({"q": word, **tab})) for word in words[:6]]


def _toggled(here: Mapping[str, str], facet: str, choice: Choice) -> dict[str, str]:
    """Return the parameters with a choice made besides the others of its facet, or taken back."""
    made = set(values_of(here[facet])) if facet in SEVERAL and facet in here else set()
    text = together(made ^ {choice.value}) if facet in SEVERAL or not choice.is_chosen else ""
    changed = {**here, facet: text}
    return {name: changed[name] for name in ("q", "tab", *PARAMETERS) if changed.get(name)}


def _address(parameters: Mapping[str, str]) -> str:
    return f"{reverse('articles:search')}?{urlencode(parameters, safe=',')}"
