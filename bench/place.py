"""A place of its own for each measurement: a folder, a database and a port that nothing else uses."""

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

# What the name of a database must hold that the bench may remove.
SEPARATE = "bench_"
# In the folder of a place: which pages there are, and their bytes.
KNOWN = "pages.json"
BODIES = "bodies"
# So many pages of each kind are kept for the bare view, and asked for again and again where the cache answers.
HOT = 40


@dataclass(frozen=True, slots=True)
class Place:
    """Where the newsroom with so many stories lives."""

    stories: int
    port: int

    @property
    def folder(self) -> Path:
        """Everything that is written, below the folder that the newsroom itself would use."""
        return Path(os.environ.get("DATA_DIR") or "var").absolute() / "bench" / str(self.stories)

    @property
    def database_url(self) -> str:
        """On PostgreSQL a database beside the newsroom's own; else a file in our folder."""
        parts = urlsplit(os.environ.get("DATABASE_URL", ""))
        if parts.scheme not in {"postgres", "postgresql"}:
            return f"sqlite:///{self.folder}/{SEPARATE}{self.stories}.sqlite3"
        return urlunsplit(parts._replace(path=f"{parts.path}_{SEPARATE}{self.stories}"))

    @property
    def processes(self) -> int:
        """How many processes the web server has: as many as in a newsroom that was told nothing."""
        return int(os.environ.get("WEB_CONCURRENCY") or min(os.cpu_count() or 1, 4))

    @property
    def environment(self) -> dict[str, str]:
        """The environment in which a newsroom works here, and nowhere else."""
        # What is set for the real one must not be met by chance: its mail, its pictures, its cache.
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DEBUG", "DEMO", "MEDIA_STORAGE", "EMAIL_URL", "ALLOWED_HOSTS", "TRUSTED_PROXY"}
        }
        return kept | {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "DATA_DIR": str(self.folder),
            "DATABASE_URL": self.database_url,
            "SECRET_KEY": "nothing is secret in a newsroom that is thrown away after it was measured",
            "SITE_URL": f"http://127.0.0.1:{self.port}",
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "WEB_CONCURRENCY": str(self.processes),
            "TIME_ZONE": "UTC",
            "LOG_LEVEL": "ERROR",
        }
