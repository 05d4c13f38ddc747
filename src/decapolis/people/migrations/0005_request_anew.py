import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_cache'),
    ]

    operations = [
        migrations.AlterField(
            model_name='membershiprequest',
            name='at',
            field=models.DateTimeField(default=django.utils.timezone.now),
        ),
    ]
