import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_quotes_checked'),
        ('auth', '__first__'),
    ]

    operations = [
        migrations.CreateModel(
            name='SealedIdentity',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quote_uuid', models.UUIDField(unique=True)),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sealed', models.BinaryField(serialize=False)),
                ('sealed_at', models.DateTimeField()),
                ('sealed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sealed_identities', to='articles.story')),
            ],
            options={
                'verbose_name_plural': 'sealed identities',
                'permissions': [('see_sealed_source', 'Can open the identity of an unnamed source')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SealedLook',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by_name', models.CharField(max_length=150)),
                ('reason', models.CharField(max_length=400)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('identity', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='looks', to='articles.sealedidentity')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='look_has_reason')],
            },
        ),
    ]
