"""How a page for readers is made: one frame for all of them, and nothing of who is asking."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from articles import public_state
from articles.structured_data import share_picture


def readers_page(
    request: HttpRequest, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render a page that extends `base.html`.

    `current_section` in the context is the slug of the section that the menu marks. The template is
    not given the request, so that no page can differ from reader to reader.
    """
    # The menu came with the request's first query (`page_cache.ReadersFirst`), but for the desk's previews.
    state = getattr(request, "public_state", None) or public_state.read()
    sections = tuple((section["name"], section["slug"]) for section in state.navigation)
    given = dict(context or {})
    frame = {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "path": request.path,
        "share_picture": share_picture(),
        "breaking": state.breaking,
        "menu": _menu(sections, given.get("current_section", "")),
        "standing_pages": state.footer,
    }
    return HttpResponse(get_template(template).render(frame | given), status=status)


@lru_cache(maxsize=64)
def _menu(sections: tuple[tuple[str, str], ...], current: str) -> str:
    """Return the menu, with the section marked that the reader is in.

    Remembered, because it would be two thirds of the work of a story's page.
    """
    return get_template("articles/_menu.html").render({"sections": sections, "current": current})
