from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0084_where_pictures_lay")]

    operations = [
        migrations.AddIndex(
            model_name="story",
            index=models.Index(
                condition=models.Q(("live_revision__isnull", True)),
                fields=["status", "-updated_at", "-id"],
                name="story_not_live",
            ),
        )
    ]
