"""Arranging fronts: what stands at the top of the front page and of each section, at once or from a time to come.

Whoever arranges names the count of changes they have seen; when somebody, or the clock, was quicker,
nothing is done and they are told.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import permissions, public_state
from articles.models import Arrangement, Front, Section, Story
from articles.models.transition import name_of

# More than stand above the river; and few enough that the newest stories still find a place.
MOST_PINNED = 12
# So many headlines are named in the audit trail.
NAMED = 4


class NotArranged(ValueError):
    """Nothing was changed; the message is for the person who asked."""


class StaleFront(NotArranged):
    """Somebody, or the clock, has changed this front in the meantime."""


def front_of(section: Section | None) -> Front:
    """Return the front of a section, or of the paper; one that nobody has arranged yet is not saved."""
    return Front.objects.filter(section=section).first() or Front(section=section)


def arrange(
    section: Section | None,
    stories: Sequence[int],
    *,
    by: User,
    version: int,
    at: datetime | None = None,
    instead: Arrangement | None = None,
    uuid: UUID | None = None,
    now: datetime | None = None,
) -> Arrangement:
    """Put these stories at the top of a front, the lead first; at once, or `at` a time to come.

    `version` is the front's, as this person has seen it; `instead` a planned arrangement that this one
    replaces; `uuid` what a new one will be known by.

    Raises:
        NotAllowed: when this person may not.
        StaleFront: when the front has changed since.
        NotArranged: when there are too many, one is no story, or the time has passed or is taken.
    """
    permissions.check_arrange_fronts(by)
    now = now or timezone.now()
    keys = list(dict.fromkeys(stories))
    if len(keys) > MOST_PINNED:
        raise NotArranged(f"At most {MOST_PINNED} stories are put in order; the newest follow by themselves.")
    if at is not None and at <= now:
        raise NotArranged("That time has passed. Choose a later one, or put it into effect now.")
    found = {story.pk: story for story in Story.objects.filter(pk__in=keys).only("headline")}
    if len(found) < len(keys):
        raise NotArranged("One of these stories is not there any more.")
    try:
        with transaction.atomic():
            front = _claim(section, version)
            if instead is not None:
                _take_away(instead)
            named = {"uuid": uuid} if uuid else {}
            made = Arrangement.objects.create(
                front=front,
                stories=keys,
                starts_at=at or now,
                made_at=now,
                by=by,
                by_name=name_of(by),
                **named,
            )
            when = f"from {_shown(at)}" if at else "at once"
            told = ", ".join(f"“{found[key]}”" for key in keys[:NAMED]) or "nothing pinned"
            more = f" and {len(keys) - NAMED} more" if len(keys) > NAMED else ""
            _write_down(front, f"Arranged {when}: {told}{more}.", by=by)
            if at is None:
                _take_effect(front, now)
    except IntegrityError:
        raise NotArranged("An arrangement for that very time is there already. Change that one.") from None
    return made


def cancel(arrangement: Arrangement, *, by: User, version: int) -> None:
    """Take a planned arrangement back before its time; what stands goes on standing.

    Raises:
        NotAllowed, StaleFront: as in `arrange`.
    """
    permissions.check_arrange_fronts(by)
    with transaction.atomic():
        front = _claim(arrangement.front.section, version)
        _take_away(arrangement)
        _write_down(front, f"Took back what was planned from {_shown(arrangement.starts_at)}.", by=by)


def put_due_into_effect(*, now: datetime | None = None) -> list[Front]:
    """Put every planned arrangement whose time has come into effect, each once; return the fronts that changed.

    Safe when several run at once. Where more than one is due, or an editor has put a later one into
    effect by hand, the latest holds.
    """
    now = now or timezone.now()
    due = Arrangement.objects.due(now)
    changed = []
    for key in sorted(set(due.values_list("front", flat=True))):
        with transaction.atomic():
            front = Front.objects.select_for_update(of=("self",)).select_related("section").get(pk=key)
            # Another worker may have done it while this one waited.
            if due.filter(front=front).exists():
                Front.objects.filter(pk=key).update(version=front.version + 1)
                _take_effect(front, now)
                changed.append(front)
    return changed


def planned(front: Front) -> list[Arrangement]:
    """Return what is planned for a front, the next first."""
    return list(front.arrangements.planned()) if front.pk else []


def holding(front: Front) -> Arrangement | None:
    """Return the arrangement that holds now, with who made it."""
    if not front.pk:
        return None
    return front.arrangements.exclude(took_effect_at=None).order_by("-starts_at", "-pk").first()


def _claim(section: Section | None, version: int) -> Front:
    """Count a change of the front, unless somebody has changed it since the caller saw it."""
    front, _ = Front.objects.get_or_create(section=section)
    if not Front.objects.filter(pk=front.pk, version=version).update(version=version + 1):
        raise StaleFront(
            "Somebody has changed this front in the meantime. Nothing was done; your order is still here."
        )
    front.version = version + 1
    return front


def _take_away(arrangement: Arrangement) -> None:
    gone, _ = Arrangement.objects.filter(pk=arrangement.pk, took_effect_at=None).delete()
    if not gone:
        raise StaleFront("That arrangement has taken effect, or is not there any more. Nothing was done.")


def _take_effect(front: Front, now: datetime) -> None:
    """Let the latest arrangement whose time has come hold, and tell the page cache."""
    due = front.arrangements.filter(starts_at__lte=now)
    due.filter(took_effect_at=None).update(took_effect_at=now)
    holds = holding(front)
    Front.objects.filter(pk=front.pk).update(pinned=holds.stories if holds else [])
    public_state.refresh()


def _write_down(front: Front, message: str, *, by: User) -> None:
    LogEntry.objects.log_actions(by.pk, [front], CHANGE, change_message=message, single_object=True)


def _shown(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y, %H:%M}"
