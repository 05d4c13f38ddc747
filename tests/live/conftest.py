"""A served platform of its own, and Yjs clients, for the tests of open lines."""

import pytest
from django.conf import settings
from django.db import connection

from tests.live.platform import Clients, Platform


@pytest.fixture(scope="session")
def platform(django_db_setup, django_db_blocker, tmp_path_factory):
    """A platform on SQLite, with an empty database."""
    made = Platform(tmp_path_factory.mktemp("live"))
    with django_db_blocker.unblock():
        made.take_database(str(connection.settings_dict["NAME"]))
    yield made
    made.end()


@pytest.fixture(scope="session")
def server(platform):
    return platform.serve()


@pytest.fixture(scope="session")
def node():
    clients = Clients()
    yield clients
    clients.end()


@pytest.fixture
def clients(node):
    yield node
    node("end")


@pytest.fixture
def rows(platform, django_db_blocker):
    """Let the test read and write the database of the platform."""
    with django_db_blocker.unblock(), platform.rows():
        yield settings
