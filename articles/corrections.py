"""Putting words right wherever they were carried: who carried them, and a task for each place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from articles import permissions
from articles.alike import alike
from articles.misquotes import PLACES, shown_passages
from articles.models import CorrectionTask, Person, PublishedQuote, PublishedStory, Quote, Story, Visibility
from articles.models.transition import name_of
from articles.quotation.differences import Verdict
from articles.quotation.fidelity import TrueWords
from articles.quotation.similar import liken
from articles.quote_places import one_form
from articles.revisions import Content

QUOTE = "quote"
# The words are right, and another person is named as having spoken them.
SPEAKER = "speaker"
# What each place of a task is called.
NAMES = {QUOTE: "quotations", SPEAKER: "quotations", **PLACES}
# Headlines are looked at in so many stories that quote the same person, the newest first.
MOST_STORIES = 500
TAKEN_BACK = "The correction was taken back."
_FAITHFUL = frozenset({Verdict.EXACT, Verdict.MARKED_CUT, Verdict.UNMARKED_CUT})


@dataclass(frozen=True, slots=True)
class Carrier:
    """One place that carries words which were corrected."""

    story: Story
    place: str
    words: str
    # Whether readers see it there.
    is_public: bool


class _Change:
    """Words before and after a correction, and which passages the correction concerns."""

    def __init__(self, wrong: str, right: str, language: str) -> None:
        self._before = TrueWords([wrong], language=language)
        self._after = TrueWords([right], language=language)

    def concerns(self, words: str) -> bool:
        """Whether a passage says what was said before, and not what is said now."""
        before, after = self._before.check(words), self._after.check(words)
        return before.verdict in _FAITHFUL and after.verdict.gravity > before.verdict.gravity


def carriers(quote: Quote, wrong: str) -> list[Carrier]:
    """Return every place, in whatever story, that carries `wrong` where the quote now says other words.

    Looked at are quotes with words like these, and what is shown at a glance by every story that
    has one of them or quotes the same person; both as the desk has it and as readers see it.
    """
    change = _Change(wrong, quote.text, quote.story.language)
    pks = {quote.story_id, *(found.quote.story_id for found in alike(wrong))}
    if quote.speaker is not None:
        pks |= _stories_of(quote.speaker, wrong)
    stories = Story.objects.filter(pk__in=pks).select_related("published")
    found: dict[tuple[int, str, str], Carrier] = {}
    for story in stories.prefetch_related("quotes", "published__quotes"):
        for is_public, content in _copies(story):
            for place, words in _said_in(content, quote):
                if change.concerns(words):
                    found[story.pk, place, words] = Carrier(story, place, words, is_public)
    return sorted(
        found.values(), key=lambda carrier: (not carrier.is_public, carrier.story.pk, carrier.place)
    )


def open_for(
    story: Story, before: Content, *, by: AbstractBaseUser | None, now: datetime | None = None
) -> list[CorrectionTask]:
    """Open tasks for every quote of the story that says other words than in the revision `before`, or is somebody else's.

    Tasks that were open already are told the newest words, or are done with where those are the old ones again.
    """
    rows = {row["uuid"]: row for row in before["quotes"]}
    opened = []
    for quote in story.quotes.select_related("speaker", "story"):
        row = rows.get(str(quote.uuid))
        if row is None:
            continue
        if was := _wrong_speaker(quote, row):
            _follow_speaker(quote, by=by, now=now)
            opened += open_speaker_tasks(quote, was, [row["text"], quote.text], by=by, now=now)
        wrong = row["text"]
        if one_form(wrong) != one_form(quote.text):
            _follow(quote, by=by, now=now)
            opened += open_tasks(quote, wrong, by=by, now=now)
    return opened


def speaker_carriers(quote: Quote, was: Person, words: list[str]) -> list[Carrier]:
    """Return every other quote of these words, in whatever story, that still names `was` as the one who spoke them."""
    said = TrueWords(words, language=quote.story.language)
    pks = {quote.story_id, *(found.quote.story_id for text in words for found in alike(text))}
    stories = Story.objects.filter(pk__in=pks).select_related("published")
    found: dict[tuple[int, str], Carrier] = {}
    for story in stories.prefetch_related("quotes", "published__quotes"):
        for is_public, content in _copies(story):
            for other in content.quotes.all():
                is_theirs = other.uuid != quote.uuid and other.speaker_id == was.pk
                if is_theirs and said.check(other.text).verdict in _FAITHFUL:
                    found[story.pk, other.text] = Carrier(story, SPEAKER, other.text, is_public)
    return list(found.values())


@transaction.atomic
def open_speaker_tasks(
    quote: Quote, was: Person, words: list[str], *, by: AbstractBaseUser | None, now: datetime | None = None
) -> list[CorrectionTask]:
    """Open a task for every place that names somebody who did not speak these words after all; none twice."""
    assert quote.speaker is not None, "Somebody spoke them."
    right = quote.speaker.name
    tasks = CorrectionTask.objects.filter(quote_uuid=quote.uuid, place=SPEAKER, right=right)
    known = set(tasks.values_list("story", "words"))
    return CorrectionTask.objects.bulk_create(
        _task(quote, carrier, wrong=was.name, right=right, by=by, now=now)
        for carrier in speaker_carriers(quote, was, words)
        if (carrier.story.pk, carrier.words) not in known
    )


@transaction.atomic
def open_tasks(
    quote: Quote, wrong: str, *, by: AbstractBaseUser | None, now: datetime | None = None
) -> list[CorrectionTask]:
    """Open a task for every place that carries words which a quote no longer says; none twice, however it ended."""
    known = set(
        CorrectionTask.objects.filter(quote_uuid=quote.uuid, right=quote.text).values_list(
            "story", "place", "words"
        )
    )
    return CorrectionTask.objects.bulk_create(
        _task(quote, carrier, wrong=wrong, right=quote.text, by=by, now=now)
        for carrier in carriers(quote, wrong)
        if (carrier.story.pk, carrier.place, carrier.words) not in known
    )


def _task(
    quote: Quote,
    carrier: Carrier,
    *,
    wrong: str,
    right: str,
    by: AbstractBaseUser | None,
    now: datetime | None,
) -> CorrectionTask:
    return CorrectionTask(
        quote_uuid=quote.uuid,
        story=carrier.story,
        place=carrier.place,
        words=carrier.words,
        wrong=wrong,
        right=right,
        at=now or timezone.now(),
        by=by,
        by_name=name_of(by),
    )


def close_task(
    task: CorrectionTask, *, by: AbstractBaseUser, note: str = "", now: datetime | None = None
) -> CorrectionTask:
    """Say that a place was put right, or in the note why it stays."""
    permissions.check_edit(by, task.story)
    return _close(task, by=by, note=note, now=now)


def _close(
    task: CorrectionTask, *, by: AbstractBaseUser | None, note: str, now: datetime | None
) -> CorrectionTask:
    task.done_at, task.note = now or timezone.now(), note.strip()
    task.done_by = by  # type: ignore[assignment]  # any user model
    task.save(update_fields=["done_at", "done_by", "note"])
    return task


def _follow(quote: Quote, *, by: AbstractBaseUser | None, now: datetime | None) -> None:
    """Bring the open tasks of a quote in line with what it says now."""
    right = TrueWords([quote.text], language=quote.story.language)
    tasks = CorrectionTask.objects.filter(quote_uuid=quote.uuid, done_at=None)
    for task in tasks.exclude(place=SPEAKER):
        if right.check(task.words).verdict in _FAITHFUL:
            _close(task, by=by, note=TAKEN_BACK, now=now)
        else:
            task.right = quote.text
            task.save(update_fields=["right"])


def _wrong_speaker(quote: Quote, row: dict[str, Any]) -> Person | None:
    """Return who was named before, where somebody else is named now; None when nothing was put right."""
    named = row.get("speaker")
    if not named or quote.speaker is None or str(quote.speaker.uuid) == named["uuid"]:
        return None
    was = Person.objects.filter(uuid=named["uuid"]).first()
    # People who were merged are one.
    return None if was is None or was.became() == quote.speaker.became() else was.became()


def _follow_speaker(quote: Quote, *, by: AbstractBaseUser | None, now: datetime | None) -> None:
    """Bring the open tasks about who spoke in line with who is named now."""
    assert quote.speaker is not None, "See _wrong_speaker."
    right = quote.speaker.name
    for task in CorrectionTask.objects.filter(quote_uuid=quote.uuid, done_at=None, place=SPEAKER):
        if task.wrong == right:
            _close(task, by=by, note=TAKEN_BACK, now=now)
        else:
            task.right = right
            task.save(update_fields=["right"])


def _stories_of(speaker: Person, wrong: str) -> set[int]:
    """Return the newest stories that quote somebody, and every older one that quotes words like these."""
    newest = speaker.quotes.order_by("-story__updated_at").values_list("story", flat=True)
    said = [
        *speaker.quotes.values_list("story", "text"),
        *PublishedQuote.objects.filter(speaker=speaker).values_list("story", "text"),
    ]
    return {*newest[:MOST_STORIES], *(story for story, text in said if text == wrong or liken(text, wrong))}


def _copies(story: Story) -> Iterator[tuple[bool, Story | PublishedStory]]:
    if story.visibility != Visibility.LIVE:
        yield False, story
    if story.is_live:
        yield True, story.published


def _said_in(content: Story | PublishedStory, quote: Quote) -> Iterator[tuple[str, str]]:
    """Yield every place of a story that quotes, with its words; the corrected quote itself is none."""
    for other in content.quotes.all():
        if other.uuid != quote.uuid:
            yield QUOTE, other.text
    for place, passage in shown_passages(content):
        yield place, passage.text
