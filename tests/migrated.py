"""A migrated SQLite database to begin with: made once for each state of migrations and models, copied by every run.

Migrating takes longer than hundreds of tests, and each parallel worker would do it again.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = ROOT / ".pytest_cache" / "migrated"
# Whatever decides what is in a database that was just migrated.
DECIDED_BY = (
    "articles/migrations/*.py",
    "articles/models/*.py",
    "articles/permissions.py",
    "requirements/*.txt",
)


def copy_to(database: Path) -> None:
    """Put a migrated database there; where none is kept yet, one process makes it and the others wait."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{_digest()}.sqlite3"
    with (KEPT / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            for old in KEPT.glob("*.sqlite3*"):
                old.unlink()
            _migrate(kept)
        shutil.copyfile(kept, database)


def _migrate(database: Path) -> None:
    unfinished = database.with_suffix(".sqlite3-unfinished")
    unfinished.unlink(missing_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{unfinished}",
    }
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    unfinished.rename(database)


def _digest() -> str:
    digest = hashlib.sha256()
    for pattern in DECIDED_BY:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(f"{file.name}\0".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
