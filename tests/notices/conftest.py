import pytest

from tests.factories.post import mail_server


@pytest.fixture
def post(settings):
    """Return a mail server that the program sends to."""
    with mail_server(settings) as handler:
        yield handler
