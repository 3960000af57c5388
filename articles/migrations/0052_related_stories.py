import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0051_breaking_news'),
    ]

    operations = [
        migrations.CreateModel(
            name='RelatedStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('weight', models.FloatField()),
                ('story', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related', to='articles.publishedstory')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.publishedstory')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddConstraint(
            model_name='relatedstory',
            constraint=models.UniqueConstraint(fields=('story', 'to'), name='related_once'),
        ),
        migrations.AddConstraint(
            model_name='relatedstory',
            constraint=models.CheckConstraint(condition=models.Q(('story', models.F('to')), _negated=True), name='related_to_another'),
        ),
    ]
