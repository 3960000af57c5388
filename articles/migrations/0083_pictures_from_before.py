from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0072_tags_have_an_age")]

    operations = [
        migrations.AddField(
            model_name="image",
            name="old_name",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=200),
        ),
    ]
