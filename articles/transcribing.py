"""Transcripts: pasted or sent as a file by somebody, for the desk alone, and a story's quotations held against them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from articles import verifying, workflow
from articles.models import Quote, Story, Transcript, Verification, VerificationStep
from articles.quotation.alignment import Place, align_quotes
from articles.quotation.differences import Verdict
from articles.transcript_files import MAX_BYTES, text_of

# Words that stand in the transcript as printed, or with cuts that the story marks.
_MATCHES = frozenset({Verdict.EXACT, Verdict.MARKED_CUT})


class NoMatch(ValueError):
    """A quotation does not stand in the transcript as it is printed; the message is for the person who asked."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A quote, and where it stands in a transcript: who speaks there, when, and what differs. No place: it is not there."""

    quote: Quote
    place: Place | None

    @property
    def is_match(self) -> bool:
        """Whether the words stand in the transcript as they are printed."""
        return self.place is not None and self.place.verdict in _MATCHES

    @property
    def words(self) -> str:
        """The words that were held against the transcript: of a translation those that were spoken."""
        return self.quote.original_text or self.quote.text

    @property
    def time(self) -> str:
        """When it was said, as the transcript counts, 1:02:03; empty where it tells no time."""
        if self.place is None or self.place.seconds is None:
            return ""
        minutes, second = divmod(int(self.place.seconds), 60)
        hours, minute = divmod(minutes, 60)
        return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"

    @property
    def may_be_recorded(self) -> bool:
        """Whether it is a match that nobody has recorded yet, nor anything higher."""
        return self.is_match and Verification(self.quote.verification).height < Verification.TRANSCRIPT.height


def paste(
    story: Story,
    text: str,
    *,
    by: User,
    title: str,
    language: str = "",
    source_url: str = "",
    now: datetime | None = None,
) -> Transcript:
    """Keep a transcript with a story; readers never see it."""
    transcript = Transcript(
        story=story,
        title=title.strip(),
        text=text.replace("\r\n", "\n").strip(),
        language=language or story.language,
        source_url=source_url,
        at=now or timezone.now(),
        by=by,
        by_name=workflow.name_of(by),
    )
    transcript.full_clean(exclude=["story", "by"])
    with transaction.atomic():
        workflow.record_edit(story, by=by, now=now)
        transcript.save()
    return transcript


def upload(
    story: Story,
    file: File,
    *,
    by: User,
    title: str = "",
    language: str = "",
    source_url: str = "",
    now: datetime | None = None,
) -> Transcript:
    """Keep the text of a file as a story's transcript; the file itself is not kept. Without a title it bears its name.

    Raises:
        FileRefused: when it is no text we can read.
    """
    name = file.name or ""
    # One byte more than is taken, so that a larger one is seen to be too large.
    text = text_of(file.read(MAX_BYTES + 1), name, language or story.language)
    title = title.strip() or PurePath(name).stem[:200]
    return paste(story, text, by=by, title=title, language=language, source_url=source_url, now=now)


def align(transcript: Transcript) -> list[Aligned]:
    """Return every quote of the transcript's story with its place in it, in the order of the body."""
    quotes = list(transcript.story.quotes.select_related("speaker"))
    words = [Aligned(quote, None).words for quote in quotes]
    places = align_quotes(words, transcript.text, language=transcript.language)
    return [Aligned(quote, place) for quote, place in zip(quotes, places, strict=True)]


def match(quote: Quote, transcript: Transcript, *, by: User, now: datetime | None = None) -> VerificationStep:
    """Record that a quote's words stand in a transcript as they are printed.

    Raises:
        NoMatch: when they do not.
    """
    found = next((each for each in align(transcript) if each.quote.pk == quote.pk), None)
    if found is None or not found.is_match:
        raise NoMatch("These words do not stand in the transcript as they are printed.")
    return _record(found, transcript, by=by, now=now)


def match_all(transcript: Transcript, *, by: User, now: datetime | None = None) -> list[VerificationStep]:
    """Record every quote of the story whose words stand in a transcript as they are printed, and that was not checked so far yet."""
    with transaction.atomic():
        return [
            _record(found, transcript, by=by, now=now) for found in align(transcript) if found.may_be_recorded
        ]


def _record(found: Aligned, transcript: Transcript, *, by: User, now: datetime | None) -> VerificationStep:
    told = [f"at {found.time}"] if found.time else []
    told += found.place.speakers if found.place else ()
    return verifying.verify(
        found.quote,
        Verification.TRANSCRIPT,
        by=by,
        transcript=transcript,
        note=", ".join(told)[:600],
        now=now,
    )
