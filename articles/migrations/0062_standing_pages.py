import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0061_masthead'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PublishedPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=80)),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('summary', models.CharField(blank=True, max_length=300)),
                ('body', models.TextField(blank=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('updated_at', models.DateTimeField()),
            ],
            options={
                'ordering': ['order', 'title'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='StandingPage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=80, unique=True)),
                ('slug', models.SlugField(help_text='“about” makes /about/. Fixed once it was online.', max_length=60, unique=True, verbose_name='address')),
                ('summary', models.CharField(blank=True, help_text='One sentence for search engines.', max_length=300)),
                ('body', models.TextField(blank=True)),
                ('order', models.PositiveSmallIntegerField(default=0, help_text='Lower comes first at the foot of each page.')),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('saved_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'ordering': ['order', 'title'],
            },
        ),
        migrations.AddField(
            model_name='publicstate',
            name='footer',
            field=models.JSONField(default=list),
        ),
        migrations.AddConstraint(
            model_name='publishedpage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('slug', ''), _negated=True)), name='published_page_has_title_and_slug'),
        ),
        migrations.AddField(
            model_name='standingpage',
            name='saved_by',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='standingpage',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('title', ''), _negated=True), models.Q(('slug', ''), _negated=True)), name='standing_page_has_title_and_slug'),
        ),
    ]
