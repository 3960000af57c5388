"""The generation of everything public: one word that changes whenever anything a reader sees does.

Page-cache keys carry it, so nobody has to list which pages show which story, and a page rendered
before a change can never come back after it.
"""

import json
import secrets
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone

from articles.models.breaking_news import BreakingNews
from articles.models.public_state import PublicState
from articles.models.published import PublishedStory
from articles.models.published_page import PublishedPage
from articles.models.section import Section

# The generation last seen, for when the database does not answer.
LAST_GENERATION_KEY = "pages:last-generation"

# By hand, because each reader's request asks it first: the ORM costs ten times the query.
_READ = "SELECT generation, navigation, breaking, footer FROM articles_publicstate WHERE id = 1"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What is public now: its generation, the menu and the standing pages as they lie in the database."""

    generation: str
    menu: Any
    pages: Any = "[]"
    # The line above every page; None when there is none, or its time is over.
    breaking: dict[str, Any] | None = None

    @property
    def navigation(self) -> list[dict[str, Any]]:
        """The menu as `[{"name": …, "slug": …}]`; read only where a page is made."""
        return json.loads(self.menu) if isinstance(self.menu, (str, bytes)) else self.menu

    @property
    def footer(self) -> list[dict[str, Any]]:
        """The standing pages as `[{"title": …, "slug": …}]`; read only where a page is made."""
        return json.loads(self.pages) if isinstance(self.pages, (str, bytes)) else self.pages


def read() -> Snapshot:
    """Return what is public now, in one query.

    Raises:
        django.db.DatabaseError: when the database does not answer.
    """
    was_connected = connection.connection is not None
    try:
        row = _row()
    except (OperationalError, InterfaceError):
        # The connection may have died while it lay idle; a new one tells whether the database has.
        if not was_connected or connection.in_atomic_block:
            raise
        connection.close()
        row = _row()
    if row is None:
        # Nothing was ever published, or the database was filled from outside: begin.
        refresh()
        return read()
    generation, menu, breaking, footer = row
    if breaking is None:
        return Snapshot(generation, menu, footer)
    line = json.loads(breaking) if isinstance(breaking, (str, bytes)) else breaking
    if line["until"] <= timezone.now().timestamp():
        # Its time is over for every page at this very moment, whether anything else runs or not: without
        # it pages are kept under another word.
        return Snapshot(f"{generation}-", menu, footer)
    return Snapshot(generation, menu, footer, line)


def _row() -> tuple[str, Any, Any, Any] | None:
    # This is the request's first query and asks by itself whether the connection lives: Django need not.
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs do not know it
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        return cursor.fetchone()


def refresh() -> None:
    """Say that something readers see has changed. Call it in the transaction of the change, last."""
    menu = list(Section.objects.filter(in_navigation=True).values("name", "slug"))
    generation = secrets.token_hex(8)
    state = {
        "generation": generation,
        "navigation": menu,
        "breaking": _breaking(),
        "footer": list(PublishedPage.objects.values("title", "slug")),
    }
    PublicState.objects.update_or_create(id=1, defaults=state)
    # What was withdrawn is not brought back by a database that then stops answering.
    transaction.on_commit(lambda: cache.set(LAST_GENERATION_KEY, generation, None))


def _breaking() -> dict[str, Any] | None:
    """Return the line that stands, with the address its story has now; None when readers do not see that story."""
    news = BreakingNews.objects.filter(ended_at=None, expires_at__gt=timezone.now()).first()
    if news is None:
        return None
    line = {"text": news.text, "slug": "", "language": "", "until": news.expires_at.timestamp()}
    if news.story_id is not None:
        told = PublishedStory.objects.filter(pk=news.story_id).values("slug", "language").first()
        return line | told if told else None
    return line
