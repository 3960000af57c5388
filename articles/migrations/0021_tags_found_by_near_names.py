"""Tags that are here already are found by names that read alike; the groups may look at what the desk decided about tags."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from articles.models.tag_key import tag_keys

LOOKING = ("tagdecision", "mediatopic")


def index_names(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    tag_key = apps.get_model("articles", "TagKey")
    for tag in apps.get_model("articles", "Tag").objects.prefetch_related("aliases").iterator(chunk_size=500):
        names = [tag.name, *(alias.name for alias in tag.aliases.all())]
        tag_key.objects.bulk_create(
            (tag_key(tag=tag, key=key) for key in sorted(tag_keys(names))), ignore_conflicts=True
        )


def let_groups_look(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; the groups need them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    found = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=[f"view_{noun}" for noun in LOOKING]
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Reporters", "Editors", "Moderators"]):
        group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_tags_with_a_meaning")]

    operations = [
        migrations.RunPython(index_names, migrations.RunPython.noop),
        migrations.RunPython(let_groups_look, migrations.RunPython.noop),
    ]
