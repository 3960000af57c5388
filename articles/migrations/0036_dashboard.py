from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0035_audit_trail'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='story',
            name='story_review_queue',
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(fields=['assigned_to', '-updated_at', '-id'], name='story_in_hand'),
        ),
        migrations.AddIndex(
            model_name='story',
            index=models.Index(fields=['status', '-priority', 'in_review_since', 'id'], name='story_review_queue'),
        ),
    ]
