"""What the desk does with readers' reports: take one, answer it, dismiss it, open it again, and delete it in time.

The state that this person saw decides: where somebody was quicker, nothing is done and they are told.
"""

from collections.abc import Collection
from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles import permissions
from articles.models import ErrorReport, ReportState
from articles.models.error_report import OPEN_STATES
from articles.models.transition import name_of

LONGEST_NOTE = 2000
TOO_LATE = "Somebody else has seen to this report in the meantime. Nothing was done."
_CLOSED = (ReportState.ANSWERED, ReportState.DISMISSED)


class NotDone(ValueError):
    """Nothing was changed; the message is for the person who asked."""


def take(report: ErrorReport, *, by: User, note: str | None = None, now: datetime | None = None) -> None:
    """Say that this person sees to it; somebody else's is taken over."""
    _change(report, ReportState.TAKEN, OPEN_STATES, by=by, note=note, now=now)


def answer(report: ErrorReport, *, by: User, note: str | None = None, now: datetime | None = None) -> None:
    """Say that it was seen to: put right, or answered."""
    _change(report, ReportState.ANSWERED, OPEN_STATES, by=by, note=note, now=now)


def dismiss(report: ErrorReport, *, by: User, note: str | None = None, now: datetime | None = None) -> None:
    """Say that there is nothing to do."""
    _change(report, ReportState.DISMISSED, OPEN_STATES, by=by, note=note, now=now)


def reopen(report: ErrorReport, *, by: User, note: str | None = None, now: datetime | None = None) -> None:
    """Take up again what was closed."""
    _change(report, ReportState.TAKEN, _CLOSED, by=by, note=note, now=now)


VERBS = {"take": take, "answer": answer, "dismiss": dismiss, "reopen": reopen}


def waiting() -> QuerySet[ErrorReport]:
    """Return what somebody still has to look at, the newest first."""
    return ErrorReport.objects.filter(closed_at=None).order_by("-pk")


def purgeable(*, before: datetime) -> QuerySet[ErrorReport]:
    """Return the closed reports that nobody has touched since: they go, and with them the readers' addresses."""
    return ErrorReport.objects.filter(closed_at__lt=before, last_at__lt=before)


@transaction.atomic
def _change(
    report: ErrorReport,
    state: ReportState,
    starts: Collection[ReportState],
    *,
    by: User,
    note: str | None,
    now: datetime | None,
) -> None:
    """Write the new state, unless somebody has changed it since the caller read it.

    Raises:
        NotAllowed: when this person may not.
        NotDone: when it is not possible any more, or the note is too long.
    """
    permissions.check_answer_readers(by)
    if note is not None and len(note) > LONGEST_NOTE:
        raise NotDone(f"The note has {len(note)} characters; it may have {LONGEST_NOTE}.")
    seen = ErrorReport.objects.filter(pk=report.pk, state=report.state, changed_at=report.changed_at)
    now = now or timezone.now()
    changes = {"state": state, "taken_by": by, "by_name": name_of(by), "changed_at": now}
    changes["closed_at"] = now if state in _CLOSED else None
    if note is not None:
        changes["note"] = note.strip()
    if report.state not in starts or not seen.update(**changes):
        raise NotDone(TOO_LATE)
    report.refresh_from_db()
    # Not in the reader's words, which are deleted in time and stay nowhere.
    LogEntry.objects.create(
        user=by,
        content_type=ContentType.objects.get_for_model(ErrorReport),
        object_id=str(report.pk),
        object_repr=f"about: {report.story}"[:200],
        action_flag=CHANGE,
        change_message=f"{report.get_state_display()}.",
    )
