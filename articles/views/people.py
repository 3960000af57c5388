"""Who is quoted: everybody from A to Z, and each person's own words, by date and by subject."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles.feeds.person import PersonFeed
from articles.models.person import Person, SpellingKind
from articles.models.quote import PublishedQuote
from articles.models.tag import Tag, TagAddress, TaggedPublishedStory
from articles.pages import readers_page
from articles.search_names import quoted_in_public
from articles.structured_data import breadcrumbs, person_profile
from articles.views.lists import listed

# Of each quotation, and of the story it stands in.
QUOTE_FIELDS = (
    "published_at",
    "uuid",
    "text",
    "role",
    "occasion",
    "place",
    "said_on",
    "medium",
    "source_url",
    "original_text",
    "original_language",
    "translator",
    "verification",
    "story__working_copy_id",
    "story__slug",
    "story__headline",
    "story__language",
)


# Letters of an index page, and how many names one shows before it asks for another letter.
LETTERS = "abcdefghijklmnopqrstuvwxyz"
MOST_NAMES = 300
MOST_LETTERS = 6
# People quoted latest are looked for in so many quotations, subjects in so many of one person's.
LATEST_QUOTES, LATEST_PEOPLE = 200, 24
SUBJECTS_LOOKED_AT, SUBJECTS = 1000, 60


def person_index(request: HttpRequest) -> HttpResponse:
    """Lead to everybody who is quoted, by the first letter of the surname, and show who was quoted latest."""
    quotes = PublishedQuote.objects.filter(speaker__isnull=False).select_related("speaker")
    newest = quotes.only("speaker__name", "speaker__slug").order_by("-published_at", "-pk")[:LATEST_QUOTES]
    latest = dict.fromkeys(quote.speaker for quote in newest)
    context = {"letters": LETTERS, "people": list(latest)[:LATEST_PEOPLE], "description": _about()}
    return readers_page(request, "articles/person_index.html", context)


def person_letters(request: HttpRequest, letters: str) -> HttpResponse:
    """List the people whose surname begins with these letters; where they are too many, ask for one letter more."""
    if len(letters) > MOST_LETTERS or not set(letters) <= set(LETTERS):
        raise Http404("No such part of the index.")
    named = Person.objects.current().filter(sorted_as__gte=letters, sorted_as__lt=f"{letters}~")
    people = list(
        named.filter(quoted_in_public()).only("name", "slug").order_by("sorted_as", "pk")[: MOST_NAMES + 1]
    )
    context = {
        "letters": LETTERS,
        "chosen": letters,
        "people": people[:MOST_NAMES],
        "description": _about(),
        "has_more": len(people) > MOST_NAMES and len(letters) < MOST_LETTERS,
    }
    return readers_page(request, "articles/person_index.html", context)


def person_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """List what somebody said, newest first; nobody is shown before they were quoted in public."""
    tagged = TaggedPublishedStory.objects.filter(content_object__quotes__speaker=OuterRef("pk"))
    person = get_object_or_404(Person.objects.annotate(has_subjects=Exists(tagged)), slug=slug)
    if person.merged_into_id:
        return _merged(person.became(), "articles:person-detail")
    context = _said(request, person, PublishedQuote.objects.filter(speaker=person))
    positions, spellings = (
        list(person.positions.all()),
        list(person.spellings.exclude(kind=SpellingKind.MISSPELLING)),
    )
    held = next((str(position) for position in positions if not position.ends_on), "")
    names = [spelling.name for spelling in spellings]
    context |= {
        "positions": positions,
        "spellings": spellings,
        "structured": [
            person_profile(person, other_names=names, position=held),
            breadcrumbs(
                ("People quoted", reverse("articles:person-index")), (person.name, person.get_absolute_url())
            ),
        ],
    }
    return readers_page(request, "articles/person_detail.html", context)


def person_feed(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    """Answer with the newest quotations; whoever turned out to be another is followed under that one's address."""
    person = get_object_or_404(Person, slug=slug)
    if person.merged_into_id:
        return _merged(person.became(), f"articles:person-feed-{form}")
    return PersonFeed(form)(request, person=person)


def person_subjects(request: HttpRequest, slug: str) -> HttpResponse:
    """List the subjects somebody spoke on, by how often."""
    person = get_object_or_404(Person, slug=slug)
    if person.merged_into_id:
        return _merged(person.became(), "articles:person-subjects")
    stories = PublishedQuote.objects.filter(speaker=person).order_by("-published_at", "-pk").values("story")
    tagged = TaggedPublishedStory.objects.filter(content_object__in=stories[:SUBJECTS_LOOKED_AT])
    counted = (
        tagged.values("tag__name", "tag__slug")
        .annotate(stories=Count("pk"))
        .order_by("-stories", "tag__name")
    )
    subjects = list(counted[:SUBJECTS])
    if not subjects:
        raise Http404("Nothing published yet.")
    context = {
        "person": person,
        "subjects": subjects,
        "description": f"What {person.name} spoke on, by subject.",
    }
    return readers_page(request, "articles/person_subjects.html", context)


def person_on_subject(request: HttpRequest, slug: str, subject: str) -> HttpResponse:
    """List what somebody said in stories about one subject, newest first."""
    asked_for = get_object_or_404(Person, slug=slug)
    person, tag = asked_for.became(), _subject(subject)
    quotes = PublishedQuote.objects.filter(speaker=person, story__tagged__tag=tag)
    if (person.slug, tag.slug) != (slug, subject) and quotes.exists():
        return HttpResponsePermanentRedirect(
            reverse("articles:person-on-subject", args=[person.slug, tag.slug])
        )
    context = _said(request, person, quotes) | {"subject": tag}
    return readers_page(request, "articles/person_detail.html", context)


def _subject(slug: str) -> Tag:
    """Return the tag that has or had an address, as it is now.

    Raises:
        Http404: when none ever had it.
    """
    tag = Tag.objects.filter(slug=slug).first()
    if tag is None:
        tag = get_object_or_404(TagAddress.objects.select_related("tag"), slug=slug).tag
    return tag.became()


def _about() -> str:
    return f"Everybody {settings.SITE_NAME} quotes, from A to Z, each with what they said."


def _said(request: HttpRequest, person: Person, quotes: QuerySet[PublishedQuote]) -> dict[str, Any]:
    page = listed(request, quotes.select_related("story").only(*QUOTE_FIELDS), "id")
    if not page.rows:
        raise Http404("Nothing published yet.")
    # Stories newest first, and what was said in one story in the order it was said.
    stories = [(story, list(said)[::-1]) for story, said in groupby(page.rows, lambda quote: quote.story)]
    about = f"What {person.name} said, in their own words, with the occasion and the story."
    return {
        "person": person,
        "page": page,
        "stories": stories,
        "description": f"{about} {person.description}".strip(),
    }


def _merged(person: Person, view: str) -> HttpResponse:
    """Lead from the address of somebody who turned out to be another, if readers know that one."""
    if not PublishedQuote.objects.filter(speaker=person).exists():
        raise Http404("Nothing published yet.")
    return HttpResponsePermanentRedirect(reverse(view, args=[person.slug]))
