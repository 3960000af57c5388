"""How tags are used: by month, which go together so often that they may be one, and which have gone quiet.

Bounded on purpose: the newest stories are looked at, and of each tag what an index holds of it.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils import timezone

from articles.models import PublishedStory, Tag, TaggedPublishedStory, TagsKeptApart

NEWEST = 2000
SHOWN, MONTHS = 30, 12
# Two tags are maybe one when this share of the stories that carry either carry both, and so many at least.
SHARE, AT_LEAST = 0.8, 5
# A tag that so many stories carry has gone quiet when none of this time does.
ONCE_USED, QUIET_FOR = 5, timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Use:
    """In how many stories a tag was used, month by month, the last month last."""

    tag: Tag
    months: list[tuple[str, int]]

    @property
    def stories(self) -> int:
        """In how many of all these months."""
        return sum(count for _, count in self.months)

    @property
    def bars(self) -> list[tuple[int, int]]:
        """For a chart 24 high: where each bar begins, and how high it is."""
        most = max((count for _, count in self.months), default=0) or 1
        heights = [max(count * 24 // most, 1 if count else 0) for _, count in self.months]
        return [(24 - height, height) for height in heights]

    @property
    def in_words(self) -> str:
        """The chart for those who do not see it."""
        return ", ".join(f"{month} {count}" for month, count in self.months)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two tags that go together: in how many stories both, and in how many either."""

    one: Tag
    other: Tag
    both: int
    either: int


def most_used(now: datetime | None = None) -> list[Use]:
    """Return the tags most used in the newest stories, with their use in each of the last twelve months."""
    now = timezone.localtime(now)
    newest = PublishedStory.objects.newest_first().values("pk")[:NEWEST]
    counted = TaggedPublishedStory.objects.filter(content_object__in=newest).order_by().values("tag")
    keys = [row["tag"] for row in counted.annotate(n=Count("pk")).order_by("-n", "tag_id")[:SHOWN]]
    months = _months_before(now)
    used: defaultdict[int, Counter[str]] = defaultdict(Counter)
    rows = TaggedPublishedStory.objects.filter(tag__in=keys, published_at__gte=months[0]).order_by()
    for tag, month, count in (
        rows.annotate(month=TruncMonth("published_at")).values_list("tag", "month").annotate(n=Count("pk"))
    ):
        used[tag][f"{month:%Y-%m}"] = count
    tags = Tag.objects.in_bulk(keys)
    names = [f"{month:%Y-%m}" for month in months]
    return [Use(tags[key], [(name, used[key][name]) for name in names]) for key in keys]


def together() -> list[Pair]:
    """Return pairs of tags that are nearly always on the same stories; not those kept apart, nor part of each other."""
    newest = PublishedStory.objects.newest_first().values("pk")[:NEWEST]
    stories: defaultdict[int, list[int]] = defaultdict(list)
    for story, tag in TaggedPublishedStory.objects.filter(content_object__in=newest).values_list(
        "content_object", "tag"
    ):
        stories[story].append(tag)
    alone = Counter(tag for tags in stories.values() for tag in tags)
    # Only what is used often enough can be found; the rest would be most of the work.
    often = {tag for tag, count in alone.items() if count >= AT_LEAST}
    both = Counter(
        pair for tags in stories.values() for pair in combinations(sorted(often.intersection(tags)), 2)
    )
    found = {
        pair: count
        for pair, count in both.items()
        if count >= AT_LEAST and count >= SHARE * (alone[pair[0]] + alone[pair[1]] - count)
    }
    keys = {key for pair in found for key in pair}
    apart = {*TagsKeptApart.objects.filter(one__in=keys).values_list("one", "other")}
    for child, parent in Tag.parents.through.objects.filter(from_tag__in=keys).values_list(
        "from_tag", "to_tag"
    ):
        apart.add((min(child, parent), max(child, parent)))
    tags = Tag.objects.in_bulk(keys)
    pairs = [
        Pair(tags[one], tags[other], count, alone[one] + alone[other] - count)
        for (one, other), count in found.items()
        if (one, other) not in apart
    ]
    return sorted(pairs, key=lambda pair: (-pair.both / pair.either, -pair.both, pair.one.name))[:SHOWN]


def gone_quiet(now: datetime | None = None) -> list[Tag]:
    """Return tags that were used and have not been for a year, each with `last_at`, the latest first."""
    uses = TaggedPublishedStory.objects.filter(tag=OuterRef("pk")).order_by(
        "-published_at", "-content_object_id"
    )
    tags = Tag.objects.offered().filter(Q(Exists(uses[ONCE_USED - 1 : ONCE_USED])))
    last = tags.annotate(last_at=Subquery(uses.values("published_at")[:1]))
    return list(
        last.filter(last_at__lt=(now or timezone.now()) - QUIET_FOR).order_by("-last_at", "pk")[:SHOWN]
    )


def _months_before(now: datetime) -> list[datetime]:
    """Return the beginnings of the last twelve months, this one included."""
    first = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    months = [first]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months[::-1]
