"""The front page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from articles.front_layout import front_page_of, pinned_now, rest_of, rows_of, size_of
from articles.page_cache import asked
from articles.pages import readers_page
from articles.structured_data import website
from articles.views.lists import listed


def front_page(request: HttpRequest) -> HttpResponse:
    """Show what editors have put first, then the newest stories; older ones as a plain list."""
    if asked(request):
        page = listed(request, rows_of(None), size=size_of(None))
        context = {"page": page}
    else:
        top = pinned_now(None)
        page = listed(request, rest_of(None, top), size=size_of(None) - len(top))
        context = front_page_of(top, page)
    which = "The latest stories" if page.is_first else "Older stories"
    said = {"description": f"{which} from {settings.SITE_NAME}.", "structured": [website()]}
    return readers_page(request, "articles/front_page.html", context | said)
