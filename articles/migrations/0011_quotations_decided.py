import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_people_by_many_names'),
        ('auth', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dismissal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.TextField(max_length=5000)),
                ('key', models.CharField(editable=False, max_length=32)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dismissals', to='articles.story')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('story', 'key'), name='dismissed_once_per_story')],
            },
        ),
        migrations.CreateModel(
            name='MisquoteOverride',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.CharField(max_length=20)),
                ('passage', models.TextField(max_length=5000)),
                ('verdict', models.CharField(max_length=20)),
                ('key', models.CharField(editable=False, max_length=32)),
                ('reason', models.CharField(max_length=400)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='misquote_overrides', to='articles.story')),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('story', 'key'), name='overridden_once_per_passage'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='override_has_reason')],
            },
        ),
    ]
