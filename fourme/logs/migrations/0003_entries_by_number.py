from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('logs', '0002_changes_of_entries'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='systemlog',
            index=models.Index(fields=['account', 'id'], name='logs_systemlog_ids'),
        ),
    ]
