import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0017_corrections_in_order'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TagAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(allow_unicode=True, max_length=100, unique=True)),
            ],
            options={
                'verbose_name_plural': 'tag addresses',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TagDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=20)),
                ('tag_name', models.CharField(max_length=100)),
                ('other_name', models.CharField(blank=True, max_length=100)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
                ('note', models.CharField(blank=True, max_length=400)),
                ('details', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='TaggingChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('copy', models.PositiveSmallIntegerField(choices=[(1, 'Working copy'), (2, 'What readers see')])),
                ('brought', models.BooleanField(default=False)),
                ('is_settled', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['pk'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TagKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=150)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='TagsKeptApart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'verbose_name_plural': 'tags kept apart',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='tag',
            name='is_sensitive',
            field=models.BooleanField(default=False, help_text='Whoever puts it on a story is shown the note below.', verbose_name='sensitive'),
        ),
        migrations.AddField(
            model_name='tag',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tag',
            name='parents',
            field=models.ManyToManyField(blank=True, help_text='What it is part of: a place in a region, a party in a coalition.', related_name='children', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tag',
            name='person',
            field=models.OneToOneField(blank=True, help_text='Who it names, if that is somebody we quote.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='tag', to='articles.person'),
        ),
        migrations.AddField(
            model_name='tag',
            name='sensitive_note',
            field=models.CharField(blank=True, help_text='For the desk alone: “ask legal”.', max_length=200, verbose_name='what to mind'),
        ),
        migrations.AddField(
            model_name='tagalias',
            name='language',
            field=models.CharField(blank=True, help_text='Language code, for example “sq”.', max_length=12),
        ),
        migrations.CreateModel(
            name='DismissedTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='dismissed_tags', to='articles.story')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.tag')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='MediaTopic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=8, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('definition', models.TextField(blank=True)),
                ('names', models.JSONField(blank=True, default=dict)),
                ('level', models.PositiveSmallIntegerField()),
                ('is_retired', models.BooleanField(default=False)),
                ('broader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='narrower', to='articles.mediatopic')),
            ],
            options={
                'ordering': ['code'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddField(
            model_name='tag',
            name='media_topic',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='articles.mediatopic'),
        ),
        migrations.AddIndex(
            model_name='tag',
            index=models.Index(fields=['status', 'name', 'id'], name='tag_by_status'),
        ),
        migrations.AddIndex(
            model_name='tag',
            index=models.Index(fields=['name', 'id'], name='tag_a_to_z'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('pk')), _negated=True), name='tag_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='tag',
            constraint=models.CheckConstraint(condition=models.Q(('person__isnull', True), ('type', 'person'), _connector='OR'), name='tag_of_a_person'),
        ),
        migrations.AddField(
            model_name='tagaddress',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='old_addresses', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tagdecision',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='tagdecision',
            name='other',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions_as_other', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tagdecision',
            name='tag',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='decisions', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tagdecision',
            name='undoes',
            field=models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='undone_by', to='articles.tagdecision'),
        ),
        migrations.AddField(
            model_name='taggingchange',
            name='decision',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='articles.tagdecision'),
        ),
        migrations.AddField(
            model_name='taggingchange',
            name='off',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='taggingchange',
            name='on',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='taggingchange',
            name='revision',
            field=models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.revision'),
        ),
        migrations.AddField(
            model_name='taggingchange',
            name='story',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, related_name='tagging_changes', to='articles.story'),
        ),
        migrations.AddField(
            model_name='tagkey',
            name='tag',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keys', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tagskeptapart',
            name='decision',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.tagdecision'),
        ),
        migrations.AddField(
            model_name='tagskeptapart',
            name='one',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.tag'),
        ),
        migrations.AddField(
            model_name='tagskeptapart',
            name='other',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.tag'),
        ),
        migrations.AddConstraint(
            model_name='dismissedtag',
            constraint=models.UniqueConstraint(fields=('story', 'tag'), name='tag_dismissed_once'),
        ),
        migrations.AddConstraint(
            model_name='mediatopic',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('broader__isnull', True), ('level', 1)), models.Q(('broader__isnull', False), ('level__gte', 2)), _connector='OR'), name='media_topic_below_another'),
        ),
        migrations.AddIndex(
            model_name='tagdecision',
            index=models.Index(fields=['-at', '-id'], name='tag_decision_newest'),
        ),
        migrations.AddIndex(
            model_name='taggingchange',
            index=models.Index(fields=['decision', 'copy', 'story'], name='tagging_change_by_decision'),
        ),
        migrations.AddConstraint(
            model_name='taggingchange',
            constraint=models.CheckConstraint(condition=models.Q(('off__isnull', False), ('on__isnull', False), _connector='OR'), name='tagging_change_of_something'),
        ),
        migrations.AddConstraint(
            model_name='tagkey',
            constraint=models.UniqueConstraint(fields=('key', 'tag'), name='tag_key_once'),
        ),
        migrations.AddConstraint(
            model_name='tagskeptapart',
            constraint=models.UniqueConstraint(fields=('one', 'other'), name='tags_kept_apart_once'),
        ),
        migrations.AddConstraint(
            model_name='tagskeptapart',
            constraint=models.CheckConstraint(condition=models.Q(('one__lt', models.F('other'))), name='tags_kept_apart_order'),
        ),
    ]
