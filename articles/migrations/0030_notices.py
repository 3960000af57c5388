import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0027_stories_with_enough_tags'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(choices=[('sent_to_me', 'Sent to me'), ('changes_requested', 'Changes requested'), ('approved', 'Approved'), ('published', 'Published'), ('review_due', 'Review due'), ('schedule_missed', 'Schedule missed'), ('unscheduled', 'Taken off the schedule'), ('expired', 'Expired')], max_length=30)),
                ('occasion', models.CharField(max_length=60)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('by_name', models.CharField(max_length=150)),
                ('note', models.TextField(blank=True)),
                ('in_inbox', models.BooleanField(default=True)),
                ('read_at', models.DateTimeField(blank=True, null=True)),
                ('by_mail', models.BooleanField(default=True)),
                ('handed_over_at', models.DateTimeField(blank=True, null=True)),
                ('mailed_at', models.DateTimeField(blank=True, null=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to='articles.story')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'indexes': [models.Index(condition=models.Q(('in_inbox', True)), fields=['to', '-at', '-id'], name='notice_inbox'), models.Index(condition=models.Q(('in_inbox', True), ('read_at', None)), fields=['to'], name='notice_unread')],
                'constraints': [models.UniqueConstraint(fields=('to', 'story', 'kind', 'occasion'), name='notice_told_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['sent_to_me', 'changes_requested', 'approved', 'published', 'review_due', 'schedule_missed', 'unscheduled', 'expired'])), name='notice_known_kind'), models.CheckConstraint(condition=models.Q(('mailed_at__isnull', True), ('handed_over_at__isnull', False), _connector='OR'), name='notice_mailed_was_handed_over')],
            },
        ),
        migrations.CreateModel(
            name='NoticeSwitchedOff',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sent_to_me', 'Sent to me'), ('changes_requested', 'Changes requested'), ('approved', 'Approved'), ('published', 'Published'), ('review_due', 'Review due'), ('schedule_missed', 'Schedule missed'), ('unscheduled', 'Taken off the schedule'), ('expired', 'Expired')], max_length=30)),
                ('way', models.CharField(choices=[('inbox', 'Inbox'), ('mail', 'E-mail')], max_length=10)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices_switched_off', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'way'), name='notice_switched_off_once')],
            },
        ),
    ]
