"""The settings of the newsroom as its tests use them: nothing has to be set by hand."""

import os
import tempfile
from pathlib import Path

# One folder and one database name a run, handed on to its parallel workers: two runs never meet.
os.environ.setdefault("TEST_RUN", str(os.getpid()))
if "DATA_DIR" not in os.environ:
    os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="newsroom-test-")
os.environ.update(
    SECRET_KEY="only-for-tests-only-for-tests-only-for-tests-only-for-tests",
    SITE_URL="http://testserver",
    ALLOWED_HOSTS="testserver,localhost,127.0.0.1",
    LOG_LEVEL="WARNING",
    EMAIL_URL="dummy://",
    # The browser's driver runs an event loop in the thread that also asks the database.
    DJANGO_ALLOW_ASYNC_UNSAFE="true",
)
for name in ("DEBUG", "DEMO", "MEDIA_STORAGE", "TRUSTED_PROXY"):
    os.environ.pop(name, None)

from newsroom.settings import *  # noqa: E402, F403  (the environment comes first)
from newsroom.settings import DATA_DIR, DATABASES, SEARCH_ENGINE, STORAGES  # noqa: E402

if "sqlite" in DATABASES["default"]["ENGINE"]:
    # A file: the live server and threads each open a connection of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(DATA_DIR) / "test.sqlite3")}
else:
    DATABASES["default"]["TEST"] = {"NAME": f"test_newsroom_{os.environ['TEST_RUN']}"}
    # A test's rows need not survive a power cut.
    DATABASES["default"]["OPTIONS"]["options"] = "-c synchronous_commit=off"

# Folders and indexes for each parallel worker: they are emptied after each test.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
if SEARCH_ENGINE:
    SEARCH_ENGINE["prefix"] += f"-test-{os.environ['TEST_RUN']}-{_worker}"
MEDIA_ROOT = Path(DATA_DIR) / f"media-{_worker}"
STORAGES["private"]["OPTIONS"]["location"] = Path(DATA_DIR) / f"private-{_worker}"
# No checksums in names: nobody collects files before a test.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
# Real hashing takes most of a second for each person.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
