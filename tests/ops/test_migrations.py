import shutil

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tests.conftest import file_of_tables

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("decapolis.")]


def tables():
    return {
        name for name in connection.introspection.table_names() if not name.startswith("django_")
    }


@pytest.fixture
def every_table(empty_database):
    """Go forward from nothing, as all databases of the tests did, where they are files."""
    if connection.vendor == "sqlite":
        connection.close()
        shutil.copy(file_of_tables(), connection.settings_dict["NAME"])
    else:
        call_command("migrate", verbosity=0)


def test_every_change_of_a_model_has_its_migration(empty_database):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_every_step_of_a_migration_can_be_taken_back():
    """In a soak they are taken back; here they only say that they can be."""
    steps = MigrationLoader(None).disk_migrations.items()
    ours = {key: one.operations for key, one in steps if key[0] in OURS}
    assert ours
    assert [key for key, steps in ours.items() if not all(one.reversible for one in steps)] == []


@pytest.mark.soak
def test_migrations_go_forward_back_and_forward_again(every_table):
    forward = tables()
    migrations = MigrationExecutor(connection)
    migrations.migrate(
        [(label, None) for label in OURS if label in migrations.loader.migrated_apps]
    )
    ours = tuple(f"{label}_" for label in OURS)
    assert not {name for name in tables() if name.startswith(ours)}
    call_command("migrate", verbosity=0)
    assert tables() == forward
