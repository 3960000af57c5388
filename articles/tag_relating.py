"""Letting the stories below a story follow what the tagging desk decides, before anybody publishes them again."""

from django.db.models import QuerySet
from django_tasks import task

from articles import public_state, relating
from articles.models import Copy, TagDecision, TaggingChange

# So many stories, the newest, are seen to with the decision; the others follow by a task, so many at a time.
AT_ONCE = 24
PORTION = 500


def follow(decision: TagDecision) -> None:
    """Relate the live stories that a decision changed anew. Call it in the decision's transaction, last.

    What a great decision changed follows within minutes: until then those stories lead where they led.
    """
    keys = list(_changed(decision.pk)[: AT_ONCE + 1])
    for key in keys[:AT_ONCE]:
        relating.relate_again(key)
    if len(keys) > AT_ONCE:
        follow_the_rest.enqueue(decision.pk, keys[AT_ONCE - 1])


@task()
def follow_the_rest(decision: int, before: int) -> None:
    """See to the next portion and ask for the one after it; begun twice, it does the same again.

    Each task is short: one that runs for long is taken for lost and given to another worker.
    """
    keys = list(_changed(decision).filter(story__lt=before)[:PORTION])
    for key in keys:
        relating.relate_again(key)
    if keys:
        public_state.refresh()
        follow_the_rest.enqueue(decision, keys[-1])


def _changed(decision: int) -> QuerySet[TaggingChange, int]:
    changes = TaggingChange.objects.filter(decision=decision, copy=Copy.PUBLISHED).order_by("-story")
    return changes.values_list("story", flat=True).distinct()
