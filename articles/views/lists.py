"""What the pages that list stories have in common."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from articles.keyset import PAGE_SIZE, BadCursor, ListPage, page_of
from articles.models.published import CARD_FIELDS
from articles.page_cache import asked


def listed(request: HttpRequest, rows: QuerySet, key: str = "pk", *, size: int = PAGE_SIZE) -> ListPage:
    """Return the page of a list that this request asks for.

    Raises:
        Http404: when there is no such page.
    """
    try:
        page = page_of(rows, key, asked(request), size=size)
    except BadCursor:
        raise Http404("No such page of this list.") from None
    if not page.rows and not page.is_first:
        raise Http404("This list has no more pages.")
    return page


def with_cards(rows: QuerySet, story: str) -> QuerySet:
    """Fetch with each row what a list shows of its story, in the same query."""
    return rows.select_related(f"{story}__section", f"{story}__lead_image").only(
        "published_at", story, *(f"{story}__{name}" for name in CARD_FIELDS)
    )
