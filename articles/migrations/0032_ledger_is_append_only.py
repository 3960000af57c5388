"""The ledger of public changes cannot be rewritten; stories that are here learn who wrote their words."""

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery

TABLE = "articles_publicchange"
# All that is said, and between which texts. Accounts may be removed, and a comparison may be taken away.
KEPT = "story_id, number, kind, note, published_at, before_id, after_id, by_name"
REFUSAL = "The ledger of public changes is append-only."


def refuse_changes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE FUNCTION ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        for event in (f"UPDATE OF {KEPT}", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER ledger_refuses_{event.split()[0].lower()} BEFORE {event} ON {TABLE} "
                f"FOR EACH ROW EXECUTE FUNCTION ledger_is_append_only()"
            )
        return
    for event in (f"UPDATE OF {KEPT}", "DELETE"):
        schema_editor.execute(
            f"CREATE TRIGGER ledger_refuses_{event.split()[0].lower()} BEFORE {event} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
        )


def allow_changes(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    for event in ("update", "delete"):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS ledger_refuses_{event}{on}")
    if on:
        schema_editor.execute("DROP FUNCTION IF EXISTS ledger_is_append_only()")


def look_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    story, revision = apps.get_model("articles", "Story"), apps.get_model("articles", "Revision")
    transition = apps.get_model("articles", "Transition")
    newest = revision.objects.filter(pk=OuterRef("revision")).values("by")
    story.objects.update(words_by=Subquery(newest))
    sent = transition.objects.filter(story=OuterRef("pk"), verb="submit").order_by("-at", "-pk").values("at")
    story.objects.filter(status="in_review").update(in_review_since=Subquery(sent[:1]))
    story.objects.filter(withdrawn_at__isnull=False).update(withdrawn_mode="withdrawn")


class Migration(migrations.Migration):
    dependencies = [("articles", "0031_life_of_a_story")]

    operations = [
        migrations.RunPython(look_back, migrations.RunPython.noop),
        migrations.RunPython(refuse_changes, allow_changes),
    ]
