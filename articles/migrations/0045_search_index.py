"""What readers find published stories and quotations by, and the index that each database keeps of it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLES = {"articles_publishedwords": "story_id", "articles_quotewords": "quote_id"}

ON_SQLITE = [
    """
    CREATE VIRTUAL TABLE {table}_fts USING fts5(
        marks, words, content='{table}', content_rowid='place', detail='none', tokenize="ascii tokenchars '_'"
    )
    """,
    """
    CREATE TRIGGER {table}_added AFTER INSERT ON {table} BEGIN
        INSERT INTO {table}_fts(rowid, marks, words) VALUES (new.place, new.marks, new.words);
    END
    """,
    """
    CREATE TRIGGER {table}_removed AFTER DELETE ON {table} BEGIN
        INSERT INTO {table}_fts({table}_fts, rowid, marks, words)
        VALUES ('delete', old.place, old.marks, old.words);
    END
    """,
    """
    CREATE TRIGGER {table}_changed AFTER UPDATE ON {table} BEGIN
        INSERT INTO {table}_fts({table}_fts, rowid, marks, words)
        VALUES ('delete', old.place, old.marks, old.words);
        INSERT INTO {table}_fts(rowid, marks, words) VALUES (new.place, new.marks, new.words);
    END
    """,
]
ON_POSTGRESQL = [
    """
    ALTER TABLE {table}
    ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(words, ' '), ''))
    ) STORED,
    ADD COLUMN heading tsvector GENERATED ALWAYS AS (
        array_to_tsvector(array_remove(string_to_array(marks, ' '), ''))
    ) STORED
    """,
    # Rows stay short, so that many hits are gone through without their texts.
    "ALTER TABLE {table} SET (toast_tuple_target = 512)",
    "CREATE INDEX {table}_vector ON {table} USING gin (vector)",
    "CREATE INDEX {table}_heading ON {table} USING gin (heading)",
]


def make_index(apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    statements = ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE
    for table in TABLES:
        for statement in statements:
            schema_editor.execute(statement.format(table=table))


def drop_index(apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Triggers and columns go with the tables.
    if schema_editor.connection.vendor == "sqlite":
        for table in TABLES:
            schema_editor.execute(f"DROP TABLE {table}_fts")


def entry(name: str, noun: str, model: str) -> migrations.CreateModel:
    return migrations.CreateModel(
        name=name,
        fields=[
            ("place", models.BigIntegerField(primary_key=True, serialize=False)),
            ("marks", models.TextField(blank=True)),
            ("lead", models.TextField(blank=True)),
            ("words", models.TextField()),
            (
                noun,
                models.OneToOneField(
                    on_delete=django.db.models.deletion.CASCADE, related_name="search_entry", to=model
                ),
            ),
        ],
        options={"abstract": False, "default_permissions": ()},
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0040_pictures")]

    operations = [
        entry("PublishedWords", "story", "articles.publishedstory"),
        entry("QuoteWords", "quote", "articles.publishedquote"),
        migrations.RunPython(make_index, drop_index),
    ]
