"""The three parts people have on the desk, as groups with their permissions."""

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ADD_AND_CHANGE = ("add", "change")
EVERYTHING = ("add", "change", "delete")
NOUNS = (
    "author",
    "byline",
    "image",
    "person",
    "personspelling",
    "position",
    "quote",
    "revision",
    "section",
    "story",
    "tag",
    "tagalias",
    "transition",
)
# Stories are spiked or withdrawn, never deleted.
WRITING = {
    "story": ADD_AND_CHANGE,
    "byline": EVERYTHING,
    "quote": EVERYTHING,
    "person": ADD_AND_CHANGE,
    "personspelling": EVERYTHING,
    "position": EVERYTHING,
    "image": ADD_AND_CHANGE,
}
TAGS = {"tag": EVERYTHING, "tagalias": EVERYTHING}
RUNNING_THE_DESK = dict.fromkeys(("author", "section", "image", "person"), EVERYTHING)
# Everybody may look at every noun; these come on top.
GROUPS = {
    "Reporters": (WRITING, ["write_story"]),
    "Editors": (
        {**WRITING, **TAGS, **RUNNING_THE_DESK},
        ["write_story", "edit_story", "publish_story", "tag_story"],
    ),
    "Moderators": (TAGS, ["tag_story"]),
}


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; the groups need them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group_model = apps.get_model("auth", "Group")
    permission_model = apps.get_model("auth", "Permission")
    for name, (nouns, parts) in GROUPS.items():
        wanted = {f"view_{noun}" for noun in NOUNS} | set(parts)
        wanted |= {f"{action}_{noun}" for noun, actions in nouns.items() for action in actions}
        group, _ = group_model.objects.get_or_create(name=name)
        found = permission_model.objects.filter(content_type__app_label="articles", codename__in=wanted)
        group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_nouns"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
