"""Publishing what is due. Any number of workers may do this at once."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from articles import workflow
from articles.models import Story

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Release:
    """What became of one due story: published, or why not."""

    story: Story
    due_at: datetime
    problem: str = ""


def release_due(*, now: datetime | None = None) -> Iterator[Release]:
    """Publish every story whose time has come, oldest first, each in a transaction of its own.

    Safe when several run at once: on PostgreSQL a story another worker holds is skipped, on SQLite
    one writer waits for the other, and on both the story's version decides who published it. A
    story that fails stays scheduled, is reported, and does not hold up the next.
    """
    moment = now or timezone.now()
    failed: list[int] = []
    while True:
        release = _release_next(moment, failed)
        if release is None:
            return
        if release.problem:
            failed.append(release.story.pk)
        yield release


def _release_next(moment: datetime, failed: list[int]) -> Release | None:
    with transaction.atomic():
        due = Story.objects.due(moment).exclude(pk__in=failed)
        story = due.select_for_update(
            skip_locked=connection.features.has_select_for_update_skip_locked, of=("self",)
        ).first()
        if story is None:
            return None
        due_at = story.publish_at
        try:
            with transaction.atomic():
                workflow.publish(story, by=None, note="Scheduled.", now=moment)
        # Whatever is wrong with one story, the next must go out.
        except Exception as error:
            logger.exception("Story %s was due at %s and was not published", story.pk, due_at)
            return Release(story, due_at, problem=str(error) or type(error).__name__)
        return Release(story, due_at)
