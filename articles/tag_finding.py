"""Letting the desk find stories by the tags that the tagging desk has given them, before anybody saves them again."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django_tasks import task

from articles import story_search
from articles.models import Copy, TagDecision, TaggingChange

# So many stories are seen to at once; the rest of a great split follows by a task.
AT_ONCE = 500


def follow(decision: TagDecision) -> None:
    """Let the stories that a decision changed be found by their tags of now. Call it in the decision's transaction.

    A merge needs nothing: stories are found by what a merged tag became.
    """
    if decision.verb != "merge" and _keep_next(_changed(decision), after=0, size=AT_ONCE):
        # Whatever is left is done by a worker: so many texts take a while.
        follow_the_rest.enqueue(decision.pk)


@task()
def follow_the_rest(decision: int) -> None:
    """See to what is left of a great decision; begun twice, it does the same again."""
    changed = _changed(TagDecision(pk=decision))
    last = _keep_next(changed, after=0, size=AT_ONCE)
    while last:
        last = _keep_next(changed, after=last, size=AT_ONCE)


def _changed(decision: TagDecision) -> QuerySet[TaggingChange, int]:
    changes = TaggingChange.objects.filter(decision=decision.pk, copy=Copy.WORKING).order_by("story")
    return changes.exclude(story__search_words=None).values_list("story", flat=True).distinct()


def _keep_next(changed: QuerySet[TaggingChange, int], *, after: int, size: int) -> int:
    """See to the next stories; return the last of them where there are more, else 0."""
    keys: Sequence[int] = list(changed.filter(story__gt=after)[: size + 1])
    story_search.keep_tags(keys[:size])
    return keys[size - 1] if len(keys) > size else 0
