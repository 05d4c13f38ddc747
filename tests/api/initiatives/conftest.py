"""An initiative of Dayton, who owns it, and a program of theirs."""

import pytest

from tests.api.test_writing import program
from tests.factories import cities
from tests.factories import initiatives as make


@pytest.fixture
def here(db):
    """Return an initiative that is closed to its team."""
    return make.owned(cities.city("Dayton", id=4509884), title="Light in the north")[0]


@pytest.fixture
def ana(here):
    """Return who owns it."""
    return here.team.seats.get().person


@pytest.fixture
def client(ana):
    """Return a program of hers."""
    return program(ana)
