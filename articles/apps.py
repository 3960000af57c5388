"""The one app of the newsroom."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """Stories, who wrote them, who speaks in them, and what readers see of them."""

    name = "articles"
    verbose_name = "Newsroom"

    def ready(self) -> None:
        """Register the system checks, and read in what a search engine is spoken to with, before anybody waits for it."""
        from articles import search_index, system_checks  # noqa: F401, PLC0415  (models must be there first)

        search_index.engine()
