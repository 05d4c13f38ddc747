"""A served platform of its own, and Yjs clients, for the tests of open lines."""

import pytest

from tests.conftest import _copy_of_starter
from tests.live.platform import Clients, Platform


@pytest.fixture(scope="session")
def platform(django_db_setup, django_db_blocker):
    """Return a copy of the starter library that is served, and killed."""
    with django_db_blocker.unblock():
        made = Platform(_copy_of_starter("live"))
    yield made
    made.end()


@pytest.fixture(scope="session")
def server(platform):
    """Return one server that nobody kills."""
    return platform.serve()


@pytest.fixture(scope="session")
def node():
    """Return the process that holds Yjs documents."""
    clients = Clients()
    yield clients
    clients.end()


@pytest.fixture
def clients(node):
    """Return it without documents."""
    yield node
    node("end")


@pytest.fixture
def rows(platform, django_db_blocker):
    """Let the test read and write the database of the platform."""
    with django_db_blocker.unblock(), platform.rows():
        yield
