"""The desk instead of Django's own admin site."""

from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, on a site of ours."""

    default_site = "articles.admin.site.Desk"

    def ready(self) -> None:
        """Set up the desk, and only then the nouns that register on it: their package holds it too."""
        super().ready()
        from articles.admin import nouns  # noqa: F401, PLC0415  (see above)
