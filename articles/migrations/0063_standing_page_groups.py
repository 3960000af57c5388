"""Editors write the standing pages; everybody on the desk may look at them."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

EVERYBODY = ("view_standingpage",)
EDITORS = ("add_standingpage", "change_standingpage", "delete_standingpage")


def let_editors_write_pages(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; the groups need them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label="articles")
    for group in apps.get_model("auth", "Group").objects.filter(name__in=("Reporters", "Editors", "Moderators")):
        wanted = EVERYBODY + (EDITORS if group.name == "Editors" else ())
        group.permissions.add(*permissions.filter(codename__in=wanted))


class Migration(migrations.Migration):
    dependencies = [("articles", "0062_standing_pages")]

    operations = [migrations.RunPython(let_editors_write_pages, migrations.RunPython.noop)]
