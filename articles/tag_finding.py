"""Letting the desk and readers find stories by the tags that the tagging desk has given them, before anybody saves them again."""

from collections.abc import Callable, Sequence

from django.db import transaction
from django_tasks import task

from articles import search_index, story_search, tag_lock
from articles.models import Copy, TagDecision, TaggingChange

# So many stories are seen to at once; the rest of a great split follows by tasks.
AT_ONCE = 200
_KEEP: dict[Copy, Callable[[Sequence[int]], None]] = {
    Copy.WORKING: story_search.keep_tags,
    Copy.PUBLISHED: search_index.keep_facets,
}


def follow(decision: TagDecision) -> None:
    """Let the stories that a decision changed be found by their tags of now. Call it in the decision's transaction.

    A merge needs nothing: stories are found by what a merged tag became.
    """
    if decision.verb == "merge":
        return
    for copy in Copy:
        _keep_next(decision.pk, copy, after=0)


@task()
def follow_the_rest(decision: int, copy: int, after: int) -> None:
    """See to the next portion of a great decision and ask for the one after it; begun twice, it does the same again.

    Each task is short: one that runs for long is taken for lost and given to another worker.
    """
    with transaction.atomic():
        # Who publishes a story writes the same rows.
        tag_lock.hold(alone=True)
        _keep_next(decision, Copy(copy), after=after)


def _keep_next(decision: int, copy: Copy, *, after: int) -> None:
    """See to the next stories, and let a worker see to those after them."""
    changes = TaggingChange.objects.filter(decision=decision, copy=copy, story__gt=after).order_by("story")
    keys = list(changes.values_list("story", flat=True).distinct()[: AT_ONCE + 1])
    _KEEP[copy](keys[:AT_ONCE])
    if len(keys) > AT_ONCE:
        follow_the_rest.enqueue(decision, copy.value, keys[AT_ONCE - 1])
