import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("files", "0001_initial"),
        ("library", "0004_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="document",
            name="file",
            field=models.OneToOneField(
                help_text="the document itself",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="files.file",
            ),
        ),
    ]
