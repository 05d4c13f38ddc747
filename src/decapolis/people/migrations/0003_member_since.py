from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_profile_and_membership")]

    operations = [
        migrations.AddField(
            model_name="person",
            name="member_since",
            field=models.DateTimeField(null=True),
        ),
    ]
