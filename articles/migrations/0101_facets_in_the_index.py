"""What readers narrow a search down by stands in the index itself, so both databases make theirs anew."""

from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from rich.progress import track

from articles.search_entries import AROUND, facets_of, facets_of_quote

before = import_module("articles.migrations.0045_search_index")
TABLES = tuple(before.TABLES)
PORTION = 500

ON_SQLITE = [
    """
    CREATE VIRTUAL TABLE {table}_fts USING fts5(
        marks, facets, words,
        content='{table}', content_rowid='place', detail='none', tokenize="ascii tokenchars '_'"
    )
    """,
    "INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')",
    """
    CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN
        INSERT INTO {table}_fts(rowid, marks, facets, words)
        VALUES (new.place, new.marks, new.facets, new.words);
    END
    """,
    """
    CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN
        INSERT INTO {table}_fts({table}_fts, rowid, marks, facets, words)
        VALUES ('delete', old.place, old.marks, old.facets, old.words);
    END
    """,
    """
    CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} BEGIN
        INSERT INTO {table}_fts({table}_fts, rowid, marks, facets, words)
        VALUES ('delete', old.place, old.marks, old.facets, old.words);
        INSERT INTO {table}_fts(rowid, marks, facets, words)
        VALUES (new.place, new.marks, new.facets, new.words);
    END
    """,
]
ON_POSTGRESQL = [
    """
    ALTER TABLE {table}
    ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(words || ' ' || facets, ' '), ''))
    ) STORED,
    ADD COLUMN heading tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(marks || ' ' || facets, ' '), ''))
    ) STORED
    """,
    "CREATE INDEX {table}_vector ON {table} USING gin (vector)",
    "CREATE INDEX {table}_heading ON {table} USING gin (heading)",
]


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            # Their indexes go with them.
            schema_editor.execute(f"ALTER TABLE {table} DROP COLUMN vector, DROP COLUMN heading")
        else:
            for name in ("added", "removed", "changed"):
                schema_editor.execute(f"DROP TRIGGER {table}_{name}")
            schema_editor.execute(f"DROP TABLE {table}_fts")


def make(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE
    for table in TABLES:
        for statement in statements:
            schema_editor.execute(statement.format(table=table))


def make_as_before(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    before.make_index(apps, schema_editor)
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"INSERT INTO {table}_fts({table}_fts) VALUES ('rebuild')")


def fill(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Say of every entry what it can be narrowed down by; entries that are missing stay so."""
    published = apps.get_model("articles", "PublishedStory")
    entries = {
        noun: apps.get_model("articles", model)
        for noun, model in (("story", "PublishedWords"), ("quote", "QuoteWords"))
    }
    keys = list(published.objects.order_by("pk").values_list("pk", flat=True))
    for start in track(
        range(0, len(keys), PORTION), "Search index", transient=True, disable=len(keys) < 10 * PORTION
    ):
        stories = published.objects.filter(pk__in=keys[start : start + PORTION]).only("section", "kind")
        facets: dict[str, dict[int, str]] = {"story": {}, "quote": {}}
        for story in stories.prefetch_related(*AROUND):
            facets["story"][story.pk] = facets_of(story)
            facets["quote"].update({quote.pk: facets_of_quote(quote) for quote in story.quotes.all()})
        for noun, model in entries.items():
            rows = list(model.objects.filter(**{f"{noun}__in": facets[noun]}).only(noun))
            for row in rows:
                row.facets = facets[noun][getattr(row, f"{noun}_id")]
            model.objects.bulk_update(rows, ["facets"], batch_size=250)


class Migration(migrations.Migration):
    dependencies = [("articles", "0100_a_search_engine_is_told")]

    operations = [
        migrations.RunPython(drop, make_as_before),
        migrations.AddField("publishedwords", "facets", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.AddField("quotewords", "facets", models.TextField(blank=True, default=""), preserve_default=False),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RunPython(make, drop),
    ]
