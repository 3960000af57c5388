import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0036_dashboard'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='is_renaming',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='revision',
            name='merged_with',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.revision'),
        ),
    ]
