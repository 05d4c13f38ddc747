"""What every test of pages needs."""

import pytest

from decapolis.search.bridge import forget


@pytest.fixture(autouse=True)
def _index_of_this_test_alone():
    """Keep the search index of one test out of the next: both count their changes from one."""
    forget()
    yield
    forget()
