from django.apps import apps
from django.core.management import call_command
from django.db import connection

OURS = [config.label for config in apps.get_app_configs() if config.name.startswith("decapolis.")]


def tables():
    return {
        name for name in connection.introspection.table_names() if not name.startswith("django_")
    }


def test_every_change_of_a_model_has_its_migration(empty_database):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


def test_migrations_go_forward_back_and_forward_again(empty_database):
    call_command("migrate", verbosity=0)
    forward = tables()
    for label in reversed(OURS):
        if apps.get_app_config(label).models_module:
            call_command("migrate", label, "zero", verbosity=0)
    ours = tuple(f"{label}_" for label in OURS)
    assert not {name for name in tables() if name.startswith(ours)}
    call_command("migrate", verbosity=0)
    assert tables() == forward
