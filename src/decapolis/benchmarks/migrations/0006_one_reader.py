"""A city may be read by one reviewer alone, where staff decide it with a reason."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep the reason beside the city."""

    dependencies = [("benchmarks", "0005_groups_by_their_first")]

    operations = [
        migrations.AddField(
            model_name="entrant",
            name="one_reader",
            field=models.TextField(
                blank=True,
                default="",
                help_text="why one reviewer's marks were enough; empty: two are asked for",
            ),
            preserve_default=False,
        ),
    ]
