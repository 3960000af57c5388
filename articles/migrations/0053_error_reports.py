import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0052_related_stories'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ErrorReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('text', models.TextField(max_length=2000)),
                ('passage', models.TextField(blank=True, max_length=1000)),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('fingerprint', models.CharField(max_length=64)),
                ('times', models.PositiveIntegerField(default=1)),
                ('received_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('new', 'New'), ('taken', 'Taken'), ('answered', 'Answered'), ('dismissed', 'Dismissed')], default='new', max_length=20)),
                ('by_name', models.CharField(blank=True, max_length=150)),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, max_length=2000)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='error_reports', to='articles.story')),
                ('taken_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['-id'], name='report_open'), models.Index(fields=['state', '-id'], name='report_by_state')],
                'constraints': [models.UniqueConstraint(fields=('story', 'fingerprint'), name='report_once_in_the_same_words'), models.CheckConstraint(condition=models.Q(('state__in', ['new', 'taken', 'answered', 'dismissed'])), name='report_known_state'), models.CheckConstraint(condition=models.Q(('state', 'new'), models.Q(('by_name', ''), _negated=True), _connector='OR'), name='report_taken_by_somebody'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state__in', ('new', 'taken'))), models.Q(models.Q(('state__in', ('new', 'taken')), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='report_closed_means_seen_to'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('passage', ''), _negated=True), _connector='OR'), name='report_says_something')],
            },
        ),
    ]
