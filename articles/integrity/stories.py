"""Stories: each with everything around it, read in portions of a dozen queries, and every rule about one story."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import Prefetch

from articles.models import (
    Address,
    Byline,
    Copy,
    PictureInText,
    PublicChange,
    PublishedByline,
    PublishedQuote,
    PublishedStory,
    Quote,
    Revision,
    Status,
    Story,
    Tag,
    TaggedPublishedStory,
    TaggedStory,
    TaggingChange,
    Transition,
)
from articles.published_copy import landing
from articles.revisions import Content, content_from, fingerprint, keeps
from articles.sanitising import clean_body
from articles.search_entries import entry_of_quote, entry_of_story, facets_of, facets_of_quote
from articles.search_index import lost
from articles.search_request import QUOTES, STORIES, facet_term
from articles.search_words import tags_of, with_tags, words_of_story
from articles.workflow import TRANSITIONS

from .problem import Problem

PORTION = 500

# What a rule about one story finds: what is wrong, and how to mend it.
Findings = Iterator[tuple[str, str]]

SAVE = "Open the story in the desk and save it."
PUBLISH_AGAIN = "Change the story in the desk, have it approved and publish it again."
RENDER_AGAIN = "Run: manage.py rerender."
# Moves that leave a story's place on the schedule as it is.
KEEPING_THE_SCHEDULE = frozenset(
    {"assign", "claim", "clear_emergency", "set_embargo", "lift_embargo", "set_expiry", "lift_expiry"}
)
REBUILD = "Run: manage.py rebuild_search_index."
INDEXED = ("place", "marks", "lead", "words")
# The tags among an entry's facets.
_TAG_TERM = re.compile(rf"{facet_term('tag', '')}(\d+)")
COMPARE = "Something other than the workflow wrote here: compare with a backup."


def problems_in_stories() -> Iterator[tuple[int, list[Problem]]]:
    """Look at every story, oldest first; yield, portion by portion, how many and what is wrong with them."""
    last = 0
    while portion := _portion_after(last):
        last = portion[-1].pk
        yield (
            len(portion),
            [
                Problem(f"Story {story.pk} “{story}”", what, remedy)
                for story in portion
                for rule in STORY_RULES
                for what, remedy in rule(story)
            ]
            + list(_lost_to_readers(portion)),
        )


# --- Reading ---------------------------------------------------------------------------------------


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read rows that belong together as they were at one moment, while others go on writing."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _portion_after(pk: int) -> list[Story]:
    published = PublishedStory.objects.select_related(
        "section", "lead_image", "search_entry"
    ).prefetch_related(
        Prefetch("bylines", PublishedByline.objects.select_related("author")),
        Prefetch("quotes", PublishedQuote.objects.select_related("speaker", "search_entry")),
        Prefetch("tagged", TaggedPublishedStory.objects.select_related("tag")),
        Prefetch("pictures_in_text", PictureInText.objects.select_related("image")),
    )
    stories = Story.objects.select_related("section", "lead_image").prefetch_related(
        Prefetch("bylines", Byline.objects.select_related("author")),
        Prefetch("quotes", Quote.objects.select_related("speaker")),
        Prefetch("tagged", TaggedStory.objects.select_related("tag")),
        Prefetch("revisions", Revision.objects.order_by("number")),
        # In the order in which they were written: a clock may have been set back.
        Prefetch("transitions", Transition.objects.order_by("pk")),
        Prefetch("addresses", Address.objects.order_by("pk")),
        Prefetch("tagging_changes", TaggingChange.objects.select_related("off", "on").order_by("pk")),
        "search_words",
        Prefetch("published", published),
        Prefetch("public_changes", PublicChange.objects.defer("comparison").order_by("number")),
    )
    with _one_moment():
        return list(stories.filter(pk__gt=pk).order_by("pk")[:PORTION])


def _content_of(story: Story | PublishedStory) -> Content:
    tags = [row.tag for row in story.tagged.all()]
    return content_from(story, bylines=story.bylines.all(), quotes=story.quotes.all(), tags=tags)


def _changes(story: Story, revision: Revision, copy: Copy) -> list[TaggingChange]:
    """Return what the tagging desk changed of a copy since a revision."""
    return [row for row in story.tagging_changes.all() if (row.revision_id, row.copy) == (revision.pk, copy)]


def _lost_to_readers(portion: list[Story]) -> Iterator[Problem]:
    """The database's own index leads to every row of the search index; asked for a portion at once."""
    found = [(story, copy) for story in portion if (copy := story.published_copy())]
    entries = {
        STORIES: {row.place: story for story, copy in found if (row := _entry(copy))},
        QUOTES: {
            row.place: story for story, copy in found for quote in copy.quotes.all() if (row := _entry(quote))
        },
    }
    for kept, owners in entries.items():
        for place in sorted(lost(kept, list(owners))):
            story = owners[place]
            yield Problem(f"Story {story.pk} “{story}”", "the search index does not lead to it.", REBUILD)


