"""What every test can ask for: people named by their part, a browser, and a clean slate."""

import gc
import os
import shutil
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.test import Client, TransactionTestCase
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.fixtures import Settings
from pytest_django.live_server_helper import LiveServer

from articles import search_index
from articles.models import Story
from tests import migrated, stories

# What pytest makes of the tests' asserts is kept: making it anew takes each parallel worker five seconds.
sys.dont_write_bytecode = False

# So many cases of each long table are tried in a run that nobody asked more of.
ROWS = 3
IN_CI = os.environ.get("CI", "").lower() in {"1", "true"}
CHROMIUM = next(
    (
        path
        for path in (
            os.environ.get("CHROMIUM"),
            *map(shutil.which, ("chromium", "chromium-browser", "google-chrome")),
            "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        )
        if path and Path(path).exists()
    ),
    None,
)

# A machine that is busy with two browsers and a database may think for longer than the usual five seconds.
expect.set_options(timeout=15_000)
hypothesis.settings.register_profile("some", max_examples=25, deadline=None)
hypothesis.settings.register_profile("many", max_examples=300, deadline=None, derandomize=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take what a second run, on another database, need not repeat."""
    parser.addoption("--only-database", action="store_true", help="only tests that ask the database")


def pytest_configure(config: pytest.Config) -> None:
    """Try a few made-up inputs each time, and many when everything is run."""
    tries_all = not config.getoption("markexpr")
    hypothesis.settings.load_profile("many" if tries_all else "some")
    # Parallel workers are told by whoever was called: to them, every test is asked for by name.
    if not tries_all and config.args_source is config.ArgsSource.TESTPATHS:
        os.environ["TEST_SOME_ROWS"] = "1"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let rows that migrations made (groups) survive tests that empty the database, and let those come last.

    Last of all hooks: pytest itself moves a browser's tests to the front, before tests that need these rows.
    """
    if config.getoption("only_database"):
        config.hook.pytest_deselected(items=[item for item in items if not _asks_the_database(item)])
        items[:] = filter(_asks_the_database, items)
    if "TEST_SOME_ROWS" in os.environ:
        left_out = _rows_left_out(items)
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in {*left_out}]
    empties = {item for item in items if _empties_the_database(item)}
    for item in empties:
        item.add_marker(pytest.mark.django_db(transaction=True, serialized_rollback=True), append=False)
    items.sort(key=empties.__contains__)


def _rows_left_out(items: list[pytest.Item]) -> list[pytest.Item]:
    """Of a long table of cases keep some, from the first to the last, when nobody asked for more."""
    tables: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if getattr(item, "callspec", None):
            tables[item.nodeid.partition("[")[0]].append(item)
    left_out = []
    for rows in tables.values():
        kept = {round(place * (len(rows) - 1) / (ROWS - 1)) for place in range(ROWS)}
        left_out += [row for place, row in enumerate(rows) if len(rows) > ROWS and place not in kept]
    return left_out


def _empties_the_database(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("django_db")
    fixtures = {*getattr(item, "fixturenames", ())}
    return bool(
        (marker and marker.kwargs.get("transaction")) or {"live_server", "transactional_db"} & fixtures
    )


def _asks_the_database(item: pytest.Item) -> bool:
    fixtures = {"db", "transactional_db", "live_server"} & {*getattr(item, "fixturenames", ())}
    of_django = issubclass(getattr(item, "cls", None) or object, TransactionTestCase)
    is_asked = fixtures or of_django or item.get_closest_marker("django_db")
    if not is_asked or item.get_closest_marker("looks"):
        return False
    # Of what takes long, another database answers otherwise where several ask it at once, not in a browser.
    takes_long = item.get_closest_marker("thorough") is not None
    return not takes_long or (_empties_the_database(item) and "page" not in item.fixturenames)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Remove what the run wrote."""
    if not hasattr(config, "workerinput") and Path(settings.DATA_DIR).name.startswith("newsroom-test-"):
        shutil.rmtree(settings.DATA_DIR, ignore_errors=True)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip, in plain words, what SQLite cannot show."""
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: set DATABASE_URL=postgres://…")


def pytest_collection_finish() -> None:
    """Let the garbage collector look at what tests make only: the rest stays to the end."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite begin with the migrated database that lies there, see below."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Let no run on SQLite migrate what another one has migrated, and empty PostgreSQL the quick way."""
    if connection.vendor == "sqlite":
        migrated.copy_to(Path(connection.settings_dict["TEST"]["NAME"]))
    else:
        connection.ops.sql_flush = _sql_to_delete_all


def _sql_to_delete_all(style: object, tables: list[str], **options: bool) -> list[str]:
    """Return what empties tables that hold a few rows: TRUNCATE makes a new file of each, which takes a second."""
    quoted = map(connection.ops.quote_name, tables)
    return [
        # Whatever refers to what, and whatever refuses to be deleted.
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {table}" for table in quoted),
    ]


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Let every connection know the rows that migrations made.

    The browser's driver runs an event loop in this thread; from then on Django hands out another
    connection object, which would not know what `serialized_rollback` has to bring back.
    """
    real = connections[DEFAULT_DB_ALIAS]
    if rows := getattr(real, "_test_serialized_contents", None):
        type(real)._test_serialized_contents = rows


@pytest.fixture(autouse=True)
def clean_slate(settings: Settings) -> Iterator[None]:
    """Start every test with an empty cache, no pictures and no evidence."""
    cache.clear()
    yield
    cache.clear()
    # A model's field holds the storage it was given at the start, so these folders stay the same and are emptied.
    for folder in (settings.MEDIA_ROOT, settings.STORAGES["private"]["OPTIONS"]["location"]):
        shutil.rmtree(folder, ignore_errors=True)


# --- People ----------------------------------------------------------------------------------------


@pytest.fixture
def person_with_login(db: None) -> Callable[..., User]:
    """Make somebody who may log in to the desk: `person_with_login("editor", "Editors")`."""

    def make(username: str, group: str | None = None, **fields: Any) -> User:
        user = User.objects.create_user(username, password="correct horse battery", is_staff=True, **fields)
        if group:
            user.groups.add(Group.objects.get(name=group))
        return user

    return make


@pytest.fixture
def reporter(person_with_login: Callable[..., User]) -> User:
    """Somebody who writes."""
    return person_with_login("reporter", "Reporters", first_name="Rina", last_name="Gashi")


@pytest.fixture
def other_reporter(person_with_login: Callable[..., User]) -> User:
    """Somebody who writes too, but not this story."""
    return person_with_login("other_reporter", "Reporters", first_name="Luan", last_name="Hoti")


@pytest.fixture
def editor(person_with_login: Callable[..., User]) -> User:
    """Somebody who decides what is published."""
    return person_with_login("editor", "Editors", first_name="Helen", last_name="Marsh")


@pytest.fixture
def other_editor(person_with_login: Callable[..., User]) -> User:
    """The second pair of eyes."""
    return person_with_login("other_editor", "Editors", first_name="Goran", last_name="Petrov")


@pytest.fixture
def moderator(person_with_login: Callable[..., User]) -> User:
    """Somebody who keeps the tags in order and changes no word."""
    return person_with_login("moderator", "Moderators", first_name="Teuta", last_name="Krasniqi")


@pytest.fixture
def superuser(db: None) -> User:
    """Somebody who may do everything."""
    return User.objects.create_superuser("superuser", password="correct horse battery")


@pytest.fixture
def reader() -> Client:
    """A reader's browser: no cookies, no login."""
    return Client()


@pytest.fixture
def desk() -> Callable[[User], Client]:
    """Return a browser in which this person is logged in: `desk(editor).get(…)`."""

    def login(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return login


# --- Stories ---------------------------------------------------------------------------------------


@pytest.fixture
def story_at(reporter: User, editor: User) -> Callable[..., Story]:
    """Return a story in one of `stories.STATES`: `story_at("live", "Bridge opens", tags=["Bridges"])`.

    The reporter writes it, the editor takes it from there.
    """

    def make(state: str, headline: str = "", **fields: Any) -> Story:
        return stories.bring_to(state, stories.write(headline, by=reporter, **fields), by=editor)

    return make


# --- A real search engine -----------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def no_index_is_left() -> Iterator[None]:
    """Remove what the search engine that SEARCH_URL names was told, by tests that are about it or not."""
    yield
    if engine := search_index.engine():
        engine.client().indices.delete(index=f"{settings.SEARCH_ENGINE['prefix']}-*")


@pytest.fixture(scope="session")
def search_engine_for_all() -> ModuleType:
    """The search engine that SEARCH_URL names, with indexes for this run."""
    engine = search_index.engine()
    if engine is None:
        pytest.skip("needs OpenSearch: set SEARCH_URL=opensearch://…")
    engine.make_ready()
    return engine


@pytest.fixture
def search_engine(db: None, search_engine_for_all: ModuleType) -> Iterator[ModuleType]:
    """The search engine, knowing nothing; a test in which it failed to answer has failed."""
    search_engine_for_all._resting_until = 0.0
    search_engine_for_all.make_ready()
    search_engine_for_all.put_into_service(search_engine_for_all.now())
    yield search_engine_for_all
    assert search_engine_for_all._resting_until == 0


# --- A real browser --------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's own Chromium; nothing is downloaded."""
    if CHROMIUM is None:
        message = "needs Chromium: install it, or set CHROMIUM to its path"
        pytest.fail(message) if IN_CI else pytest.skip(message)
    return {
        **browser_type_launch_args,
        "executable_path": CHROMIUM,
        "args": ["--no-sandbox", "--disable-background-networking", "--disable-component-update"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """One locale and one clock everywhere."""
    return {**browser_context_args, "locale": "en-GB", "timezone_id": "UTC"}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """A page that fails its test if a script breaks or the security policy has to stop something."""
    page.set_default_timeout(15_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on(
        "console",
        lambda message: problems.append(message.text) if "Content Security Policy" in message.text else None,
    )
    yield page
    assert problems == []


@pytest.fixture
def desk_page(page: Page, live_server: LiveServer, context: BrowserContext) -> Callable[[User], Page]:
    """Return the page with this person logged in: `desk_page(editor).goto("/admin/")`."""

    def login(user: User) -> Page:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": f"{live_server.url}{settings.DESK_PATH}"}]
        )
        return page

    return login
