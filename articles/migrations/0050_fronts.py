import django.db.models.deletion
import django.db.models.functions.comparison
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0046_stories_found_by_readers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Front',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('pinned', models.JSONField(default=list)),
                ('version', models.PositiveIntegerField(default=0)),
                ('section', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='front', to='articles.section')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Arrangement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('stories', models.JSONField(default=list)),
                ('starts_at', models.DateTimeField()),
                ('took_effect_at', models.DateTimeField(blank=True, null=True)),
                ('made_at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('front', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='arrangements', to='articles.front')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='front',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce('section', 0), name='front_once_a_page'),
        ),
        migrations.AddIndex(
            model_name='arrangement',
            index=models.Index(condition=models.Q(('took_effect_at__isnull', True)), fields=['starts_at'], name='arrangement_due'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.UniqueConstraint(fields=('front', 'starts_at'), name='arrangement_one_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='arrangement',
            constraint=models.CheckConstraint(condition=models.Q(('took_effect_at__isnull', True), ('took_effect_at__gte', models.F('starts_at')), _connector='OR'), name='arrangement_not_before_its_time'),
        ),
    ]
