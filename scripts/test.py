"""Run every check and the tests, one after the other, and say plainly what was not run.

Called by `make test`, and by `make test-all` with --all. A missing database or browser is skipped on a
developer's machine; where CI=true it is an error, and nothing is left out.
"""

import getpass
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
import redis

BIN = Path(sys.executable).parent
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
TEMPLATES = [str(path) for path in sorted(Path("templates").rglob("*.html"))]
# Nothing here may hang on what somebody's shell happens to hold.
ENVIRONMENT = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "DATA_DIR"}}

CHECKS: list[tuple[str, list[str]]] = [
    ("Style", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("Form", [str(BIN / "ruff"), "format", "--check", "."]),
    ("Form of templates", [str(BIN / "djade"), "--check", "--target-version", "5.2", *TEMPLATES]),
    ("Import contracts", [str(BIN / "lint-imports"), "--no-logo"]),
    ("Types", [sys.executable, "-m", "mypy"]),
    ("Migrations are complete", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
]
ALL = IN_CI or "--all" in sys.argv
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "auto", *(["-m", ""] if ALL else [])]


def main() -> int:
    """Run all, and return how many failed."""
    skipped = [] if ALL else ["Thorough tests: `make test-all` runs them too"]
    runs = [(name, command, {"DEMO": "1"}) for name, command in CHECKS]
    runs.append(("Tests on SQLite", PYTEST, {}))
    if postgres := find_postgres():
        runs.append(("Tests on PostgreSQL", [*PYTEST, "--only-database"], {"DATABASE_URL": postgres}))
    else:
        skipped.append(
            "PostgreSQL: none answers (set TEST_POSTGRES_URL=postgres://user:password@host/postgres)"
        )
    if not redis_answers():
        skipped.append("Redis: none answers (set TEST_REDIS_URL=redis://host:6379/15)")
    if not (os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")):
        skipped.append("Browser: no Chromium found (install it, or set CHROMIUM to its path)")

    # Neither Debian nor PyPI has one, so no run can be sure of it.
    unsure = (
        []
        if os.environ.get("SEARCH_URL")
        else ["skipped OpenSearch: none is named (set SEARCH_URL=opensearch://host:9200)"]
    )

    results = [(name, *run(name, command, extra)) for name, command, extra in runs]
    print("\n" + "─" * 60)
    for name, passed, seconds in results:
        print(f"{'passed ' if passed else 'FAILED '} {name:<28} {seconds:7.1f} s")
    for what in skipped:
        print(f"{'MISSING' if IN_CI else 'skipped'} {what}")
    print(*unsure, sep="\n", end="\n" if unsure else "")
    failed = sum(not passed for _, passed, _ in results)
    return failed + (len(skipped) if IN_CI else 0)


def run(name: str, command: list[str], extra: dict[str, str]) -> tuple[bool, float]:
    """Run one command with its output shown; return whether it passed, and its seconds."""
    print(f"\n── {name}", flush=True)
    began = time.monotonic()
    passed = subprocess.run(command, env=ENVIRONMENT | extra, check=False).returncode == 0
    return passed, time.monotonic() - began


def find_postgres() -> str | None:
    """Return the address of a PostgreSQL where databases may be made, or None."""
    user = quote(getpass.getuser())
    for url in (
        os.environ.get("TEST_POSTGRES_URL"),
        f"postgres://{user}@127.0.0.1:5432/postgres",
        f"postgres://{user}@/postgres?host=/var/run/postgresql",
    ):
        if not url:
            continue
        try:
            with psycopg.connect(url, connect_timeout=3) as connection:
                allowed = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.Error:
            continue
        if allowed and allowed[0]:
            return url
    return None


def redis_answers() -> bool:
    """Whether there is a Redis to test with."""
    url = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/15")
    try:
        return bool(redis.Redis.from_url(url, socket_connect_timeout=1).ping())
    except redis.RedisError:
        return False


if __name__ == "__main__":
    sys.exit(min(main(), 100))