def _entry(row: Any) -> Any:
    return getattr(row, "search_entry", None)


# --- One story -------------------------------------------------------------------------------------


def _revisions(story: Story) -> Findings:
    """Revisions begin with the first, hold what they say, and the story knows its newest.

    In between some may be missing: `purge_revisions` clears out old saves.
    """
    revisions = list(story.revisions.all())
    if revisions and revisions[0].number != 1:
        yield "its first revision is missing.", COMPARE
    for revision in revisions:
        if fingerprint(revision.content) != revision.fingerprint:
            yield f"revision {revision.number} was changed after it was written.", COMPARE
    newest = revisions[-1].pk if revisions else None
    if story.revision_id != newest:
        yield "it does not point to its newest revision.", COMPARE


def _working_copy(story: Story) -> Findings:
    """The working copy is what its newest revision keeps, sanitised, and approved only as it stands."""
    if clean_body(story.body) != story.body:
        yield "its body holds markup that is not allowed.", SAVE
    newest = next((row for row in story.revisions.all() if row.pk == story.revision_id), None)
    if newest and not keeps(newest, _content_of(story), changes=_changes(story, newest, Copy.WORKING)):
        yield "the working copy is not what its newest revision keeps.", SAVE
    if story.status == Status.APPROVED and story.approved_fingerprint != (newest and newest.fingerprint):
        yield "what was approved is not its newest revision.", "Send it back and have it approved again."


def _published(story: Story) -> Findings:
    """Readers see a story if and only if it is live, and they see the revision that was published."""
    published = story.published_copy()
    if published is None:
        if story.is_live:
            yield "it is live, but there is no published copy.", COMPARE
        return
    if not story.is_live:
        yield "readers see it, but it is not live.", COMPARE
    elif published.revision_id != story.live_revision_id:
        yield "readers see another revision than the one that is live.", PUBLISH_AGAIN
    revision = next((row for row in story.revisions.all() if row.pk == published.revision_id), None)
    if revision is None or not keeps(
        revision, _content_of(published), changes=_changes(story, revision, Copy.PUBLISHED)
    ):
        yield "what readers see is not the revision that was published.", PUBLISH_AGAIN
    if published.uuid != story.uuid:
        yield "its published copy bears another uuid.", PUBLISH_AGAIN
    if published.published_at != story.first_published_at:
        yield "readers see another date than that of its first publication.", PUBLISH_AGAIN
    around: list[Any] = [*published.bylines.all(), *published.quotes.all(), *published.tagged.all()]
    if any(row.published_at != published.published_at for row in around):
        yield "its bylines, quotes or tags bear another date than the story.", PUBLISH_AGAIN
    if clean_body(published.body) != published.body:
        yield "readers are shown markup that is not allowed.", PUBLISH_AGAIN
    if published.body not in published.article_html:
        yield "its page does not show its text.", RENDER_AGAIN
    pictures = [row.image.in_texts for row in published.pictures_in_text.all()]
    if not all(any(name in published.body for name in names) for names in pictures):
        yield "it is said to show a picture that is not in its text.", PUBLISH_AGAIN
    if "<script" in published.article_html.lower():
        yield "its page holds a script.", RENDER_AGAIN


def _history(story: Story) -> Findings:
    """Its moves lead from a new draft to where it is, each from where the one before it ended."""
    status, live, scheduled = Status.DRAFT.value, False, False
    published, withdrawn = [], None
    for row in story.transitions.all():
        move = TRANSITIONS.get(row.verb)
        if move is None or row.from_status != status or status not in move.starts:
            yield f"it cannot have made the move “{row.verb}” of {row.at:%Y-%m-%d %H:%M}.", COMPARE
            return
        status = Status.DRAFT if row.verb == "record_edit" else move.ends or status
        impossible = (row.verb == "withdraw" and not live) or (row.verb == "spike" and live)
        if row.to_status != status or impossible or (row.verb == "unschedule" and not scheduled):
            yield f"the move “{row.verb}” of {row.at:%Y-%m-%d %H:%M} cannot have ended so.", COMPARE
            return
        # Every other move that a scheduled story can make takes it off the schedule.
        if row.verb not in KEEPING_THE_SCHEDULE:
            scheduled = row.verb == "schedule"
        if row.verb in ("publish", "publish_in_emergency"):
            live = True
            published.append(row.at)
        elif row.verb == "withdraw":
            live, withdrawn = False, row.at
    if status != story.status:
        yield f"its moves end at “{status}”, but it is “{story.status}”.", COMPARE
    if live != story.is_live or scheduled != story.is_scheduled:
        yield "its moves say otherwise whether it is live or scheduled.", COMPARE
    if story.first_published_at != (published[0] if published else None):
        yield "its moves give another date of first publication.", COMPARE
    if story.withdrawn_at != (None if live else withdrawn):
        yield "its moves say otherwise whether and when it was withdrawn.", COMPARE


