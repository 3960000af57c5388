import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0037_revisions_put_together'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.story')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('story', 'by'), name='presence_once_per_person_and_story')],
            },
        ),
        migrations.CreateModel(
            name='Scratch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('page', models.UUIDField()),
                ('story_uuid', models.UUIDField()),
                ('saved_at', models.DateTimeField()),
                ('fields', models.JSONField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name_plural': 'scratches',
                'default_permissions': (),
                'indexes': [models.Index(fields=['by', 'story_uuid'], name='scratch_of_story')],
                'constraints': [models.UniqueConstraint(fields=('by', 'page'), name='scratch_once_per_person_and_page')],
            },
        ),
    ]
