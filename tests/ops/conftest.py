import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import file_of_tables
from tests.factories.files import load_examples

BASE = ("countries", "cities", "sources", "indicators", "technologies")


@pytest.fixture
def _examples(db, tmp_path):
    """Hold what practices, documents, organisations and observations stand on."""
    load_examples(tmp_path, *BASE)


@pytest.fixture
def empty_home(tmp_path):
    """Return the surroundings of a program whose home is empty, on SQLite."""
    around = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return around | {"DECAPOLIS_HOME": str(tmp_path / "home"), "DECAPOLIS_STARTER": "false"}


@pytest.fixture
def fresh_home(empty_home, django_db_blocker):
    """Return the same with every table in the home, which would take each start ten seconds."""
    if "DATABASE_URL" not in os.environ:
        home = Path(empty_home["DECAPOLIS_HOME"])
        home.mkdir()
        with django_db_blocker.unblock():
            shutil.copy(file_of_tables(), home / "decapolis.sqlite3")
    return empty_home
