"""Confirming quotations: what a person makes of what the software proposes.

Nothing becomes a `Quote` unasked, and no machine writes a quote's words: `take` and `repoint` copy
exactly what stands in the body. Every verb ends in `workflow.record_edit`, in one transaction.
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles import workflow
from articles.blocks import RunningText, running_text
from articles.models import Dismissal, Person, Quote, Story
from articles.proposing import Passage, Proposal, key_of, proposals
from articles.verifying import rung_of

# What a person may put right when taking a proposal; the words and their place are the body's.
FACTS = frozenset(
    {
        "role",
        "cue",
        "occasion",
        "place",
        "said_on",
        "medium",
        "source_url",
        "original_text",
        "original_language",
        "translator",
        "terms",
    }
)


class WordsGone(ValueError):
    """The words do not stand in the body any more; the message is for the person who asked."""


def take(
    story: Story,
    proposal: Passage,
    *,
    by: User,
    speaker: Person | None = None,
    now: datetime | None = None,
    **facts: Any,
) -> Quote:
    """Make a quote of words that stand in the body, as they stand; `speaker` and FACTS correct the proposal.

    Raises:
        WordsGone: when they stand there no more.
    """
    with transaction.atomic():
        quote = _take(
            story, running_text(story.body), proposal, day=_day_of(story, now), speaker=speaker, facts=facts
        )
        workflow.record_edit(story, by=by, note="A quotation was confirmed.", now=now)
    return quote


def take_known(story: Story, *, by: User, now: datetime | None = None) -> list[Quote]:
    """Make quotes of all proposals whose speaker is known by exactly this name."""
    running, day = running_text(story.body), _day_of(story, now)
    with transaction.atomic():
        quotes = [
            _take(story, running, proposal, day=day)
            for proposal in proposals(story)
            if proposal.person is not None
        ]
        workflow.record_edit(story, by=by, note=f"Quotations confirmed: {len(quotes)}.", now=now)
    return quotes


def dismiss(story: Story, proposal: Passage, *, by: User, now: datetime | None = None) -> Dismissal:
    """Say that words are no quotation; they are not proposed again as long as they stand."""
    with transaction.atomic():
        dismissal, _ = Dismissal.objects.get_or_create(
            story=story,
            key=key_of(proposal.words),
            defaults={
                "words": proposal.words,
                "at": now or timezone.now(),
                "by": by,
                "by_name": workflow.name_of(by),
            },
        )
        workflow.record_edit(story, by=by, now=now)
    return dismissal


def undo_dismissal(dismissal: Dismissal, *, by: User, now: datetime | None = None) -> None:
    """Let dismissed words be proposed again."""
    with transaction.atomic():
        workflow.record_edit(dismissal.story, by=by, now=now)
        dismissal.delete()


def repoint(quote: Quote, passage: Passage, *, by: User, now: datetime | None = None) -> Quote:
    """Let a quote follow its words to where they stand now, or say what the body says now.

    New words have to be checked anew.

    Raises:
        WordsGone: when the passage does not stand in the body.
    """
    story = quote.story
    with transaction.atomic():
        words = _standing_words(running_text(story.body), passage)
        quote.text, quote.position = words, passage.position
        quote.verification = rung_of(quote)
        quote.save(update_fields=["text", "position", "verification"])
        workflow.record_edit(story, by=by, note="A quotation was brought in line with the body.", now=now)
    return quote


def remove(quote: Quote, *, by: User, now: datetime | None = None) -> None:
    """Take a quote off the record of its story; the revisions keep it."""
    story = quote.story
    with transaction.atomic():
        quote.delete()
        workflow.record_edit(story, by=by, note="A quotation was taken off the record.", now=now)


def _take(
    story: Story,
    running: RunningText,
    passage: Passage,
    *,
    day: date,
    speaker: Person | None = None,
    facts: Mapping[str, Any] = MappingProxyType({}),
) -> Quote:
    if unknown := facts.keys() - FACTS:
        raise TypeError(f"No fact of a quotation: {', '.join(sorted(unknown))}")
    known: dict[str, Any] = {}
    if isinstance(passage, Proposal):
        speaker = speaker or passage.person
        known = {"role": passage.role, "cue": passage.cue, "occasion": passage.occasion}
    if speaker and (position := speaker.position_on(facts.get("said_on") or day)):
        known["role"] = str(position)
    # What the software found and does not fit is left out; what a person wrote is refused with a message.
    known = {name: value for name, value in known.items() if len(value) <= _longest(name)}
    quote = Quote(
        story=story,
        text=_standing_words(running, passage),
        position=passage.position,
        speaker=speaker,
        **known | dict(facts),
    )
    quote.full_clean(exclude=["story"])
    quote.save()
    return quote


def _longest(fact: str) -> int:
    return getattr(Quote._meta.get_field(fact), "max_length", None) or 0


def _standing_words(running: RunningText, passage: Passage) -> str:
    """Return the words as they stand in the body at the passage's place."""
    start = running.at(passage.position)
    words = running.text[start : start + len(passage.words)]
    if not words or words != passage.words:
        raise WordsGone(f"“{passage.words[:80]}” does not stand there any more. Look at the text again.")
    return words


def _day_of(story: Story, now: datetime | None) -> date:
    """Return the day a story's quotations were said, as far as the story tells."""
    return timezone.localdate(story.first_published_at or now or timezone.now())
