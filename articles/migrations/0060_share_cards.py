from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0053_error_reports'),
    ]

    operations = [
        migrations.AddField(
            model_name='publishedstory',
            name='share_card',
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddIndex(
            model_name='publishedstory',
            index=models.Index(fields=['canonical_url', 'working_copy', 'updated_at', 'slug'], name='published_in_sitemap'),
        ),
    ]
