from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('admin', '0003_logentry_add_action_flag_choices'),
        ('articles', '0034_saved_views'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(fields=['-created_at', '-id'], name='revision_newest'),
        ),
        migrations.AddIndex(
            model_name='revision',
            index=models.Index(fields=['by', '-created_at', '-id'], name='revision_by_person'),
        ),
        migrations.AddIndex(
            model_name='transition',
            index=models.Index(fields=['by', '-at', '-id'], name='transition_by_person'),
        ),
        # What Django's admin logs of everything but stories, in the same order.
        migrations.RunSQL(
            "CREATE INDEX desk_log_newest ON django_admin_log (action_time DESC, id DESC)",
            "DROP INDEX desk_log_newest",
        ),
    ]
