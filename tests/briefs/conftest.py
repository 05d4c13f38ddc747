"""Briefs of the starter library."""

from datetime import date

import pytest

from decapolis.briefs.bridge import brief_for
from decapolis.cities.bridge import find_city

TODAY = date(2026, 11, 22)


@pytest.fixture
def brief(starter):
    """Return a function that writes a brief for the public, on a fixed day."""

    def write(city="Dayton, OH", question="street lighting", *, reader=None, quantity=None):
        return brief_for(find_city(city), question, reader=reader, today=TODAY, quantity=quantity)

    return write
