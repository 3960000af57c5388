"""People who may be one person: suggested, looked at side by side, merged, parted again."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import merging, people, permissions
from articles.admin.desk_page import desk_page
from articles.admin.refused import refuse
from articles.keys import sent_key
from articles.models import Person, PersonMerge
from articles.people import MOST_NEAR

JOURNAL_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may be somebody else, and by what one tells."""

    person: Person
    quotes: int
    positions: list[str]


def alike(request: HttpRequest) -> HttpResponse:
    """Show who may be the same person, and the journal of merges; keep two apart, or undo a merge."""
    permissions.check_merge_people(request.user)
    if request.method == "POST":
        _decide(request)
        return HttpResponseRedirect(reverse("admin:articles_person_alike"))
    journal = PersonMerge.objects.select_related("person", "into", "undone_by")[:JOURNAL_SHOWN]
    return desk_page(
        request,
        "admin/articles/person/alike.html",
        Person,
        title="May be the same person",
        pairs=_side_by_side(merging.suggest_merges()),
        journal=journal,
    )


def merge(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show what would move from one person to another, and move it."""
    permissions.check_merge_people(request.user)
    person = get_object_or_404(Person, pk=person_id)
    into = _chosen(request.POST.get("into") or request.GET.get("into", ""))
    if request.method == "POST" and into is not None:
        try:
            merging.merge(
                person, into, by=request.user, note=" ".join(request.POST.get("note", "").split())[:400]
            )
        except merging.MergeNotPossible as problem:
            refuse(request, problem)
        else:
            messages.success(
                request, f"“{person}” is now “{into}”. It can be undone under “May be the same person”."
            )
            return HttpResponseRedirect(reverse("admin:articles_person_change", args=[into.pk]))
    asked = " ".join(request.GET.get("q", "").split())[:120]
    return desk_page(
        request,
        "admin/articles/person/merge.html",
        Person,
        title=f"Merge {person}",
        person=person,
        into=into,
        asked=asked,
        candidates=_like(person, asked),
        moving=_moving(person) if into else [],
        names=[person.name, *(spelling.name for spelling in person.spellings.all())],
    )


def _side_by_side(suggestions: Iterable[merging.MergeSuggestion]) -> list[tuple[Candidate, Candidate]]:
    """Return each pair with what is known of both, in two queries for all of them."""
    pairs = [(suggestion.one.pk, suggestion.other.pk) for suggestion in suggestions]
    people = Person.objects.filter(pk__in={pk for pair in pairs for pk in pair})
    known = {
        person.pk: Candidate(person, person.quoted, [str(position) for position in person.positions.all()])
        for person in people.annotate(quoted=Count("quotes")).prefetch_related("positions")
    }
    return [(known[one], known[other]) for one, other in pairs]


def _decide(request: HttpRequest) -> None:
    verb, _, about = request.POST.get("do", "").partition(" ")
    try:
        if verb == "apart":
            one, other = (get_object_or_404(Person, pk=sent_key(pk)) for pk in about.split("-"))
            merging.keep_apart(one, other, by=request.user)
            messages.success(request, f"“{one}” and “{other}” are two people; they are not suggested again.")
        elif verb == "undo":
            journal = get_object_or_404(PersonMerge, pk=sent_key(about))
            merging.undo_merge(journal, by=request.user)
            messages.success(request, f"“{journal.person}” and “{journal.into}” are two people again.")
    except merging.MergeNotPossible as problem:
        refuse(request, problem)
    except ValueError:
        messages.error(request, "There is no such button. Nothing was done.")


def _chosen(sent: str) -> Person | None:
    return Person.objects.current().filter(pk=sent_key(sent)).first()


def _like(person: Person, asked: str) -> list[Person]:
    """Return who may be meant: by what was typed, else by names that fold alike."""
    if asked:
        return list(
            Person.objects.current().filter(name__icontains=asked).exclude(pk=person.pk)[: MOST_NEAR * 2]
        )
    bearers = people.bearers([person.name])[person.name]
    found = [*([bearers.exact] if bearers.exact else []), *bearers.near]
    return [one for one in dict.fromkeys(found) if one.pk != person.pk]


def _moving(person: Person) -> list[dict[str, Any]]:
    """Return what goes along: what it is, and how many of it."""
    counts = [
        (person.quotes.count(), "quote in working copies", "quotes in working copies"),
        (person.publishedquotes.count(), "quote that readers see", "quotes that readers see"),
        (person.spellings.count() + 1, "spelling of the name", "spellings of the name"),
        (person.positions.count(), "position", "positions"),
    ]
    return [{"what": one if count == 1 else many, "count": count} for count, one, many in counts]
