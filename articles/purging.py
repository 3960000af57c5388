"""Clearing out old saves: what nobody saw in public, no move names and nothing points to."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, ProtectedError, Q, QuerySet

from articles.models import Revision, Story


def purgeable(story: Story, *, before: datetime) -> QuerySet[Revision]:
    """Return the saves of a story that may go: older than `before`, and in nobody's way.

    Kept are the newest, the first, whatever readers ever saw, whatever a move was made with, whatever
    a share link, a correction or another revision points to, and what was written for a new name of
    somebody quoted, because such a text may have been public without a move.
    """
    old = Revision.objects.filter(story=story, created_at__lt=before, is_renaming=False, number__gt=1)
    # Asked of the models themselves: whoever points to revisions later on is heard.
    relation: Any
    for relation in Revision._meta.get_fields(include_hidden=True):
        if relation.is_relation and relation.auto_created and not relation.concrete:
            name = relation.field.name
            pointing = relation.related_model._base_manager.filter(**{f"{name}__story": story}).order_by()
            old = old.exclude(pk__in=pointing.values(name))
    return old


def purge(story: Story, *, before: datetime) -> int:
    """Delete what `purgeable` names and return how many they were."""
    with transaction.atomic():
        # Held, so that nobody makes a move with one of them meanwhile.
        Story.objects.select_for_update(of=("self",)).get(pk=story.pk)
        try:
            with transaction.atomic():
                return purgeable(story, before=before).delete()[0]
        except ProtectedError:
            # Something came to point to one of them at this very moment: the next run sees to the rest.
            return 0


def stories_with_old_saves(*, before: datetime) -> QuerySet[Story]:
    """Return the stories that have saves older than `before` besides their first and newest, oldest first."""
    old = Q(revisions__created_at__lt=before, revisions__number__gt=1)
    return (
        Story.objects.filter(old, revisions__pk__lt=F("revision"))
        .distinct()
        .order_by("pk")
        .only("pk", "headline")
    )
