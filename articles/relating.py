"""Which stories stand below a story: those with the same tags and the same people quoted, the newer first.

Worked out when a story is published, for it and for the few nearest to it; a reader's request only reads
the rows. `manage.py relate_stories` does it for all.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from heapq import nlargest
from math import log

from django.db import connection, transaction
from django.db.models import Q

from articles.models.published import PublishedStory
from articles.models.quote import PublishedQuote
from articles.models.related_story import RelatedStory
from articles.models.tag import TaggedPublishedStory

# Of each tag and each person the newest stories are looked at; of so many tags, and of so many people.
LOOKED_AT = 100
MOST_SHARED = 10
# So much counts a tag or a person that as many stories have as are looked at, or more; all others count 1.
COMMON = 0.25
# More are kept than are shown, so that a list is whole after one of them was withdrawn.
KEPT = 6
# So many of the nearest lead to a new story in turn; older ones keep what they have.
LEAD_BACK = 20
# So much newer makes up for e times less in common.
FADES_IN_DAYS = 180.0
# Any number, the same wherever this newsroom runs.
_LOCK = 5_201_963
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def relate(published: PublishedStory) -> None:
    """Work out anew which stories a live story leads to, and which of those lead back.

    Call it in the transaction that wrote the published copy. The cost is bounded: see the numbers above.
    """
    hold()
    RelatedStory.objects.filter(Q(story=published) | Q(to=published)).delete()
    near = _near(published)
    nearest = nlargest(LEAD_BACK, near.items(), key=lambda item: _weight(*item[1]))
    rows = [RelatedStory(story=published, to_id=pk, weight=_weight(*why)) for pk, why in nearest[:KEPT]]
    rows += [
        RelatedStory(story_id=pk, to=published, weight=_weight(shared, published.published_at))
        for pk, (shared, _) in nearest
    ]
    RelatedStory.objects.bulk_create(rows)
    _keep_the_best(pk for pk, _ in nearest)


@transaction.atomic
def relate_again(pk: int) -> bool:
    """Do the same for one live story on its own; return whether it is still there."""
    hold()
    published = PublishedStory.objects.filter(pk=pk).first()
    if published is not None:
        relate(published)
    return published is not None


def hold() -> None:
    """Keep away others who write these rows, until this transaction ends: those of two stories meet in both lists.

    SQLite has one writer at a time, and nothing to hold.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _near(published: PublishedStory) -> dict[int, tuple[float, datetime]]:
    """Return the stories that share a tag or a speaker: how much, and when each was published."""
    tags = published.tagged.order_by("pk").values_list("tag", flat=True)[:MOST_SHARED]
    speakers = published.quotes.exclude(speaker=None).order_by("pk").values_list("speaker", flat=True)
    lists = [
        TaggedPublishedStory.objects.filter(tag=tag)
        .order_by("-published_at", "-content_object_id")
        .values_list("content_object_id", "published_at")[:LOOKED_AT]
        for tag in tags
    ]
    lists += [
        PublishedQuote.objects.filter(speaker=speaker)
        .order_by("-published_at", "-pk")
        .values_list("story_id", "published_at")[:LOOKED_AT]
        for speaker in [*dict.fromkeys(speakers)][:MOST_SHARED]
    ]
    shared: defaultdict[int, float] = defaultdict(float)
    moments: dict[int, datetime] = {}
    for rows in lists:
        found = dict(rows)
        for pk in found:
            # What many have in common says little. Two steps only, because a weight is kept while others come.
            shared[pk] += 1 if len(found) < LOOKED_AT else COMMON
        moments |= found
    shared.pop(published.pk, None)
    return {pk: (much, moments[pk]) for pk, much in shared.items()}


def _weight(shared: float, at: datetime) -> float:
    """Return how far up a story belongs: the same order today and in a year, so it can be kept."""
    return log(shared) + (at - _LONG_AGO).total_seconds() / 86_400 / FADES_IN_DAYS


def _keep_the_best(stories: Iterable[int]) -> None:
    """Let each of these stories lead to no more than are kept."""
    lists: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)
    rows = RelatedStory.objects.filter(story__in=list(stories))
    for story, weight, pk in rows.values_list("story", "weight", "pk"):
        lists[story].append((weight, pk))
    too_many = [pk for found in lists.values() for _, pk in sorted(found, reverse=True)[KEPT:]]
    if too_many:
        RelatedStory.objects.filter(pk__in=too_many).delete()
