"""People who may be one person: suggested, looked at side by side, merged, parted again."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import merging, people, permissions
from articles.admin.desk_page import desk_page
from articles.admin.refused import refuse
from articles.models import Person, PersonMerge
from articles.people import MOST_NEAR

JOURNAL_SHOWN = 50


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
        suggestions=merging.suggest_merges(),
        journal=journal,
    )


def merge(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show what would move from one person to another, and move it."""
    permissions.check_merge_people(request.user)
    person = _person(person_id)
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


def _decide(request: HttpRequest) -> None:
    verb, _, about = request.POST.get("do", "").partition(" ")
    try:
        if verb == "apart":
            one, other = (_person(pk) for pk in about.split("-"))
            merging.keep_apart(one, other, by=request.user)
            messages.success(request, f"“{one}” and “{other}” are two people; they are not suggested again.")
        elif verb == "undo":
            journal = PersonMerge.objects.filter(pk=int(about)).first()
            if journal is None:
                raise Http404
            merging.undo_merge(journal, by=request.user)
            messages.success(request, f"“{journal.person}” and “{journal.into}” are two people again.")
    except merging.MergeNotPossible as problem:
        refuse(request, problem)
    except (ValueError, OverflowError):
        messages.error(request, "There is no such button. Nothing was done.")


def _person(pk: int | str) -> Person:
    try:
        return get_object_or_404(Person, pk=int(pk))
    except (ValueError, OverflowError):
        raise Http404 from None


def _chosen(sent: str) -> Person | None:
    if not (sent.isascii() and sent.isdecimal() and len(sent) < 19):
        return None
    return Person.objects.current().filter(pk=int(sent)).first()


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
    counts = {
        "quotes in working copies": person.quotes.count(),
        "quotes that readers see": person.publishedquotes.count(),
        "spellings of the name": person.spellings.count() + 1,
        "positions": person.positions.count(),
    }
    return [{"what": what, "count": count} for what, count in counts.items()]
