"""A secret key for trying the newsroom out, made once and kept in a file of its own."""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.core.management.utils import get_random_secret_key


def kept_secret_key(path: Path) -> str:
    """Return the key in this file, and make it first if there is none; only its owner can read it."""
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, prefix=".secret_key") as fresh:
            fresh.write(get_random_secret_key())
            fresh.flush()
            # A link appears whole or not at all: of two starts at once, one makes the key.
            with suppress(FileExistsError):
                os.link(fresh.name, path)
    return path.read_text().strip()
