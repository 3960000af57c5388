"""The named views of the list of stories: what the tabs and the front page's numbers lead to."""

from datetime import timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils import timezone

from articles.models import PublishedStory, Status, Story
from articles.models.story import GRACE
from articles.output import begin_of
from articles.usage import live_beyond_rights

# Counted to here; beyond, "999+" says as much.
MOST_COUNTED = 999
LABELS = {
    "mine": "Mine",
    "review": "To review",
    "scheduled": "Scheduled",
    "live": "Live",
    "": "All",
    "waiting": "Waiting for me",
    "scheduled_today": "Scheduled today",
    "published_today": "Published today",
    "missed": "Missed or failed",
    "emergencies": "Published in an emergency",
    "rights": "Live with a picture past its rights",
}
# Always beside each other above the list; the others while one looks at them.
TABS = ("mine", "review", "scheduled", "live", "")


def in_view(stories: QuerySet[Story], view: str, user: AbstractBaseUser) -> QuerySet[Story]:
    """Return the stories of a view, in its order; all of them for a view that there is not."""
    match view:
        case "mine":
            return stories.of(user)
        case "waiting":
            waiting = stories.filter(assigned_to=user, status__in=(Status.DRAFT, Status.IN_REVIEW))
            return waiting.order_by("-updated_at", "-pk")
        case "review":
            return stories.waiting_for_review().most_pressing_first()
        case "live":
            return stories.live()
        case "scheduled":
            return stories.scheduled().order_by("publish_at", "pk")
        case "scheduled_today":
            begins, ends = _today()
            return stories.filter(publish_at__gte=begins, publish_at__lt=ends).order_by("publish_at", "pk")
        case "published_today":
            out = PublishedStory.objects.filter(published_at__gte=_today()[0]).order_by()
            return stories.filter(pk__in=out.values("pk"))
        case "missed":
            now = timezone.now()
            too_long = Story.objects.live().filter(expire_at__lt=now - GRACE).order_by()
            late = Story.objects.missed(now).order_by()
            # Two ranges of two indexes, both short; one condition with OR would go through the archive.
            either = late.values_list("pk", flat=True).union(too_long.values_list("pk", flat=True), all=True)
            return stories.filter(pk__in=list(either[: MOST_COUNTED + 1]))
        case "emergencies":
            return stories.with_open_emergency()
        case "rights":
            return stories.filter(pk__in=list(live_beyond_rights().values_list("pk", flat=True)))
    return stories


def up_to(stories: QuerySet) -> str:
    """Return how many there are, counted to where it stops mattering."""
    count = stories.order_by()[: MOST_COUNTED + 1].count()
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def _today() -> tuple[object, object]:
    """Return when today begins and ends, by the newsroom's clock."""
    today = timezone.localdate()
    return begin_of(today), begin_of(today + timedelta(days=1))
