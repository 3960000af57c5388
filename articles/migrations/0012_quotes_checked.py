import articles.models.evidence
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_quotations_decided'),
        ('auth', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='Transcript',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(help_text='For example “Press conference, Prishtina, 11 March”.', max_length=200)),
                ('text', models.TextField(validators=[django.core.validators.MaxLengthValidator(500000)])),
                ('language', models.CharField(blank=True, max_length=12)),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='source address')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.CreateModel(
            name='VerificationStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quote_uuid', models.UUIDField(db_index=True)),
                ('words', models.TextField(max_length=5000)),
                ('rung', models.CharField(choices=[('unverified', 'Not yet checked'), ('notes', "Reporter's notes"), ('recording', 'Recording'), ('transcript', 'Transcript matched'), ('second_listener', 'Second listener'), ('speaker', 'Confirmed by the speaker')], max_length=20)),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
                ('link', models.URLField(blank=True, max_length=500)),
                ('file', models.FileField(blank=True, storage=articles.models.evidence.private_storage, upload_to=articles.models.evidence.evidence_path)),
                ('note', models.CharField(blank=True, max_length=600)),
            ],
            options={
                'ordering': ['at', 'pk'],
                'default_permissions': ('view',),
            },
        ),
        migrations.AddField(
            model_name='publishedquote',
            name='terms',
            field=models.CharField(blank=True, choices=[('', 'On the record'), ('background', 'On background, without the name'), ('off_record', 'Off the record')], default='', max_length=20, verbose_name='terms of use'),
        ),
        migrations.AddField(
            model_name='publishedquote',
            name='translator',
            field=models.CharField(blank=True, help_text='Who put the words into this language.', max_length=120),
        ),
        migrations.AddField(
            model_name='quote',
            name='terms',
            field=models.CharField(blank=True, choices=[('', 'On the record'), ('background', 'On background, without the name'), ('off_record', 'Off the record')], default='', max_length=20, verbose_name='terms of use'),
        ),
        migrations.AddField(
            model_name='quote',
            name='translator',
            field=models.CharField(blank=True, help_text='Who put the words into this language.', max_length=120),
        ),
        migrations.AddField(
            model_name='section',
            name='least_verification',
            field=models.CharField(choices=[('unverified', 'Not yet checked'), ('notes', "Reporter's notes"), ('recording', 'Recording'), ('transcript', 'Transcript matched'), ('second_listener', 'Second listener'), ('speaker', 'Confirmed by the speaker')], default='unverified', help_text='A story of this section is not published with a quotation that was checked less.', max_length=20, verbose_name='quotations checked at least by'),
        ),
        migrations.AddIndex(
            model_name='publishedquote',
            index=models.Index(fields=['-published_at', '-id'], name='published_quote_latest'),
        ),
        migrations.AddConstraint(
            model_name='publishedquote',
            constraint=models.CheckConstraint(condition=models.Q(('terms__in', ['', 'background', 'off_record'])), name='published_quote_known_terms'),
        ),
        migrations.AddConstraint(
            model_name='quote',
            constraint=models.CheckConstraint(condition=models.Q(('terms__in', ['', 'background', 'off_record'])), name='quote_known_terms'),
        ),
        migrations.AddField(
            model_name='transcript',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='transcript',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='transcripts', to='articles.story'),
        ),
        migrations.AddField(
            model_name='verificationstep',
            name='by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='verificationstep',
            name='story',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='verification_steps', to='articles.story'),
        ),
        migrations.AddField(
            model_name='verificationstep',
            name='transcript',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='articles.transcript'),
        ),
        migrations.AddConstraint(
            model_name='transcript',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='transcript_has_words'),
        ),
        migrations.AddConstraint(
            model_name='verificationstep',
            constraint=models.CheckConstraint(condition=models.Q(('rung__in', ['notes', 'recording', 'transcript', 'second_listener', 'speaker'])), name='step_known_rung'),
        ),
    ]
