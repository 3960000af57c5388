"""Tags that stand in a text are found by their names; what is suggested for live stories waits for the desk."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from articles.spotting import filed_under


def file_names(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for noun in (apps.get_model("articles", "Tag"), apps.get_model("articles", "TagAlias")):
        rows = []
        for row in noun.objects.only("pk", "name").order_by("pk").iterator(chunk_size=2000):
            row.filed_under = filed_under(row.name)
            rows.append(row)
            if len(rows) == 2000:
                noun.objects.bulk_update(rows, ["filed_under"], batch_size=200)
                rows = []
        noun.objects.bulk_update(rows, ["filed_under"], batch_size=200)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0021_tags_found_by_near_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='tag',
            name='filed_under',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=80, serialize=False),
        ),
        migrations.AddField(
            model_name='tagalias',
            name='filed_under',
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=80, serialize=False),
        ),
        migrations.CreateModel(
            name='TagSuggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.PositiveSmallIntegerField()),
                ('published_at', models.DateTimeField()),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tag_suggestions', to='articles.story')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.tag')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['-published_at', '-story'], name='tag_suggestion_newest')],
                'constraints': [models.UniqueConstraint(fields=('story', 'tag'), name='tag_suggested_once')],
            },
        ),
        migrations.RunPython(file_names, migrations.RunPython.noop),
    ]
