"""Let readers find every story and quotation that was published before there was a search."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from articles.search_entries import entry_of_quote, entry_of_story

PORTION = 500


def keep(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the rows as they are written today; the models may be other ones by then."""
    for noun, published, kept, made in (
        ("story", apps.get_model("articles", "PublishedStory"), "PublishedWords", entry_of_story),
        ("quote", apps.get_model("articles", "PublishedQuote"), "QuoteWords", entry_of_quote),
    ):
        model = apps.get_model("articles", kept)
        related = ("story",) if noun == "quote" else ()
        last = 0
        while portion := list(
            published.objects.filter(pk__gt=last).select_related(*related).order_by("pk")[:PORTION]
        ):
            entries = [made(row) for row in portion]
            model.objects.bulk_create(
                model(
                    **{name: getattr(entry, name) for name in ("place", "marks", "lead", "words", f"{noun}_id")}
                )
                for entry in entries
            )
            last = portion[-1].pk


class Migration(migrations.Migration):
    dependencies = [("articles", "0045_search_index")]

    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
