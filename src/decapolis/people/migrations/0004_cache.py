"""The table of the cache, in which the rate limits count; it belongs to no model."""

from django.core.management import call_command
from django.db import migrations

TABLE = "decapolis_cache"


def make(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


def drop(apps, schema_editor):
    schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(TABLE)}")


class Migration(migrations.Migration):
    dependencies = [("people", "0003_member_since")]

    operations = [migrations.RunPython(make, drop)]
