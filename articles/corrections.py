"""Putting words right wherever they were carried: who carried them, and a task for each place."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import permissions, workflow
from articles.alike import alike
from articles.misquotes import shown_passages
from articles.models import CorrectionTask, PublishedStory, Quote, Story
from articles.quotation.differences import Verdict
from articles.quotation.fidelity import TrueWords

QUOTE = "quote"
# Headlines are looked at in so many stories that quote the same person, the newest first.
MOST_STORIES = 500
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
    like = [found.quote for found in alike(wrong) if found.quote.uuid != quote.uuid]
    pks = {quote.story_id, *(other.story_id for other in like)}
    if quote.speaker is not None:
        said = quote.speaker.quotes.order_by("-story__updated_at").values_list("story", flat=True)
        pks |= set(said[:MOST_STORIES])
    found: dict[tuple[int, str, str], Carrier] = {}
    for story in Story.objects.filter(pk__in=pks).select_related("published"):
        for is_public, content in _copies(story):
            for place, words in _said_in(content, quote):
                if change.concerns(words):
                    found[story.pk, place, words] = Carrier(story, place, words, is_public)
    return sorted(
        found.values(), key=lambda carrier: (not carrier.is_public, carrier.story.pk, carrier.place)
    )


@transaction.atomic
def open_tasks(quote: Quote, wrong: str, *, by: User, now: datetime | None = None) -> list[CorrectionTask]:
    """Open a task for every place that carries words which a quote no longer says; none twice."""
    open_ones = set(
        CorrectionTask.objects.filter(quote_uuid=quote.uuid, done_at=None).values_list(
            "story", "place", "words"
        )
    )
    return CorrectionTask.objects.bulk_create(
        CorrectionTask(
            quote_uuid=quote.uuid,
            story=carrier.story,
            place=carrier.place,
            words=carrier.words,
            wrong=wrong,
            right=quote.text,
            at=now or timezone.now(),
            by=by,
            by_name=workflow.name_of(by),
        )
        for carrier in carriers(quote, wrong)
        if (carrier.story.pk, carrier.place, carrier.words) not in open_ones
    )


def close_task(
    task: CorrectionTask, *, by: User, note: str = "", now: datetime | None = None
) -> CorrectionTask:
    """Say that a place was put right, or in the note why it stays."""
    permissions.check_edit(by, task.story)
    task.done_at, task.done_by, task.note = now or timezone.now(), by, note.strip()
    task.save(update_fields=["done_at", "done_by", "note"])
    return task


def _copies(story: Story) -> Iterator[tuple[bool, Story | PublishedStory]]:
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
