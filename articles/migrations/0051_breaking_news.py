import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0050_fronts'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='publicstate',
            name='breaking',
            field=models.JSONField(blank=True, null=True),
        ),
        migrations.CreateModel(
            name='BreakingNews',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.CharField(max_length=160)),
                ('started_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('ended_by_name', models.CharField(blank=True, max_length=150)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.story')),
            ],
            options={
                'verbose_name_plural': 'breaking news',
                'ordering': ['-pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('started_at'))), name='breaking_lasts_a_while'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='breaking_says_something'), models.UniqueConstraint(models.Value(1), condition=models.Q(('ended_at__isnull', True)), name='breaking_one_at_a_time')],
            },
        ),
    ]