def _belongings(story: Story) -> Findings:
    """What it points to among revisions is its own."""
    own = {revision.pk for revision in story.revisions.all()}
    pointed_to = {story.live_revision_id, *(row.revision_id for row in story.transitions.all())}
    if pointed_to - own - {None}:
        yield "it points to a revision of another story.", COMPARE


def _addresses(story: Story) -> Findings:
    """The addresses it once had lead to it while it is live, and explain themselves after it was withdrawn."""
    addresses = list(story.addresses.all())
    closed = [address for address in addresses if address.withdrawn_at is not None]
    end = landing(story) if story.withdrawn_to_id else None
    if end is not None:
        if any(address.published_id != end.pk for address in addresses):
            yield "an address it once had does not lead where readers were to be led.", COMPARE
        return
    if any(address.published_id not in (None, story.pk) for address in addresses):
        yield "an address it once had leads to another story.", PUBLISH_AGAIN
    if story.is_live and closed:
        yield "an address it once had is closed, though the story is live.", PUBLISH_AGAIN
    if story.withdrawn_at is not None and (not closed or len(closed) != len(addresses)):
        yield "it was withdrawn, but not all its addresses say so.", PUBLISH_AGAIN
    if addresses and story.first_published_at is None:
        yield "it has addresses that readers know, but was never published.", COMPARE


def _found_by_its_words(story: Story) -> Findings:
    """The desk finds it by the words of its newest revision, and by the tags it carries now."""
    newest = next((row for row in story.revisions.all() if row.pk == story.revision_id), None)
    if newest is None:
        return
    kept = getattr(story, "search_words", None)
    words = kept.words if kept else ""
    carried = {row.tag.uuid.hex for row in story.tagged.all()}
    if with_tags(words, ()) != with_tags(words_of_story(newest.content), ()) or not (
        tags_of(words) == carried or _became(tags_of(words)) == carried
    ):
        yield "the desk does not find it by its words.", "Run: manage.py index_stories."


def _found_by_readers(story: Story) -> Findings:
    """Readers find it, and what is said in it, by the words that are published, and by no others."""
    published = story.published_copy()
    if published is None:
        return
    rows: list[tuple[Any, Any]] = [(published, entry_of_story(published, facets_of(published)))]
    rows += [(quote, entry_of_quote(quote, facets_of_quote(quote))) for quote in published.quotes.all()]
    for row, wanted in rows:
        entry = _entry(row)
        if entry is None or any(getattr(entry, name) != getattr(wanted, name) for name in INDEXED):
            yield f"readers do not find the {row._meta.verbose_name} by its words.", REBUILD
            return
        if entry.facets != wanted.facets and _facets_now(entry.facets) != {*wanted.facets.split()}:
            yield f"readers cannot narrow a search down to the {row._meta.verbose_name}.", REBUILD
            return


def _public_changes(story: Story) -> Findings:
    """The ledger of its public changes has no gap, lies between its own texts, and is with readers if it is live."""
    changes = list(story.public_changes.all())
    if [change.number for change in changes] != list(range(1, len(changes) + 1)):
        yield "its public changes are not numbered 1, 2, 3 …", COMPARE
    own = {revision.pk for revision in story.revisions.all()}
    for change in changes:
        if not {change.before_id, change.after_id} <= own:
            yield f"public change {change.number} lies between texts of another story.", COMPARE
        if (change.published_id is not None) != story.is_live:
            yield f"public change {change.number} says otherwise whether the story is live.", PUBLISH_AGAIN


def _became(tags: set[str]) -> set[str]:
    """Return what tags were merged into: a story is found by that as well."""
    return {tag.became().uuid.hex for tag in Tag.objects.filter(uuid__in=tags).select_related("merged_into")}


def _facets_now(facets: str) -> set[str]:
    """Return by what an entry is narrowed down, merged tags by what they became: readers' searches know that."""
    keys = {term: int(found[1]) for term in facets.split() if (found := _TAG_TERM.fullmatch(term))}
    now = {
        tag.pk: tag.became().pk
        for tag in Tag.objects.filter(pk__in=keys.values()).select_related("merged_into")
    }
    return {facet_term("tag", now.get(keys[term])) if term in keys else term for term in facets.split()}


STORY_RULES = (
    _revisions,
    _working_copy,
    _published,
    _history,
    _belongings,
    _addresses,
    _public_changes,
    _found_by_its_words,
    _found_by_readers,
)
