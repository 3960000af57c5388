"""People who are here already are found by their names, quotes by their words; the groups may look at what the desk checked."""

from collections import Counter

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from articles.models.name_key import name_keys
from articles.text import address_word
from articles.quotation.similar import CROWDED, signature

# Who may open a sealed source is decided for each person, never for a group.
LOOKING = ("personmerge", "verificationstep", "transcript", "correctiontask")


def index_names(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    name_key = apps.get_model("articles", "NameKey")
    for person in apps.get_model("articles", "Person").objects.prefetch_related("spellings").iterator(chunk_size=500):
        *given, surname = person.name.split() or [""]
        person.sorted_as = address_word(f"{surname} {' '.join(given)}", max_length=150).replace("-", "")[:130]
        person.save(update_fields=["sorted_as"])
        names = [person.name, *(spelling.name for spelling in person.spellings.all())]
        name_key.objects.bulk_create(
            (name_key(person=person, key=key, is_whole=is_whole) for key, is_whole in sorted(name_keys(names))),
            ignore_conflicts=True,
        )


def index_quotes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    quote_key = apps.get_model("articles", "QuoteKey")
    seen: Counter[int] = Counter()
    for quote in apps.get_model("articles", "Quote").objects.iterator(chunk_size=500):
        bands = [band for band in signature(quote.text) if seen[band] < CROWDED]
        seen.update(bands)
        quote_key.objects.bulk_create(quote_key(quote=quote, band=band) for band in bands)


def let_groups_look(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    # Django makes permissions only after the last migration; the groups need them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    found = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=[f"view_{noun}" for noun in LOOKING]
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Reporters", "Editors"]):
        group.permissions.add(*found)


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_quotes_alike")]

    operations = [
        migrations.RunPython(index_names, migrations.RunPython.noop),
        migrations.RunPython(index_quotes, migrations.RunPython.noop),
        migrations.RunPython(let_groups_look, migrations.RunPython.noop),
    ]
