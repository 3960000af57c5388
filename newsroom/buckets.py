"""Pictures as readers see them, in a bucket: it tells of each how long it may be kept, as `media` does here."""

from typing import Any

from storages.backends.s3 import S3Storage

from newsroom.media import kept_for


class Pictures(S3Storage):
    """What was drawn for readers."""

    def get_object_parameters(self, name: str) -> dict[str, Any]:
        """Return what the bucket keeps with a file."""
        return super().get_object_parameters(name) | {"CacheControl": kept_for(name)}
