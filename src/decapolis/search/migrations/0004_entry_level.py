from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0003_vocabulary'),
    ]

    operations = [
        migrations.AddField(
            model_name='entry',
            name='level',
            field=models.IntegerField(help_text='of evidence, by review; 0: not reviewed', null=True),
        ),
        migrations.AlterField(
            model_name='entry',
            name='evidence',
            field=models.IntegerField(help_text='how well its own results are known', null=True),
        ),
    ]
