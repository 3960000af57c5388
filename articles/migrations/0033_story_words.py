"""The words by which working copies are found, and the index that each database keeps of them."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from articles.search_words import words_of_story

PORTION = 500

ON_SQLITE = [
    """
    CREATE VIRTUAL TABLE articles_storywords_fts USING fts5(
        words, content='articles_storywords', content_rowid='story_id', detail='none', prefix='3 4',
        tokenize='ascii'
    )
    """,
    """
    CREATE TRIGGER articles_storywords_added AFTER INSERT ON articles_storywords BEGIN
        INSERT INTO articles_storywords_fts(rowid, words) VALUES (new.story_id, new.words);
    END
    """,
    """
    CREATE TRIGGER articles_storywords_removed AFTER DELETE ON articles_storywords BEGIN
        INSERT INTO articles_storywords_fts(articles_storywords_fts, rowid, words)
        VALUES ('delete', old.story_id, old.words);
    END
    """,
    """
    CREATE TRIGGER articles_storywords_changed AFTER UPDATE ON articles_storywords BEGIN
        INSERT INTO articles_storywords_fts(articles_storywords_fts, rowid, words)
        VALUES ('delete', old.story_id, old.words);
        INSERT INTO articles_storywords_fts(rowid, words) VALUES (new.story_id, new.words);
    END
    """,
]
ON_POSTGRESQL = [
    """
    ALTER TABLE articles_storywords ADD COLUMN vector tsvector
    GENERATED ALWAYS AS (array_to_tsvector(string_to_array(words, ' '))) STORED
    """,
    "CREATE INDEX articles_storywords_vector ON articles_storywords USING gin (vector)",
]


def make_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for statement in ON_POSTGRESQL if schema_editor.connection.vendor == "postgresql" else ON_SQLITE:
        schema_editor.execute(statement)


def drop_index(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Triggers and column go with the table.
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE articles_storywords_fts")


def keep_words(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let every story be found that was there before."""
    story, words = apps.get_model("articles", "Story"), apps.get_model("articles", "StoryWords")
    last = 0
    while True:
        newest = story.objects.filter(pk__gt=last, revision__isnull=False).order_by("pk")
        portion = list(newest.values_list("pk", "revision__content")[:PORTION])
        if not portion:
            return
        words.objects.bulk_create(words(story_id=pk, words=words_of_story(content)) for pk, content in portion)
        last = portion[-1][0]


class Migration(migrations.Migration):
    dependencies = [("articles", "0032_ledger_is_append_only")]

    operations = [
        migrations.CreateModel(
            name="StoryWords",
            fields=[
                (
                    "story",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_words",
                        serialize=False,
                        to="articles.story",
                    ),
                ),
                ("words", models.TextField()),
            ],
            options={"default_permissions": ()},
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(keep_words, migrations.RunPython.noop),
    ]
