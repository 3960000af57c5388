"""Checking quotations: the ladder from “not yet” to “confirmed by the speaker”, each step with its evidence."""

from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles import workflow
from articles.models import Quote, Transcript, Verification, VerificationStep

MAX_EVIDENCE_BYTES = 200 * 1024 * 1024
# A note is no recording: these steps need something that another person can open.
NEEDS_EVIDENCE = frozenset({Verification.RECORDING, Verification.TRANSCRIPT})
# The highest rung, on nobody's bare word.
NEEDS_WORDS = Verification.SPEAKER


class StepNotPossible(ValueError):
    """A check was not recorded; the message is for the person who asked."""


def verify(
    quote: Quote,
    rung: Verification,
    *,
    by: User,
    link: str = "",
    file: File | None = None,
    transcript: Transcript | None = None,
    note: str = "",
    now: datetime | None = None,
) -> VerificationStep:
    """Record that a quote's words, as they stand, were checked in this way, and raise it to that rung.

    Raises:
        StepNotPossible: when the step lacks its evidence, or a second listener is the first one again.
    """
    rung = Verification(rung)
    if rung == Verification.UNVERIFIED:
        raise StepNotPossible("Say how the words were checked.")
    if rung in NEEDS_EVIDENCE and not (link or file or transcript):
        raise StepNotPossible(
            f"“{rung.label}” needs a link, a file or a transcript that somebody else can open."
        )
    if rung == NEEDS_WORDS and not (link or file or note):
        raise StepNotPossible(f"“{rung.label}” needs a note that says when and how, a link or a file.")
    if file is not None and file.size > MAX_EVIDENCE_BYTES:
        raise StepNotPossible(
            "The file is larger than 200 MB. Keep it where you keep recordings, and link to it."
        )
    if rung == Verification.SECOND_LISTENER and steps_of(quote).filter(by=by).exists():
        raise StepNotPossible("You checked these words before; a second listener is somebody else.")
    step = VerificationStep(
        story=quote.story,
        quote_uuid=quote.uuid,
        words=quote.text,
        rung=rung,
        at=now or timezone.now(),
        by=by,
        by_name=workflow.name_of(by),
        link=link,
        transcript=transcript,
        note=note,
    )
    step.full_clean(exclude=["story", "by"])
    try:
        with transaction.atomic():
            if file is not None:
                step.file.save(file.name or "evidence", file, save=False)
            step.save()
            quote.verification = rung_of(quote)
            quote.save(update_fields=["verification"])
            workflow.record_edit(quote.story, by=by, note=f"A quotation was checked: {rung.label}.", now=now)
    except Exception:
        # The database forgets a step that was refused; its file has to be removed by hand.
        if step.file:
            step.file.delete(save=False)
        raise
    return step


def steps_of(quote: Quote) -> QuerySet[VerificationStep]:
    """Return the checks of a quote's words as they stand; checks of earlier words count no more."""
    return VerificationStep.objects.filter(quote_uuid=quote.uuid, words=quote.text)


def rung_of(quote: Quote) -> Verification:
    """Return the highest rung that the words, as they stand, have reached."""
    rungs = [Verification(rung) for rung in steps_of(quote).values_list("rung", flat=True)]
    return max(rungs, key=lambda rung: rung.height, default=Verification.UNVERIFIED)
