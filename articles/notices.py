"""Telling people what happened to a story: a line in their inbox, and a mail that is sent later.

`tell` is called inside the transaction of a verb. Whatever it writes is there if the verb's own work is
there; the mail is a task of that transaction, so nothing is sent for what was rolled back.
"""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction
from django.utils import timezone

from articles import permissions
from articles.models.notice import Notice, NoticeKind, NoticeSwitchedOff
from articles.models.story import Story
from articles.notice_mail import send_mails

Way = NoticeSwitchedOff.Way

CLOCK = "The schedule"
LONGEST_NAME = Notice._meta.get_field("by_name").max_length


def tell(
    kind: NoticeKind | str,
    story: Story,
    *,
    to: Iterable[AbstractBaseUser | None],
    by: AbstractBaseUser | None,
    note: str = "",
    occasion: str = "",
    now: datetime | None = None,
) -> int:
    """Tell people what happened to a story; return how many were told.

    Call it in the transaction of what happened. Nobody is told of what they did themselves, nobody who
    may not open the story, nobody in a way they have switched off, and nobody twice of one `occasion`:
    left out, it is the story's version, which every move and save counts up. `by` is None for the clock.
    """
    kind = NoticeKind(kind)
    keys = {person.pk for person in to if person is not None} - {by.pk if by else None}
    if not keys:
        return 0
    off = set(NoticeSwitchedOff.objects.filter(user__in=keys, kind=kind).values_list("user", "way"))
    notices = [
        Notice(
            to_id=pk,
            story=story,
            kind=kind,
            occasion=occasion or f"version {story.version}",
            at=now or timezone.now(),
            by=by,
            by_name=_name_of(by),
            note=note.strip(),
            in_inbox=(pk, Way.INBOX) not in off,
            by_mail=(pk, Way.MAIL) not in off and bool(address),
        )
        for pk, address in permissions.who_can_read_stories().filter(pk__in=keys).values_list("pk", "email")
    ]
    notices = [notice for notice in notices if notice.in_inbox or notice.by_mail]
    with transaction.atomic():
        # Told before: the database keeps the first.
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        told = dict(
            Notice.objects.filter(uuid__in=[notice.uuid for notice in notices]).values_list("pk", "by_mail")
        )
        if mails := sorted(pk for pk, by_mail in told.items() if by_mail):
            send_mails.enqueue(mails)
    return len(told)


def unread_count(user: AbstractBaseUser, *, most: int = 99) -> int:
    """Return how many notices in somebody's inbox are unread, counted to one more than `most`."""
    return Notice.objects.in_inbox_of(user).unread().order_by()[: most + 1].count()


def mark_read(user: AbstractBaseUser, *, only: int | None = None, now: datetime | None = None) -> int:
    """Mark one notice of somebody's as read, or all; return how many were unread."""
    unread = Notice.objects.in_inbox_of(user).unread().order_by()
    if only is not None:
        unread = unread.filter(pk=only)
    return unread.update(read_at=now or timezone.now())


def ways_of(user: AbstractBaseUser) -> dict[tuple[str, str], bool]:
    """Return of each kind and way whether somebody wants it."""
    off = set(NoticeSwitchedOff.objects.filter(user=user).values_list("kind", "way"))
    return {(kind, way): (kind, way) not in off for kind in NoticeKind for way in Way}


@transaction.atomic
def choose(user: AbstractBaseUser, wanted: Iterable[tuple[str, str]]) -> None:
    """Switch on exactly these pairs of kind and way for somebody, and all others off."""
    wanted = set(wanted)
    # One writer a person, so that two tabs do not meet on a unique key.
    User.objects.select_for_update().get(pk=user.pk)
    NoticeSwitchedOff.objects.filter(user=user).delete()
    NoticeSwitchedOff.objects.bulk_create(
        NoticeSwitchedOff(user_id=user.pk, kind=kind, way=way)
        for kind in NoticeKind
        for way in Way
        if (kind.value, way.value) not in wanted
    )


def _name_of(by: AbstractBaseUser | None) -> str:
    name = (by.get_full_name() or by.get_username()) if isinstance(by, User) else CLOCK
    return name[:LONGEST_NAME]


def writers_of(story: Story) -> list[AbstractBaseUser | None]:
    """Return who waits to hear what became of a story: whoever began it, and whoever wrote its words."""
    return [story.created_by, story.words_by]


def schedulers_of(story: Story) -> list[AbstractBaseUser | None]:
    """Return who counts on a scheduled story going out; nobody when it is not scheduled."""
    if story.publish_at is None:
        return []
    last = story.transitions.filter(verb="schedule").select_related("by").last()
    return [story.created_by, last.by if last else None]
