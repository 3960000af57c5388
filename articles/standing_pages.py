"""About, ethics, contact: putting a standing page before readers, and taking it away again."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles import public_state
from articles.models import PublishedPage, StandingPage
from articles.permissions import NotAllowed, can_publish
from articles.sanitising import clean_body

# What both copies of a page have in common.
FIELDS = ("title", "slug", "summary", "order")


class StalePage(Exception):
    """Somebody saved the page after it was opened; nothing has happened."""


def claim(page: StandingPage, *, version: int) -> None:
    """Say that a page is saved now, by whoever opened it at this version.

    Call it in the transaction that saves it.

    Raises:
        StalePage: when somebody was quicker.
    """
    if not StandingPage.objects.filter(pk=page.pk, version=version).update(version=F("version") + 1):
        raise StalePage(f"“{page}” was saved by somebody else.")
    page.version = version + 1


@transaction.atomic
def put_online(page: StandingPage, *, by: AbstractBaseUser) -> PublishedPage:
    """Show readers the page as it is saved."""
    _check(by)
    published, _ = PublishedPage.objects.update_or_create(
        uuid=page.uuid,
        defaults={
            **{name: getattr(page, name) for name in FIELDS},
            "body": clean_body(page.body),
            "updated_at": timezone.now(),
        },
    )
    public_state.refresh()
    return published


@transaction.atomic
def take_off(page: StandingPage, *, by: AbstractBaseUser) -> None:
    """Take the page away from readers; the desk keeps it."""
    _check(by)
    PublishedPage.objects.filter(uuid=page.uuid).delete()
    public_state.refresh()


def _check(by: AbstractBaseUser) -> None:
    if not can_publish(by):
        raise NotAllowed("Only editors decide what readers see.")
