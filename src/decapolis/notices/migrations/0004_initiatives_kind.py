from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0003_who_acts"),
    ]

    operations = [
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("asked", "Someone asks to talk to me"),
                    ("answered", "Answers to what I asked"),
                    ("membership", "Membership, invitations and roles"),
                    ("reviews", "Reviews of practices of mine and my city"),
                    ("changes", "Changes and suggestions to practices of mine and my city"),
                    ("adoptions", "Cities that adopt a practice of mine or my city"),
                    ("initiatives", "Stages, dates, reviews and reports of my initiatives"),
                    ("desk", "What waits for network staff"),
                ],
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="rhythm",
            name="kind",
            field=models.CharField(
                choices=[
                    ("asked", "Someone asks to talk to me"),
                    ("answered", "Answers to what I asked"),
                    ("membership", "Membership, invitations and roles"),
                    ("reviews", "Reviews of practices of mine and my city"),
                    ("changes", "Changes and suggestions to practices of mine and my city"),
                    ("adoptions", "Cities that adopt a practice of mine or my city"),
                    ("initiatives", "Stages, dates, reviews and reports of my initiatives"),
                    ("desk", "What waits for network staff"),
                ],
                max_length=12,
            ),
        ),
    ]
