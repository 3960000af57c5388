"""How many of the found texts each section, tag, author … has: counted in what the index says of each, which is bounded.

What they are called is asked of the database, so a section that was renamed is right at once. A tag that was
merged is counted as what it became, though the index learns of it only when its stories are published again.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import CharField, Value

from articles.models.content import Kind
from articles.models.tag import Tag
from articles.search_filters import FACETS, MOST_CHOSEN, NOUNS, PERIODS, SEVERAL, Narrowed
from articles.search_index import Candidate
from articles.search_request import facet_term

SHOWN = 8
# In the place of a facet: a tag that is another one now.
_MERGED = "merged"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value to narrow a search down by, and how many of the found texts have it."""

    value: str
    name: str
    times: int
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Facet:
    """One question that a search can be narrowed down by."""

    name: str
    label: str
    choices: list[Choice] = field(default_factory=list)


class _Called(NamedTuple):
    """What a value is called: in an address, and by readers."""

    slug: str
    name: str


def facets(
    found: Sequence[Candidate],
    beside: Mapping[str, Sequence[Candidate]],
    ages: Sequence[float],
    narrowed: Narrowed,
) -> list[Facet]:
    """Return what the found texts can be told apart by; `ages` tells how many seconds old each of them is.

    `beside` holds, for each facet of which something was chosen, what would be found as well if it were not. One
    query tells what the most frequent are called; another two are asked where one of all was merged.
    """
    times = _times(found, beside, {})
    called, merged = _called(times, narrowed.wanted)
    if merged:
        times = _times(found, beside, _became(merged))
        called, _ = _called(times, narrowed.wanted)
    offered = {}
    for name in SEVERAL:
        chosen = narrowed.several.get(name, [])
        choices = [
            Choice(one.slug, one.name, times[name][term], is_chosen=one.slug in chosen)
            for term, one in called[name].items()
        ]
        choices.sort(key=lambda choice: (-choice.times, choice.name, choice.value))
        offered[name] = _offered(name, choices, chosen)
    offered["when"] = _periods(ages, narrowed.chosen.get("when", ""))
    return [Facet(name, label, offered[name]) for name, label in FACETS.items() if offered[name]]


def chosen_alone(narrowed: Narrowed) -> list[Facet]:
    """Return what was chosen, by itself: where nothing was found, each of it can still be taken back."""
    made = {name: _offered(name, [], chosen) for name, chosen in narrowed.several.items()}
    if period := narrowed.chosen.get("when"):
        made["when"] = [Choice(period, PERIODS[period][0], 0, is_chosen=True)]
    return [Facet(name, label, made[name]) for name, label in FACETS.items() if made.get(name)]


# --- Counting ----------------------------------------------------------------------------------------


def _times(
    found: Sequence[Candidate], beside: Mapping[str, Sequence[Candidate]], became: Mapping[str, str]
) -> dict[str, Counter[str]]:
    """Return how many texts have each term of each facet."""
    of_all = _counted(found, became)
    times: dict[str, Counter[str]] = {}
    for name in SEVERAL:
        beginning = facet_term(name, "")
        counted = of_all + _counted(beside.get(name, ()), became)
        times[name] = Counter({term: many for term, many in counted.items() if term.startswith(beginning)})
    return times


def _counted(texts: Sequence[Candidate], became: Mapping[str, str]) -> Counter[str]:
    if not became:
        return Counter(term for text in texts for term in text.facets.split())
    # A story may have had both tags.
    return Counter(
        term for text in texts for term in {became.get(term, term) for term in text.facets.split()}
    )


def _called(
    times: Mapping[str, Counter[str]], wanted: Mapping[str, set[str]]
) -> tuple[dict[str, dict[str, _Called]], list[int]]:
    """Return what the most frequent and the chosen are called, by their terms; and which of all tags were merged."""
    called: dict[str, dict[str, _Called]] = {name: {} for name in SEVERAL}
    for kind in Kind:
        if (term := facet_term("kind", kind)) in times["kind"]:
            called["kind"][term] = _Called(kind, kind.label)
    parts = []
    for name, nouns in NOUNS.items():
        # Of equally frequent ones those that are known longest: the order in which texts come says nothing.
        most = sorted(times[name], key=lambda term: (-times[name][term], _key(term)))[:SHOWN]
        shown = {*most, *(wanted.get(name, set()) & times[name].keys())}
        parts.append(
            nouns.filter(pk__in=[_key(term) for term in shown])
            .order_by()
            .values_list(Value(name, CharField()), "pk", "slug", "name")
        )
    merged = Tag.objects.filter(pk__in=[_key(term) for term in times["tag"]], merged_into__isnull=False)
    parts.append(merged.order_by().values_list(Value(_MERGED, CharField()), "pk", "slug", "name"))
    merged_keys = []
    for name, key, slug, shown_as in parts[0].union(*parts[1:], all=True):
        if name == _MERGED:
            merged_keys.append(key)
        else:
            called[name][facet_term(name, key)] = _Called(slug, shown_as)
    return called, merged_keys


def _became(merged: Sequence[int]) -> dict[str, str]:
    rows = Tag.objects.filter(pk__in=merged).select_related("merged_into")
    return {facet_term("tag", tag.pk): facet_term("tag", tag.became().pk) for tag in rows}


def _key(term: str) -> int:
    return int(term.partition("_")[2])


# --- Offering ----------------------------------------------------------------------------------------


def _offered(facet: str, counted: Sequence[Choice], chosen: Sequence[str]) -> list[Choice]:
    """Return what was chosen, then what else there is while more may be chosen.

    What was chosen and not found stands by its address: its name may be known to nobody but the desk.
    """
    known = {choice.value for choice in counted}
    lost = [
        Choice(value, _of_an_address(facet, value), 0, is_chosen=True)
        for value in chosen
        if value not in known
    ]
    made = [choice for choice in counted if choice.is_chosen]
    others = [choice for choice in counted if not choice.is_chosen] if len(chosen) < MOST_CHOSEN else []
    return [*made, *lost, *others][:SHOWN]


def _of_an_address(facet: str, value: str) -> str:
    return Kind(value).label if facet == "kind" else value.replace("-", " ")


def _periods(ages: Sequence[float], chosen: str) -> list[Choice]:
    """Return the periods that something was found in; where one was chosen, that alone: each lies in the next."""
    return [
        Choice(period, label, times, is_chosen=period == chosen)
        for period, (label, length) in PERIODS.items()
        if (times := sum(age <= length.total_seconds() for age in ages)) and chosen in ("", period)
    ]
