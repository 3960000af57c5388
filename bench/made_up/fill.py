"""Filling a database with made-up stories, as many a second as it takes."""

import gc
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, nullcontext
from multiprocessing import get_context
from random import Random

import django
from django.db import connection, connections, transaction

from articles import public_state
from articles.models import Story
from bench.made_up.cast import assemble
from bench.made_up.insert import as_columns, continue_numbering, indexes_made_afterwards, insert
from bench.made_up.shapes import HEADLINE_WORDS, draw
from bench.made_up.stories import Rows, StoryMaker
from bench.made_up.words import Texts

SEED = 2026
SHAPES = 80
CHUNK = 1000

Maker = Callable[[int], Rows]

# What each process of a pool works with.
_make: Maker
_turn: AbstractContextManager


class NotEmpty(Exception):
    """There are stories in the database already: it may be somebody's."""


def fill(
    stories: int, *, processes: int = 1, on_progress: Callable[[int], object] | None = None
) -> StoryMaker:
    """Write so many live stories, and all that goes with them, into an empty newsroom.

    What readers and the desk find them by is left to `make_findable`. Returns who made them.

    Raises:
        NotEmpty: when it has stories already.
    """
    if Story.objects.exists():
        raise NotEmpty("This database has stories in it. Made-up ones are written into an empty one only.")
    rng = Random(SEED)
    with transaction.atomic():
        cast = assemble(stories, rng)
    shapes = [draw(rng, cast.images) for _ in range(min(SHAPES, stories))]
    texts = Texts(SEED, {HEADLINE_WORDS}.union(*(shape.text_slots.values() for shape in shapes)))
    for shape in shapes:
        shape.render()
    maker = StoryMaker(shapes, cast, texts, stories)
    _write_all(maker.rows, stories, processes, on_progress)
    continue_numbering(maker.rows(1))
    public_state.refresh()
    return maker


def make_findable(
    maker: StoryMaker, *, processes: int = 1, on_progress: Callable[[int], object] | None = None
) -> None:
    """Write both search indexes, the readers' and the desk's, of the stories that were just made."""
    _write_all(maker.entries, maker.total, processes, on_progress)


def _write_all(
    make: Maker, stories: int, processes: int, on_progress: Callable[[int], object] | None
) -> None:
    chunks = [range(first, min(first + CHUNK, stories + 1)) for first in range(1, stories + 1, CHUNK)]
    with indexes_made_afterwards(make(1)):
        for done in _written(make, chunks, processes):
            if on_progress:
                on_progress(done)


def _written(make: Maker, chunks: list[range], processes: int) -> Iterator[int]:
    """Write all chunks; yield how many stories each had as soon as it is there."""
    if processes == 1:
        _begin(make, nullcontext())
        yield from map(_write, chunks)
        return
    # Each process makes its stories alone; SQLite takes them from one at a time.
    context = get_context()
    turn = context.Lock() if connection.vendor == "sqlite" else context.Semaphore(processes)
    _close_connections()
    # Rows hold nothing that holds them: whoever looked for circles would look at a million objects for none.
    gc.disable()
    try:
        with ProcessPoolExecutor(processes, context, _begin, (make, turn)) as pool:
            for done in as_completed([pool.submit(_write, chunk) for chunk in chunks]):
                yield done.result()
    finally:
        gc.enable()


def _begin(make: Maker, turn: AbstractContextManager) -> None:
    global _make, _turn
    # Does nothing where the process is a copy of its parent.
    django.setup()
    _make, _turn = make, turn
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        _execute("PRAGMA synchronous=OFF")
        # As on PostgreSQL below: both ends of each key are ours.
        _execute("PRAGMA foreign_keys=OFF")


def _write(chunk: range) -> int:
    rows: Rows = defaultdict(list)
    for number in chunk:
        for model, found in _make(number).items():
            rows[model] += found
    ready = [(model, as_columns(model, found)) for model, found in rows.items()]
    with _turn, transaction.atomic():
        if connection.vendor == "postgresql":
            _be_quick_on_postgresql()
        for model, values in ready:
            insert(model, values)
    return len(chunk)


def _be_quick_on_postgresql() -> None:
    """Do what is not for real data, until the end of this transaction."""
    _execute("SET LOCAL synchronous_commit = off")
    _execute("SET LOCAL default_toast_compression = lz4")
    # Whether each key points to a row: here we wrote both, and a test checks what we write. Only the
    # database's owner of owners may leave it out.
    _execute(
        "SELECT set_config('session_replication_role', 'replica', true)"
        " WHERE current_setting('is_superuser') = 'on'"
    )


def _execute(statement: str) -> None:
    """Change how safely or tightly rows are kept: whoever loses this database fills another one."""
    with connection.cursor() as cursor:
        cursor.execute(statement)


def _close_connections() -> None:
    """Leave none open that a new process would share."""
    connections.close_all()
    if connection.vendor == "postgresql":
        connection.close_pool()
