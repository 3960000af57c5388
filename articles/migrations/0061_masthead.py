from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0060_share_cards'),
    ]

    operations = [
        migrations.AddField(
            model_name='author',
            name='masthead_order',
            field=models.PositiveSmallIntegerField(default=0, help_text='Lower comes first.', verbose_name='place on the masthead'),
        ),
        migrations.AddField(
            model_name='author',
            name='on_masthead',
            field=models.BooleanField(default=False, help_text='Readers see name and role on the page of who works here.', verbose_name='on the masthead'),
        ),
        migrations.AddIndex(
            model_name='author',
            index=models.Index(condition=models.Q(('on_masthead', True)), fields=['masthead_order', 'name', 'id'], name='author_on_masthead'),
        ),
    ]
