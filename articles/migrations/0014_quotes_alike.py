import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_sealed_sources'),
        ('auth', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='CorrectionTask',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quote_uuid', models.UUIDField(db_index=True)),
                ('place', models.CharField(max_length=20)),
                ('words', models.TextField(max_length=5000, verbose_name='words it carries')),
                ('wrong', models.TextField(max_length=5000, verbose_name='words before the correction')),
                ('right', models.TextField(max_length=5000, verbose_name='words after the correction')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
                ('done_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, help_text='What was done, or why nothing had to be.', max_length=400)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('done_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='correction_tasks', to='articles.story')),
            ],
            options={
                'ordering': ['at', 'pk'],
                'default_permissions': ('view',),
                'indexes': [models.Index(condition=models.Q(('done_at__isnull', True)), fields=['story'], name='correction_open')],
            },
        ),
        migrations.CreateModel(
            name='QuoteKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('band', models.IntegerField()),
                ('quote', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='articles.quote')),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(fields=['band', 'quote'], name='quote_key_band')],
            },
        ),
    ]
