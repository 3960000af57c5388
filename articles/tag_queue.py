"""What waits for the tagging desk: four lists, each of keys, the next to be decided first.

A list is looked through to MOST and no further; nothing here grows with the archive but by an index.
"""

from datetime import timedelta

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from articles.models import (
    EnoughTags,
    PublishedStory,
    Tag,
    TagDecision,
    TaggedStory,
    TagStatus,
    TagSuggestion,
)

MOST = 200
# Nobody is asked to do away with a tag that is younger.
TIME_TO_BE_USED = timedelta(days=1)
# A live story has so many tags, or waits; so many of the newest are looked at.
ENOUGH_TAGS, NEWEST = 2, 2000
# Two tags that may be one: they share a folded name, nobody keeps them apart, and both are in use.
_NEAR = """
SELECT DISTINCT one.tag_id, other.tag_id FROM articles_tagkey one
JOIN articles_tagkey other ON other.key = one.key AND other.tag_id > one.tag_id
JOIN articles_tag tag ON tag.id = one.tag_id AND tag.status <> 'deprecated' AND tag.merged_into_id IS NULL
JOIN articles_tag twin ON twin.id = other.tag_id AND twin.status <> 'deprecated' AND twin.merged_into_id IS NULL
WHERE NOT EXISTS (
    SELECT 1 FROM articles_tagskeptapart apart WHERE apart.one_id = one.tag_id AND apart.other_id = other.tag_id
)
ORDER BY 1, 2 LIMIT %s
"""


def proposed() -> list[str]:
    """Return the tags that somebody proposed and nobody approved yet, the oldest first."""
    return _keys(Tag.objects.current().filter(status=TagStatus.PROPOSED))


def near_pairs() -> list[str]:
    """Return pairs of tags whose names read alike, as “1-2”."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, [MOST])
        return [f"{one}-{other}" for one, other in cursor.fetchall()]


def rarely_used() -> list[str]:
    """Return the approved tags that one story carries or none; not the new, nor those with others below them or kept."""
    second = TaggedStory.objects.filter(tag=OuterRef("pk")).order_by("pk")[1:2]
    kept = TagDecision.objects.filter(tag=OuterRef("pk"), verb="keep", undone_by=None)
    below = Tag.parents.through.objects.filter(to_tag=OuterRef("pk"))
    tags = Tag.objects.current().filter(~Exists(second), ~Exists(kept), ~Exists(below))
    old_enough = timezone.now() - TIME_TO_BE_USED
    return _keys(tags.filter(created_at__lt=old_enough, status=TagStatus.APPROVED))


def stories() -> list[str]:
    """Return the live stories with suggestions waiting or with too few tags, the newest first."""
    waiting = waiting_suggestions().order_by("-published_at", "-story_id")
    found = dict(waiting.values_list("story", "published_at")[: MOST * 4])
    newest = PublishedStory.objects.newest_first().values("pk")[:NEWEST]
    last = TaggedStory.objects.filter(content_object=OuterRef("pk")).order_by("pk")
    few = PublishedStory.objects.filter(
        ~Exists(last[ENOUGH_TAGS - 1 : ENOUGH_TAGS]),
        ~Exists(EnoughTags.objects.filter(story=OuterRef("pk"))),
        pk__in=newest,
    )
    found |= dict(few.newest_first().values_list("pk", "published_at")[:MOST])
    return [str(pk) for pk, _ in sorted(found.items(), key=lambda item: (item[1], item[0]), reverse=True)][
        :MOST
    ]


def waiting_suggestions() -> QuerySet[TagSuggestion]:
    """Return what is suggested for live stories and not on them yet."""
    has_it = TaggedStory.objects.filter(content_object=OuterRef("story"), tag=OuterRef("tag"))
    return TagSuggestion.objects.filter(
        ~Exists(has_it), story__live_revision__isnull=False, tag__merged_into=None
    ).exclude(tag__status=TagStatus.DEPRECATED)


def _keys(tags: QuerySet[Tag]) -> list[str]:
    return [str(pk) for pk in tags.order_by("pk").values_list("pk", flat=True)[:MOST]]
