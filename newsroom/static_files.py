"""Static files under names with a checksum, each name worked out once."""

from typing import Any

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class StaticFiles(ManifestStaticFilesStorage):
    """Django's own, with a memory: three names were an eighth of the work of a story's page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._known: dict[str, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:
        """Return the address of a file; the manifest of a running server does not change."""
        if force or not name:
            return super().url(name or "", force)
        if name not in self._known:
            self._known[name] = super().url(name)
        return self._known[name]
